//! One request that writes, on its way.

use deck_client::Error;
use deck_client::IdempotencyKey;
use deck_types::Json;
use deck_types::Operation;

use crate::commands::write::WriteArguments;
use crate::commands::write::fresh_key;
use crate::commands::write::unknown_outcome::UnknownOutcome;
use crate::commands::write::unknown_outcome::may_have_happened;
use crate::context::Context;
use crate::diagnostics;
use crate::error::Failure;
use crate::interrupt::Interrupt;
use crate::shell;

/// The longest command that is suggested.
const MOST_COMMAND_BYTES: usize = 4 * 1024;

/// What a command writes, for messages.
pub(crate) struct Write {
    /// What has happened when the request was carried out, such as `the run was started`.
    pub(crate) happens: &'static str,
    /// The words and flags that repeat it, but for `deck`, the key and the flags of every command.
    pub(crate) command: Vec<String>,
    /// Whether it starts something that a repeat would start once more.
    pub(crate) is_start: bool,
}

impl Write {
    /// Sends the operation, and returns the exact text of the response.
    pub(crate) async fn send<O: Operation>(
        self,
        context: &Context,
        operation: O,
        arguments: &WriteArguments,
    ) -> Result<Json, Failure> {
        let interrupt = Interrupt::watch().await;
        self.send_until(context, operation, arguments, &interrupt, |call| call)
            .await
    }

    /// Sends the operation as `settings` has the call, unless Ctrl-C comes first.
    pub(crate) async fn send_until<O: Operation>(
        self,
        context: &Context,
        operation: O,
        arguments: &WriteArguments,
        interrupt: &Interrupt,
        settings: impl FnOnce(deck_client::Call<O, Json>) -> deck_client::Call<O, Json>,
    ) -> Result<Json, Failure> {
        let key = match &arguments.idempotency_key {
            Some(key) => key.clone(),
            None => {
                let key = fresh_key()?;
                if self.is_start {
                    tell_key(&key);
                }
                key
            }
        };
        let call = context.client().call(operation).with_output_type::<Json>();
        let mut call = settings(call).idempotency_key(key.clone());
        if arguments.idempotency_key.is_some() {
            // A key of one's own is given to say that this may be a repeat.
            call = call.as_repeat();
        }
        tokio::select! {
            biased;
            () = interrupt.pressed() => Err(self.unknown(None, &key, context)),
            response = call => response.map_err(|error| self.failure(error, &key, context)),
        }
    }

    /// Returns the failure of a request, with how to repeat it where it may have happened.
    pub(crate) fn failure(self, error: Error, key: &IdempotencyKey, context: &Context) -> Failure {
        if may_have_happened(&error) {
            self.unknown(Some(error), key, context)
        } else {
            Failure::Request(error)
        }
    }

    /// Returns the failure of a request of which nobody knows whether it happened.
    pub(crate) fn unknown(
        self,
        error: Option<Error>,
        key: &IdempotencyKey,
        context: &Context,
    ) -> Failure {
        let mut words = vec!["deck".to_owned()];
        words.extend(self.command);
        words.extend(context.global.flags());
        words.push(format!("--idempotency-key={}", key.as_str()));
        let command = shell::command(words.iter().map(String::as_str));
        UnknownOutcome {
            error,
            happens: self.happens,
            key: key.clone(),
            command: (command.len() <= MOST_COMMAND_BYTES).then_some(command),
        }
        .into()
    }
}

/// Tells a person the key before a request leaves, in case the program is killed before its end.
fn tell_key(key: &IdempotencyKey) {
    let key = key.as_str();
    diagnostics::hint(&format!(
        "to repeat this command and do nothing twice, add --idempotency-key={key}"
    ));
}
