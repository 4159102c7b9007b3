//! A response that breaks off or makes no sense is an error that says how far the request got.

use std::io;

use deck_transport::Delivery::MaybeSent;
use deck_transport::Delivery::ResponseStarted;
use deck_transport::Transport;
use deck_transport::TransportErrorKind::Closed;
use deck_transport::TransportErrorKind::Protocol;

use super::likely_causes::CHUNKS;
use super::likely_causes::READS_ON;
use super::likely_causes::WAITS_AFTER_CLOSE;
use crate::case::Case;
use crate::case::Group;
use crate::case::Outcome;
use crate::expect;
use crate::server::Server;
use crate::server::peer::Peer;
use crate::stage::Sent;
use crate::stage::Stage;
use crate::stage::get;
use crate::stage::request;

pub(super) const GROUP: Group = Group {
    name: "broken responses",
    cases: &[
        Case {
            name: "closed-before-response",
            proves: "reports `Closed`, maybe sent, where the connection closes in place of a response",
            if_it_hangs: WAITS_AFTER_CLOSE,
            needs: &[],
            run: |stage| Box::pin(closed_before(stage)),
        },
        Case {
            name: "reset-before-response",
            proves: "reports `Closed`, maybe sent, where the connection is reset",
            if_it_hangs: WAITS_AFTER_CLOSE,
            needs: &[],
            run: |stage| Box::pin(reset_before(stage)),
        },
        Case {
            name: "closed-within-head",
            proves: "reports a head that breaks off, and does not say that nothing was sent",
            if_it_hangs: WAITS_AFTER_CLOSE,
            needs: &[],
            run: |stage| Box::pin(closed_within_head(stage)),
        },
        Case {
            name: "truncated-body-with-length",
            proves: "reports `Closed` for a body that ends before its declared length",
            if_it_hangs: WAITS_AFTER_CLOSE,
            needs: &[],
            run: |stage| Box::pin(truncated(stage, "content-length: 10\r\n\r\nhello")),
        },
        Case {
            name: "truncated-body-between-chunks",
            proves: "reports `Closed` for a body that ends without its last chunk",
            if_it_hangs: WAITS_AFTER_CLOSE,
            needs: &[],
            run: |stage| {
                Box::pin(truncated(
                    stage,
                    "transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n",
                ))
            },
        },
        Case {
            name: "truncated-body-within-chunk",
            proves: "reports `Closed` for a body that ends within a chunk",
            if_it_hangs: WAITS_AFTER_CLOSE,
            needs: &[],
            run: |stage| {
                Box::pin(truncated(
                    stage,
                    "transfer-encoding: chunked\r\n\r\n5\r\nhe",
                ))
            },
        },
        Case {
            name: "reset-within-body",
            proves: "reports `Closed` where the connection is reset within the body",
            if_it_hangs: WAITS_AFTER_CLOSE,
            needs: &[],
            run: |stage| Box::pin(reset_within_body(stage)),
        },
        Case {
            name: "not-http",
            proves: "reports `Protocol` for a response that is not HTTP",
            if_it_hangs: "it waits for an end of what is not HTTP",
            needs: &[],
            run: |stage| Box::pin(not_http(stage)),
        },
        Case {
            name: "nonsense-chunks",
            proves: "reports `Protocol` for a chunk whose size is a word",
            if_it_hangs: CHUNKS,
            needs: &[],
            run: |stage| Box::pin(chunk_sizes(stage, &["nonsense"])),
        },
        Case {
            name: "malformed-chunk-sizes",
            proves: "reports `Protocol` for sizes of chunks with a sign or a prefix, empty ones, \
                and those beyond 64 bits",
            if_it_hangs: CHUNKS,
            needs: &[],
            run: |stage| Box::pin(chunk_sizes(stage, MALFORMED_SIZES)),
        },
        Case {
            name: "conflicting-lengths",
            proves: "reports `Protocol` for two lengths that differ",
            if_it_hangs: READS_ON,
            needs: &[],
            run: |stage| Box::pin(conflicting_lengths(stage)),
        },
    ],
};

