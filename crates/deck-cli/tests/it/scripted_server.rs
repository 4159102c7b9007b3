//! A server on a loopback port that gives prepared responses, one per request, whatever is asked.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::mpsc::Receiver;
use std::thread;

/// One prepared response.
pub(crate) struct Response {
    status: u16,
    headers: &'static str,
    body: String,
    gate: Option<Receiver<()>>,
}

impl Response {
    pub(crate) fn new(status: u16, body: impl Into<String>) -> Self {
        Self {
            status,
            headers: "",
            body: body.into(),
            gate: None,
        }
    }

    /// Adds header lines, each with its line end.
    pub(crate) fn headers(self, headers: &'static str) -> Self {
        Self { headers, ..self }
    }

    /// Holds the response back until the gate is opened by a message.
    pub(crate) fn held_by(self, gate: Receiver<()>) -> Self {
        Self {
            gate: Some(gate),
            ..self
        }
    }
}

/// The server; it accepts one connection for every response, and lets all others wait.
pub(crate) struct ScriptedServer {
    address: SocketAddr,
    _listener: Option<TcpListener>,
    request_lines: Arc<Mutex<Vec<String>>>,
}

impl ScriptedServer {
    pub(crate) fn start(responses: impl IntoIterator<Item = Response>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let request_lines = Arc::new(Mutex::new(Vec::new()));
        let accepting = listener.try_clone().unwrap();
        let (seen, responses) = (
            Arc::clone(&request_lines),
            responses.into_iter().collect::<Vec<_>>(),
        );
        thread::spawn(move || {
            for response in responses {
                let (stream, _) = accepting.accept().unwrap();
                seen.lock().unwrap().push(exchange(&stream, &response));
            }
        });
        Self {
            address,
            _listener: Some(listener),
            request_lines,
        }
    }

    /// Returns an address at which nobody listens.
    pub(crate) fn nobody() -> Self {
        let address = TcpListener::bind(("127.0.0.1", 0))
            .unwrap()
            .local_addr()
            .unwrap();
        Self {
            address,
            _listener: None,
            request_lines: Arc::default(),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/v2", self.address)
    }

    /// Returns what was asked, such as `GET /v2/test HTTP/1.1`.
    pub(crate) fn request_lines(&self) -> Vec<String> {
        self.request_lines.lock().unwrap().clone()
    }
}

/// Reads a request without a body, responds, and returns the request's first line.
fn exchange(mut stream: &TcpStream, response: &Response) -> String {
    let head: Vec<String> = BufReader::new(stream)
        .lines()
        .map(Result::unwrap)
        .take_while(|line| !line.is_empty())
        .collect();
    if let Some(gate) = &response.gate {
        gate.recv().unwrap();
    }
    let Response {
        status,
        headers,
        body,
        ..
    } = response;
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status} Scripted\r\nconnection: close\r\n\
         content-length: {length}\r\n{headers}\r\n{body}"
    )
    .unwrap();
    head.into_iter().next().unwrap_or_default()
}
