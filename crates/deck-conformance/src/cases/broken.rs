//! A response that breaks off or makes no sense is an error that says how far the request got.

use std::io;

use deck_transport::Delivery::MaybeSent;
use deck_transport::Delivery::ResponseStarted;
use deck_transport::Transport;
use deck_transport::TransportErrorKind::Closed;
use deck_transport::TransportErrorKind::Protocol;

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
            needs: &[],
            run: |stage| Box::pin(closed_before(stage)),
        },
        Case {
            name: "reset-before-response",
            needs: &[],
            run: |stage| Box::pin(reset_before(stage)),
        },
        Case {
            name: "closed-within-head",
            needs: &[],
            run: |stage| Box::pin(closed_within_head(stage)),
        },
        Case {
            name: "truncated-body-with-length",
            needs: &[],
            run: |stage| Box::pin(truncated(stage, "content-length: 10\r\n\r\nhello")),
        },
        Case {
            name: "truncated-body-between-chunks",
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
            needs: &[],
            run: |stage| Box::pin(reset_within_body(stage)),
        },
        Case {
            name: "not-http",
            needs: &[],
            run: |stage| Box::pin(not_http(stage)),
        },
        Case {
            name: "nonsense-chunks",
            needs: &[],
            run: |stage| Box::pin(nonsense_chunks(stage)),
        },
        Case {
            name: "conflicting-lengths",
            needs: &[],
            run: |stage| Box::pin(conflicting_lengths(stage)),
        },
    ],
};

async fn closed_before(stage: &Stage<'_>) -> Outcome {
    for method in ["GET", "POST"] {
        let server = stage.server(answer_and_close("")).await?;
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
        .server(answer_and_close("HTTP/1.1 200 OK\r\ncontent-le"))
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
    let server = stage.server(answer_and_close(response)).await?;
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

async fn nonsense_chunks(stage: &Stage<'_>) -> Outcome {
    let answer = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnonsense\r\n";
    let server = stage.responding(answer).await?;
    expect::failure(send(stage, &server).await?, &[Protocol], &[ResponseStarted])
}

async fn conflicting_lengths(stage: &Stage<'_>) -> Outcome {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 3\r\n\r\nhello";
    let server = stage.responding(answer).await?;
    expect::failure(
        send(stage, &server).await?,
        &[Protocol],
        &[MaybeSent, ResponseStarted],
    )
}

async fn send(stage: &Stage<'_>, server: &Server) -> Result<Sent, String> {
    Ok(stage.transport().send(get(server.url("/"))?).await)
}

/// The scene of a server that answers the first request and ends the connection in order.
fn answer_and_close(
    answer: impl Into<String>,
) -> impl Fn(Peer) -> std::pin::Pin<Box<dyn Future<Output = io::Result<()>> + Send>> + Send + Sync {
    let answer = answer.into();
    move |mut peer| {
        let answer = answer.clone();
        Box::pin(async move {
            peer.request().await?;
            peer.write(answer).await?;
            peer.close().await
        })
    }
}
