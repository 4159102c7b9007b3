//! A transport and a clock of one's own: on smol, with ureq for the requests, and without tokio.
//!
//! `cargo run -p deck-client --example own_transport` asks a small server in the place of the API.

use std::error::Error;
use std::io;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::thread;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use bytes::Bytes;
use deck_client::ApiKey;
use deck_client::Client;
use deck_client::transport::Clock;
use deck_client::transport::Delivery;
use deck_client::transport::Transport;
use deck_client::transport::TransportError;
use deck_client::transport::TransportErrorKind;
use deck_client::types::GetTestStatus;

struct UreqTransport(ureq::Agent);

impl Transport for UreqTransport {
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let agent = self.0.clone();
        smol::unblock(move || call(&agent, request)).await
    }
}

fn call(
    agent: &ureq::Agent,
    request: http::Request<Bytes>,
) -> Result<http::Response<Bytes>, TransportError> {
    let failed = |delivery| {
        move |error: ureq::Error| {
            TransportError::new(TransportErrorKind::Closed, delivery).with_source(error)
        }
    };
    let received = if request.body().is_empty() {
        agent.run(request.map(drop))
    } else {
        agent.run(request.map(Vec::from))
    };
    let (head, mut body) = received.map_err(failed(Delivery::MaybeSent))?.into_parts();
    let body = body
        .read_to_vec()
        .map_err(failed(Delivery::ResponseStarted))?;
    Ok(http::Response::from_parts(head, body.into()))
}

struct SmolClock;

#[expect(
    clippy::disallowed_methods,
    reason = "this is where the time comes from"
)]
impl Clock for SmolClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    async fn sleep(&self, duration: Duration) {
        smol::Timer::after(duration).await;
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    // A server for one request, in the place of the API.
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let base_url = format!("http://{}/v2", listener.local_addr()?);
    let server = thread::spawn(move || -> io::Result<()> {
        let (mut stream, _) = listener.accept()?;
        let _request = stream.read(&mut [0; 4096])?;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 18\r\n\r\n{\"status\":\"ready\"}")
    });

    let agent = ureq::Agent::config_builder()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(30)))
        .build()
        .new_agent();
    let client = Client::builder(ApiKey::new("sk_live_example")?)
        .with_base_url(base_url)
        .with_transport(UreqTransport(agent))
        .with_clock(SmolClock)
        .build()?;
    let status = smol::block_on(async { client.call(GetTestStatus).await })?;

    println!("{:?}", status.status);
    server.join().map_err(|_| "the server panicked")??;
    Ok(())
}
