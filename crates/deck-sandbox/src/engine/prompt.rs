//! What a source asks of the end user in the middle of a run.

use std::collections::BTreeMap;
use std::time::Duration;

use deck_types::Json;
use serde::Deserialize;
use serde::Serialize;
use serde_json::json;

/// How long a prompt waits, unless it says otherwise. The documentation has no number.
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// A prompt of a [`Script`](crate::Script): what is asked, and what is taken for an answer.
///
/// A wrong answer is told like a right one: the run goes on running. A second later it asks the same again.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use deck_sandbox::Prompt;
///
/// let code = Prompt::mfa("123456").with_patience(Duration::from_secs(30));
/// let school = Prompt::security_question("What was your first school?", "Elm Street");
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use]
pub struct Prompt {
    pub(crate) interaction: Option<Json>,
    accepted: BTreeMap<String, String>,
    pub(crate) patience: Duration,
}

/// A prompt in a saved sandbox, which is no part of what programs see of it.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Prompt")]
pub(crate) struct SavedPrompt {
    interaction: Option<Json>,
    accepted: BTreeMap<String, String>,
    patience: Duration,
}

impl Prompt {
    /// Asks for a one-time code, in the field `code`.
    pub fn mfa(code: impl Into<String>) -> Prompt {
        let message = "Enter the code that was sent to your phone.";
        Prompt::of_one_field("mfa", message, "code", "One-time code").accept("code", code)
    }

    /// Asks a question, whose answer is in the field `answer`.
    pub fn security_question(question: &str, answer: impl Into<String>) -> Prompt {
        Prompt::of_one_field("security_question", question, "answer", "Answer")
            .accept("answer", answer)
    }

    /// Asks which account is to be used, in the field `account_id`.
    pub fn account_selection(account_id: impl Into<String>) -> Prompt {
        let message = "Which of your accounts shall be used?";
        Prompt::of_one_field("account_selection", message, "account_id", "Account")
            .accept("account_id", account_id)
    }

    /// Asks what `interaction` says: the member `interaction` of the run. Whatever is answered is right,
    /// until [`accept`](Prompt::accept) says otherwise.
    pub fn new(interaction: Json) -> Prompt {
        Prompt::of(Some(interaction))
    }

    /// Takes only `value` for an answer in `field`.
    pub fn accept(mut self, field: impl Into<String>, value: impl Into<String>) -> Prompt {
        self.accepted.insert(field.into(), value.into());
        self
    }

    /// Sets how long the prompt waits for an answer; 5 minutes by default. Then the run fails with an error
    /// of type `interaction` and code `interaction_timeout`.
    pub fn with_patience(self, patience: Duration) -> Prompt {
        Prompt { patience, ..self }
    }

    /// Returns whether `input` has the right value for every field that has one.
    pub(crate) fn accepts(&self, input: &BTreeMap<String, Json>) -> bool {
        self.accepted.iter().all(|(field, value)| {
            let given = input.get(field).map(Json::parse::<String>);
            given.is_some_and(|given| given.as_ref() == Ok(value))
        })
    }

    fn of(interaction: Option<Json>) -> Prompt {
        Prompt {
            interaction,
            accepted: BTreeMap::new(),
            patience: PATIENCE,
        }
    }

    fn of_one_field(kind: &str, message: &str, field: &str, label: &str) -> Prompt {
        let field = json!({"name": field, "type": "string", "label": label});
        let interaction = json!({"type": kind, "message": message, "fields": [field]});
        Prompt::of(Json::encode(&interaction).ok())
    }
}
