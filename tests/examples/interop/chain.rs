//! [`Chain`]: the programs between the client and the sandbox, and the way through them.

use std::io;
use std::net::Ipv4Addr;
use std::net::TcpListener;
use std::time::Duration;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::RateLimiter;
use deck_client::RetryPolicy;
use deck_client::types::GetTestStatus;
use deck_sandbox::SANDBOX_API_KEY;
use deck_transport::Clock;
use deck_transport::HyperTransport;
use deck_transport::PlainHttp;
use deck_transport::Proxy;
use deck_transport::Roots;
use deck_transport::TokioClock;

use crate::Failure;
use crate::case::Case;
use crate::case::Protocol;
use crate::case::Way;
use crate::process::Process;
use crate::program::Program;
use crate::settings;
use crate::settings::HOST;
use deck_tests::folder::Folder;

/// How long between two looks at whether a program responds by now.
const POLL: Duration = Duration::from_millis(20);

/// How many looks until it is believed that it never will: ten seconds.
const MOST_POLLS: u32 = 500;

/// How often a program is started on other ports, should somebody else have taken the first.
const MOST_STARTS: u32 = 3;

/// The programs that run for one case.
#[derive(Debug)]
pub(crate) struct Chain {
    /// The nearest to the client is the last.
    processes: Vec<Process>,
    base_url: String,
    proxy: Proxy,
}

impl Chain {
    /// Starts the programs of `case` in front of the sandbox on `sandbox`, and waits until it can be asked
    /// through them.
    pub(crate) async fn start(case: &Case, sandbox: u16) -> Result<Self, Failure> {
        let mut start = 1;
        loop {
            let mut chain = Self::spawn(case, sandbox)?;
            match chain.wait_until_it_responds().await {
                Ok(()) => return Ok(chain),
                Err(failure) if start == MOST_STARTS => return Err(failure),
                Err(_) => start += 1,
            }
        }
    }

    fn spawn(case: &Case, sandbox: u16) -> Result<Self, Failure> {
        let mut chain = Self {
            processes: Vec::new(),
            base_url: String::new(),
            proxy: Proxy::None,
        };
        let server = match case.way {
            Way::Nginx | Way::SquidTunnel => chain.serve(Program::Nginx, case, sandbox)?,
            Way::Haproxy => chain.serve(Program::Haproxy, case, sandbox)?,
            Way::SquidForward => sandbox,
        };
        let host = match case.way {
            Way::Nginx | Way::Haproxy => "127.0.0.1",
            Way::SquidTunnel | Way::SquidForward => {
                chain.forward()?;
                HOST
            }
        };
        let scheme = match case.protocol {
            Protocol::Plain => "http",
            Protocol::Http1 | Protocol::Http2 => "https",
        };
        chain.base_url = format!("{scheme}://{host}:{server}/v2");
        Ok(chain)
    }

    /// Starts a server in front of the sandbox, and returns its port.
    fn serve(&mut self, program: Program, case: &Case, sandbox: u16) -> io::Result<u16> {
        let folder = Folder::new()?;
        folder.write(settings::CERTIFICATE_FILE, settings::CERTIFICATE)?;
        folder.write(settings::KEY_FILE, settings::KEY)?;
        let both = [settings::CERTIFICATE, settings::KEY].concat();
        folder.write(settings::BOTH_FILE, both)?;
        let port = free_port()?;
        let settings = match program {
            Program::Haproxy => settings::haproxy,
            Program::Nginx | Program::Squid => settings::nginx,
        };
        let settings = settings(folder.path(), port, sandbox, case.protocol, case.settings);
        self.processes
            .push(Process::start(program, folder, &settings)?);
        Ok(port)
    }

    /// Starts a forward proxy, and goes through it.
    fn forward(&mut self) -> io::Result<()> {
        let folder = Folder::new()?;
        folder.write("hosts", format!("127.0.0.1 {HOST}\n"))?;
        let port = free_port()?;
        let settings = settings::squid(folder.path(), port);
        self.processes
            .push(Process::start(Program::Squid, folder, &settings)?);
        self.proxy = Proxy::Url(format!("http://127.0.0.1:{port}"));
        Ok(())
    }

    async fn wait_until_it_responds(&mut self) -> Result<(), Failure> {
        let client = Client::builder(ApiKey::new(SANDBOX_API_KEY)?)
            .with_base_url(self.base_url())
            .with_transport(self.transport()?)
            .with_rate_limiter(RateLimiter::unlimited())
            .with_retry_policy(RetryPolicy::none())
            .build()?;
        let mut last = String::new();
        for _ in 0..MOST_POLLS {
            if self.processes.iter_mut().any(Process::has_ended) {
                break;
            }
            match client.call(GetTestStatus).await {
                Ok(_) => return Ok(()),
                Err(error) => last = format!("{error}: {:?}", error.attempts().last()),
            }
            TokioClock.sleep(POLL).await;
        }
        Err(format!("it never responded: {last}\n{}", self.log()).into())
    }

    pub(crate) fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Returns a fresh transport that goes through the programs, without connections.
    pub(crate) fn transport(&self) -> Result<HyperTransport, Failure> {
        let transport = HyperTransport::builder()
            .roots(Roots::Pem(settings::AUTHORITY.to_vec()))
            .plain_http(PlainHttp::Anywhere)
            .proxy(self.proxy.clone())
            .build()?;
        Ok(transport)
    }

    /// Reloads the program that is nearest to the client.
    pub(crate) fn reload(&mut self) -> Result<(), Failure> {
        self.processes.last_mut().map_or(Ok(()), Process::reload)
    }

    /// Returns the end of what the programs wrote.
    pub(crate) fn log(&self) -> String {
        self.processes.iter().map(Process::log).collect()
    }
}

/// Returns a port that nobody listens on at this moment.
fn free_port() -> io::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}
