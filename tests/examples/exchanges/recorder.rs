//! [`Recorder`]: what went over the transport.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use bytes::Bytes;
use deck_transport::HyperTransport;
use deck_transport::Transport;
use deck_transport::transport_fn;
use http::HeaderMap;
use http::Request;
use http::Response;
use serde::Serialize;

use crate::Failure;

/// Keeps every request and its response as they were, with the sandbox's key, which is no secret.
#[derive(Clone)]
pub(crate) struct Recorder {
    transport: HyperTransport,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
}

/// A request and its response.
#[derive(Serialize)]
struct Exchange {
    method: String,
    url: String,
    request_headers: BTreeMap<String, String>,
    request_body: String,
    status: u16,
    response_headers: BTreeMap<String, String>,
    response_body: String,
}

impl Recorder {
    pub(crate) fn new() -> Result<Self, Failure> {
        Ok(Self {
            transport: HyperTransport::builder().build()?,
            exchanges: Arc::default(),
        })
    }

    /// Returns the transport whose exchanges are kept.
    pub(crate) fn transport(&self) -> impl Transport + use<> {
        let recorder = self.clone();
        transport_fn(move |request: Request<Bytes>| {
            let recorder = recorder.clone();
            async move {
                let response = recorder.transport.send(request.clone()).await?;
                recorder.keep(&request, &response);
                Ok(response)
            }
        })
    }

    /// Prints every exchange as JSON, on a line of its own.
    pub(crate) fn print(&self) -> Result<(), Failure> {
        let mut output = std::io::stdout().lock();
        let exchanges = self
            .exchanges
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for exchange in exchanges.iter() {
            writeln!(output, "{}", serde_json::to_string(exchange)?)?;
        }
        Ok(())
    }

    fn keep(&self, request: &Request<Bytes>, response: &Response<Bytes>) {
        let exchange = Exchange {
            method: request.method().to_string(),
            url: request.uri().to_string(),
            request_headers: headers(request.headers()),
            request_body: text(request.body()),
            status: response.status().as_u16(),
            response_headers: headers(response.headers()),
            response_body: text(response.body()),
        };
        let mut exchanges = self
            .exchanges
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        exchanges.push(exchange);
    }
}

fn headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    headers
        .iter()
        .map(|(name, value)| (name.to_string(), text(value.as_bytes())))
        .collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
