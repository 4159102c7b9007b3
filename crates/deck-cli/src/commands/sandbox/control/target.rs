//! Which sandbox is meant: that of flags or variables, or else the one of this user that runs.

use std::fs;

use clap::Args;

use deck_client::http::Method;
use deck_client::http::StatusCode;
use deck_client::http::Uri;

use crate::commands::sandbox::address::Address;
use crate::commands::sandbox::address_file;
use crate::commands::sandbox::control::connection::ControlError;
use crate::commands::sandbox::control::connection::quick_transport;
use crate::commands::sandbox::control::connection::send;
use crate::diagnostics;
use crate::environment::Variable;
use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::explained::Explained;
use crate::loopback::is_loopback;

/// The flags that say which sandbox is meant.
#[derive(Args, Debug)]
#[command(next_help_heading = "Which sandbox")]
pub(crate) struct TargetArguments {
    /// The port of the sandbox, where several of yours run
    #[arg(long, value_name = "PORT", conflicts_with = "control_url")]
    port: Option<u16>,

    /// The control URL that the sandbox printed.
    #[arg(long, value_name = "URL", help = CONTROL_URL_HELP)]
    control_url: Option<String>,

    /// The control token that it printed.
    #[arg(long, value_name = "TOKEN", help = CONTROL_TOKEN_HELP)]
    control_token: Option<String>,
}

const CONTROL_URL_HELP: &str = "The control URL that the sandbox printed \
     [default: DECK_SANDBOX_CONTROL_URL where it is set, or the one of yours that runs]";

const CONTROL_TOKEN_HELP: &str = "The control token that it printed \
     [default: DECK_SANDBOX_CONTROL_TOKEN where it is set, or that of the sandbox found]";

/// A sandbox and the way in.
pub(super) struct Target {
    pub(super) url: String,
    pub(super) token: String,
}

impl TargetArguments {
    /// Finds the sandbox.
    pub(super) async fn find(&self) -> Result<Target, Failure> {
        let token = self
            .control_token
            .clone()
            .or_else(|| text_of(Variable::SandboxControlToken));
        let url = self.control_url.clone();
        let url =
            url.or_else(|| text_of(Variable::SandboxControlUrl).filter(|_| self.port.is_none()));
        let Some(url) = url else {
            return self.running(token).await;
        };
        check(&url)?;
        let known = || {
            let known = address_file::addresses().into_iter();
            let mut known = known.filter(|(_, address)| is_same(&address.control_url, &url));
            known.next().map(|(_, address)| address.control_token)
        };
        let token = token.or_else(known).ok_or_else(|| {
            let message = format!("there is no token for {url}");
            let advice =
                "give the one that it printed with --control-token or DECK_SANDBOX_CONTROL_TOKEN";
            Explained::new(ErrorCode::Usage, message).advise(advice)
        })?;
        Ok(Target { url, token })
    }

    /// Finds the one sandbox of this user that runs.
    async fn running(&self, token: Option<String>) -> Result<Target, Failure> {
        let transport = quick_transport()?;
        let mut running = Vec::new();
        for (path, address) in address_file::addresses() {
            let port = address_file::port(&address.control_url);
            let is_meant = self.port.is_none_or(|meant| port == meant.to_string());
            if !is_meant || check(&address.control_url).is_err() {
                continue;
            }
            let target = Target {
                url: address.control_url.clone(),
                token: address.control_token.clone(),
            };
            match send(&transport, &target, Method::GET, "health", None).await {
                Ok(_) => running.push(address),
                Err(error) if is_gone(&error) => {
                    _ = fs::remove_file(&path);
                    diagnostics::note(&format!(
                        "the sandbox at {} has ended; {} said where it was and is removed",
                        address.base_url,
                        path.display()
                    ));
                }
                Err(_) => running.push(address),
            }
        }
        let address = one(running, self.port)?;
        Ok(Target {
            url: address.control_url,
            token: token.unwrap_or(address.control_token),
        })
    }
}

/// Returns whether the sandbox of the file has ended: nobody is there, or somebody else.
fn is_gone(error: &ControlError) -> bool {
    match error {
        ControlError::Unreachable(error) => {
            error.kind() == deck_transport::TransportErrorKind::Connect
        }
        ControlError::Refused(status, _) => {
            matches!(*status, StatusCode::UNAUTHORIZED | StatusCode::NOT_FOUND)
        }
    }
}

fn one(mut running: Vec<Address>, port: Option<u16>) -> Result<Address, Failure> {
    let found = running.pop();
    if let Some(found) = found {
        if running.is_empty() {
            return Ok(found);
        }
        running.push(found);
        let urls: Vec<_> = running
            .iter()
            .map(|address| address.base_url.as_str())
            .collect();
        let message = format!("{} sandboxes run: {}", urls.len(), urls.join(", "));
        let advice = "say with --port which one is meant";
        return Err(Explained::new(ErrorCode::Usage, message)
            .advise(advice)
            .into());
    }
    let message = match port {
        Some(port) => format!("no sandbox of yours runs at port {port}"),
        None => "no sandbox of yours runs".to_owned(),
    };
    let advice = "start one with `deck sandbox`; that of another user or another machine needs \
                  --control-url and --control-token";
    Err(Explained::new(ErrorCode::Unreachable, message)
        .advise(advice)
        .into())
}

/// Refuses a URL that is not on this machine: the token is for nobody else.
fn check(url: &str) -> Result<(), Failure> {
    let is_here = url
        .parse::<Uri>()
        .is_ok_and(|uri| uri.scheme_str() == Some("http") && is_loopback(&uri));
    if is_here {
        return Ok(());
    }
    let message = format!("{url} is no control URL");
    let advice = "it is one such as http://127.0.0.1:4010/_sandbox/, as `deck sandbox` prints it";
    Err(Explained::new(ErrorCode::Usage, message)
        .advise(advice)
        .into())
}

fn is_same(one: &str, other: &str) -> bool {
    one.trim_end_matches('/') == other.trim_end_matches('/')
}

fn text_of(variable: Variable) -> Option<String> {
    let value = variable.value()?.to_string_lossy().into_owned();
    Some(value).filter(|value| !value.is_empty())
}
