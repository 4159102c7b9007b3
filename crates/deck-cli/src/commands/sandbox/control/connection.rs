//! Requests to the control API of a sandbox.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use deck_client::bytes::Bytes;
use deck_client::http::Method;
use deck_client::http::Request;
use deck_client::http::StatusCode;
use deck_client::http::header;
use deck_transport::HyperTransport;
use deck_transport::HyperTransportBuilder;
use deck_transport::Transport;
use deck_transport::TransportError;

use crate::commands::sandbox::control::target::Target;
use crate::commands::sandbox::control::target::TargetArguments;
use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::explained::Explained;

/// The longest response that is read: that of a snapshot may have everything in it.
const MOST_BYTES: usize = 2 * 1024 * 1024 * 1024 - 1;

/// How long a program may take that is perhaps no sandbox any more.
const QUICK: Duration = Duration::from_secs(2);

/// Where the control API of a sandbox is, and what gets there.
pub(super) struct Connection {
    target: Target,
    transport: HyperTransport,
}

/// Why the control API did not do what it was asked for.
#[derive(Debug)]
pub(super) enum ControlError {
    /// There is no response.
    Unreachable(TransportError),
    /// The response is a refusal, with its reason if there is one.
    Refused(StatusCode, Option<String>),
}

#[derive(Deserialize)]
struct Refusal {
    error: String,
}

impl Connection {
    /// Finds the sandbox that is meant.
    pub(super) async fn to(arguments: &TargetArguments) -> Result<Self, Failure> {
        let builder = HyperTransport::builder().max_body_bytes(MOST_BYTES);
        let transport = built(builder)?;
        let target = arguments.find().await?;
        Ok(Self { target, transport })
    }

    /// Makes a request, and reads the response.
    pub(super) async fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<T, Failure> {
        let body = self.bytes(method, path, body).await?;
        serde_json::from_slice(&body).map_err(|error| {
            let message = format!("{} sent something that cannot be read", self.target.url);
            let explained = Explained::new(ErrorCode::InvalidResponse, message);
            explained
                .advise(format!("is it another program? {error}"))
                .into()
        })
    }

    /// Makes a request, and returns the body of the response.
    pub(super) async fn bytes(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Bytes, Failure> {
        let sent = send(&self.transport, &self.target, method, path, body).await;
        sent.map_err(|error| explain(&self.target, &error))
    }
}

/// Returns what makes short requests, to see whether a sandbox is there.
pub(super) fn quick_transport() -> Result<HyperTransport, Failure> {
    built(HyperTransport::builder().headers_timeout(QUICK))
}

fn built(builder: HyperTransportBuilder) -> Result<HyperTransport, Failure> {
    builder.build().map_err(|error| {
        let message = "the transport could not be made";
        let explained = Explained::new(ErrorCode::Internal, message);
        explained.caused_by(&error).into()
    })
}

/// Makes a request to the control API at `target`.
pub(super) async fn send(
    transport: &HyperTransport,
    target: &Target,
    method: Method,
    path: &str,
    body: Option<Value>,
) -> Result<Bytes, ControlError> {
    let body = body.map(|body| Bytes::from(body.to_string()));
    let request = Request::builder()
        .method(method)
        .uri(format!("{}/{path}", target.url.trim_end_matches('/')))
        .header(header::AUTHORIZATION, format!("Bearer {}", target.token))
        .body(body.unwrap_or_default());
    // The address was checked when it was read, and a token with line breaks is no token.
    let request = request.map_err(|_| ControlError::Refused(StatusCode::UNAUTHORIZED, None))?;
    let response = transport
        .send(request)
        .await
        .map_err(ControlError::Unreachable)?;
    if response.status().is_success() {
        return Ok(response.into_body());
    }
    let refusal: Option<Refusal> = serde_json::from_slice(response.body()).ok();
    Err(ControlError::Refused(
        response.status(),
        refusal.map(|refusal| refusal.error),
    ))
}

fn explain(target: &Target, error: &ControlError) -> Failure {
    let url = &target.url;
    let explained = match error {
        ControlError::Unreachable(error) => {
            let message = format!("no sandbox responds at {url}");
            let explained = Explained::new(ErrorCode::Unreachable, message).caused_by(error);
            explained.advise("start one with `deck sandbox`, or give the address that it printed")
        }
        ControlError::Refused(StatusCode::UNAUTHORIZED, _) => {
            let message = format!("the sandbox at {url} does not accept the control token");
            let explained = Explained::new(ErrorCode::Key, message);
            explained.advise("each start of a sandbox has a token of its own, which it prints")
        }
        ControlError::Refused(status, Some(reason)) => {
            Explained::new(code(*status), format!("the sandbox refused: {reason}"))
        }
        ControlError::Refused(status, None) => {
            let message = format!("{url} responded with status {status}");
            let explained = Explained::new(code(*status), message);
            explained.advise("give the control URL that `deck sandbox` prints")
        }
    };
    explained.into()
}

fn code(status: StatusCode) -> ErrorCode {
    match status {
        StatusCode::NOT_FOUND => ErrorCode::NotFound,
        StatusCode::FORBIDDEN => ErrorCode::Forbidden,
        _ => ErrorCode::Refused,
    }
}
