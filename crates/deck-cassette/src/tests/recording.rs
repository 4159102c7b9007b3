//! Facts about `RecordingTransport`.

use std::future::Future;
use std::pin::pin;
use std::task::Context;
use std::task::Waker;

use deck_transport::Transport;
use deck_transport::transport_fn;

use super::*;

#[tokio::test]
async fn what_passes_is_unchanged_and_recorded_with_its_failures() {
    let script = ScriptedTransport::new()
        .respond(response(KEY))
        .fail(failure("reset"));
    let recording = RecordingTransport::new(script.clone());

    let response = recording
        .send(with_key("https://a.example/1"))
        .await
        .expect("a response");
    let error = recording
        .send(get("https://a.example/2"))
        .await
        .expect_err("a failure");

    assert_eq!(response.body(), KEY);
    assert_eq!(causes(&error), ["reset"]);
    let sent = script.requests()[0].headers()["authorization"].clone();
    assert_eq!(sent, format!("Bearer {KEY}"));
    let cassette = recording.cassette();
    let [first, second] = cassette.exchanges() else {
        panic!("{cassette}");
    };
    assert_eq!(first.outcome().expect("a response").body(), "SCRUBBED");
    let recorded = second.outcome().expect_err("a failure");
    assert_eq!(recorded.kind(), TransportErrorKind::Closed);
    assert_eq!(recorded.delivery(), Delivery::MaybeSent);
    assert_eq!(causes(&recorded), ["reset"]);
}

#[test]
fn exchanges_stand_in_the_order_of_asking_and_dropped_ones_not_at_all() {
    let recording = RecordingTransport::new(transport_fn(|request: Request<Bytes>| async move {
        let mut yields: u32 = request.uri().path()[1..].parse().expect("a number");
        std::future::poll_fn(move |context| {
            context.waker().wake_by_ref();
            yields = yields.wrapping_sub(1);
            if yields == 0 {
                std::task::Poll::Ready(())
            } else {
                std::task::Poll::Pending
            }
        })
        .await;
        Ok(response(""))
    }));
    let mut context = Context::from_waker(Waker::noop());
    let mut dropped = Box::pin(recording.send(get("/9")));
    let mut slow = pin!(recording.send(get("/2")));
    let mut fast = pin!(recording.send(get("/1")));

    assert!(dropped.as_mut().poll(&mut context).is_pending());
    assert!(slow.as_mut().poll(&mut context).is_pending());
    assert!(fast.as_mut().poll(&mut context).is_ready());
    assert!(slow.as_mut().poll(&mut context).is_ready());
    drop(dropped);

    let paths: Vec<_> = recording
        .cassette()
        .exchanges()
        .iter()
        .map(|exchange| exchange.request().uri().to_string())
        .collect();
    assert_eq!(paths, ["/2", "/1"]);
}

#[tokio::test]
async fn the_debug_text_shows_counts_only() {
    let recording = RecordingTransport::new(ScriptedTransport::new().respond(response(KEY)));
    recording
        .send(with_key("https://a.example/"))
        .await
        .expect("a response");

    let text = format!("{recording:?}");

    assert!(text.contains("recorded: 1"), "{text}");
    assert!(!text.contains("canary"), "{text}");
}
