//! What every command works with: a client, the output wanted, the screen, and the time.

use std::io;
use std::time::SystemTime;

use jiff::tz::TimeZone;
use serde::Serialize;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::ClientBuilder;
use deck_client::ClientEvent;
use deck_client::Counters;
use deck_client::DriftWatch;
use deck_client::Observer;
use deck_client::RetryPolicy;
use deck_sandbox::RateLimit;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::SandboxServer;
use deck_transport::Clock;
use deck_transport::HyperTransport;
use deck_transport::SharedTransport;
use deck_transport::TokioClock;
use deck_types::Json;
use deck_types::Operation;
use deck_types::TaskRun;

use crate::address::Address;
use crate::arguments::GlobalArguments;
use crate::authorities::AuthorityFile;
use crate::commands::period::zone::Zone;
use crate::daily_sandbox::daily_sandbox;
use crate::diagnostics;
use crate::environment::Variable;
use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::explained::Explained;
use crate::key::Key;
use crate::key::KeyOrigin;
use crate::key::KeySource;
use crate::output::detail::Detail;
use crate::output::format::OutputFormat;
use crate::output::local_time::LocalTime;
use crate::output::paged_output::PagedOutput;
use crate::output::pager::Pager;
use crate::output::redaction::redacted;
use crate::output::resources::Detailed;
use crate::output::screen::Screen;
use crate::output::value;
use crate::request_log::LoggedTransport;
use crate::waits::WaitTeller;

/// The name of the program in requests.
const USER_AGENT: &str = concat!("deck-cli/", env!("CARGO_PKG_VERSION"));

/// What the runs of the sandbox are drawn from.
const SANDBOX_SEED: u64 = 0;

/// What every command works with.
pub(crate) struct Context {
    client: Client,
    /// The sandbox, which responds as long as the context lives.
    _sandbox: Option<SandboxServer>,
    /// What may be told of the key.
    pub(crate) key_origin: KeyOrigin,
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
        match self.global.address() {
            Address::Default => "the API of Deck".to_owned(),
            address => address.url().to_owned(),
        }
    }

    async fn open_with(
        arguments: &GlobalArguments,
        settings: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Self, Failure> {
        let now = TokioClock.system_time();
        let retry_policy = RetryPolicy::new().with_max_retries(arguments.retries());
        let (builder, origin, sandbox) = if arguments.sandbox {
            arguments.check_for_sandbox()?;
            open_sandbox(now).await?
        } else {
            open_api(arguments).await?
        };
        let screen = Screen::of_standard_output();
        let counters = Counters::new();
        let mut builder = builder
            .with_retry_policy(retry_policy)
            .with_rate_limiter(arguments.limiter())
            .with_observer(observer(counters.clone()));
        if let Some(transport) = transport(arguments)? {
            builder = builder.with_transport(transport);
        }
        Ok(Self {
            client: settings(builder).build()?,
            _sandbox: sandbox,
            key_origin: origin,
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

type Opened = (ClientBuilder, KeyOrigin, Option<SandboxServer>);

async fn open_api(arguments: &GlobalArguments) -> Result<Opened, Failure> {
    let Key { key, origin } = Key::get(arguments).await?;
    let builder = Client::builder(key).with_user_agent(USER_AGENT);
    let builder = match arguments.address() {
        Address::Default => builder,
        Address::Variable(_) => builder.with_base_url_from_env()?,
        Address::Given { url, .. } => builder.with_base_url(url),
    };
    Ok((builder, origin, None))
}

/// Returns an observer that counts, and tells a person at a terminal of waits.
fn observer(counters: Counters) -> impl Observer {
    let waits = diagnostics::are_watched().then(WaitTeller::default);
    move |event: &ClientEvent<'_>| {
        counters.observe(event);
        if let Some(waits) = &waits {
            waits.observe(event);
        }
    }
}

/// Returns the transport, where it is not the client's own.
fn transport(arguments: &GlobalArguments) -> Result<Option<SharedTransport>, Failure> {
    let authorities = match arguments.sandbox {
        true => None,
        false => AuthorityFile::chosen(arguments),
    };
    if authorities.is_none() && arguments.verbose == 0 {
        return Ok(None);
    }
    let transport = match authorities {
        Some(file) => file.transport().map_err(Failure::Authority)?,
        None => HyperTransport::new().map_err(|error| Failure::Runtime(io::Error::other(error)))?,
    };
    Ok(Some(match arguments.verbose {
        0 => SharedTransport::new(transport),
        level => SharedTransport::new(LoggedTransport::new(transport, level > 1)),
    }))
}

async fn open_sandbox(now: SystemTime) -> Result<Opened, Failure> {
    // Nobody else sends it requests, and waiting for it would be waiting for nothing.
    let sandbox = daily_sandbox(now)
        .seed(SANDBOX_SEED)
        .rate_limit(RateLimit::none())
        .build();
    let server = SandboxServer::start(sandbox)
        .await
        .map_err(Failure::Sandbox)?;
    let key = ApiKey::new(SANDBOX_API_KEY).map_err(Failure::Key)?;
    let builder = Client::builder(key)
        .with_user_agent(USER_AGENT)
        .with_base_url(server.url());
    let origin = KeyOrigin {
        source: KeySource::Sandbox,
        kind: None,
    };
    Ok((builder, origin, Some(server)))
}
