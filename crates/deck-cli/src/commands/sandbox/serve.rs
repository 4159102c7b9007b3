//! `deck sandbox`: the sandbox on a port, for other programs.

use std::future;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use deck_sandbox::FaultPlan;
use deck_sandbox::RateLimit;
use deck_sandbox::Sandbox;
use deck_sandbox::SandboxServer;
use deck_sandbox::ServedRequest;
use deck_transport::Clock;
use deck_transport::TokioClock;
use deck_types::Timestamp;

use crate::commands::duration::seconds_or_longer;
use crate::commands::sandbox::address::Address;
use crate::commands::sandbox::address_file::AddressFile;
use crate::commands::sandbox::build;
use crate::commands::sandbox::data_file::DataFile;
use crate::commands::sandbox::request_log::RequestLog;
use crate::commands::sandbox::speed::Speed;
use crate::diagnostics;
use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::explained::Explained;
use crate::output::format::OutputFormat;
use crate::termination::Termination;

/// How long requests in progress may take when the server ends.
const PATIENCE: Duration = Duration::from_secs(5);

/// The arguments of the server.
#[derive(Args, Debug)]
pub(crate) struct ServeArguments {
    /// The port to listen on, at 127.0.0.1; 0 for one that is free
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub(super) port: u16,

    /// The seed that the runs are drawn from
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(super) seed: u64,

    /// How many runs are drawn [default: 240, 2000 with --week, or none with --from-ndjson]
    #[arg(long, value_name = "COUNT")]
    pub(super) runs: Option<usize>,

    /// Spread the runs over the last whole week, as those of a company
    #[arg(long, conflicts_with = "from_ndjson")]
    pub(super) week: bool,

    /// A file with runs, one in JSON on each line, as `deck task-runs list --output ndjson` writes them
    #[arg(long, value_name = "FILE")]
    pub(super) from_ndjson: Option<PathBuf>,

    /// How many requests are admitted within a time, or `none`; `+retry-after` behind it adds that header to
    /// status 429
    #[arg(long, value_name = "LIMIT", default_value_t)]
    pub(super) rate_limit: RateLimit,

    /// Which requests have a fault, and which one (repeatable; the first that applies decides)
    #[arg(long, value_name = "WHEN:FAULT")]
    pub(super) fault: Vec<FaultPlan>,

    /// The seed that faults by chance are drawn from
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(super) fault_seed: u64,

    /// How many times as fast as the clock time passes for runs, such as `60x`; `manual` for `deck sandbox
    /// advance` alone
    #[arg(long, value_name = "FACTOR", default_value = "1x")]
    pub(super) speed: Speed,

    /// The time at which the sandbox begins, in place of the present; its runs lie just before it
    ///
    /// With `--speed manual` the same commands give the same output on every day. Deliveries to webhooks are
    /// signed at this time too, so that receivers take them for old.
    #[arg(long, value_name = "TIME")]
    pub(super) now: Option<Timestamp>,

    /// The file that all of the sandbox is kept in: read at the start, if there is one, and saved every so
    /// often and at the end
    #[arg(long, value_name = "FILE")]
    pub(super) data: Option<PathBuf>,

    /// How often the file of `--data` is saved
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = seconds_or_longer)]
    pub(super) save_every: Duration,

    /// Write a line for each request to standard error, also where that is no terminal
    #[arg(long, conflicts_with = "quiet")]
    log: bool,

    /// Write no line for each request
    #[arg(long)]
    quiet: bool,

    /// Let filters have words that are not documented, such as a status that is newer than this program
    #[arg(long)]
    pub(super) lenient_filters: bool,

    /// End when standard input is closed, for programs that start the sandbox for themselves
    #[arg(long)]
    until_stdin_closes: bool,
}

pub(super) const AFTER_HELP: &str = "\
The address, the key, and where and with which token the control API is, are written to standard
output when the sandbox responds, with a command to try. It goes on until Ctrl-C or SIGTERM ends it,
or the control API is asked for the shutdown. Each is an end in order, with exit code 0.
  deck sandbox --port 4010
  DECK_BASE_URL=http://127.0.0.1:4010/v2 DECK_API_KEY=sk_live_sandbox deck runs list

A script starts it with `&`, and ends it with `kill`:
  address=$(mktemp)
  deck sandbox --port 4010 > \"$address\" &
  trap \"kill $!\" EXIT
  until grep -q 'api key' \"$address\"; do sleep 0.1; done
A program that starts it with a pipe as its standard input takes `--until-stdin-closes`.

When:
  3:FAULT               The third request
  every-5:FAULT         Every fifth
  always:FAULT          All
  10%:FAULT|FAULT       One in ten by chance, with one of these faults

