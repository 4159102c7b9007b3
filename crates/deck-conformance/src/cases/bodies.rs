//! Bodies come whole, however they are framed and however long they take.

use bytes::Bytes;
use deck_transport::Transport;

use super::EMPTY;
use super::likely_causes::NO_BODY;
use super::likely_causes::READS_ON;
use super::likely_causes::WAITS_AFTER_CLOSE;
use crate::case::Case;
use crate::case::Group;
use crate::case::Outcome;
use crate::expect;
use crate::race::Either;
use crate::race::race;
use crate::stage::Stage;
use crate::stage::get;

pub(super) const GROUP: Group = Group {
    name: "bodies",
    cases: &[
        Case {
            name: "body-with-length",
            proves: "reads a body of a declared length, whatever bytes it has",
            if_it_hangs: READS_ON,
            needs: &[],
            run: |stage| Box::pin(with_length(stage)),
        },
        Case {
            name: "body-chunked",
            proves: "reads chunked bodies with extensions, leading zeros and trailers",
            if_it_hangs: "it does not see that the chunk of size 0 and the trailers are the end",
            needs: &[],
            run: |stage| Box::pin(chunked(stage)),
        },
        Case {
            name: "body-until-close",
            proves: "reads a body without a length until the connection closes",
            if_it_hangs: WAITS_AFTER_CLOSE,
            needs: &[],
            run: |stage| Box::pin(until_close(stage)),
        },
        Case {
            name: "body-empty",
            proves: "returns an empty body, by length or by chunks",
            if_it_hangs: NO_BODY,
            needs: &[],
            run: |stage| Box::pin(empty(stage)),
        },
        Case {
            name: "body-large",
            proves: "reads a body of 1 MiB",
            if_it_hangs: READS_ON,
            needs: &[],
            run: |stage| Box::pin(large(stage)),
        },
        Case {
            name: "body-slow",
            proves: "waits for the rest of a body that pauses, and returns nothing before its end",
            if_it_hangs: "it buffers what it reads and never looks at it again",
            needs: &[],
            run: |stage| Box::pin(slow(stage)),
        },
        Case {
            name: "body-compressed",
            proves: "returns a gzip body with its headers, or decodes it and removes them",
            if_it_hangs: READS_ON,
            needs: &[],
            run: |stage| Box::pin(compressed(stage)),
        },
    ],
};

/// `hello`, compressed with gzip.
const GZIP: &[u8] = &[
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x07,
    0x00, 0x86, 0xa6, 0x10, 0x36, 0x05, 0x00, 0x00, 0x00,
];

async fn with_length(stage: &Stage<'_>) -> Outcome {
    let every_byte: Vec<u8> = (0..=u8::MAX).collect();
    let mut response = b"HTTP/1.1 200 OK\r\ncontent-length: 256\r\n\r\n".to_vec();
    response.extend_from_slice(&every_byte);
    comes_whole(stage, response, &every_byte).await
}

async fn chunked(stage: &Stage<'_>) -> Outcome {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for chunks in [
        "5\r\nhello\r\n0\r\n\r\n",
        "2\r\nhe\r\n3;note=1\r\nllo\r\n0\r\n\r\n",
        "05\r\nhello\r\n0\r\nx-trailer: 1\r\n\r\n",
    ] {
        comes_whole(stage, format!("{head}{chunks}"), b"hello").await?;
    }
    Ok(())
}

async fn until_close(stage: &Stage<'_>) -> Outcome {
    let server = stage
        .server(|mut peer| async move {
            peer.request().await?;
            peer.write("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhello")
                .await?;
            peer.close().await
        })
        .await?;
    let sent = stage.transport().send(get(server.url("/"))?).await;
    expect::body(sent, b"hello")
}

async fn empty(stage: &Stage<'_>) -> Outcome {
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n";
    for response in [EMPTY, chunked] {
        comes_whole(stage, response, b"").await?;
    }
    Ok(())
}

async fn large(stage: &Stage<'_>) -> Outcome {
    let body: Vec<u8> = (0..=u8::MAX).cycle().take(1024 * 1024).collect();
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
    let mut response = head.into_bytes();
    response.extend_from_slice(&body);
    comes_whole(stage, response, &body).await
}

async fn comes_whole(stage: &Stage<'_>, response: impl Into<Bytes>, expected: &[u8]) -> Outcome {
    let server = stage.responding(response).await?;
    let sent = stage.transport().send(get(server.url("/"))?).await;
    expect::body(sent, expected)
}

/// Sends each piece only after the case has seen that the transport still waits for it.
async fn slow(stage: &Stage<'_>) -> Outcome {
    const PIECES: [&str; 4] = [
        "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n",
        "he",
        "l",
        "lo",
    ];
    let server = stage
        .server(|mut peer| async move {
            peer.request().await?;
            for piece in PIECES {
                peer.gate().await;
                peer.write(piece).await?;
            }
            peer.hung_up().await
        })
        .await?;
    let transport = stage.transport();
    let mut sending = Box::pin(transport.send(get(server.url("/"))?));
    for piece in 1..=PIECES.len() {
        let arrival = server.log().until(|entries| entries.steps == piece);
        if let Either::Second(sent) = race(arrival, &mut sending).await {
            let sent = expect::response(sent)?;
            let length = sent.body().len();
            return Err(format!(
                "it gave a response with {length} bytes before the end"
            ));
        }
        server.log().open_gate();
    }
    expect::body(sending.await, b"hello")
}

async fn compressed(stage: &Stage<'_>) -> Outcome {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        GZIP.len()
    );
    let mut response = head.into_bytes();
    response.extend_from_slice(GZIP);
    let server = stage.responding(response).await?;
    let sent = stage.transport().send(get(server.url("/"))?).await;
    let response = expect::response(sent)?;
    let length = response.headers().get("content-length");
    let is_true = length.is_none_or(|length| *length == response.body().len().to_string());
    expect::that(is_true, || {
        format!("the content-length is {length:?}, which is not true")
    })?;
    let is_marked = response.headers().contains_key("content-encoding");
    let expected = if is_marked { GZIP } else { b"hello" };
    expect::that(response.body() == expected, || {
        let state = if is_marked { "with" } else { "without" };
        format!(
            "{state} content-encoding the body is \"{}\"",
            response.body().escape_ascii()
        )
    })
}
