//! What arrives at the server is what the caller gave.

use bytes::Bytes;
use deck_transport::Transport;
use http::Request;
use http::Response;
use http::header::HeaderName;
use http::header::HeaderValue;

use super::EMPTY;
use super::likely_causes::NO_BODY;
use super::likely_causes::READS_ON;
use crate::case::Case;
use crate::case::Group;
use crate::case::Outcome;
use crate::expect;
use crate::server::received::Received;
use crate::stage::Stage;
use crate::stage::get;
use crate::stage::request;

pub(super) const GROUP: Group = Group {
    name: "requests",
    cases: &[
        Case {
            name: "methods",
            proves: "sends GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS as given",
            if_it_hangs: NO_BODY,
            needs: &[],
            run: |stage| Box::pin(methods(stage)),
        },
        Case {
            name: "extension-method",
            proves: "sends a method that HTTP does not define, such as REPORT",
            if_it_hangs: READS_ON,
            needs: &[],
            run: |stage| Box::pin(extension_method(stage)),
        },
        Case {
            name: "target-as-given",
            proves: "sends path and query byte for byte, escapes included",
            if_it_hangs: READS_ON,
            needs: &[],
            run: |stage| Box::pin(target_as_given(stage)),
        },
        Case {
            name: "target-not-normalised",
            proves: "sends dots, empty segments and an empty query of the target as given",
            if_it_hangs: READS_ON,
            needs: &[],
            run: |stage| Box::pin(target_not_normalised(stage)),
        },
        Case {
            name: "host-header",
            proves: "sends the host and port of the URI as `host`, once",
            if_it_hangs: READS_ON,
            needs: &[],
            run: |stage| Box::pin(host_header(stage)),
        },
        Case {
            name: "request-headers-repeated",
            proves: "sends the lines of a repeated header apart and in order",
            if_it_hangs: READS_ON,
            needs: &[],
            run: |stage| Box::pin(headers_repeated(stage)),
        },
        Case {
            name: "request-headers-not-utf8",
            proves: "sends values of headers that are not UTF-8 as given",
            if_it_hangs: READS_ON,
            needs: &[],
            run: |stage| Box::pin(headers_not_utf8(stage)),
        },
        Case {
            name: "request-headers-not-replaced",
            proves: "sends the given `accept`, `user-agent`, `accept-encoding` and `cookie` unchanged",
            if_it_hangs: READS_ON,
            needs: &[],
            run: |stage| Box::pin(headers_not_replaced(stage)),
        },
        Case {
            name: "request-headers-nothing-added",
            proves: "adds no headers but those of framing and connection, and `accept-encoding`",
            if_it_hangs: READS_ON,
            needs: &[],
            run: |stage| Box::pin(headers_nothing_added(stage)),
        },
        Case {
            name: "request-body",
            proves: "sends the body of a POST, PUT, PATCH and DELETE, and an empty one",
            if_it_hangs: "it announces a body that it does not send",
            needs: &[],
            run: |stage| Box::pin(body(stage)),
        },
        Case {
            name: "request-body-large",
            proves: "sends a body of 1 MiB",
            if_it_hangs: "it announces a body that it does not send whole",
            needs: &[],
            run: |stage| Box::pin(body_large(stage)),
        },
    ],
};

/// Headers that a transport may add: they frame the message, manage the connection, or offer a coding that it
/// decodes.
const OF_THE_TRANSPORT: &[&str] = &[
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "te",
    "accept-encoding",
];

async fn methods(stage: &Stage<'_>) -> Outcome {
    let server = stage.responding(EMPTY).await?;
    let transport = stage.transport();
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    for method in methods {
        let sent = transport.send(request(method, server.url("/"), "")?).await;
        expect::response(sent).map_err(|reason| format!("{method}: {reason}"))?;
    }
    let arrived: Vec<_> = server.log().requests();
    let arrived: Vec<_> = arrived.iter().map(|request| &request.method).collect();
    expect::equal("the methods that arrived", arrived, methods.to_vec())
}

async fn extension_method(stage: &Stage<'_>) -> Outcome {
    let arrived = round_trip(stage, request_of("REPORT", "")).await?;
    expect::equal("the method that arrived", arrived.method.as_str(), "REPORT")
}

async fn target_as_given(stage: &Stage<'_>) -> Outcome {
    let target = "/v2/task-runs?status=a%2Cb&created%3E=x%20y&empty=&status=%c3%bc&plus=a+b";
    arrives(stage, target).await
}

async fn target_not_normalised(stage: &Stage<'_>) -> Outcome {
    for target in ["/a/../b/./c", "/%7Ea//b", "/?q='a'", "/?"] {
        arrives(stage, target).await?;
    }
    Ok(())
}

async fn arrives(stage: &Stage<'_>, target: &str) -> Outcome {
    let server = stage.responding(EMPTY).await?;
    expect::response(stage.transport().send(get(server.url(target))?).await)?;
    let arrived = server.only_request()?.target;
    expect::equal("the target that arrived", arrived.as_str(), target)
}

