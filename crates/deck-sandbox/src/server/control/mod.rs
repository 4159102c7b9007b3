//! The control API below `/_sandbox/`: what a test in another language does to a sandbox.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use deck_types::JsonError;
use deck_types::Timestamp;
use http::Method;
use http::Request;
use http::Response;
use http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::json;
use tokio::sync::watch;

use crate::DeliveryFault;
use crate::FaultPlan;
use crate::Sandbox;
use crate::SandboxRun;
use crate::TextError;
use crate::response::body::MAX_BODY_BYTES;
use crate::response::json;
use crate::server::control::access::Access;
use crate::server::control::request_log::RequestLog;
use crate::text::duration;

pub(super) mod access;

pub(super) mod request_log;

/// What the paths of the control API begin with.
pub(super) const PREFIX: &str = "/_sandbox/";

/// The control API of one server.
#[derive(Clone)]
pub(super) struct Control {
    pub(super) sandbox: Sandbox,
    pub(super) access: Arc<Access>,
    pub(super) log: Arc<RequestLog>,
    pub(super) stop: watch::Sender<bool>,
}

/// A request that gets an error instead: its status, and what is wrong.
struct Refusal(StatusCode, String);

type Reply = Result<Response<Bytes>, Refusal>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Faults {
    requests: Option<String>,
    deliveries: Option<String>,
}

impl Control {
    /// Returns whether `request` is for the control API.
    pub(super) fn is_for<B>(request: &Request<B>) -> bool {
        request.uri().path().starts_with(PREFIX)
    }

    /// Responds to a request. None is counted, delayed or logged.
    pub(super) fn respond(&self, request: &Request<Bytes>) -> Response<Bytes> {
        self.reply(request)
            .unwrap_or_else(|Refusal(status, reason)| {
                json::response(status, &json!({ "error": reason }))
            })
    }

    fn reply(&self, request: &Request<Bytes>) -> Reply {
        self.access.check(request.headers()).map_err(refuse)?;
        if request.body().len() > MAX_BODY_BYTES {
            let reason = "the body is longer than 4 MiB".to_owned();
            return Err(Refusal(StatusCode::PAYLOAD_TOO_LARGE, reason));
        }
        let path = request.uri().path();
        let path = path.strip_prefix(PREFIX).unwrap_or_default();
        let segments: Vec<_> = path.split('/').collect();
        let method = request.method();
        match (segments.as_slice(), method) {
            (["health"], &Method::GET) => Ok(ok(&health())),
            (["clock"], &Method::GET) => Ok(ok(&self.time())),
            (["clock"], &Method::POST) => self.advance(&read(request)?),
            (["faults"], &Method::GET) => Ok(ok(&self.faults())),
            (["faults"], &Method::PUT) => self.set_faults(&read(request)?),
            (["reset"], &Method::POST) => {
                self.sandbox.reset();
                self.log.clear();
                Ok(ok(&self.time()))
            }
            (["snapshot"], &Method::GET) => {
                let failed = |error: JsonError| {
                    Refusal(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
                };
                self.sandbox.snapshot().map(|it| ok(&it)).map_err(failed)
            }
            (["requests"], &Method::GET) => Ok(ok(&json!({ "requests": self.log.all() }))),
            (["requests", "unmatched"], &Method::GET) => {
                Ok(ok(&json!({ "requests": self.log.unmatched() })))
            }
            (["runs"], &Method::GET) => Ok(ok(&self.count_runs())),
            (["runs"], &Method::POST) => self.insert_run(request),
            (["runs", id], &Method::DELETE) => found(self.sandbox.delete(*id), id),
            (["runs", id, "approve"], &Method::POST) => found(self.sandbox.approve(*id), id),
            (["shutdown"], &Method::POST) => {
                self.stop.send_replace(true);
                Ok(ok(&json!({"status": "stopping"})))
            }
            (
                ["health" | "clock" | "faults" | "reset" | "snapshot" | "shutdown" | "runs"]
                | ["requests"]
                | ["requests", "unmatched"]
                | ["runs", _]
                | ["runs", _, "approve"],
                _,
            ) => {
                let reason = format!("{method} is not a method of {PREFIX}{path}");
                Err(Refusal(StatusCode::METHOD_NOT_ALLOWED, reason))
            }
            _ => {
                let reason = format!("there is nothing at {PREFIX}{path}");
                Err(Refusal(StatusCode::NOT_FOUND, reason))
            }
        }
    }

    fn time(&self) -> Value {
        let moment = self.sandbox.moment();
        json!({
            "now": Timestamp::try_from(moment.time_of_day).ok(),
            "elapsed": duration::write(Duration::from_millis(milliseconds(moment.elapsed))),
        })
    }

    fn advance(&self, advance: &Advance) -> Reply {
        let by = duration::read(&advance.advance).map_err(bad)?;
        self.sandbox.advance(by);
        Ok(ok(&self.time()))
    }

    fn faults(&self) -> Value {
        json!({
            "requests": self.sandbox.faults().to_string(),
            "deliveries": self.sandbox.delivery_faults().to_string(),
        })
    }

    fn set_faults(&self, faults: &Faults) -> Reply {
        let requests: Option<FaultPlan> = parse(faults.requests.as_deref())?;
        let deliveries: Option<FaultPlan<DeliveryFault>> = parse(faults.deliveries.as_deref())?;
        let body = json!({
            "requests": requests.as_ref().map(ToString::to_string),
            "deliveries": deliveries.as_ref().map(ToString::to_string),
        });
        if let Some(plan) = requests {
            self.sandbox.set_faults(plan);
        }
        if let Some(plan) = deliveries {
            self.sandbox.set_delivery_faults(plan);
        }
        Ok(ok(&body))
    }

    fn count_runs(&self) -> Value {
        let statuses = self.sandbox.statuses();
        let total: u64 = statuses.values().sum();
        let statuses: BTreeMap<String, u64> = statuses;
        json!({"total": total, "by_status": statuses})
    }

    fn insert_run(&self, request: &Request<Bytes>) -> Reply {
        let text = str::from_utf8(request.body()).map_err(bad)?;
        let run = SandboxRun::read(text).map_err(bad)?;
        let id = run.id().clone();
        self.sandbox.insert(run);
        Ok(json::response(StatusCode::CREATED, &json!({ "id": id })))
    }
}

fn health() -> Value {
    json!({"status": "ok", "version": env!("CARGO_PKG_VERSION")})
}

fn ok(body: &impl serde::Serialize) -> Response<Bytes> {
    json::response(StatusCode::OK, body)
}

fn found(run: Option<deck_types::TaskRun>, id: &str) -> Reply {
    let missing = || {
        let reason = format!("there is no run {id} for that");
        Refusal(StatusCode::NOT_FOUND, reason)
    };
    run.map(|run| ok(&run)).ok_or_else(missing)
}

fn read<T: DeserializeOwned>(request: &Request<Bytes>) -> Result<T, Refusal> {
    serde_json::from_slice(request.body()).map_err(bad)
}

fn parse<T: std::str::FromStr<Err = TextError>>(text: Option<&str>) -> Result<Option<T>, Refusal> {
    text.map(str::parse).transpose().map_err(bad)
}

fn bad(error: impl std::fmt::Display) -> Refusal {
    Refusal(StatusCode::BAD_REQUEST, error.to_string())
}

fn refuse((status, reason): (StatusCode, &str)) -> Refusal {
    Refusal(status, reason.to_owned())
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
