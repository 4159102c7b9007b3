//! The same contract over HTTP/2, and what only HTTP/2 can say.

use std::io;

use deck_transport::Delivery::MaybeSent;
use deck_transport::Delivery::NotSent;
use deck_transport::Delivery::ResponseStarted;
use deck_transport::SharedTransport;
use deck_transport::Transport;
use deck_transport::TransportErrorKind::BodyTooLarge;
use deck_transport::TransportErrorKind::Closed;
use deck_transport::TransportErrorKind::HeadersTooLarge;
use deck_transport::TransportErrorKind::Protocol;

use super::likely_causes::BLOCKS;
use super::likely_causes::IGNORES_CEILING;
use super::likely_causes::STREAM;
use crate::capability::Capability;
use crate::capability::Capability::BodyCeiling;
use crate::capability::Capability::Http2;
use crate::capability::Capability::Tls;
use crate::capability::Capability::TrustAuthority;
use crate::case::Case;
use crate::case::Group;
use crate::case::Outcome;
use crate::expect;
use crate::race::Either;
use crate::race::all;
use crate::race::race;
use crate::server::Server;
use crate::server::http2_peer::Http2Peer;
use crate::server::http2_peer::Reason;
use crate::server::http2_peer::StreamId;
use crate::stage::Sent;
use crate::stage::Stage;
use crate::stage::get;
use crate::stage::request;
use crate::tls::Identity;

pub(super) const GROUP: Group = Group {
    name: "HTTP/2",
    cases: &[
        Case {
            name: "http2-body",
            proves: "exchanges bodies over HTTP/2",
            if_it_hangs: "it does not see the flag that ends a stream",
            needs: NEEDED,
            run: |stage| Box::pin(body(stage)),
        },
        Case {
            name: "http2-headers",
            proves: "returns repeated headers and values that are not UTF-8 over HTTP/2",
            if_it_hangs: "it does not see the flag that ends a stream",
            needs: NEEDED,
            run: |stage| Box::pin(headers(stage)),
        },
        Case {
            name: "http2-concurrent-requests",
            proves: "has several streams of one connection under way, and tells their responses apart",
            if_it_hangs: "it sends one request at a time: the server waits for all before it responds",
            needs: NEEDED,
            run: |stage| Box::pin(concurrent(stage)),
        },
        Case {
            name: "http2-body-too-large",
            proves: "refuses a body that grows beyond the ceiling, over HTTP/2",
            if_it_hangs: IGNORES_CEILING,
            needs: &[Http2, Tls, TrustAuthority, BodyCeiling],
            run: |stage| Box::pin(body_too_large(stage)),
        },
        Case {
            name: "http2-headers-too-large",
            proves: "gives up a head of 1 MiB over HTTP/2",
            if_it_hangs: "it reads a head of any size",
            needs: NEEDED,
            run: |stage| Box::pin(headers_too_large(stage)),
        },
        Case {
            name: "http2-stream-refused",
            proves: "reports a refused stream as `Closed`, not sent, or sends the request again",
            if_it_hangs: STREAM,
            needs: NEEDED,
            run: |stage| Box::pin(refused(stage)),
        },
        Case {
            name: "http2-going-away",
            proves: "reports a request after the last stream as `Closed`, not sent, or sends it again",
            if_it_hangs: STREAM,
            needs: NEEDED,
            run: |stage| Box::pin(going_away(stage)),
        },
        Case {
            name: "http2-reset-before-response",
            proves: "reports a stream that is reset in place of a response, maybe sent",
            if_it_hangs: STREAM,
            needs: NEEDED,
            run: |stage| Box::pin(reset_before(stage)),
        },
        Case {
            name: "http2-reset-within-body",
            proves: "reports a stream that is reset within the body",
            if_it_hangs: STREAM,
            needs: NEEDED,
            run: |stage| Box::pin(reset_within(stage)),
        },
        Case {
            name: "http2-closed-within-body",
            proves: "reports `Closed` where the connection closes within the body of a stream",
            if_it_hangs: STREAM,
            needs: NEEDED,
            run: |stage| Box::pin(closed_within(stage)),
        },
        Case {
            name: "http2-truncated-body",
            proves: "reports a stream that ends before its declared length",
            if_it_hangs: STREAM,
            needs: NEEDED,
            run: |stage| Box::pin(truncated(stage)),
        },
        Case {
            name: "http2-cancel",
            proves: "resets the stream when the future is dropped",
            if_it_hangs: BLOCKS,
            needs: NEEDED,
            run: |stage| Box::pin(cancel(stage)),
        },
    ],
};