async fn host_header(stage: &Stage<'_>) -> Outcome {
    let server = stage.responding(EMPTY).await?;
    expect::response(stage.transport().send(get(server.url("/"))?).await)?;
    let arrived = server.only_request()?;
    let is_right = arrived.values("host") == [server.address().to_string().as_bytes()];
    expect::that(is_right, || {
        "the host that arrived is not that of the URI, once".to_owned()
    })
}

async fn headers_repeated(stage: &Stage<'_>) -> Outcome {
    let given = [("x-tag", "one"), ("x-tag", "Two, three"), ("x-tag", "one")];
    let arrived = round_trip(stage, with_headers(given)).await?;
    let values = arrived.values("x-tag");
    let expected: [&[u8]; 3] = [b"one", b"Two, three", b"one"];
    expect::that(values == expected, || {
        format!(
            "of three lines of one header, these arrived: {}",
            lines(&values)
        )
    })
}

async fn headers_not_utf8(stage: &Stage<'_>) -> Outcome {
    let value = HeaderValue::from_bytes(b"J\xfcrgen").map_err(|error| error.to_string())?;
    let given = move |mut request: Request<Bytes>| {
        request.headers_mut().insert("x-name", value);
        request
    };
    let arrived = round_trip(stage, given).await?;
    let values = arrived.values("x-name");
    expect::that(values == [b"J\xfcrgen"], || {
        format!("the value J\\xfcrgen arrived as {}", lines(&values))
    })
}

async fn headers_not_replaced(stage: &Stage<'_>) -> Outcome {
    let given = [
        ("accept", "application/json"),
        ("user-agent", "Kit/1"),
        ("accept-encoding", "identity"),
        ("authorization", "Bearer x"),
        ("cookie", "a=1"),
    ];
    let arrived = round_trip(stage, with_headers(given)).await?;
    for (name, value) in given {
        let values = arrived.values(name);
        expect::that(values == [value.as_bytes()], || {
            format!("{name}: {value} arrived as {}", lines(&values))
        })?;
    }
    Ok(())
}

async fn headers_nothing_added(stage: &Stage<'_>) -> Outcome {
    let arrived = round_trip(stage, with_headers([("x-given", "1")])).await?;
    let mut added: Vec<_> = arrived
        .headers
        .iter()
        .filter(|(name, _)| name != "x-given" && !OF_THE_TRANSPORT.contains(&name.as_str()))
        .map(|(name, value)| format!("{name}: {}", value.escape_ascii()))
        .collect();
    added.sort();
    expect::that(added.is_empty(), || {
        format!("headers that nobody gave arrived: {}", added.join(", "))
    })
}

async fn body(stage: &Stage<'_>) -> Outcome {
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let arrived = round_trip(stage, request_of(method, "{\"a\":1}")).await?;
        expect::that(arrived.body == b"{\"a\":1}", || {
            format!(
                "the body of a {method} of 7 bytes arrived with {}",
                arrived.body.len()
            )
        })?;
    }
    let arrived = round_trip(stage, request_of("POST", "")).await?;
    expect::equal("the length of an empty body", arrived.body.len(), 0)
}

async fn body_large(stage: &Stage<'_>) -> Outcome {
    let body: Vec<u8> = (0..=u8::MAX).cycle().take(1024 * 1024).collect();
    let arrived = round_trip(stage, request_of("PUT", body.clone())).await?;
    expect::that(arrived.body == body, || {
        format!(
            "a body of 1 MiB arrived as {} other bytes",
            arrived.body.len()
        )
    })
}

/// Sends a request that `change` has made something of, and returns it as it arrived.
async fn round_trip(
    stage: &Stage<'_>,
    change: impl FnOnce(Request<Bytes>) -> Request<Bytes>,
) -> Result<Received, String> {
    let server = stage.responding(EMPTY).await?;
    let request = change(get(server.url("/"))?);
    let sent = stage.transport().send(request).await;
    expect::response(sent).map(Response::into_body)?;
    server.only_request()
}

fn request_of(
    method: &'static str,
    body: impl Into<Bytes>,
) -> impl FnOnce(Request<Bytes>) -> Request<Bytes> {
    move |mut request| {
        if let Ok(method) = method.parse() {
            *request.method_mut() = method;
        }
        *request.body_mut() = body.into();
        request
    }
}

fn with_headers<const N: usize>(
    headers: [(&'static str, &'static str); N],
) -> impl FnOnce(Request<Bytes>) -> Request<Bytes> {
    move |mut request| {
        for (name, value) in headers {
            let name = HeaderName::from_static(name);
            request
                .headers_mut()
                .append(name, HeaderValue::from_static(value));
        }
        request
    }
}

fn lines(values: &[&[u8]]) -> String {
    let lines = values
        .iter()
        .map(|value| format!("\"{}\"", value.escape_ascii()));
    format!("[{}]", lines.collect::<Vec<_>>().join(", "))
}
