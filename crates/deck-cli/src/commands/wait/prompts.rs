//! What is done where a run asks for something: it is shown, or put to the person at the terminal.

use std::error::Error as StdError;
use std::future::Future;
use std::future::pending;
use std::io;
use std::pin::Pin;
use std::sync::Arc;

use deck_client::Prompt;
use deck_client::Reply;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;

use crate::arguments::GlobalArguments;
use crate::commands::respond::question;
use crate::diagnostics;
use crate::terminal;

type Handled = Pin<Box<dyn Future<Output = Result<Reply, HandlerError>> + Send>>;

type HandlerError = Box<dyn StdError + Send + Sync>;

/// Returns what a wait does where a run asks for something.
pub(super) fn handler(
    global: &GlobalArguments,
    is_interactive: bool,
) -> impl Fn(Prompt) -> Handled + Send + Sync + 'static {
    let global = global.flags();
    // One question at a time: there is one terminal.
    let turn = Arc::new(Mutex::new(()));
    move |prompt| {
        if is_interactive && !prompt.interaction.fields.is_empty() {
            Box::pin(ask(prompt, Arc::clone(&turn)))
        } else {
            let lines = question::lines(&prompt.run.id, &prompt.interaction);
            diagnostics::write_lines(&lines);
            let command = question::command(&prompt.run.id, &prompt.interaction, &global);
            diagnostics::write_lines(&[format!("  help: this replies: {command}")]);
            Box::pin(async { Ok(Reply::Leave) })
        }
    }
}

/// Asks the person at the terminal.
async fn ask(prompt: Prompt, turn: Arc<Mutex<()>>) -> Result<Reply, HandlerError> {
    let _turn = turn.lock().await;
    let mut submission = prompt.submission();
    let asked = spawn_blocking(move || {
        diagnostics::write_lines(&question::lines(&prompt.run.id, &prompt.interaction));
        question::ask(&prompt.interaction.fields)
    });
    match asked.await? {
        Ok(values) => {
            for (name, value) in values {
                submission = submission.field(name, &value)?;
            }
            Ok(Reply::Submit(submission))
        }
        // Ctrl-C, which ends the wait.
        Err(error) if error.kind() == io::ErrorKind::Interrupted => pending().await,
        // Nobody is there any more.
        Err(error) if terminal::is_end(&error) => Ok(Reply::Leave),
        Err(error) => Err(error.into()),
    }
}
