//! [`Case`]: one way to the sandbox, what happens on it, and how the listings fared.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::Counters;
use deck_client::RateLimiter;
use deck_client::types::Json;
use deck_client::types::PageSize;
use deck_sandbox::Fault;
use deck_sandbox::FaultPlan;
use deck_sandbox::RateLimit;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_sandbox::SandboxServer;
use deck_transport::Clock;
use deck_transport::TokioClock;
use http::Uri;
use tokio::task::JoinSet;

use crate::Failure;
use crate::chain::Chain;
use crate::check;
use crate::program::Program;
use crate::witness::Witness;

/// How many runs the sandbox holds, and how many of them a page has: 20 pages, of which every listing asks
/// for one after the other.
const RUNS: usize = 60;
const PAGE_SIZE: u32 = 3;
const PAGES: usize = RUNS.div_ceil(PAGE_SIZE as usize);

/// How long the sandbox takes for a page, so that requests are under way while something happens.
const DELAY: Duration = Duration::from_millis(20);

/// How often a server is reloaded in the course of a listing.
const RELOADS: usize = 3;

/// How long a case may take; what hangs is a failure.
const TIME_LIMIT: Duration = Duration::from_secs(120);

/// How many failed listings are told of.
const MOST_TOLD: usize = 2;

/// Which programs stand between the client and the sandbox.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Way {
    Nginx,
    Haproxy,
    /// squid is handed plain requests.
    SquidForward,
    /// squid opens a tunnel to nginx.
    SquidTunnel,
}

/// What the client speaks with the server nearest to it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Protocol {
    /// HTTP/1.1 without TLS.
    Plain,
    /// HTTP/1.1 over TLS, the only one that is offered.
    Http1,
    /// HTTP/2 over TLS, by ALPN.
    Http2,
}

/// One case.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) way: Way,
    pub(crate) protocol: Protocol,
    /// What the settings of the server have besides.
    pub(crate) settings: &'static str,
    /// How many listings one client runs at once.
    pub(crate) callers: usize,
    /// Whether the server is reloaded in the middle.
    pub(crate) reloads: bool,
    /// Whether the case is part of the short form.
    pub(crate) short: bool,
}

/// How a case ended.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// All listings were complete.
    Passed(Figures),
    /// Some were not, or the programs could not be started.
    Failed(String),
    /// This program is not installed.
    Skipped(Program),
}

/// What a case took.
#[derive(Debug)]
pub(crate) struct Figures {
    requests: u64,
    retries: u64,
    time: Duration,
}

impl Case {
    pub(crate) async fn run(&self) -> Verdict {
        if let Some(missing) = self.missing() {
            return Verdict::Skipped(missing);
        }
        tokio::select! {
            result = self.play() => match result {
                Ok(figures) => Verdict::Passed(figures),
                Err(failure) => Verdict::Failed(failure.to_string()),
            },
            () = TokioClock.sleep(TIME_LIMIT) => Verdict::Failed(format!("no end after {TIME_LIMIT:?}")),
        }
    }

    /// Returns a program that the case needs and that is not installed.
    fn missing(&self) -> Option<Program> {
        let needed: &[Program] = match self.way {
            Way::Nginx => &[Program::Nginx],
            Way::Haproxy => &[Program::Haproxy],
            Way::SquidForward => &[Program::Squid],
            Way::SquidTunnel => &[Program::Squid, Program::Nginx],
        };
        needed
            .iter()
            .copied()
            .find(|program| program.path().is_none())
    }

    async fn play(&self) -> Result<Figures, Failure> {
        let sandbox = Sandbox::builder()
            .seed(1)
            .runs(RUNS)
            .rate_limit(RateLimit::none())
            .faults(FaultPlan::new().always(Fault::delay(DELAY)))
            .build();
        let expected = Arc::new(check::expected(&sandbox)?);
        let server = SandboxServer::start(sandbox).await?;
        let mut chain = Chain::start(self, port_of(&server)?).await?;
        let witness = Witness::new(chain.transport()?);
        let counters = Counters::new();
        let client = Client::builder(ApiKey::new(SANDBOX_API_KEY)?)
            .with_base_url(chain.base_url())
            .with_transport(witness.clone())
            .with_rate_limiter(RateLimiter::unlimited())
            .with_observer(counters.clone())
            .build()?;
        let started = TokioClock.now();
        let result = self.list(&client, &expected, &witness, &mut chain).await;
        let counts = counters.read();
        let figures = Figures {
            requests: counts.requests,
            retries: counts.retries,
            time: TokioClock.now() - started,
        };
        match result.and_then(|()| self.check_versions(&witness)) {
            Ok(()) => Ok(figures),
            Err(failure) => Err(format!("{failure}\n{figures}\n{}", chain.log()).into()),
        }
    }

    /// Runs all listings at once, and the reloads beside them.
    async fn list(
        &self,
        client: &Client,
        expected: &Arc<Vec<Json>>,
        witness: &Witness,
        chain: &mut Chain,
    ) -> Result<(), Failure> {
        let page_size = PageSize::new(PAGE_SIZE)?;
        let mut listings = JoinSet::new();
        for _ in 0..self.callers {
            let (client, expected) = (client.clone(), Arc::clone(expected));
            listings.spawn(async move { check::list(&client, page_size, &expected).await });
        }
        let mut listings = pin!(listings.join_all());
        let results = tokio::select! {
            results = &mut listings => results,
            reloaded = self.reload(witness, chain) => {
                reloaded?;
                listings.await
            }
        };
        let failures: Vec<_> = results.into_iter().filter_map(Result::err).collect();
        if failures.is_empty() {
            return Ok(());
        }
        Err(tell(self.callers, &failures).into())
    }

    /// Reloads the server when a quarter, a half and three quarters of the responses have come. Fewer come
    /// only if listings fail.
    async fn reload(&self, witness: &Witness, chain: &mut Chain) -> Result<(), Failure> {
        let reloads = if self.reloads { RELOADS } else { 0 };
        for reload in 1..=reloads {
            let part = self.callers * PAGES * reload / (RELOADS + 1);
            witness.responses(part).await;
            chain.reload()?;
        }
        Ok(())
    }

    /// Checks that the listings went over the protocol that the case is about.
    fn check_versions(&self, witness: &Witness) -> Result<(), Failure> {
        let expected = match self.protocol {
            Protocol::Plain | Protocol::Http1 => "HTTP/1.1",
            Protocol::Http2 => "HTTP/2.0",
        };
        let versions = witness.versions();
        if versions == [expected] {
            return Ok(());
        }
        Err(format!("the responses came over {versions:?}").into())
    }
}

fn port_of(server: &SandboxServer) -> Result<u16, Failure> {
    let url: Uri = server.url().parse()?;
    Ok(url.port_u16().ok_or("the sandbox has no port")?)
}

/// Tells how many listings failed, and why the first of them did.
fn tell(callers: usize, failures: &[Failure]) -> String {
    let mut text = format!("{} of {callers} listings failed", failures.len());
    for failure in failures.iter().take(MOST_TOLD) {
        text += &format!("\n  {failure}");
        let mut next = failure.source();
        while let Some(cause) = next {
            text += &format!("\n    caused by: {cause}");
            next = cause.source();
        }
    }
    text
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passed(figures) => write!(f, "ok, {figures}"),
            Self::Failed(reason) => write!(f, "FAILED\n{reason}"),
            Self::Skipped(program) => write!(f, "skipped: {program} is not installed"),
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            requests,
            retries,
            time,
        } = self;
        write!(
            f,
            "{requests} requests, {retries} retries, {:.1} s",
            time.as_secs_f64()
        )
    }
}
