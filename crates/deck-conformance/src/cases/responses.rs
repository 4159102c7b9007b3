//! What the caller gets is what the server sent: statuses and headers.

use bytes::Bytes;
use deck_transport::Transport;
use http::Response;

use super::HELLO;
use super::likely_causes::NO_BODY;
use super::likely_causes::READS_ON;
use crate::case::Case;
use crate::case::Group;
use crate::case::Outcome;
use crate::expect;
use crate::stage::Stage;
use crate::stage::get;
use crate::stage::request;

pub(super) const GROUP: Group = Group {
    name: "responses",
    cases: &[
        Case {
            name: "every-status-is-a-response",
            proves: "returns a response whatever its status is",
            if_it_hangs: READS_ON,
            needs: &[],
            run: |stage| Box::pin(every_status(stage)),
        },
        Case {
            name: "redirects-not-followed",
            proves: "returns redirects with their `location`, and does not follow them",
            if_it_hangs: NO_BODY,
            needs: &[],
            run: |stage| Box::pin(redirects_not_followed(stage)),
        },
        Case {
            name: "not-sent-twice",
            proves: "sends a request once, even where the status invites to try again",
            if_it_hangs: "it tries again until it gets another status",
            needs: &[],
            run: |stage| Box::pin(not_sent_twice(stage)),
        },
        Case {
            name: "informational-responses",
            proves: "passes over informational responses (1xx) and their headers",
            if_it_hangs: "it takes an informational response for the last one",
            needs: &[],
            run: |stage| Box::pin(informational(stage)),
        },
        Case {
            name: "no-content",
            proves: "reads no body after 204 and 304, whatever length they declare",
            if_it_hangs: NO_BODY,
            needs: &[],
            run: |stage| Box::pin(no_content(stage)),
        },
        Case {
            name: "head",
            proves: "reads no body in the response to HEAD",
            if_it_hangs: NO_BODY,
            needs: &[],
            run: |stage| Box::pin(head(stage)),
        },
        Case {
            name: "response-headers-repeated",
            proves: "returns the lines of a repeated header apart and in order, and empty values",
            if_it_hangs: READS_ON,
            needs: &[],
            run: |stage| Box::pin(headers_repeated(stage)),
        },
        Case {
            name: "response-headers-not-utf8",
            proves: "returns values of headers that are not UTF-8 as received",
            if_it_hangs: READS_ON,
            needs: &[],
            run: |stage| Box::pin(headers_not_utf8(stage)),
        },
        Case {
            name: "response-headers-case",
            proves: "finds headers in any case, and keeps the case of their values",
            if_it_hangs: READS_ON,
            needs: &[],
            run: |stage| Box::pin(headers_case(stage)),
        },
        Case {
            name: "response-in-pieces",
            proves: "reads a response that arrives byte by byte, without a pause",
            if_it_hangs: READS_ON,
            needs: &[],
            run: |stage| Box::pin(in_pieces(stage)),
        },
    ],
};

const STATUSES: &[u16] = &[
    200, 201, 202, 203, 206, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 412, 413, 415,
    418, 421, 422, 423, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 505, 511, 599,
];

async fn every_status(stage: &Stage<'_>) -> Outcome {
    for &status in STATUSES {
        let head =
            format!("HTTP/1.1 {status} Reason\r\nretry-after: 0\r\ncontent-length: 4\r\n\r\nbody");
        let response = only_response(stage, "GET", head).await;
        let response = response.map_err(|reason| format!("{status}: {reason}"))?;
        expect::equal("the status", response.status().as_u16(), status)?;
        expect::equal("the body", response.body().as_ref(), b"body".as_slice())?;
    }
    Ok(())
}

async fn redirects_not_followed(stage: &Stage<'_>) -> Outcome {
    for status in [300, 301, 302, 303, 307, 308] {
        let head =
            format!("HTTP/1.1 {status} X\r\nlocation: /elsewhere?a=b\r\ncontent-length: 0\r\n\r\n");
        let response = only_response(stage, "GET", head).await;
        let response = response.map_err(|reason| format!("{status}: {reason}"))?;
        expect::equal("the status", response.status().as_u16(), status)?;
        let location = response.headers().get("location");
        let is_kept = location.is_some_and(|location| location == "/elsewhere?a=b");
        expect::that(is_kept, || {
            format!("the location of a {status} is {location:?}")
        })?;
    }
    Ok(())
}