const NEEDED: &[Capability] = &[Http2, Tls, TrustAuthority];

async fn body(stage: &Stage<'_>) -> Outcome {
    let server = server(stage, |mut peer, stream| async move {
        peer.head(stream, &[]).await?;
        peer.data(stream, "he", false).await?;
        peer.data(stream, "", false).await?;
        peer.data(stream, "llo", true).await?;
        Ok(peer)
    });
    let server = server.await?;
    let sent = transport(stage)
        .send(request("POST", server.url("/"), "ping")?)
        .await;
    expect::body(sent, b"hello")?;
    expect::that(server.only_request()?.body == b"ping", || {
        "the body did not arrive".to_owned()
    })
}

async fn headers(stage: &Stage<'_>) -> Outcome {
    let server = server(stage, |mut peer, stream| async move {
        let headers: [(&str, &[u8]); 4] = [
            ("x-tag", b"one"),
            ("x-name", b"J\xfcrgen"),
            ("x-tag", b"Two, three"),
            ("x-tag", b"one"),
        ];
        peer.head(stream, &headers).await?;
        peer.data(stream, "", true).await?;
        Ok(peer)
    });
    let response = expect::response(send(stage, &server.await?).await?)?;
    let values: Vec<_> = response.headers().get_all("x-tag").iter().collect();
    expect::equal("x-tag", values, vec!["one", "Two, three", "one"])?;
    let name = response
        .headers()
        .get("x-name")
        .map(http::HeaderValue::as_bytes);
    expect::equal("x-name", name, Some(b"J\xfcrgen".as_slice()))
}

/// Responds on all streams when the last request is there, in the reverse order.
async fn concurrent(stage: &Stage<'_>) -> Outcome {
    const REQUESTS: usize = 4;
    let server = stage
        .tls_server(Identity::ValidHttp2, |peer| async move {
            let mut peer = Http2Peer::greet(peer).await?;
            let first = peer.request().await?;
            peer.respond(first, "first").await?;
            let mut streams = Vec::new();
            while streams.len() < REQUESTS {
                streams.push(peer.request().await?);
            }
            for stream in streams.into_iter().rev() {
                peer.respond(stream, &format!("stream {stream}")).await?;
            }
            peer.request().await.map(drop)
        })
        .await?;
    let transport = transport(stage);
    // The connection is made by the first request, so that the others find it.
    expect::body(transport.send(get(server.url("/"))?).await, b"first")?;
    let requests: Result<Vec<_>, _> = (0..REQUESTS).map(|_| get(server.url("/"))).collect();
    let sending = requests?.into_iter().map(|request| transport.send(request));
    let mut bodies = Vec::new();
    for sent in all(sending).await {
        bodies.push(expect::response(sent)?.into_body());
    }
    bodies.sort();
    bodies.dedup();
    expect::equal("the streams with a response", bodies.len(), REQUESTS)
}

async fn body_too_large(stage: &Stage<'_>) -> Outcome {
    let server = server(stage, |mut peer, stream| async move {
        peer.head(stream, &[]).await?;
        peer.data(stream, "hel", false).await?;
        peer.data(stream, "lo", false).await?;
        Ok(peer)
    });
    let server = server.await?;
    let mut setup = stage.setup();
    setup.trusts_authority = true;
    setup.max_body_bytes = Some(4);
    let sent = stage.make(&setup).send(get(server.url("/"))?).await;
    expect::failure(sent, &[BodyTooLarge], &[ResponseStarted])
}

async fn headers_too_large(stage: &Stage<'_>) -> Outcome {
    let server = server(stage, |mut peer, stream| async move {
        let filler = vec![b'x'; 1024 * 1024];
        peer.head(stream, &[("x-filler", &filler)]).await?;
        peer.data(stream, "", true).await?;
        Ok(peer)
    });
    let kinds = [HeadersTooLarge, Protocol, Closed];
    let sent = send(stage, &server.await?).await?;
    expect::failure(sent, &kinds, &[MaybeSent, ResponseStarted])
}

/// Says that the server did not look at the request, so nobody is in doubt, and sending it again is allowed.
async fn refused(stage: &Stage<'_>) -> Outcome {
    let server = server(stage, |mut peer, stream| async move {
        peer.reset(stream, Reason::RefusedStream).await?;
        let again = peer.request().await?;
        peer.respond(again, "hello").await?;
        Ok(peer)
    });
    let server = server.await?;
    match transport(stage)
        .send(request("POST", server.url("/"), "x")?)
        .await
    {
        Ok(response) => expect::body(Ok(response), b"hello"),
        sent => expect::failure(sent, &[Closed], &[NotSent]),
    }
}

