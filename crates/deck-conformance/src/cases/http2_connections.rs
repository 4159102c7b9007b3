//! Many requests over one connection of HTTP/2, when it falls silent, closes, or allows few streams.

use std::io;
use std::time::Duration;

use deck_transport::Delivery::MaybeSent;
use deck_transport::Delivery::NotSent;
use deck_transport::SharedTransport;
use deck_transport::Transport;
use deck_transport::TransportErrorKind::Closed;

use super::likely_causes::STREAM;
use crate::capability::Capability::Http2;
use crate::capability::Capability::Http2KeepAlive;
use crate::capability::Capability::Tls;
use crate::capability::Capability::TrustAuthority;
use crate::case::Case;
use crate::case::Group;
use crate::case::Outcome;
use crate::expect;
use crate::race::all;
use crate::server::Server;
use crate::server::http2_peer::Http2Peer;
use crate::server::peer::Peer;
use crate::stage::Sent;
use crate::stage::Stage;
use crate::stage::request;
use crate::tls::Identity;

pub(super) const GROUP: Group = Group {
    name: "HTTP/2 connections",
    cases: &[
        Case {
            name: "http2-silent-connection",
            proves: "leaves a connection that fell silent, and opens another",
            if_it_hangs: "it ignores `Setup::http2_keep_alive`, or never closes a silent connection",
            needs: &[Http2, Tls, TrustAuthority, Http2KeepAlive],
            run: |stage| Box::pin(silent(stage)),
        },
        Case {
            name: "http2-going-away-in-mid-flight",
            proves: "gets the responses that the server still gives, and reports the other requests not sent",
            if_it_hangs: STREAM,
            needs: &[Http2, Tls, TrustAuthority],
            run: |stage| Box::pin(going_away(stage)),
        },
        Case {
            name: "http2-few-streams",
            proves: "has more callers than the server allows streams, and loses none",
            if_it_hangs: "it does not send requests that waited for a free stream",
            needs: &[Http2, Tls, TrustAuthority],
            run: |stage| Box::pin(few_streams(stage)),
        },
        Case {
            name: "http2-few-streams-going-away",
            proves: "reports requests that waited for a free stream of a closing connection as `Closed`",
            if_it_hangs: STREAM,
            needs: &[Http2, Tls, TrustAuthority],
            run: |stage| Box::pin(few_streams_going_away(stage)),
        },
    ],
};

const CALLERS: usize = 8;

/// How many of the callers' requests the server processes before it goes away.
const PROCESSED: usize = 3;

const STREAMS: u32 = 2;

/// Short, because the case waits for it to pass twice.
const SILENCE: Duration = Duration::from_millis(200);

/// Lets the first connection fall silent after its first response: it stays open, and nothing more arrives.
async fn silent(stage: &Stage<'_>) -> Outcome {
    let server = stage
        .tls_server(Identity::ValidHttp2, |peer| async move {
            let is_first = peer.number() == 1;
            let mut peer = Http2Peer::greet(peer).await?;
            if is_first {
                echo_once(&mut peer).await?;
                return peer.into_inner().hung_up().await;
            }
            peer.echo().await
        })
        .await?;
    let mut setup = stage.setup();
    setup.trusts_authority = true;
    setup.http2_keep_alive = Some(SILENCE);
    let callers = Callers::new(stage.make(&setup), &server).await?;
    let lost = callers.call(&callers.bodies).await?;
    for sent in lost.into_iter().filter(Result::is_err) {
        expect::failure(sent, &[Closed], &[NotSent, MaybeSent])?;
    }
    server.log().until(|entries| entries.hung_up > 0).await;
    callers.expect_responses(&callers.bodies).await
}

/// Closes a connection in order while requests are under way: the server responds to some of them, and says
/// that it did not look at the others.
async fn going_away(stage: &Stage<'_>) -> Outcome {
    let server = stage
        .tls_server(Identity::ValidHttp2, |peer| async move {
            let is_first = peer.number() == 1;
            let mut peer = Http2Peer::greet(peer).await?;
            if !is_first {
                return peer.echo().await;
            }
            echo_once(&mut peer).await?;
            go_away_after(peer, PROCESSED, CALLERS).await
        })
        .await?;
    let callers = Callers::new(transport(stage), &server).await?;
    let outcomes = callers.call(&callers.bodies).await?;
    let requests = server.log().requests();
    let processed: Vec<_> = requests[1..=PROCESSED]
        .iter()
        .map(|seen| &seen.body)
        .collect();
    let mut left_over = Vec::new();
    for (sent, body) in outcomes.into_iter().zip(&callers.bodies) {
        if sent.is_ok() || processed.contains(&&body.as_bytes().to_vec()) {
            expect::body(sent, body.as_bytes())?;
            continue;
        }
        expect::failure(sent, &[Closed], &[NotSent])?;
        left_over.push(body.clone());
    }
    callers.expect_responses(&left_over).await
}