async fn not_sent_twice(stage: &Stage<'_>) -> Outcome {
    for status in [408, 425, 429, 500, 502, 503, 504] {
        for method in ["GET", "POST"] {
            let head =
                format!("HTTP/1.1 {status} X\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n");
            let response = only_response(stage, method, head).await;
            let response = response.map_err(|reason| format!("{method}, {status}: {reason}"))?;
            expect::equal("the status", response.status().as_u16(), status)?;
        }
    }
    Ok(())
}

async fn informational(stage: &Stage<'_>) -> Outcome {
    for first in [
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 102 Processing\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n",
    ] {
        let response = only_response(stage, "GET", format!("{first}{HELLO}")).await?;
        expect::equal("the status", response.status().as_u16(), 200)?;
        expect::equal("the body", response.body().as_ref(), b"hello".as_slice())?;
        let is_clean = !response.headers().contains_key("link");
        expect::that(is_clean, || {
            "a header of the 103 is in the response".to_owned()
        })?;
    }
    Ok(())
}

async fn no_content(stage: &Stage<'_>) -> Outcome {
    for (status, more) in [
        (204, ""),
        (204, "x-a: 1\r\n"),
        (304, ""),
        (304, "content-length: 5\r\n"),
    ] {
        let head = format!("HTTP/1.1 {status} X\r\n{more}\r\n");
        let response = only_response(stage, "GET", head).await;
        let response = response.map_err(|reason| format!("{status}: {reason}"))?;
        expect::equal("the status", response.status().as_u16(), status)?;
        expect::equal("the length of the body", response.body().len(), 0)?;
    }
    Ok(())
}

async fn head(stage: &Stage<'_>) -> Outcome {
    let raw = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n";
    let response = only_response(stage, "HEAD", raw).await?;
    expect::equal("the length of the body", response.body().len(), 0)
}

async fn headers_repeated(stage: &Stage<'_>) -> Outcome {
    let response = only_response(
        stage,
        "GET",
        "HTTP/1.1 200 OK\r\nset-cookie: a=1\r\nx-tag: one\r\nset-cookie: b=2\r\n\
         X-Tag: Two, three\r\nx-tag: one\r\n\
         x-empty:\r\ncontent-length: 0\r\n\r\n",
    )
    .await?;
    for (name, expected) in [
        ("set-cookie", ["a=1", "b=2"].as_slice()),
        ("x-tag", &["one", "Two, three", "one"]),
        ("x-empty", &[""]),
    ] {
        let values: Vec<_> = response.headers().get_all(name).iter().collect();
        expect::equal(name, values, expected.to_vec())?;
    }
    Ok(())
}

async fn headers_not_utf8(stage: &Stage<'_>) -> Outcome {
    let raw = b"HTTP/1.1 200 OK\r\nx-name: J\xfcrgen\r\ncontent-length: 0\r\n\r\n".as_slice();
    let response = only_response(stage, "GET", raw).await?;
    let value = response.headers().get("x-name");
    let is_kept = value.is_some_and(|value| value.as_bytes() == b"J\xfcrgen");
    expect::that(is_kept, || {
        format!("the value J\\xfcrgen came as {value:?}")
    })
}

async fn headers_case(stage: &Stage<'_>) -> Outcome {
    let raw = "HTTP/1.1 200 OK\r\nX-Request-ID:  ReQ_1 \r\ncOntEnt-lenGth: 0\r\n\r\n";
    let response = only_response(stage, "GET", raw).await?;
    let value = response.headers().get("x-request-id");
    let is_kept = value.is_some_and(|value| value == "ReQ_1");
    expect::that(is_kept, || format!("X-Request-ID: ReQ_1 came as {value:?}"))
}

async fn in_pieces(stage: &Stage<'_>) -> Outcome {
    let server = stage
        .server(|mut peer| async move {
            peer.request().await?;
            for byte in HELLO.as_bytes() {
                peer.write([*byte]).await?;
            }
            Ok(())
        })
        .await?;
    let sent = stage.transport().send(get(server.url("/"))?).await;
    expect::body(sent, b"hello")
}

/// Sends one request, and checks that no other one arrives.
async fn only_response(
    stage: &Stage<'_>,
    method: &str,
    raw: impl Into<Bytes>,
) -> Result<Response<Bytes>, String> {
    let server = stage.responding(raw).await?;
    let sent = stage
        .transport()
        .send(request(method, server.url("/"), "")?)
        .await;
    let response = expect::response(sent)?;
    server.only_request()?;
    Ok(response)
}