Faults of the response:
  status=CODE           An error; body=envelope|problem-details|html|text|empty chooses its body
  content-type=VALUE    Another content type
Faults of the connection:
  refused, reset, silent, not-http, endless-headers, truncated-body, reset-body, stalled-body,
  content-length-too-long, content-length-too-short, broken-chunks, endless-body, gzip-bomb
Faults of pages:
  repeated-cursor, repeated-page, missing-cursor, bad-items=COUNT, spelling=cancelling|canceling
Beside any of them, or alone, separated by commas:
  delay=DURATION        Before the response, such as 500ms, 2s, or 2 for two seconds
  body-delay=DURATION   In the middle of its body
  before-operation      What the request asks for is not done; so it is with status and refused
  after-operation       It is done, whatever comes back; so it is with all others
  retry-after=VALUE     2 or 2s; date+30s, rfc850-date+30s, asctime-date+30s; or any other text

Examples:
  deck sandbox --port 4010 --seed 7 --runs 1000
  deck sandbox --port 4010 --data my-sandbox.json --speed 60x
  deck sandbox --now 2026-11-01T00:00:00Z --speed manual
  deck sandbox --from-ndjson runs.ndjson --rate-limit 20/1s+retry-after
  deck sandbox --fault 3:status=503,retry-after=2 --fault every-5:reset-body
  deck sandbox --fault '10%:status=500|truncated-body' --fault always:delay=200ms --fault-seed 9";

/// Serves until the end is asked for, or until standard input is closed if that was asked for.
pub(super) async fn run(arguments: &ServeArguments, format: OutputFormat) -> Result<(), Failure> {
    let mut termination = Termination::watch().await;
    let data = arguments.data.as_deref().map(DataFile::open).transpose()?;
    let sandbox = build::sandbox(arguments, data.as_ref())?;
    let data = data.map(Arc::new);
    if let Some(data) = data.as_ref().filter(|data| !data.is_loaded()) {
        data.save(&sandbox)?;
    }
    let log = arguments.is_logged().then(RequestLog::start);
    let server = start(sandbox.clone(), arguments.port, log.as_ref()).await?;
    let address = Address::of(&server);
    let address_file = AddressFile::write(&address);
    address.announce(format)?;
    tokio::select! {
        _ = termination.requested() => {}
        () = server.shutdown_requested() => {}
        () = standard_input_closes(arguments.until_stdin_closes) => {}
        () = keep_saving(data.as_ref(), &sandbox, arguments.save_every) => {}
    }
    drop(address_file);
    // A client that has stopped in the middle of a request must not hold up the end.
    tokio::select! {
        () = server.shutdown() => {}
        () = TokioClock.sleep(PATIENCE) => {}
    }
    if let Some(log) = log {
        log.finish();
    }
    match data {
        Some(data) => data.save(&sandbox),
        None => Ok(()),
    }
}

impl ServeArguments {
    fn is_logged(&self) -> bool {
        self.log || (diagnostics::are_watched() && !self.quiet)
    }
}

async fn start(
    sandbox: Sandbox,
    port: u16,
    log: Option<&RequestLog>,
) -> Result<SandboxServer, Failure> {
    let started = match log.map(RequestLog::writer) {
        Some(writer) => {
            let observer = move |request: &ServedRequest<'_>| {
                writer.write(request, TokioClock.system_time());
            };
            SandboxServer::start_observed(sandbox, port, observer).await
        }
        None => SandboxServer::start_at_port(sandbox, port).await,
    };
    started.map_err(|error| not_started(port, &error))
}

/// Returns the error with its port, and with what to do where another program listens there.
fn not_started(port: u16, error: &io::Error) -> Failure {
    let message = format!("the sandbox could not be started: port {port}: {error}");
    let explained = Explained::new(ErrorCode::Internal, message);
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            explained.advise("give another one with --port, or 0 for one that is free")
        }
        _ => explained,
    }
    .into()
}

async fn standard_input_closes(is_awaited: bool) {
    if is_awaited {
        // Whether reading fails or ends, nobody is there any more.
        _ = tokio::task::spawn_blocking(read_standard_input).await;
    } else {
        future::pending::<()>().await;
    }
}

fn read_standard_input() {
    _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
}

/// Saves every so often; a file that cannot be saved is told, and tried again the next time.
async fn keep_saving(data: Option<&Arc<DataFile>>, sandbox: &Sandbox, every: Duration) {
    let Some(data) = data else {
        return future::pending().await;
    };
    loop {
        TokioClock.sleep(every).await;
        let (data, sandbox) = (Arc::clone(data), sandbox.clone());
        let saving = tokio::task::spawn_blocking(move || data.save(&sandbox));
        if let Ok(Err(failure)) = saving.await {
            diagnostics::warn_of(&failure);
        }
    }
}
