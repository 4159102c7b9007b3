//! Facts about `ReplayTransport`.

use deck_transport::Transport;

use super::*;

fn two() -> ReplayTransport {
    let mut cassette = Cassette::new();
    cassette.record(&with_key("https://a.example/1"), Ok(&response("one")));
    cassette.record(&with_key("https://a.example/2"), Ok(&response("two")));
    ReplayTransport::new(cassette)
}

async fn body(replay: &ReplayTransport, request: Request<Bytes>) -> Result<Bytes, Vec<String>> {
    let outcome = replay.send(request).await;
    outcome.map(Response::into_body).map_err(|error| {
        assert_eq!(error.kind(), TransportErrorKind::Other);
        assert_eq!(error.delivery(), Delivery::NotSent);
        causes(&error)
    })
}

#[tokio::test]
async fn responses_come_in_the_order_of_the_recording_whatever_the_key() {
    let replay = two();

    assert_eq!(
        body(&replay, get("https://a.example/1")).await,
        Ok("one".into())
    );
    assert_eq!(
        body(&replay, with_key("https://a.example/2")).await,
        Ok("two".into())
    );
    assert_eq!(replay.finish(), Ok(()));
}

#[tokio::test]
async fn a_request_out_of_order_fails_with_the_next_one_and_uses_up_nothing() {
    let replay = two();

    let mismatch = body(&replay, get("https://a.example/2"))
        .await
        .expect_err("out of order");

    let expected = "the cassette has no exchange for GET https://a.example/2; \
                    the next one is for GET https://a.example/1";
    assert_eq!(mismatch, [expected]);
    assert_eq!(
        body(&replay, get("https://a.example/1")).await,
        Ok("one".into())
    );
    assert_eq!(
        body(&replay, get("https://a.example/2")).await,
        Ok("two".into())
    );
    let mismatch = body(&replay, get("https://a.example/2"))
        .await
        .expect_err("all was replayed");
    assert_eq!(
        mismatch,
        ["the cassette has no exchange for GET https://a.example/2; all of it was replayed"]
    );
}

#[tokio::test]
async fn in_any_order_equal_requests_get_their_responses_in_the_order_of_the_recording() {
    let mut cassette = Cassette::new();
    for (uri, text) in [("/a", "1"), ("/b", "2"), ("/a", "3")] {
        cassette.record(&get(uri), Ok(&response(text)));
    }
    let replay = ReplayTransport::new(cassette).in_any_order();

    for (uri, text) in [("/b", "2"), ("/a", "1"), ("/a", "3")] {
        assert_eq!(body(&replay, get(uri)).await, Ok(text.into()));
    }
    assert_eq!(replay.finish(), Ok(()));
}

#[tokio::test]
async fn finishing_lists_what_was_not_sent_and_what_was_not_recorded() {
    let replay = two();
    let other = format!("https://a.example/x?key={KEY}").replace('"', "%22");
    let _ = body(&replay, with_key(&other)).await;

    let error = replay.finish().expect_err("nothing was sent");

    assert_eq!(
        error.not_sent(),
        ["GET https://a.example/1", "GET https://a.example/2"]
    );
    assert_eq!(
        error.not_recorded(),
        ["GET https://a.example/x?key=SCRUBBED"]
    );
    assert_eq!(
        error.to_string(),
        "the replay differed from the recording; \
         recorded and not sent: GET https://a.example/1, GET https://a.example/2; \
         sent and not recorded: GET https://a.example/x?key=SCRUBBED"
    );
}

#[tokio::test]
async fn another_method_is_another_request() {
    let replay = two();
    let mut request = get("https://a.example/1");
    *request.method_mut() = http::Method::POST;

    assert!(body(&replay, request).await.is_err());
}

#[tokio::test]
async fn headers_and_bodies_are_compared_when_asked_for() {
    let recorded = |color: &str, text: &'static str| {
        let request = Request::post("/").header("x-color", color);
        request.body(Bytes::from(text)).expect("a request")
    };
    let tape = cassette(Scrubber::new(), &recorded("red", "hello"), &response("ok"));
    let plain = ReplayTransport::new(tape.clone());
    let strict = ReplayTransport::new(tape)
        .matching_headers(["X-Color"])
        .matching_bodies();

    assert!(body(&plain, recorded("blue", "bye")).await.is_ok());
    let mismatch = body(&strict, recorded("blue", "hello"))
        .await
        .expect_err("another header");
    assert!(
        mismatch[0].ends_with("the next one has another header `X-Color`"),
        "{mismatch:?}"
    );
    let mismatch = body(&strict, recorded("red", "bye"))
        .await
        .expect_err("another body");
    assert!(
        mismatch[0].ends_with("the next one has another body"),
        "{mismatch:?}"
    );
    assert!(body(&strict, recorded("red", "hello")).await.is_ok());
}

#[tokio::test]
async fn what_was_scrubbed_in_the_recording_is_scrubbed_in_the_request_that_is_compared() {
    let scrubber = Scrubber::new().query_parameter("token");
    let tape = cassette(
        scrubber,
        &with_key(&format!("https://a.example/?token=first&at={}", "x")),
        &response("ok"),
    );
    let replay = ReplayTransport::new(tape.to_string().parse().expect("a cassette"));

    assert!(
        body(&replay, get("https://a.example/?token=second&at=x"))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn failures_are_replayed() {
    let mut tape = Cassette::new();
    tape.record(&get("/"), Err(&failure("reset by peer")));
    let error = ReplayTransport::new(tape)
        .send(get("/"))
        .await
        .expect_err("a failure");

    assert_eq!(error.kind(), TransportErrorKind::Closed);
    assert_eq!(error.delivery(), Delivery::MaybeSent);
    assert_eq!(causes(&error), ["reset by peer"]);
}
