//! [`Received`]: a request as it came over the wire, byte for byte.

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) target: String,
    /// Names in lower case, values without the white space around them.
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
    /// The number of the connection that it came over, beginning with 1.
    pub(crate) connection: usize,
}

impl Received {
    /// Returns the values of a header in the order in which they came.
    pub(crate) fn values(&self, name: &str) -> Vec<&[u8]> {
        let lines = self.headers.iter().filter(|(other, _)| other == name);
        lines.map(|(_, value)| value.as_slice()).collect()
    }

    /// Creates a request whose head the server did not look at.
    pub(super) fn without_head(body: Vec<u8>, connection: usize) -> Self {
        Self {
            method: String::new(),
            target: String::new(),
            headers: Vec::new(),
            body,
            connection,
        }
    }

    /// Takes the request at the start of `bytes` out of them, if it is complete.
    pub(super) fn take_from(bytes: &mut Vec<u8>, connection: usize) -> Option<Self> {
        let head = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
        let mut request = Self::from_head(&bytes[..head - 4], connection);
        let (body, length) = request.body_in(&bytes[head..])?;
        request.body = body;
        bytes.drain(..head + length);
        Some(request)
    }

    fn from_head(head: &[u8], connection: usize) -> Self {
        let mut lines = head.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii);
        let first = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
        let mut words = first.split(' ').map(str::to_owned);
        Self {
            method: words.next().unwrap_or_default(),
            target: words.next().unwrap_or_default(),
            headers: lines.map(header).collect(),
            body: Vec::new(),
            connection,
        }
    }

    /// Returns the body that `bytes` begin with, and how many bytes it takes on the wire.
    fn body_in(&self, bytes: &[u8]) -> Option<(Vec<u8>, usize)> {
        if !self.values("transfer-encoding").is_empty() {
            return chunked(bytes);
        }
        let length = self.values("content-length").first().copied();
        let length = length.and_then(|length| std::str::from_utf8(length).ok()?.parse().ok());
        let length = length.unwrap_or(0);
        Some((bytes.get(..length)?.to_vec(), length))
    }
}

fn header(line: &[u8]) -> (String, Vec<u8>) {
    let colon = line.iter().position(|&byte| byte == b':');
    let (name, value) = line.split_at(colon.unwrap_or(line.len()));
    let value = value.get(1..).unwrap_or_default().trim_ascii();
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    (name, value.to_vec())
}

/// Decodes a chunked body without trailers; `None` while it is not complete.
fn chunked(bytes: &[u8]) -> Option<(Vec<u8>, usize)> {
    let (mut body, mut at) = (Vec::new(), 0);
    loop {
        let line = bytes[at..]
            .windows(2)
            .position(|window| window == b"\r\n")?;
        let size = std::str::from_utf8(&bytes[at..at + line]).ok()?;
        let size = usize::from_str_radix(size, 16).ok()?;
        at += line + 2;
        body.extend_from_slice(bytes.get(at..at + size)?);
        at += size + 2;
        if bytes.len() < at {
            return None;
        }
        if size == 0 {
            return Some((body, at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_taken_when_it_is_complete_and_the_rest_stays() {
        let whole = b"POST /a?b HTTP/1.1\r\nX-A: 1\r\nx-a:2\r\ncontent-length: 2\r\n\r\nhiGET";
        let mut part = whole[..whole.len() - 4].to_vec();
        assert!(Received::take_from(&mut part, 1).is_none());

        let mut bytes = whole.to_vec();
        let request = Received::take_from(&mut bytes, 1).expect("a request");

        assert_eq!(
            (request.method.as_str(), request.target.as_str()),
            ("POST", "/a?b")
        );
        assert_eq!(request.values("x-a"), [b"1", b"2"]);
        assert_eq!(request.body, b"hi");
        assert_eq!(bytes, b"GET");
    }

    #[test]
    fn a_chunked_body_is_put_together() {
        let whole = b"2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n";

        assert_eq!(chunked(whole), Some((b"hello".to_vec(), whole.len())));
        assert!((0..whole.len()).all(|length| chunked(&whole[..length]).is_none()));
    }
}