/// Closes the connection in order, and says that the server did not look at the second request.
async fn going_away(stage: &Stage<'_>) -> Outcome {
    let server = stage
        .tls_server(Identity::ValidHttp2, |peer| async move {
            let is_first = peer.number() == 1;
            let mut peer = Http2Peer::greet(peer).await?;
            let first = peer.request().await?;
            peer.respond(first, "hello").await?;
            peer.request().await?;
            if is_first {
                peer.go_away(first).await?;
            }
            peer.into_inner().hung_up().await
        })
        .await?;
    let transport = transport(stage);
    expect::body(transport.send(get(server.url("/"))?).await, b"hello")?;
    match transport.send(request("POST", server.url("/"), "x")?).await {
        Ok(response) => expect::body(Ok(response), b"hello"),
        sent => expect::failure(sent, &[Closed], &[NotSent]),
    }
}

async fn reset_before(stage: &Stage<'_>) -> Outcome {
    let server = server(stage, |mut peer, stream| async move {
        peer.reset(stream, Reason::InternalError).await?;
        Ok(peer)
    });
    let server = server.await?;
    let sent = send(stage, &server).await?;
    expect::failure(sent, &[Closed, Protocol], &[MaybeSent])?;
    server.only_request().map(drop)
}

async fn reset_within(stage: &Stage<'_>) -> Outcome {
    let server = server(stage, |mut peer, stream| async move {
        peer.head(stream, &[]).await?;
        peer.data(stream, "hel", false).await?;
        peer.reset(stream, Reason::InternalError).await?;
        Ok(peer)
    });
    let sent = send(stage, &server.await?).await?;
    // A reset may overtake what was sent before it.
    expect::failure(sent, &[Closed, Protocol], &[ResponseStarted, MaybeSent])
}

async fn closed_within(stage: &Stage<'_>) -> Outcome {
    let server = stage
        .tls_server(Identity::ValidHttp2, |peer| async move {
            let mut peer = Http2Peer::greet(peer).await?;
            let stream = peer.request().await?;
            peer.head(stream, &[]).await?;
            peer.data(stream, "hel", false).await?;
            peer.into_inner().close().await
        })
        .await?;
    let sent = send(stage, &server).await?;
    expect::failure(sent, &[Closed], &[ResponseStarted])
}

async fn truncated(stage: &Stage<'_>) -> Outcome {
    let server = server(stage, |mut peer, stream| async move {
        peer.head(stream, &[("content-length", b"5")]).await?;
        peer.data(stream, "hel", true).await?;
        Ok(peer)
    });
    let sent = send(stage, &server.await?).await?;
    expect::failure(sent, &[Closed, Protocol], &[ResponseStarted])
}

async fn cancel(stage: &Stage<'_>) -> Outcome {
    let server = stage
        .tls_server(Identity::ValidHttp2, |peer| async move {
            let mut peer = Http2Peer::greet(peer).await?;
            peer.request().await?;
            peer.gate().await;
            peer.hung_up().await;
            Ok(())
        })
        .await?;
    let transport = transport(stage);
    let waiting = server.log().until(|entries| entries.steps == 1);
    let sending = transport.send(get(server.url("/"))?);
    if let Either::Second(sent) = race(waiting, sending).await {
        expect::response(sent)?;
    }
    server.log().open_gate();
    let hung_up = server.log().until(|entries| entries.hung_up > 0);
    match race(hung_up, stage.bench.after(stage.time_limit / 2)).await {
        Either::First(()) => Ok(()),
        Either::Second(()) => Err("the stream stayed open after the future was dropped".to_owned()),
    }
}

/// Starts a server that treats the first request on each connection as `treat` says, and waits until the
/// client hangs up.
async fn server<T, R>(stage: &Stage<'_>, treat: T) -> Result<Server, String>
where
    T: Fn(Http2Peer, StreamId) -> R + Copy + Send + Sync + 'static,
    R: Future<Output = io::Result<Http2Peer>> + Send,
{
    stage
        .tls_server(Identity::ValidHttp2, move |peer| async move {
            let mut peer = Http2Peer::greet(peer).await?;
            let stream = peer.request().await?;
            let mut peer = treat(peer, stream).await?;
            peer.request().await.map(drop)
        })
        .await
}

fn transport(stage: &Stage<'_>) -> SharedTransport {
    let mut setup = stage.setup();
    setup.trusts_authority = true;
    stage.make(&setup)
}

async fn send(stage: &Stage<'_>, server: &Server) -> Result<Sent, String> {
    Ok(transport(stage).send(get(server.url("/"))?).await)
}
