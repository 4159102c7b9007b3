//! What every command works with: a client, the output wanted, the screen, and the time.

use std::time::SystemTime;

use jiff::tz::TimeZone;
use serde::Serialize;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::ClientBuilder;
use deck_client::Counters;
use deck_client::DriftWatch;
use deck_client::RetryPolicy;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::SandboxServer;
use deck_transport::Clock;
use deck_transport::TokioClock;
use deck_types::Json;
use deck_types::Operation;
use deck_types::TaskRun;

use crate::arguments::GlobalArguments;
use crate::authorities::AuthorityFile;
use crate::commands::period::zone::Zone;
use crate::daily_sandbox::daily_sandbox;
use crate::diagnostics;
use crate::environment::Variable;
use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::explained::Explained;
use crate::output::detail::Detail;
use crate::output::format::OutputFormat;
use crate::output::local_time::LocalTime;
use crate::output::paged_output::PagedOutput;
use crate::output::pager::Pager;
use crate::output::redaction::redacted;
use crate::output::resources::Detailed;
use crate::output::screen::Screen;
use crate::output::value;

/// The name of the program in requests.
const USER_AGENT: &str = concat!("deck-cli/", env!("CARGO_PKG_VERSION"));

/// What the runs of the sandbox are drawn from.
const SANDBOX_SEED: u64 = 0;

/// What every command works with.
pub(crate) struct Context {
    client: Client,
    /// The sandbox, which responds as long as the context lives.
    _sandbox: Option<SandboxServer>,
    /// The flags that every command has, as they were given.
    pub(crate) global: GlobalArguments,
    /// The format asked for.
    pub(crate) output: OutputFormat,
    /// What standard output can show.
    pub(crate) screen: Screen,
    /// The pager that long output goes through.
    pager: Option<Pager>,
    /// The time at which the command started, from which ages are counted back.
    pub(crate) now: SystemTime,
    /// The time zone of days, and of times that are shown.
    pub(crate) zone: TimeZone,
    /// How many requests were sent, and how they went.
    pub(crate) counters: Counters,
}

impl Context {
    /// Starts what the command needs: a client for the API, or the sandbox and a client for it.
    pub(crate) async fn open(arguments: &GlobalArguments) -> Result<Self, Failure> {
        Self::open_with(arguments, |builder| builder).await
    }

    /// Starts what the command needs, and watches for drift.
    pub(crate) async fn open_watched(
        arguments: &GlobalArguments,
        watch: &DriftWatch,
    ) -> Result<Self, Failure> {
        Self::open_with(arguments, |builder| builder.with_drift_watch(watch.clone())).await
    }

    /// Returns where the client sends its requests, in words that stay the same from command to command.
    pub(crate) fn api(&self) -> String {
        if self.global.sandbox {
            return "the sandbox".to_owned();
        }
        let given = self.global.base_url.clone();
        let variable = || Variable::BaseUrl.value().filter(|url| !url.is_empty());
        given
            .or_else(|| Some(variable()?.to_string_lossy().into_owned()))
            .unwrap_or_else(|| "the API of Deck".to_owned())
    }