/// The last one is 5 with a bit beyond 64 before it.
const MALFORMED_SIZES: &[&str] = &["+5", "-5", "0x5", "", "10000000000000005"];

async fn closed_before(stage: &Stage<'_>) -> Outcome {
    for method in ["GET", "POST"] {
        let server = stage.server(respond_and_close("")).await?;
        expect_closed(stage, &server, method).await?;
    }
    Ok(())
}

async fn reset_before(stage: &Stage<'_>) -> Outcome {
    let server = stage
        .server(|mut peer| async move {
            peer.request().await?;
            peer.reset()
        })
        .await?;
    expect_closed(stage, &server, "GET").await
}

async fn expect_closed(stage: &Stage<'_>, server: &Server, method: &str) -> Outcome {
    let sent = stage
        .transport()
        .send(request(method, server.url("/"), "")?)
        .await;
    expect::failure(sent, &[Closed], &[MaybeSent])?;
    // The server has read the request, so sending it again would do it twice.
    server.only_request().map(drop)
}

async fn closed_within_head(stage: &Stage<'_>) -> Outcome {
    let server = stage
        .server(respond_and_close("HTTP/1.1 200 OK\r\ncontent-le"))
        .await?;
    expect::failure(
        send(stage, &server).await?,
        &[Closed, Protocol],
        &[MaybeSent, ResponseStarted],
    )?;
    server.only_request().map(drop)
}

async fn truncated(stage: &Stage<'_>, response: &'static str) -> Outcome {
    let response = format!("HTTP/1.1 200 OK\r\n{response}");
    let server = stage.server(respond_and_close(response)).await?;
    expect::failure(send(stage, &server).await?, &[Closed], &[ResponseStarted])?;
    server.only_request().map(drop)
}

async fn reset_within_body(stage: &Stage<'_>) -> Outcome {
    let server = stage
        .server(|mut peer| async move {
            peer.request().await?;
            peer.write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello")
                .await?;
            peer.reset()
        })
        .await?;
    // A reset may overtake what was sent before it.
    expect::failure(
        send(stage, &server).await?,
        &[Closed],
        &[ResponseStarted, MaybeSent],
    )?;
    server.only_request().map(drop)
}

async fn not_http(stage: &Stage<'_>) -> Outcome {
    let server = stage.responding("SSH-2.0-OpenSSH_9.9\r\n\r\n").await?;
    expect::failure(
        send(stage, &server).await?,
        &[Protocol],
        &[MaybeSent, ResponseStarted],
    )
}

/// Sends a chunk of five bytes whatever its size says, and the end of the body after it: a transport that
/// takes the size for 5 returns a response.
async fn chunk_sizes(stage: &Stage<'_>, sizes: &[&str]) -> Outcome {
    for size in sizes {
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        let response = format!("{head}{size}\r\nhello\r\n0\r\n\r\n");
        let server = stage.responding(response).await?;
        expect::failure(send(stage, &server).await?, &[Protocol], &[ResponseStarted])
            .map_err(|reason| format!("the size \"{size}\": {reason}"))?;
    }
    Ok(())
}

async fn conflicting_lengths(stage: &Stage<'_>) -> Outcome {
    let response = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 3\r\n\r\nhello";
    let server = stage.responding(response).await?;
    expect::failure(
        send(stage, &server).await?,
        &[Protocol],
        &[MaybeSent, ResponseStarted],
    )
}

async fn send(stage: &Stage<'_>, server: &Server) -> Result<Sent, String> {
    Ok(stage.transport().send(get(server.url("/"))?).await)
}

/// Returns the scene of a server that responds to the first request and ends the connection in order.
fn respond_and_close(
    response: impl Into<String>,
) -> impl Fn(Peer) -> std::pin::Pin<Box<dyn Future<Output = io::Result<()>> + Send>> + Send + Sync {
    let response = response.into();
    move |mut peer| {
        let response = response.clone();
        Box::pin(async move {
            peer.request().await?;
            peer.write(response).await?;
            peer.close().await
        })
    }
}
