//! No call hangs: the error says which phase took too long, and how far the request got.

use std::time::Duration;

use deck_transport::Delivery;
use deck_transport::Delivery::MaybeSent;
use deck_transport::Delivery::NotSent;
use deck_transport::Delivery::ResponseStarted;
use deck_transport::TimeoutPhase;
use deck_transport::Transport;
use deck_transport::TransportErrorKind::Timeout;

use crate::capability::Capability;
use crate::case::Case;
use crate::case::Group;
use crate::case::Outcome;
use crate::expect;
use crate::server::Server;
use crate::stage::Stage;
use crate::stage::get;

pub(super) const GROUP: Group = Group {
    name: "timeouts",
    cases: &[
        Case {
            name: "timeout-handshake",
            needs: &[Capability::Timeouts],
            run: |stage| Box::pin(handshake(stage)),
        },
        Case {
            name: "timeout-before-response",
            needs: &[Capability::Timeouts],
            run: |stage| Box::pin(silence(stage, "", TimeoutPhase::Headers, MaybeSent)),
        },
        Case {
            name: "timeout-within-body",
            needs: &[Capability::Timeouts],
            run: |stage| {
                let part = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello";
                Box::pin(silence(stage, part, TimeoutPhase::Body, ResponseStarted))
            },
        },
    ],
};

/// Short, because cases wait for it to pass; none of them expects anything to happen before that.
const TIMEOUT: Duration = Duration::from_millis(100);

async fn handshake(stage: &Stage<'_>) -> Outcome {
    let server = stage
        .plain_server(|mut peer| async move { peer.hung_up().await })
        .await?;
    let url = format!("https://{}/", server.address());
    expect_timeout(stage, url, TimeoutPhase::Connect, NotSent).await
}

/// The server says `part` and nothing more.
async fn silence(
    stage: &Stage<'_>,
    part: &'static str,
    phase: TimeoutPhase,
    delivery: Delivery,
) -> Outcome {
    let server: Server = stage
        .server(move |mut peer| async move {
            peer.request().await?;
            peer.write(part).await?;
            peer.hung_up().await
        })
        .await?;
    expect_timeout(stage, server.url("/"), phase, delivery).await
}

async fn expect_timeout(
    stage: &Stage<'_>,
    url: String,
    phase: TimeoutPhase,
    delivery: Delivery,
) -> Outcome {
    let mut setup = stage.setup();
    setup.timeout = Some((phase, TIMEOUT));
    let sent = stage.make(&setup).send(get(url)?).await;
    expect::failure(sent, &[Timeout(phase)], &[delivery])
}
