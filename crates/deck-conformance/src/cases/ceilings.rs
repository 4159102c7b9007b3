//! No response is larger than the transport is willing to hold.

use bytes::Bytes;
use deck_transport::Delivery::MaybeSent;
use deck_transport::Delivery::ResponseStarted;
use deck_transport::Transport;
use deck_transport::TransportErrorKind::BodyTooLarge;
use deck_transport::TransportErrorKind::Closed;
use deck_transport::TransportErrorKind::HeadersTooLarge;
use deck_transport::TransportErrorKind::Protocol;

use super::likely_causes::IGNORES_CEILING;
use super::likely_causes::READS_ON;
use crate::capability::Capability;
use crate::case::Case;
use crate::case::Group;
use crate::case::Outcome;
use crate::expect;
use crate::server::Server;
use crate::stage::Sent;
use crate::stage::Stage;
use crate::stage::get;

pub(super) const GROUP: Group = Group {
    name: "ceilings",
    cases: &[
        Case {
            name: "body-at-the-ceiling",
            proves: "accepts a body of exactly the size of the ceiling",
            if_it_hangs: READS_ON,
            needs: &[Capability::BodyCeiling],
            run: |stage| Box::pin(at_the_ceiling(stage)),
        },
        Case {
            name: "body-declared-too-large",
            proves: "refuses a body whose declared length is beyond the ceiling",
            if_it_hangs: IGNORES_CEILING,
            needs: &[Capability::BodyCeiling],
            run: |stage| Box::pin(declared_too_large(stage)),
        },
        Case {
            name: "body-too-large",
            proves: "refuses a chunked body that grows beyond the ceiling",
            if_it_hangs: IGNORES_CEILING,
            needs: &[Capability::BodyCeiling],
            run: |stage| Box::pin(too_large(stage)),
        },
        Case {
            name: "body-endless",
            proves: "gives an endless body up when it grows beyond the ceiling",
            if_it_hangs: IGNORES_CEILING,
            needs: &[Capability::BodyCeiling],
            run: |stage| Box::pin(endless(stage)),
        },
        Case {
            name: "body-too-large-when-decompressed",
            proves: "holds a decompressed body to the ceiling, if it decodes gzip",
            if_it_hangs: IGNORES_CEILING,
            needs: &[Capability::BodyCeiling],
            run: |stage| Box::pin(bomb(stage)),
        },
        Case {
            name: "headers-endless",
            proves: "gives an endless head up",
            if_it_hangs: "it reads a head of any size",
            needs: &[],
            run: |stage| Box::pin(headers_endless(stage)),
        },
    ],
};

const CEILING: usize = 1024;

async fn at_the_ceiling(stage: &Stage<'_>) -> Outcome {
    let body = [b'x'; CEILING];
    for response in [counted(CEILING), chunks(&[CEILING - 1, 1])] {
        expect::body(send(stage, response).await?, &body)?;
    }
    Ok(())
}

async fn declared_too_large(stage: &Stage<'_>) -> Outcome {
    expect_too_large(send(stage, counted(CEILING + 1)).await?)
}

async fn too_large(stage: &Stage<'_>) -> Outcome {
    expect_too_large(send(stage, chunks(&[CEILING, 1])).await?)
}

async fn endless(stage: &Stage<'_>) -> Outcome {
    let server = endless_server(
        stage,
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
        "4\r\nmore\r\n",
    );
    let server = server.await?;
    expect_too_large(send_to(stage, &server).await?)
}

/// Sends 64 KiB of zeros, compressed with gzip to less than the ceiling.
async fn bomb(stage: &Stage<'_>) -> Outcome {
    let mut response =
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    let gzip = include_bytes!("zeros.gz");
    response.extend_from_slice(format!("{:x}\r\n", gzip.len()).as_bytes());
    response.extend_from_slice(gzip);
    response.extend_from_slice(b"\r\n0\r\n\r\n");
    match send(stage, response).await? {
        // Not decompressed: then it is small.
        Ok(response) if response.body() == gzip.as_slice() => Ok(()),
        sent => expect_too_large(sent),
    }
}

async fn headers_endless(stage: &Stage<'_>) -> Outcome {
    let server = endless_server(stage, "HTTP/1.1 200 OK\r\n", "x-more: and more\r\n").await?;
    let sent = stage.transport().send(get(server.url("/"))?).await;
    let kinds = [HeadersTooLarge, Protocol, Closed];
    expect::failure(sent, &kinds, &[ResponseStarted, MaybeSent])
}

/// Starts a server that sends `begin` and then `again`, until the client hangs up.
async fn endless_server(
    stage: &Stage<'_>,
    begin: &'static str,
    again: &'static str,
) -> Result<Server, String> {
    stage
        .server(move |mut peer| async move {
            peer.request().await?;
            peer.write(begin).await?;
            let many = again.repeat(256);
            loop {
                peer.write(&many).await?;
            }
        })
        .await
}

async fn send(stage: &Stage<'_>, response: impl Into<Bytes>) -> Result<Sent, String> {
    let server = stage.responding(response).await?;
    send_to(stage, &server).await
}

async fn send_to(stage: &Stage<'_>, server: &Server) -> Result<Sent, String> {
    let mut setup = stage.setup();
    setup.max_body_bytes = Some(CEILING);
    Ok(stage.make(&setup).send(get(server.url("/"))?).await)
}

fn expect_too_large(sent: Sent) -> Outcome {
    expect::failure(sent, &[BodyTooLarge], &[ResponseStarted])
}

fn counted(length: usize) -> Vec<u8> {
    let mut response = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n").into_bytes();
    response.extend(std::iter::repeat_n(b'x', length));
    response
}

fn chunks(lengths: &[usize]) -> Vec<u8> {
    let mut response = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    for &length in lengths {
        let chunk = format!("{length:x}\r\n{}\r\n", "x".repeat(length));
        response.extend_from_slice(chunk.as_bytes());
    }
    response.extend_from_slice(b"0\r\n\r\n");
    response
}
