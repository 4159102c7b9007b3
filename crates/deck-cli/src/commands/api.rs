//! `deck api`: any request by method and path.

use std::io::Write as _;

use clap::Args;

use deck_client::ApiResponse;
use deck_client::bytes::Bytes;
use deck_types::Json;
use deck_types::Method;
use deck_types::RequestId;
use deck_types::percent;
use deck_types::query;

use crate::arguments::GlobalArguments;
use crate::commands::json_argument::JsonArgument;
use crate::commands::write::WriteArguments;
use crate::commands::write::fresh_key;
use crate::commands::write::sending::Write;
use crate::context::Context;
use crate::diagnostics;
use crate::error::Failure;
use crate::interrupt::Interrupt;
use crate::output::format::OutputFormat;
use crate::output::planned_request;
use crate::output::planned_request::PlannedRequest;
use crate::output::standard_output::standard_output;
use crate::output::text;

/// The arguments of `deck api`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct ApiArguments {
    /// The method: GET, POST, PUT, PATCH or DELETE
    #[arg(value_name = "METHOD", value_parser = method)]
    method: Method,

    /// The path below the base URL, such as /task-runs; a query may stand behind it
    #[arg(value_name = "PATH", value_parser = path)]
    path: Target,

    /// The body: JSON, `@FILE`, or `-` for standard input
    #[arg(long, value_name = "JSON", value_parser = JsonArgument::parse, allow_hyphen_values = true)]
    json: Option<JsonArgument>,

    /// A parameter of the query (repeatable); name and value are escaped
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    query: Vec<(String, String)>,

    /// Show status and request id on standard error
    #[arg(long, short)]
    include: bool,

    #[command(flatten)]
    write: WriteArguments,
}

const AFTER_HELP: &str = "\
The body of the response is written exactly as it was received, whatever is in it, secrets too; with
--output json it is indented. POST, PATCH and DELETE carry an idempotency key.

Examples:
  deck api GET /task-runs --query limit=1
  deck api GET '/events?type=task_run.failed' --output json
  deck api POST /tasks --json '{\"name\": \"Fetch the bill\", \"agent_id\": \"agt_1a2b3c\"}'
  deck api PATCH /credentials/cred_1a2b3c --json @change.json --include
  deck api DELETE /event-destinations/evtd_1a2b3c --dry-run";

/// A path below the base URL, and the parameters that stood behind it.
#[derive(Clone, Debug)]
struct Target {
    path: String,
    query: Vec<(String, String)>,
}

/// Sends the request, and writes the body of the response.
pub(super) async fn run(arguments: &ApiArguments, global: &GlobalArguments) -> Result<(), Failure> {
    let body = arguments
        .json
        .as_ref()
        .map(JsonArgument::read)
        .transpose()?;
    if arguments.write.is_dry_run() {
        return planned_request::write_one(global.output, &arguments.planned(body));
    }
    let context = Context::open(global).await?;
    let interrupt = Interrupt::watch().await;
    let response = arguments.send(&context, &interrupt, body).await?;
    if arguments.include {
        let id = response
            .request_id
            .as_ref()
            .map_or("none", RequestId::as_str);
        diagnostics::write_lines(&[
            format!("status {}", response.status),
            format!("request id {id}"),
        ]);
    }
    write_body(&context, &response.body)
}

impl ApiArguments {
    async fn send(
        &self,
        context: &Context,
        interrupt: &Interrupt,
        body: Option<Json>,
    ) -> Result<ApiResponse<Bytes>, Failure> {
        let mut request = context.client().request(self.method, self.target_path());
        request = request.query(self.pairs());
        if let Some(body) = &body {
            request = request.json(body);
        }
        let given = self.write.idempotency_key.as_ref();
        let key = match given {
            Some(key) => Some(key.clone()),
            None if self.has_key() => Some(fresh_key()?),
            None => None,
        };
        if let Some(key) = &key {
            request = request.idempotency_key(key.clone());
        }
        if given.is_some() {
            request = request.as_repeat();
        }
        let write = Write {
            happens: "the request was carried out",
            is_start: false,
            command: self.command(),
        };
        let response = tokio::select! {
            biased;
            () = interrupt.pressed() => Err(None),
            response = request.bytes().response() => response.map_err(Some),
        };
        response.map_err(|error| match (error, key) {
            (Some(error), Some(key)) => write.failure(error, &key, context),
            (Some(error), None) => error.into(),
            (None, Some(key)) => write.unknown(None, &key, context),
            (None, None) => Failure::interrupted(),
        })
    }

