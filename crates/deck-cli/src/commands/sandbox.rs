//! `deck sandbox`: the sandbox on a port, for other programs.

use std::fs::File;
use std::io;
use std::io::BufReader;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use deck_sandbox::FaultPlan;
use deck_sandbox::NdjsonImport;
use deck_sandbox::RateLimit;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_sandbox::SandboxRun;
use deck_sandbox::SandboxServer;
use deck_sandbox::UnknownWords;
use deck_transport::Clock;
use deck_transport::TokioClock;

use crate::arguments::GlobalArguments;
use crate::daily_sandbox::daily_sandbox;
use crate::error::Failure;
use crate::output::detail::Detail;
use crate::output::screen::Screen;
use crate::output::value;

/// The arguments of `deck sandbox`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct SandboxArguments {
    /// The port to listen on, at 127.0.0.1; 0 for one that is free
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,

    /// The seed that the runs are drawn from
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    seed: u64,

    /// How many runs are drawn [default: 240, 2000 with --week, or none with --from-ndjson]
    #[arg(long, value_name = "COUNT")]
    runs: Option<usize>,

    /// Spread the runs over the last whole week, as those of a company
    #[arg(long, conflicts_with = "from_ndjson")]
    week: bool,

    /// A file with runs, one in JSON on each line, as `deck task-runs list --output ndjson` writes them
    #[arg(long, value_name = "FILE")]
    from_ndjson: Option<PathBuf>,

    /// How many requests are admitted within a time, or `none`; `+retry-after` behind it adds that header to
    /// status 429
    #[arg(long, value_name = "LIMIT", default_value_t)]
    rate_limit: RateLimit,

    /// Which requests have a fault, and which one (repeatable; the first that applies decides)
    #[arg(long, value_name = "WHEN:FAULT")]
    fault: Vec<FaultPlan>,

    /// The seed that faults by chance are drawn from
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    fault_seed: u64,

    /// How many times as fast as the clock runs work
    #[arg(long, value_name = "FACTOR", default_value_t = 1)]
    speed: u32,

    /// Let filters have words that are not documented, such as a status that is newer than this program
    #[arg(long)]
    lenient_filters: bool,

    /// End when standard input is closed, for programs that start the sandbox for themselves
    #[arg(long)]
    until_stdin_closes: bool,
}

const AFTER_HELP: &str = "\
The address, the key, and where and with which token the control API is, are written to standard
output when the sandbox responds. It goes on until it is interrupted, or the control API is asked for
the shutdown. Other programs go there with the address as their base URL:
  deck sandbox --port 4010
  DECK_API_KEY=sk_live_sandbox deck --base-url http://127.0.0.1:4010/v2 task-runs list

A shell lets no Ctrl-C through to what a script starts with `&`. There it is ended with `kill`:
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
  deck sandbox --from-ndjson runs.ndjson --rate-limit 20/1s+retry-after
  deck sandbox --fault 3:status=503,retry-after=2 --fault every-5:reset-body
  deck sandbox --fault '10%:status=500|truncated-body' --fault always:delay=200ms --fault-seed 9";

/// What other programs need to reach the sandbox.
#[derive(Serialize)]
struct Address {
    base_url: String,
    api_key: &'static str,
    control_url: String,
    control_token: String,
}

/// Serves until it is interrupted, or until standard input is closed if that was asked for.
pub(super) async fn run(
    arguments: &SandboxArguments,
    global: &GlobalArguments,
) -> Result<(), Failure> {
    check_global(global)?;
    let server = SandboxServer::start_at_port(sandbox(arguments)?, arguments.port)
        .await
        .map_err(|error| Failure::Sandbox(at_port(arguments.port, &error)))?;
    announce(&server, global)?;
    if arguments.until_stdin_closes {
        tokio::select! {
            // Whether reading fails or ends, nobody is there any more.
            _ = tokio::task::spawn_blocking(read_standard_input) => {}
            () = server.shutdown_requested() => {}
        }
    } else {
        server.shutdown_requested().await;
    }
    server.shutdown().await;
    Ok(())
}

/// Refuses the flags that are about requests, of which a server sends none.
fn check_global(global: &GlobalArguments) -> Result<(), Failure> {
    let is_of_client = global.sandbox
        || global.profile.is_some()
        || global.base_url.is_some()
        || global.ca_cert.is_some()
        || global.max_retries.is_some()
        || global.verbose > 0;
    if is_of_client {
        return Err(Failure::Contradiction(
            "deck sandbox is a server, so none of --sandbox, --profile, --base-url, --ca-cert, \
             --max-retries and -v can be given",
        ));
    }
    Ok(())
}

fn sandbox(arguments: &SandboxArguments) -> Result<Sandbox, Failure> {
    let mut builder = daily_sandbox(TokioClock.system_time())
        .rate_limit(arguments.rate_limit)
        .faults(plan(arguments))
        .speed(arguments.speed)
        .seed(arguments.seed);
    if arguments.week {
        builder = builder.company_week();
    }
    if arguments.lenient_filters {
        builder = builder.unknown_words(UnknownWords::Accepted);
    }
    if let Some(path) = &arguments.from_ndjson {
        builder = builder.with_runs(read_runs(path)?).runs(0);
    }
    if let Some(count) = arguments.runs {
        builder = builder.runs(count);
    }
    Ok(builder.build())
}

fn plan(arguments: &SandboxArguments) -> FaultPlan {
    let plan = FaultPlan::new().seed(arguments.fault_seed);
    arguments.fault.iter().cloned().fold(plan, FaultPlan::and)
}

fn read_runs(path: &Path) -> Result<Vec<SandboxRun>, Failure> {
    let unreadable = |error| Failure::File(path.to_owned(), error);
    let file = File::open(path).map_err(unreadable)?;
    NdjsonImport::from_reader(BufReader::new(file))
        .map_err(unreadable)?
        .into_runs()
        .map_err(|error| Failure::Import(path.to_owned(), error))
}

/// Returns the error with its port, and with what to do where another program listens there.
fn at_port(port: u16, error: &io::Error) -> io::Error {
    let advice = match error.kind() {
        io::ErrorKind::AddrInUse => "; give another one with --port, or 0 for one that is free",
        _ => "",
    };
    io::Error::new(error.kind(), format!("port {port}: {error}{advice}"))
}

fn announce(server: &SandboxServer, global: &GlobalArguments) -> Result<(), Failure> {
    let address = Address {
        base_url: server.url(),
        api_key: SANDBOX_API_KEY,
        control_url: server.control_url(),
        control_token: server.control_token().to_owned(),
    };
    let mut detail = Detail::new();
    detail.field("base url", Some(&address.base_url));
    detail.field("api key", Some(address.api_key));
    detail.field("control url", Some(&address.control_url));
    detail.field("control token", Some(&address.control_token));
    let screen = Screen::of_standard_output(global.color);
    value::write(global.output, screen, detail, &address)
}

fn read_standard_input() {
    let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
}