/// Has many callers share a connection that allows few streams.
async fn few_streams(stage: &Stage<'_>) -> Outcome {
    let server = stage
        .tls_server(Identity::ValidHttp2, |peer| async move {
            Http2Peer::greet_allowing(peer, STREAMS).await?.echo().await
        })
        .await?;
    let callers = Callers::new(transport(stage), &server).await?;
    callers.expect_responses(&callers.bodies).await
}

/// Closes the connection in order when most of the callers still wait for a free stream.
async fn few_streams_going_away(stage: &Stage<'_>) -> Outcome {
    let server = stage
        .tls_server(Identity::ValidHttp2, go_away_with_few_streams)
        .await?;
    let callers = Callers::new(transport(stage), &server).await?;
    let outcomes = callers.call(&callers.bodies).await?;
    let mut left_over = Vec::new();
    for (sent, body) in outcomes.into_iter().zip(&callers.bodies) {
        if sent.is_ok() {
            expect::body(sent, body.as_bytes())?;
            continue;
        }
        expect::failure(sent, &[Closed], &[NotSent, MaybeSent])?;
        left_over.push(body.clone());
    }
    callers.expect_responses(&left_over).await
}

async fn go_away_with_few_streams(peer: Peer) -> io::Result<()> {
    let is_first = peer.number() == 1;
    let mut peer = Http2Peer::greet_allowing(peer, STREAMS).await?;
    if !is_first {
        return peer.echo().await;
    }
    echo_once(&mut peer).await?;
    let streams = STREAMS as usize;
    go_away_after(peer, streams, streams).await
}

async fn echo_once(peer: &mut Http2Peer) -> io::Result<()> {
    let (stream, body) = peer.request_with_body().await?;
    peer.respond(stream, &body).await
}

/// Reads requests, goes away, responds to the first ones, and waits until the client has left.
async fn go_away_after(mut peer: Http2Peer, processed: usize, read: usize) -> io::Result<()> {
    let mut requests = Vec::new();
    while requests.len() < read {
        requests.push(peer.request_with_body().await?);
    }
    requests.truncate(processed);
    let last = requests.last().map_or(0, |(stream, _)| *stream);
    peer.go_away(last).await?;
    for (stream, body) in requests {
        peer.respond(stream, &body).await?;
    }
    peer.into_inner().hung_up().await
}

fn transport(stage: &Stage<'_>) -> SharedTransport {
    let mut setup = stage.setup();
    setup.trusts_authority = true;
    stage.make(&setup)
}

/// Callers that have one connection in common, and a body each by which their requests are known.
struct Callers<'a> {
    transport: SharedTransport,
    server: &'a Server,
    bodies: Vec<String>,
}

impl<'a> Callers<'a> {
    /// Has the transport open the connection.
    async fn new(transport: SharedTransport, server: &'a Server) -> Result<Self, String> {
        let callers = Self {
            transport,
            server,
            bodies: (0..CALLERS)
                .map(|number| format!("caller {number}"))
                .collect(),
        };
        callers.expect_responses(&["first".to_owned()]).await?;
        Ok(callers)
    }

    /// Sends all requests at the same time.
    async fn call(&self, bodies: &[String]) -> Result<Vec<Sent>, String> {
        let url = self.server.url("/");
        let requests: Result<Vec<_>, _> = bodies
            .iter()
            .map(|body| request("POST", &url, body.clone()))
            .collect();
        let sending = requests?
            .into_iter()
            .map(|request| self.transport.send(request));
        Ok(all(sending).await)
    }

    /// Sends all requests at the same time, and expects the response to each.
    async fn expect_responses(&self, bodies: &[String]) -> Outcome {
        for (sent, body) in self.call(bodies).await?.into_iter().zip(bodies) {
            expect::body(sent, body.as_bytes())?;
        }
        Ok(())
    }
}
