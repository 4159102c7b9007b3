//! Connections are kept, given up, and never mixed up.

use deck_transport::Delivery::MaybeSent;
use deck_transport::Delivery::NotSent;
use deck_transport::Transport;
use deck_transport::TransportErrorKind::Closed;

use super::EMPTY;
use super::HELLO;
use super::likely_causes::READS_ON;
use super::likely_causes::WAITS_AFTER_CLOSE;
use crate::capability::Capability;
use crate::case::Case;
use crate::case::Group;
use crate::case::Outcome;
use crate::expect;
use crate::race::all;
use crate::race::both;
use crate::server::log::Entries;
use crate::stage::Stage;
use crate::stage::get;
use crate::stage::request;

pub(super) const GROUP: Group = Group {
    name: "connections",
    cases: &[
        Case {
            name: "connection-reused",
            proves: "takes fewer connections than requests that follow one another",
            if_it_hangs: READS_ON,
            needs: &[Capability::ConnectionReuse],
            run: |stage| Box::pin(reused(stage)),
        },
        Case {
            name: "connection-close",
            proves: "opens a new connection after `connection: close`",
            if_it_hangs: WAITS_AFTER_CLOSE,
            needs: &[],
            run: |stage| Box::pin(close(stage)),
        },
        Case {
            name: "stale-connection",
            proves: "notices a closed idle connection, or reports `Closed`; the request arrives once at most",
            if_it_hangs: WAITS_AFTER_CLOSE,
            needs: &[],
            run: |stage| Box::pin(stale(stage)),
        },
        Case {
            name: "kept-connection-closed-by-request",
            proves: "does not repeat a request that the server has read over a kept connection",
            if_it_hangs: WAITS_AFTER_CLOSE,
            needs: &[Capability::ConnectionReuse],
            run: |stage| Box::pin(closed_by_request(stage)),
        },
        Case {
            name: "surplus-bytes",
            proves: "does not take what follows a response for the next response",
            if_it_hangs: "it waits on a connection with bytes that belong to nothing",
            needs: &[],
            run: |stage| Box::pin(surplus(stage)),
        },
        Case {
            name: "concurrent-requests",
            proves: "has several requests under way, each with the response to it",
            if_it_hangs: "it sends one request at a time: the server waits for all before it responds",
            needs: &[],
            run: |stage| Box::pin(concurrent(stage)),
        },
    ],
};

/// Sends requests one after the other. Not all of them have to share one connection: a transport may open
/// another while the first is on its way back to the pool.
async fn reused(stage: &Stage<'_>) -> Outcome {
    const REQUESTS: usize = 8;
    let server = stage.responding(HELLO).await?;
    let transport = stage.transport();
    for _ in 0..REQUESTS {
        expect::body(transport.send(get(server.url("/"))?).await, b"hello")?;
    }
    let connections = server.log().connections();
    expect::that(connections < REQUESTS, || {
        format!("{REQUESTS} requests one after the other took {connections} connections")
    })
}

async fn close(stage: &Stage<'_>) -> Outcome {
    let closing = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 5\r\n\r\nhello";
    let server = stage.responding_once(closing).await?;
    let transport = stage.transport();
    for _ in 0..3 {
        expect::body(transport.send(get(server.url("/"))?).await, b"hello")?;
    }
    expect::equal("the connections", server.log().connections(), 3)
}

/// Closes the connection after the first response without having announced it. The transport may have noticed
/// by the second request or not.
async fn stale(stage: &Stage<'_>) -> Outcome {
    let server = stage
        .server(|mut peer| async move {
            while peer.request().await?.is_some() {
                peer.write(HELLO).await?;
                if peer.number() == 1 {
                    return peer.close().await;
                }
            }
            Ok(())
        })
        .await?;
    let transport = stage.transport();
    expect::body(transport.send(get(server.url("/"))?).await, b"hello")?;
    server.log().until(|entries| entries.ended == 1).await;
    let second = transport
        .send(request("POST", server.url("/second"), "x")?)
        .await;
    let arrived = server.log().requests().len() - 1;
    match second {
        Ok(_) => {
            expect::body(second, b"hello")?;
            expect::equal("how often the second request arrived", arrived, 1)
        }
        Err(_) => {
            expect::failure(second, &[Closed], &[NotSent, MaybeSent])?;
            expect::equal("how often the failed request arrived", arrived, 0)
        }
    }
}

/// Reads the second request of a connection and closes without a response: the server has seen the
/// request, so it must not be sent again.
async fn closed_by_request(stage: &Stage<'_>) -> Outcome {
    const TRIES: usize = 8;
    for _ in 0..TRIES {
        if closed_by_second_request(stage).await? {
            return Ok(());
        }
    }
    Err(format!("of {TRIES} connections none was used again"))
}

/// Returns whether the second request went over the connection of the first, for else nothing is learned.
async fn closed_by_second_request(stage: &Stage<'_>) -> Result<bool, String> {
    let server = stage
        .server(|mut peer| async move {
            peer.request().await?;
            peer.write(EMPTY).await?;
            peer.request().await?;
            peer.close().await
        })
        .await?;
    let transport = stage.transport();
    expect::response(transport.send(get(server.url("/"))?).await)?;
    let sent = transport
        .send(request("POST", server.url("/second"), "x")?)
        .await;
    let arrived = server.log().requests();
    if arrived.get(1).is_some_and(|second| second.connection == 2) {
        return Ok(false);
    }
    expect::equal("the requests that arrived", arrived.len(), 2)?;
    expect::failure(sent, &[Closed], &[MaybeSent])?;
    Ok(true)
}

/// Sends more than a response: what follows it belongs to no other request.
async fn surplus(stage: &Stage<'_>) -> Outcome {
    let smuggled = format!("{HELLO}HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\nsmuggled");
    let server = stage
        .server(move |mut peer| {
            let smuggled = smuggled.clone();
            async move {
                while let Some(request) = peer.request().await? {
                    let is_first = request.target == "/first";
                    peer.write(if is_first { &smuggled } else { HELLO }).await?;
                }
                Ok(())
            }
        })
        .await?;
    let transport = stage.transport();
    expect::body(transport.send(get(server.url("/first"))?).await, b"hello")?;
    expect::body(transport.send(get(server.url("/second"))?).await, b"hello")
}

/// Responds to none of the requests before all have arrived.
async fn concurrent(stage: &Stage<'_>) -> Outcome {
    const REQUESTS: usize = 4;
    let server = stage
        .server(|mut peer| async move {
            while let Some(request) = peer.request().await? {
                peer.gate().await;
                let body = request.target;
                let length = body.len();
                peer.write(format!(
                    "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}"
                ))
                .await?;
            }
            Ok(())
        })
        .await?;
    let transport = stage.transport();
    let targets: Vec<_> = (0..REQUESTS).map(|number| format!("/{number}")).collect();
    let requests: Result<Vec<_>, _> = targets
        .iter()
        .map(|target| get(server.url(target)))
        .collect();
    let sending = all(requests?.into_iter().map(|request| transport.send(request)));
    let gatekeeper = async {
        let all_wait = |entries: &Entries| entries.steps == REQUESTS;
        server.log().until(all_wait).await;
        (0..REQUESTS).for_each(|_| server.log().open_gate());
    };
    let (outcomes, ()) = both(sending, gatekeeper).await;
    for (sent, target) in outcomes.into_iter().zip(&targets) {
        expect::body(sent, target.as_bytes())?;
    }
    Ok(())
}
