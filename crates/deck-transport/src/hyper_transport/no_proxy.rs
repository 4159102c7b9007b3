//! `NO_PROXY`: the targets that are reached without the proxy.

use http::Uri;
use http::uri::Scheme;
use hyper_util::client::proxy::matcher::Matcher;

/// The entries of `NO_PROXY`, separated by commas, by white space, or by both.
#[derive(Default)]
pub(super) struct NoProxy {
    hosts: Vec<String>,
    hosts_with_port: Vec<(u16, Matcher)>,
}

impl NoProxy {
    pub(super) fn parse(list: &str) -> Self {
        let mut parsed = Self::default();
        let entries = list.split(|letter: char| letter == ',' || letter.is_whitespace());
        for entry in entries.filter(|entry| !entry.is_empty()) {
            match split_port(entry) {
                (host, Some(port)) => parsed.hosts_with_port.push((port, all_but(host))),
                (host, None) => parsed.hosts.push(host.to_owned()),
            }
        }
        parsed
    }

    /// Returns the entries without a port, in the form that [`Matcher`] reads.
    pub(super) fn hosts(&self) -> String {
        self.hosts.join(",")
    }

    /// Returns whether an entry with a port names `target`.
    pub(super) fn names_with_port(&self, target: &Uri) -> bool {
        let is_plain = target.scheme() == Some(&Scheme::HTTP);
        let default = if is_plain { 80 } else { 443 };
        let port = target.port_u16().unwrap_or(default);
        self.hosts_with_port
            .iter()
            .any(|(exempt, others)| *exempt == port && others.intercept(target).is_none())
    }
}

/// Splits `host:port` or `[address]:port`; an IPv6 address without brackets has no port.
fn split_port(entry: &str) -> (&str, Option<u16>) {
    let (host, port) = match entry.rsplit_once(':') {
        Some((host, port)) if host.ends_with(']') || !host.contains(':') => {
            (host, port.parse().ok())
        }
        _ => (entry, None),
    };
    if port.is_none() && !entry.ends_with(']') {
        return (entry, None);
    }
    let host = host.strip_prefix('[').unwrap_or(host);
    (host.strip_suffix(']').unwrap_or(host), port)
}

/// Creates a matcher of every target but those that `host` stands for.
fn all_but(host: &str) -> Matcher {
    let builder = Matcher::builder().all("http://proxy.invalid");
    builder.no(host).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_with_a_port_names_that_port_alone() {
        let list = NoProxy::parse("api.example:8080,10.0.0.0/8:81, [2001:db8::1]:444");

        for named in [
            "https://api.example:8080/",
            "https://v2.api.example:8080/",
            "http://10.1.2.3:81/",
            "https://[2001:db8::1]:444/",
        ] {
            assert!(list.names_with_port(&uri(named)), "{named}");
        }
        for other in [
            "https://api.example/",
            "https://api.example:8081/",
            "https://other.example:8080/",
            "http://11.1.2.3:81/",
        ] {
            assert!(!list.names_with_port(&uri(other)), "{other}");
        }
        assert_eq!(list.hosts(), "");
    }

    #[test]
    fn the_port_of_a_target_without_one_is_that_of_its_scheme() {
        let list = NoProxy::parse("a.example:443,b.example:80");

        assert!(list.names_with_port(&uri("https://a.example/")));
        assert!(!list.names_with_port(&uri("http://a.example/")));
        assert!(list.names_with_port(&uri("http://b.example/")));
    }

    #[test]
    fn entries_are_separated_by_commas_by_white_space_or_by_both() {
        let list = NoProxy::parse(" a.example b.example,c.example ,\t[::2], 2001:db8::/32,,");

        assert_eq!(
            list.hosts(),
            "a.example,b.example,c.example,::2,2001:db8::/32"
        );
    }

    fn uri(text: &str) -> Uri {
        text.parse().expect("a URI")
    }
}
