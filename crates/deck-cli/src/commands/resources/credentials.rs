//! `deck credentials`: the access of end users to sources, without what is secret in it.

use clap::Args;
use clap::Subcommand;
use clap::builder::NonEmptyStringValueParser;

use deck_types::CredentialId;
use deck_types::CredentialStatus;
use deck_types::GetCredential;
use deck_types::ListCredentials;
use deck_types::SourceId;

use crate::commands::task_runs::filters::UnknownWord;
use crate::commands::word::word;

use super::listed::ListCommand;
use super::page::PageArguments;

/// What can be done with credentials.
#[derive(Debug, Subcommand)]
pub(crate) enum CredentialsCommand {
    /// List credentials, with filters
    List(ListArguments),
    /// Show everything about one credential but what is secret in it
    Get(GetArguments),
}

/// The arguments of `deck credentials list`.
#[derive(Args, Debug)]
#[command(after_help = "\
In every format, the values in `auth_credentials` are redacted, user names too.

Examples:
  deck credentials list --status invalid --all
  deck credentials list --external-id user_12345 --output json")]
pub(crate) struct ListArguments {
    /// Credentials in this state (repeatable): unverified, verified, invalid, deleted
    #[arg(
        long,
        value_name = "STATUS",
        value_parser = word::<CredentialStatus>(),
        value_delimiter = ',',
        help_heading = "Filters"
    )]
    status: Vec<CredentialStatus>,

    /// Send a status that this program does not know, instead of refusing it
    #[arg(long, help_heading = "Filters")]
    allow_unknown: bool,

    /// Credentials for this source (repeatable)
    #[arg(
        long,
        value_name = "ID",
        value_parser = word::<SourceId>(),
        value_delimiter = ',',
        help_heading = "Filters"
    )]
    source_id: Vec<SourceId>,

    /// Credentials with this id of your own
    #[arg(
        long,
        value_name = "ID",
        value_parser = NonEmptyStringValueParser::new(),
        help_heading = "Filters"
    )]
    external_id: Option<String>,

    #[command(flatten)]
    page: PageArguments,
}

const STATUSES: &[&str] = &["unverified", "verified", "invalid", "deleted"];

impl ListCommand for ListArguments {
    type Listing = ListCredentials;
    const WORDS: &'static [&'static str] = &["credentials", "list"];

    fn listing(&self) -> ListCredentials {
        let mut listing = ListCredentials::new();
        listing.status.clone_from(&self.status);
        listing.source_id.clone_from(&self.source_id);
        listing.external_id.clone_from(&self.external_id);
        listing
    }

    fn page(&self) -> &PageArguments {
        &self.page
    }

    fn allows_unknown(&self) -> bool {
        self.allow_unknown
    }

    fn unknown_words(&self) -> Vec<UnknownWord<'_>> {
        let status = self.status.iter().filter(|status| !status.is_known());
        let unknown = status.map(|status| UnknownWord {
            filter: "status",
            word: status.as_str(),
            known: STATUSES,
        });
        unknown.collect()
    }
}

/// The arguments of `deck credentials get`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  deck credentials get cred_1a2b3c")]
pub(crate) struct GetArguments {
    /// The credential's id, such as `cred_1a2b3c`
    #[arg(value_name = "ID", value_parser = word::<CredentialId>())]
    id: CredentialId,
}

impl GetArguments {
    pub(super) fn operation(&self) -> GetCredential {
        GetCredential::new(self.id.clone())
    }
}