    async fn open_with(
        arguments: &GlobalArguments,
        settings: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Self, Failure> {
        let now = TokioClock.system_time();
        let retry_policy = RetryPolicy::new().with_max_retries(arguments.retries());
        let (builder, sandbox) = if arguments.sandbox {
            arguments.check_for_sandbox()?;
            open_sandbox(now).await?
        } else {
            (open_api(arguments)?, None)
        };
        let screen = Screen::of_standard_output();
        let counters = Counters::new();
        let builder = builder
            .with_retry_policy(retry_policy)
            .with_observer(counters.clone());
        Ok(Self {
            client: settings(builder).build()?,
            _sandbox: sandbox,
            output: arguments.output,
            global: arguments.clone(),
            screen,
            pager: Pager::of_environment().filter(|_| screen.is_terminal && !arguments.no_pager),
            now,
            zone: zone(arguments),
            counters,
        })
    }

    /// Returns the client.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Returns what times are shown by.
    pub(crate) fn local_time(&self) -> LocalTime {
        LocalTime {
            now: self.now,
            zone: self.zone.clone(),
        }
    }

    /// Returns standard output, or the pager before it, for output that may be long.
    pub(crate) fn paged_output(&self) -> PagedOutput {
        PagedOutput::new(self.pager.clone())
    }

    /// Writes a response that the library has a type for, in the format asked for.
    pub(crate) fn write(&self, detail: Detail<'_>, value: &impl Serialize) -> Result<(), Failure> {
        value::write(self.output, self.screen, detail, value)
    }

    /// Writes a response for people.
    pub(crate) fn write_detail(&self, detail: Detail<'_>) -> Result<(), Failure> {
        Ok(detail.write(self.paged_output(), self.screen)?)
    }

    /// Reads the response to an operation.
    pub(crate) fn read_response<O: Operation>(
        &self,
        _operation: &O,
        response: &Json,
    ) -> Result<O::Output, Failure> {
        O::read(response.as_str().as_bytes()).map_err(|error| {
            Explained::new(
                ErrorCode::InvalidResponse,
                format!("the request was carried out, and its response is unreadable: {error}"),
            )
            .advise("--output json shows it as it is")
            .into()
        })
    }

    /// Writes the response to an operation: line by line, or its exact text without what is secret in it.
    pub(crate) fn write_response<O: Operation<Output: Detailed>>(
        &self,
        operation: &O,
        response: &Json,
    ) -> Result<(), Failure> {
        match self.output {
            OutputFormat::Table => {
                let output = self.read_response(operation, response)?;
                self.write_detail(output.detail(&self.local_time()))
            }
            OutputFormat::Json | OutputFormat::Ndjson | OutputFormat::Csv => {
                self.write_json(&*redacted(response, O::Output::SECRETS)?)
            }
        }
    }

    /// Writes a run in full.
    pub(crate) fn write_run(&self, run: &TaskRun) -> Result<(), Failure> {
        self.write(run.detail(&self.local_time()), run)
    }

    /// Writes the exact text of a response: indented, or on one line.
    pub(crate) fn write_json(&self, value: &Json) -> Result<(), Failure> {
        value::write_json(self.output, self.screen, value)
    }
}

/// Returns the time zone of the flag, or else that of this machine.
pub(crate) fn zone(arguments: &GlobalArguments) -> TimeZone {
    if let Some(zone) = &arguments.timezone {
        return zone.time_zone().clone();
    }
    Zone::of_this_machine().unwrap_or_else(|| {
        if Variable::TimeZone.value().is_some() {
            diagnostics::warn_that("TZ names no time zone that is known, so days are those of UTC");
        }
        TimeZone::UTC
    })
}

fn open_api(arguments: &GlobalArguments) -> Result<ClientBuilder, Failure> {
    let key = ApiKey::from_env().map_err(Failure::Key)?;
    let builder = Client::builder(key).with_user_agent(USER_AGENT);
    let mut builder = match &arguments.base_url {
        Some(url) => builder.with_base_url(url),
        None => builder.with_base_url_from_env()?,
    };
    if let Some(file) = AuthorityFile::chosen(arguments.ca_cert.as_deref()) {
        builder = builder.with_transport(file.transport().map_err(Failure::Authority)?);
    }
    Ok(builder)
}

async fn open_sandbox(now: SystemTime) -> Result<(ClientBuilder, Option<SandboxServer>), Failure> {
    let sandbox = daily_sandbox(now).seed(SANDBOX_SEED).build();
    let server = SandboxServer::start(sandbox)
        .await
        .map_err(Failure::Sandbox)?;
    let key = ApiKey::new(SANDBOX_API_KEY).map_err(Failure::Key)?;
    let builder = Client::builder(key)
        .with_user_agent(USER_AGENT)
        .with_base_url(server.url());
    Ok((builder, Some(server)))
}
