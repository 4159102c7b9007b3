//! No call hangs: the error says which phase took too long, and how far the request got.

use std::time::Duration;

use deck_transport::Delivery;
use deck_transport::Delivery::MaybeSent;
use deck_transport::Delivery::NotSent;
use deck_transport::Delivery::ResponseStarted;
use deck_transport::TimeoutPhase;
use deck_transport::Transport;
use deck_transport::TransportErrorKind::Timeout;

use super::likely_causes::IGNORES_TIMEOUT;
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
            proves: "gives up a TLS handshake that stalls: `Timeout(Connect)`, not sent",
            if_it_hangs: IGNORES_TIMEOUT,
            needs: &[Capability::Timeouts, Capability::Tls],
            run: |stage| Box::pin(handshake(stage)),
        },
        Case {
            name: "timeout-before-response",
            proves: "gives up a server that is silent: `Timeout(Headers)`, maybe sent",
            if_it_hangs: IGNORES_TIMEOUT,
            needs: &[Capability::Timeouts],
            run: |stage| Box::pin(silence(stage, "", TimeoutPhase::Headers, &[MaybeSent])),
        },
        Case {
            name: "timeout-within-head",
            proves: "gives up a head that arrives slowly byte by byte: `Timeout(Headers)`",
            if_it_hangs: "it starts the time of the head anew with each byte",
            needs: &[Capability::Timeouts],
            run: |stage| Box::pin(dripping_head(stage)),
        },
        Case {
            name: "timeout-within-body",
            proves: "gives up a body that stalls: `Timeout(Body)`, response started",
            if_it_hangs: IGNORES_TIMEOUT,
            needs: &[Capability::Timeouts],
            run: |stage| {
                let part = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello";
                Box::pin(silence(stage, part, TimeoutPhase::Body, &[ResponseStarted]))
            },
        },
    ],
};

/// Short, because cases wait for it to pass; none of them expects anything to happen before that.
const TIMEOUT: Duration = Duration::from_millis(100);

/// Much longer than the pauses of the head that drips, so that none of them passes for silence on a busy
/// machine.
const DRIPPING_TIMEOUT: Duration = Duration::from_millis(300);

const DRIPPING_PAUSE: Duration = Duration::from_millis(10);

async fn handshake(stage: &Stage<'_>) -> Outcome {
    let server = stage
        .plain_server(|mut peer| async move { peer.hung_up().await })
        .await?;
    let url = format!("https://{}/", server.address());
    expect_timeout(stage, url, (TimeoutPhase::Connect, TIMEOUT), &[NotSent]).await
}

/// Sends `part` and nothing more.
async fn silence(
    stage: &Stage<'_>,
    part: &'static str,
    phase: TimeoutPhase,
    deliveries: &'static [Delivery],
) -> Outcome {
    let server: Server = stage
        .server(move |mut peer| async move {
            peer.request().await?;
            peer.write(part).await?;
            peer.hung_up().await
        })
        .await?;
    expect_timeout(stage, server.url("/"), (phase, TIMEOUT), deliveries).await
}

/// Sends a head byte by byte and without an end; no pause is as long as the timeout.
async fn dripping_head(stage: &Stage<'_>) -> Outcome {
    let server = stage
        .server(|mut peer| async move {
            peer.request().await?;
            peer.write("HTTP/1.1 200 OK\r\nx-drip: ").await?;
            loop {
                peer.pause(DRIPPING_PAUSE).await;
                peer.write("x").await?;
            }
        })
        .await?;
    // Some of the response has arrived, and none of it can be used.
    let deliveries = &[MaybeSent, ResponseStarted];
    let timeout = (TimeoutPhase::Headers, DRIPPING_TIMEOUT);
    expect_timeout(stage, server.url("/"), timeout, deliveries).await
}

async fn expect_timeout(
    stage: &Stage<'_>,
    url: String,
    timeout: (TimeoutPhase, Duration),
    deliveries: &'static [Delivery],
) -> Outcome {
    let mut setup = stage.setup();
    setup.timeout = Some(timeout);
    let sent = stage.make(&setup).send(get(url)?).await;
    expect::failure(sent, &[Timeout(timeout.0)], deliveries)
}
