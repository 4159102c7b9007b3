//! What advice has to know beside the error: where the request went, and what for.

use crate::address::Address;
use crate::arguments::Arguments;
use crate::arguments::Command;
use crate::arguments::GlobalArguments;
use crate::commands::doing::DoingCommand;
use crate::commands::task_runs::TaskRunsCommand;
use crate::environment::Variable;
use crate::environment::proxy_variable;

/// What advice has to know beside the error.
#[derive(Debug)]
pub(crate) struct Situation {
    pub(super) base_url: BaseUrl,
    pub(super) ids: Ids,
    /// Where the key comes from.
    pub(super) key: String,
    /// The variable that sets a proxy for the request, if one does.
    pub(super) proxy: Option<&'static str>,
}

/// The base URL of the request, and who chose it.
#[derive(Debug)]
pub(super) enum BaseUrl {
    /// That of the sandbox of `--sandbox`.
    Sandbox,
    /// The default.
    Default,
    /// One of the user's own.
    Given {
        /// The flag, the variable, or the setting of a profile.
        named_by: String,
        url: String,
    },
}

/// The ids in the request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Ids {
    None,
    /// The id of a run, or of anything else that is asked for.
    Run,
    /// Those in a path that the user gave.
    Path,
    /// Those in the flags of a listing, if there are any.
    Flags,
}

impl Situation {
    /// Returns the situation of the command with these arguments.
    pub(crate) fn of(arguments: &Arguments) -> Self {
        let base_url = BaseUrl::of(&arguments.global);
        Self {
            proxy: proxy_variable().filter(|_| base_url.may_have_proxy()),
            base_url,
            key: key(&arguments.global),
            ids: match &arguments.command {
                Command::TaskRuns(
                    TaskRunsCommand::List(_)
                    | TaskRunsCommand::Export(_)
                    | TaskRunsCommand::Watch(_)
                    | TaskRunsCommand::Stats(_),
                ) => Ids::Flags,
                Command::TaskRuns(TaskRunsCommand::Get(_)) => Ids::Run,
                Command::Doing(DoingCommand::Api(_)) => Ids::Path,
                Command::Doing(_) | Command::Resources(_) => Ids::Run,
                Command::Test
                | Command::Auth(_)
                | Command::Schema
                | Command::Completions(_)
                | Command::Man(_)
                | Command::Drift(_)
                | Command::Sandbox(_)
                | Command::Webhooks(_) => Ids::None,
            },
        }
    }
}

/// Returns where the key comes from, by the name that people know it by.
fn key(arguments: &GlobalArguments) -> String {
    match arguments.key_command() {
        Some((profile, _)) => format!("key_command of the profile {}", profile.name),
        None => Variable::ApiKey.name().to_owned(),
    }
}

impl BaseUrl {
    fn of(arguments: &GlobalArguments) -> Self {
        if arguments.sandbox {
            return Self::Sandbox;
        }
        match arguments.address() {
            Address::Default => Self::Default,
            Address::Variable(url) => Self::Given {
                named_by: Variable::BaseUrl.name().to_owned(),
                url,
            },
            Address::Given { named_by, url } => Self::Given { named_by, url },
        }
    }

    /// Returns whether it ends as the address of the API does.
    pub(super) fn ends_with_version(&self) -> bool {
        match self {
            Self::Sandbox | Self::Default => true,
            Self::Given { url, .. } => url.trim_end_matches('/').ends_with("/v2"),
        }
    }

    /// Returns whether a proxy could be used: plain `http` goes to loopback only, and never through one.
    fn may_have_proxy(&self) -> bool {
        match self {
            Self::Sandbox => false,
            Self::Default => true,
            Self::Given { url, .. } => !url.starts_with("http:"),
        }
    }
}
