//! Without a connection nothing is sent, and the error says why there is none.

use deck_transport::Delivery::NotSent;
use deck_transport::Transport;
use deck_transport::TransportErrorKind::Connect;
use deck_transport::TransportErrorKind::PlainHttpRefused;
use deck_transport::TransportErrorKind::Resolve;
use deck_transport::TransportErrorKind::Tls;
use tokio::net::TcpSocket;

use super::HELLO;
use super::likely_causes::HANDSHAKE;
use crate::capability::Capability;
use crate::case::Case;
use crate::case::Group;
use crate::case::Outcome;
use crate::expect;
use crate::server::Server;
use crate::server::peer::Peer;
use crate::stage::Stage;
use crate::stage::get;
use crate::tls::Identity;

pub(super) const GROUP: Group = Group {
    name: "no connection",
    cases: &[
        Case {
            name: "connection-refused",
            proves: "reports `Connect`, not sent, where nobody listens",
            if_it_hangs: "it tries again and again",
            needs: &[],
            run: |stage| Box::pin(refused(stage)),
        },
        Case {
            name: "unresolvable-name",
            proves: "reports `Resolve`, not sent, for a name that cannot exist",
            if_it_hangs: "it tries again and again",
            needs: &[],
            run: |stage| Box::pin(unresolvable(stage)),
        },
        Case {
            name: "tls-trusted",
            proves: "accepts a certificate of the given authority, for an address and for a name",
            if_it_hangs: HANDSHAKE,
            needs: &[Capability::Tls, Capability::TrustAuthority],
            run: |stage| Box::pin(trusted(stage)),
        },
        Case {
            name: "tls-unknown-issuer",
            proves: "refuses a certificate of an unknown authority: `Tls`, not sent",
            if_it_hangs: HANDSHAKE,
            needs: &[Capability::Tls],
            run: |stage| Box::pin(not_trusted(stage, Identity::Valid, false)),
        },
        Case {
            name: "tls-wrong-name",
            proves: "refuses a certificate for another host: `Tls`, not sent",
            if_it_hangs: HANDSHAKE,
            needs: &[Capability::Tls, Capability::TrustAuthority],
            run: |stage| Box::pin(not_trusted(stage, Identity::WrongName, true)),
        },
        Case {
            name: "tls-expired",
            proves: "refuses a certificate that has expired: `Tls`, not sent",
            if_it_hangs: HANDSHAKE,
            needs: &[Capability::Tls, Capability::TrustAuthority],
            run: |stage| Box::pin(not_trusted(stage, Identity::Expired, true)),
        },
        Case {
            name: "tls-not-spoken",
            proves: "reports `Tls` or `Connect`, not sent, where the server speaks no TLS",
            if_it_hangs: HANDSHAKE,
            needs: &[Capability::Tls],
            run: |stage| Box::pin(not_spoken(stage)),
        },
    ],
};

async fn refused(stage: &Stage<'_>) -> Outcome {
    // A socket that is bound and does not listen keeps its port from everybody else.
    let bound = TcpSocket::new_v4().and_then(|socket| {
        socket.bind(([127, 0, 0, 1], 0).into())?;
        Ok((socket.local_addr()?, socket))
    });
    let (address, socket) = bound.map_err(|error| format!("the kit has no port: {error}"))?;
    let scheme = if stage.is_over_tls { "https" } else { "http" };
    let sent = stage
        .transport()
        .send(get(format!("{scheme}://{address}/"))?)
        .await;
    drop(socket);
    expect::failure(sent, &[Connect], &[NotSent])
}

async fn unresolvable(stage: &Stage<'_>) -> Outcome {
    // A label of more than 63 bytes is no domain name, so no resolver asks the network for it.
    let name = format!("{}.invalid", "a".repeat(64));
    let transport = stage.transport();
    let mut sent = transport.send(get(format!("http://{name}/"))?).await;
    if matches!(&sent, Err(error) if error.kind() == PlainHttpRefused) {
        sent = transport.send(get(format!("https://{name}/"))?).await;
    }
    expect::failure(sent, &[Resolve], &[NotSent])
}

async fn trusted(stage: &Stage<'_>) -> Outcome {
    let server = tls_server(stage, Identity::Valid).await?;
    let mut setup = stage.setup();
    setup.trusts_authority = true;
    let transport = stage.make(&setup);
    expect::body(transport.send(get(server.url("/"))?).await, b"hello")?;
    let named = format!("https://localhost:{}/", server.address().port());
    expect::body(transport.send(get(named)?).await, b"hello")
}

async fn not_trusted(stage: &Stage<'_>, identity: Identity, trusts_authority: bool) -> Outcome {
    let server = tls_server(stage, identity).await?;
    let mut setup = stage.setup();
    setup.trusts_authority = trusts_authority;
    let sent = stage.make(&setup).send(get(server.url("/"))?).await;
    let requests = server.log().requests().len();
    expect::equal("the requests that the server has seen", requests, 0)?;
    expect::failure(sent, &[Tls], &[NotSent])
}

async fn not_spoken(stage: &Stage<'_>) -> Outcome {
    for response in ["", "HTTP/1.1 400 No\r\ncontent-length: 0\r\n\r\n"] {
        let server = stage
            .plain_server(move |mut peer| async move {
                // As much as any greeting has, so that nothing is left unread and the response arrives.
                peer.read_some().await?;
                peer.write(response).await?;
                peer.close().await
            })
            .await?;
        let sent = stage
            .transport()
            .send(get(format!("https://{}/", server.address()))?)
            .await;
        // The other side hung up, or spoke something else: both are what it looks like.
        expect::failure(sent, &[Tls, Connect], &[NotSent])?;
    }
    Ok(())
}

async fn tls_server(stage: &Stage<'_>, identity: Identity) -> Result<Server, String> {
    stage.tls_server(identity, hello).await
}

async fn hello(mut peer: Peer) -> std::io::Result<()> {
    while peer.request().await?.is_some() {
        peer.write(HELLO).await?;
    }
    Ok(())
}