    fn planned(&self, body: Option<Json>) -> PlannedRequest {
        PlannedRequest {
            method: self.method,
            path: self.target_path(),
            query: query(self.pairs()),
            idempotency_key: self.write.idempotency_key.clone(),
            body,
        }
    }

    fn target_path(&self) -> String {
        self.path.path.clone()
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.path.query.iter().chain(&self.query);
        pairs.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns whether the request has a key by itself.
    fn has_key(&self) -> bool {
        matches!(self.method, Method::Post | Method::Patch | Method::Delete)
    }

    /// Returns the words and flags that repeat the command, without the key.
    fn command(&self) -> Vec<String> {
        let mut words = vec![
            "api".to_owned(),
            self.method.to_string(),
            self.target_path(),
        ];
        words.extend(
            self.pairs()
                .map(|(name, value)| format!("--query={name}={value}")),
        );
        let json = self.json.as_ref().map(JsonArgument::argument);
        words.extend(json.map(|json| format!("--json={json}")));
        words
    }
}

/// Writes a body: exactly as it came, but on a terminal with what would steer it escaped.
fn write_body(context: &Context, body: &Bytes) -> Result<(), Failure> {
    let json = || {
        str::from_utf8(body)
            .ok()
            .and_then(|text| Json::from_text(text).ok())
    };
    if context.output != OutputFormat::Table
        && let Some(json) = json()
    {
        return context.write_json(&json);
    }
    let mut output = standard_output();
    if context.screen.is_terminal {
        match json() {
            Some(json) => writeln!(output, "{}", context.screen.json(json.as_str()))?,
            None => {
                for line in String::from_utf8_lossy(body).lines() {
                    writeln!(output, "{}", text::visible(line))?;
                }
            }
        }
    } else {
        output.write_all(body)?;
    }
    Ok(output.flush()?)
}

/// Reads a method, in any case.
fn method(word: &str) -> Result<Method, String> {
    let methods = [
        Method::Get,
        Method::Post,
        Method::Put,
        Method::Patch,
        Method::Delete,
    ];
    let known = methods
        .into_iter()
        .find(|method| method.as_str().eq_ignore_ascii_case(word));
    known.ok_or_else(|| "give GET, POST, PUT, PATCH or DELETE".to_owned())
}

/// Reads a path, with or without a slash before it and a query behind it.
fn path(text: &str) -> Result<Target, String> {
    if text.contains("://") || text.starts_with("//") {
        return Err(
            "give a path below the base URL, such as /task-runs: the key goes nowhere else"
                .to_owned(),
        );
    }
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let path = path.strip_prefix('/').unwrap_or(path);
    if path.is_empty() {
        return Err("give a path, such as /task-runs".to_owned());
    }
    let decoded = |text: &str| {
        let text = percent::decode(text).map_err(|error| error.to_string())?;
        Ok::<_, String>(text.into_owned())
    };
    let pairs = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decoded(name)?, decoded(value)?))
        });
    Ok(Target {
        path: format!("/{path}"),
        query: pairs.collect::<Result<_, String>>()?,
    })
}

/// Reads a parameter of the query.
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("give a name and a value, such as limit=10".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_one_slash_before_it_and_its_query_apart() {
        let target = path("task-runs?status=failed&agent_id=a%26b&x").unwrap();
        assert_eq!(target.path, "/task-runs");
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            target.query,
            [
                pair("status", "failed"),
                pair("agent_id", "a&b"),
                pair("x", "")
            ]
        );
    }

    #[test]
    fn an_address_is_no_path() {
        for address in [
            "https://evil.test/v2/task-runs",
            "//evil.test/x",
            "",
            "/",
            "?a=b",
        ] {
            assert!(path(address).is_err(), "{address}");
        }
    }
}
