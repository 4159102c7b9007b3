//! `deck auth status`: where the key comes from, and whether the API accepts it.

use serde::Serialize;

use deck_types::GetTestStatus;

use crate::arguments::GlobalArguments;
use crate::context::Context;
use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::key::KeyKind;
use crate::key::KeyOrigin;
use crate::key::KeySource;
use crate::output::detail::Detail;
use crate::output::screen::Screen;
use crate::output::value;

pub(super) const AFTER_HELP: &str = "\
Examples:
  deck auth status
  deck auth status --profile staging
  deck --sandbox auth status --output json";

/// What is known of the key.
#[derive(Debug, Serialize)]
struct AuthStatus {
    profile: Option<String>,
    /// Where the key comes from; nothing where there is none.
    key_source: Option<KeySource>,
    key_kind: Option<KeyKind>,
    base_url: Option<String>,
    /// Whether the API accepts the key; nothing where that could not be found out.
    accepted: Option<bool>,
    environment: Option<String>,
}

/// Asks the API, and writes what is known in any case.
pub(super) async fn run(global: &GlobalArguments) -> Result<(), Failure> {
    let chosen = global.chosen_profile.as_ref();
    let mut status = AuthStatus {
        profile: chosen.map(|chosen| chosen.profile.name.clone()),
        key_source: None,
        key_kind: None,
        base_url: (!global.sandbox).then(|| global.address().url().to_owned()),
        accepted: None,
        environment: None,
    };
    let result = status.find_out(global).await;
    if let Err(failure) = &result
        && failure.code() == ErrorCode::Usage
    {
        return result;
    }
    let screen = Screen::of_standard_output();
    value::write(global.output, screen, status.detail(), &status)?;
    result
}

impl AuthStatus {
    async fn find_out(&mut self, global: &GlobalArguments) -> Result<(), Failure> {
        let context = Context::open(global).await?;
        let KeyOrigin { source, kind } = context.key_origin;
        self.key_source = Some(source);
        self.key_kind = kind;
        let response = context.client().call(GetTestStatus).await;
        self.accepted = match &response {
            Ok(status) if status.status.is_some() => Some(true),
            Err(error) if error.is_unauthorized() => Some(false),
            _ => None,
        };
        let environment = response?.environment;
        self.environment = environment;
        Ok(())
    }

    fn detail(&self) -> Detail<'_> {
        let mut detail = Detail::new();
        detail.field("profile", self.profile.as_deref());
        detail.field("base url", self.base_url.as_deref());
        detail.field("key", Some(self.key()));
        detail.field(
            "accepted",
            Some(match self.accepted {
                Some(true) => "yes",
                Some(false) => "no",
                None => "not known",
            }),
        );
        detail.field("environment", self.environment.as_deref());
        detail
    }

    fn key(&self) -> String {
        let source = match self.key_source {
            None => return "none".to_owned(),
            Some(KeySource::Variable) => "from DECK_API_KEY",
            Some(KeySource::KeyCommand) => "from the key_command of the profile",
            Some(KeySource::Sandbox) => "of the sandbox",
        };
        match self.key_kind {
            Some(KeyKind::Live) => format!("live, {source}"),
            Some(KeyKind::Test) => format!("test, {source}"),
            None => source.to_owned(),
        }
    }
}
