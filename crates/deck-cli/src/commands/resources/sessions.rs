//! `deck sessions`: the browsers that runs happen in. The API has no listing of them.

use clap::Args;
use clap::Subcommand;

use deck_types::EndSession;
use deck_types::GetSession;
use deck_types::SessionId;

use crate::arguments::GlobalArguments;
use crate::commands::word::word;
use crate::commands::write::WriteArguments;
use crate::commands::write::sending::Write;
use crate::context::Context;
use crate::error::Failure;

use super::shown::show;

/// What can be done with sessions.
#[derive(Debug, Subcommand)]
pub(crate) enum SessionsCommand {
    /// Show everything about one session
    Get(GetArguments),
    /// End one session; runs that go on in it are canceled
    End(EndArguments),
}

/// The arguments of `deck sessions get`.
#[derive(Args, Debug)]
#[command(after_help = "\
The API has no listing of sessions; a run tells its own.

Example:
  deck sessions get sess_1a2b3c")]
pub(crate) struct GetArguments {
    /// The session's id, such as `sess_1a2b3c`
    #[arg(value_name = "ID", value_parser = word::<SessionId>())]
    id: SessionId,
}

/// The arguments of `deck sessions end`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  deck sessions end sess_1a2b3c\n  deck sessions end sess_1a2b3c --dry-run"
)]
pub(crate) struct EndArguments {
    /// The session's id, such as `sess_1a2b3c`
    #[arg(value_name = "ID", value_parser = word::<SessionId>())]
    id: SessionId,

    #[command(flatten)]
    write: WriteArguments,
}

/// Runs one of them.
pub(super) async fn run(
    command: &SessionsCommand,
    global: &GlobalArguments,
) -> Result<(), Failure> {
    match command {
        SessionsCommand::Get(arguments) => {
            show(GetSession::new(arguments.id.clone()), global).await
        }
        SessionsCommand::End(arguments) => {
            let operation = EndSession::new(arguments.id.clone());
            if arguments.write.is_dry_run() {
                return arguments.write.show(&operation, global);
            }
            let context = Context::open(global).await?;
            let write = Write {
                happens: "the session was ended",
                is_start: false,
                command: vec![
                    "sessions".into(),
                    "end".into(),
                    arguments.id.as_str().into(),
                ],
            };
            let response = write
                .send(&context, operation.clone(), &arguments.write)
                .await?;
            context.write_response(&operation, &response)
        }
    }
}
