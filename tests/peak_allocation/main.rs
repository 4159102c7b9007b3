//! How much memory a server can make a client take, measured by an allocator that counts.
//!
//! In a program of their own and one at a time, since the allocator counts everything that the process takes.

#![forbid(unsafe_code)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a scene that cannot be set up fails its test"
)]

mod pages;
mod shapes;

use std::future::Future;
use std::io;
use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::thread;

use bytes::Bytes;
use deck_client::ApiKey;
use deck_client::AttemptOutcome;
use deck_client::Client;
use deck_client::ClientBuilder;
use deck_client::Error;
use deck_client::RateLimiter;
use deck_client::RetryPolicy;
use deck_transport::HyperTransport;
use deck_transport::ManualClock;
use deck_transport::TransportErrorKind;
use deck_transport::transport_fn;
use deck_types::GetTestStatus;
use deck_types::ListTaskRuns;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

const BODY_CEILING: usize = 4 * MIB;
const HEADER_CEILING: usize = 64 * KIB;

/// What connections, buffers and the client itself may take beside what is held of a response.
const SLACK: usize = 512 * KIB;

/// A server that is not stopped stops by itself, so that a client without a ceiling fails the test and not
/// the machine.
const ENOUGH: usize = 256 * MIB;

/// Waits until no other test measures.
fn alone() -> MutexGuard<'static, ()> {
    static MEASURING: Mutex<()> = Mutex::new(());
    MEASURING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap().block_on(future)
}

#[test]
fn what_a_server_sends_without_end_takes_no_more_than_its_ceiling() {
    let _alone = alone();
    block_on(endless_responses());
}

async fn endless_responses() {
    use TransportErrorKind::BodyTooLarge;
    use TransportErrorKind::HeadersTooLarge;

    const CHUNKED: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    const REFUSED: &str = "HTTP/1.1 500 No\r\ntransfer-encoding: chunked\r\n\r\n";
    const DECLARED: &str = "HTTP/1.1 200 OK\r\ncontent-length: 9000000000000000000\r\n\r\n";
    for (scene, head, piece, kind) in [
        (
            "a body to the end of the connection",
            "HTTP/1.1 200 OK\r\n\r\n",
            PLAIN,
            BodyTooLarge,
        ),
        ("chunks", CHUNKED, CHUNK, BodyTooLarge),
        ("the body of a refusal", REFUSED, CHUNK, BodyTooLarge),
        ("a body declared too long", DECLARED, PLAIN, BodyTooLarge),
        (
            "one header",
            "HTTP/1.1 200 OK\r\nx-endless: ",
            PLAIN,
            HeadersTooLarge,
        ),
        (
            "many headers",
            "HTTP/1.1 200 OK\r\n",
            HEADER,
            HeadersTooLarge,
        ),
        ("a status line", "HTTP/1.1 200 ", PLAIN, HeadersTooLarge),
    ] {
        let ceiling = if kind == BodyTooLarge {
            BODY_CEILING
        } else {
            HEADER_CEILING
        };
        check(scene, (head, piece), BODY_CEILING, (kind, ceiling)).await;
    }
    // Less of them: each costs its time.
    let few = 256 * KIB;
    check(
        "chunks of one byte",
        (CHUNKED, TINY_CHUNK),
        few,
        (BodyTooLarge, few),
    )
    .await;
    a_listing_without_end().await;
}

async fn check(
    scene: &str,
    (head, piece): (&'static str, &str),
    max_body_bytes: usize,
    (kind, ceiling): (TransportErrorKind, usize),
) {
    let client = client(serve(head, piece), max_body_bytes);
    let before = start();

    let error = client.call(GetTestStatus).await.unwrap_err();

    let taken = ALLOCATOR.peak_usage() - before;
    println!("{scene}: {} KiB", taken / KIB);
    assert_eq!(kind_of(&error), kind, "{scene}: {error:?}");
    // Growing by doubling, a buffer holds its old half while it fills the new one.
    let most = 3 * ceiling + SLACK;
    assert!(taken < most, "{scene}: {taken} bytes, {most} are the most");
}

/// Measures that the pages of a listing are forgotten as they are delivered.
async fn a_listing_without_end() {
    let mut runs = endless_listing().list(ListTaskRuns::new()).items();
    let mut peaks = Vec::new();
    for _ in 0..2 {
        let before = start();
        for _ in 0..PAGES * RUNS_PER_PAGE {
            runs.next().await.unwrap().unwrap();
        }
        peaks.push(ALLOCATOR.peak_usage() - before);
    }
    println!("a listing: {peaks:?} bytes");
    assert!(peaks[1] < 512 * KIB, "{peaks:?}");
}

const PAGES: usize = 600;
const RUNS_PER_PAGE: usize = 20;

fn endless_listing() -> Client {
    let transport = transport_fn(|request: http::Request<Bytes>| async move {
        let cursor = request
            .uri()
            .query()
            .and_then(|query| query.rsplit_once("cursor="));
        let page: usize = cursor.map_or(0, |(_, page)| page.parse().unwrap());
        let runs = (0..RUNS_PER_PAGE)
            .map(|run| format!(r#"{{"id":"trun_{page}_{run}","status":"completed"}}"#));
        let runs = runs.collect::<Vec<_>>().join(",");
        let next = page + 1;
        let body = format!(r#"{{"data":[{runs}],"has_more":true,"next_cursor":"{next}"}}"#);
        Ok(http::Response::new(body.into()))
    });
    let builder = builder()
        .with_transport(transport)
        .with_clock(ManualClock::new());
    builder
        .with_rate_limiter(RateLimiter::unlimited())
        .build()
        .unwrap()
}

/// Begins a measurement; returns what is taken already.
fn start() -> usize {
    ALLOCATOR.reset_peak_usage();
    ALLOCATOR.current_usage()
}

fn kind_of(error: &Error) -> TransportErrorKind {
    match error.attempts() {
        [attempt] => match attempt.outcome {
            AttemptOutcome::Failed { kind, .. } => kind,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn builder() -> ClientBuilder {
    Client::builder(ApiKey::new("sk_live_example").unwrap()).with_retry_policy(RetryPolicy::none())
}

fn client(address: SocketAddr, max_body_bytes: usize) -> Client {
    let transport = HyperTransport::builder()
        .max_body_bytes(max_body_bytes)
        .max_header_bytes(HEADER_CEILING)
        .build()
        .unwrap();
    let builder = builder()
        .with_base_url(format!("http://{address}"))
        .with_transport(transport);
    builder.build().unwrap()
}

const PLAIN: &str = "x";
const CHUNK: &str = "10\r\n0123456789abcdef\r\n";
const TINY_CHUNK: &str = "1\r\nx\r\n";
const HEADER: &str = "x-endless: 0123456789012345678901234567890123456789\r\n";

/// Starts a server that responds to one request with `head` and then `piece` without end.
fn serve(head: &'static str, piece: &str) -> SocketAddr {
    let pieces = piece.repeat(64 * KIB / piece.len());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (stream, _) = listener.accept()?;
        respond(stream, head, &pieces)
    });
    address
}

fn respond(mut stream: TcpStream, head: &str, pieces: &str) -> io::Result<()> {
    let mut request = [0; 4096];
    let _ = stream.read(&mut request)?;
    stream.write_all(head.as_bytes())?;
    let mut sent = 0;
    while sent < ENOUGH {
        stream.write_all(pieces.as_bytes())?;
        sent += pieces.len();
    }
    Ok(())
}
