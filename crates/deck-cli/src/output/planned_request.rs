//! A request that `--dry-run` shows instead of sending it.

use deck_client::IdempotencyKey;
use deck_types::Json;
use deck_types::Method;
use serde::Serialize;

use crate::error::Failure;
use crate::output::detail::Detail;
use crate::output::format::OutputFormat;
use crate::output::screen::Screen;
use crate::output::standard_output::standard_output;
use crate::output::value;

/// A request that is shown and not sent.
#[derive(Serialize)]
pub(crate) struct PlannedRequest {
    #[serde(serialize_with = "method_name")]
    pub(crate) method: Method,
    /// Below the base URL.
    pub(crate) path: String,
    /// Without a question mark; empty where there is none.
    pub(crate) query: String,
    /// The key that was given, and null where each sending has a fresh one, or none.
    #[serde(serialize_with = "key_text")]
    pub(crate) idempotency_key: Option<IdempotencyKey>,
    pub(crate) body: Option<Json>,
}

impl PlannedRequest {
    fn detail(&self) -> Detail<'_> {
        let mut detail = Detail::new();
        detail.field("method", Some(self.method));
        detail.field("path", Some(&self.path));
        let query = Some(&self.query).filter(|query| !query.is_empty());
        detail.field("query", query);
        let key = self.idempotency_key.as_ref().map(IdempotencyKey::as_str);
        let has_key = matches!(self.method, Method::Post | Method::Patch | Method::Delete);
        let fresh = has_key.then_some("a fresh one each time");
        detail.field("idempotency key", key.or(fresh));
        detail.json_section("body", &self.body);
        detail
    }
}

/// Writes one request: line by line, or as an object.
pub(crate) fn write_one(format: OutputFormat, request: &PlannedRequest) -> Result<(), Failure> {
    let screen = Screen::of_standard_output();
    value::write(format, screen, request.detail(), request)
}

/// Writes the requests of a command that can have several: one after the other, or as an array.
pub(crate) fn write_all(format: OutputFormat, requests: &[PlannedRequest]) -> Result<(), Failure> {
    let screen = Screen::of_standard_output();
    match format {
        OutputFormat::Json => value::write(format, screen, Detail::new(), &requests),
        OutputFormat::Ndjson | OutputFormat::Csv => requests
            .iter()
            .try_for_each(|request| write_one(format, request)),
        OutputFormat::Table => {
            let mut output = standard_output();
            for (index, request) in requests.iter().enumerate() {
                if index > 0 {
                    std::io::Write::write_all(&mut output, b"\n")?;
                }
                request.detail().write(&mut output, screen)?;
            }
            Ok(())
        }
    }
}

fn method_name<S: serde::Serializer>(method: &Method, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(method.as_str())
}

#[expect(clippy::ref_option, reason = "this is how serde calls it")]
fn key_text<S: serde::Serializer>(
    key: &Option<IdempotencyKey>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    key.as_ref()
        .map(IdempotencyKey::as_str)
        .serialize(serializer)
}
