//! Dropping the future hangs up.

use deck_transport::Transport;

use super::likely_causes::BLOCKS;
use crate::case::Case;
use crate::case::Group;
use crate::case::Outcome;
use crate::race::Either;
use crate::race::race;
use crate::server::Server;
use crate::stage::Stage;
use crate::stage::get;

pub(super) const GROUP: Group = Group {
    name: "cancellation",
    cases: &[
        Case {
            name: "cancel-before-response",
            proves: "closes the connection when the future is dropped before the response",
            if_it_hangs: BLOCKS,
            needs: &[],
            run: |stage| Box::pin(cancel_after(stage, "")),
        },
        Case {
            name: "cancel-within-body",
            proves: "closes the connection when the future is dropped within the body",
            if_it_hangs: BLOCKS,
            needs: &[],
            run: |stage| {
                Box::pin(cancel_after(
                    stage,
                    "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello",
                ))
            },
        },
    ],
};

/// Drops the future when the server has sent this much, and waits until the server sees the end of the
/// connection.
async fn cancel_after(stage: &Stage<'_>, part: &'static str) -> Outcome {
    let server = stage
        .server(move |mut peer| async move {
            peer.request().await?;
            peer.write(part).await?;
            peer.gate().await;
            peer.hung_up().await
        })
        .await?;
    let transport = stage.transport();
    send_until_the_server_waits(&transport, &server).await?;
    server.log().open_gate();
    let too_late = stage.bench.after(stage.time_limit / 2);
    let hung_up = server.log().until(|entries| entries.hung_up == 1);
    match race(hung_up, too_late).await {
        Either::First(()) => Ok(()),
        Either::Second(()) => {
            Err("the connection stayed open after the future was dropped".to_owned())
        }
    }
}

async fn send_until_the_server_waits(transport: &impl Transport, server: &Server) -> Outcome {
    let waiting = server.log().until(|entries| entries.steps == 1);
    let sending = transport.send(get(server.url("/"))?);
    match race(waiting, sending).await {
        Either::First(()) => Ok(()),
        Either::Second(sent) => {
            let what = if sent.is_ok() {
                "a response"
            } else {
                "an error"
            };
            Err(format!("it gave {what} before the response was there"))
        }
    }
}
