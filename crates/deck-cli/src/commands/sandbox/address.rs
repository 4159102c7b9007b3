//! Where a sandbox is, and how to get in.

use serde::Deserialize;
use serde::Serialize;

use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::SandboxServer;

use crate::error::Failure;
use crate::output::detail::Detail;
use crate::output::format::OutputFormat;
use crate::output::screen::Screen;
use crate::output::value;
use crate::shell;

/// What other programs need to reach a sandbox.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Address {
    pub(super) base_url: String,
    pub(super) api_key: String,
    pub(super) control_url: String,
    pub(super) control_token: String,
}

impl Address {
    /// Returns the address of a server.
    pub(super) fn of(server: &SandboxServer) -> Self {
        Self {
            base_url: server.url(),
            api_key: SANDBOX_API_KEY.to_owned(),
            control_url: server.control_url(),
            control_token: server.control_token().to_owned(),
        }
    }

    /// Writes it to standard output, for people with a command to try.
    pub(super) fn announce(&self, format: OutputFormat) -> Result<(), Failure> {
        let mut detail = Detail::new();
        detail.field("base url", Some(&self.base_url));
        detail.field("api key", Some(&self.api_key));
        detail.field("control url", Some(&self.control_url));
        detail.field("control token", Some(&self.control_token));
        detail.section("try", [self.command()]);
        value::write(format, Screen::of_standard_output(), detail, self)
    }

    fn command(&self) -> String {
        let variables = [
            ("DECK_BASE_URL", &self.base_url),
            ("DECK_API_KEY", &self.api_key),
        ];
        let variables = variables.map(|(name, value)| format!("{name}={}", shell::quoted(value)));
        format!("{} deck runs list", variables.join(" "))
    }
}
