//! The rules of a [`Scrubber`](super::Scrubber).

use http::HeaderName;
use http::HeaderValue;
use http::header;
use serde::Deserialize;
use serde::Serialize;

/// Names only, so that they can stand in the text of the cassette.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Rules {
    pub(crate) headers: Vec<String>,
    pub(crate) query_parameters: Vec<String>,
    pub(crate) json_fields: Vec<String>,
    pub(crate) kept_json_fields: Vec<String>,
    pub(crate) json_paths: Vec<Vec<String>>,
}

const ALWAYS: [HeaderName; 4] = [
    header::AUTHORIZATION,
    header::PROXY_AUTHORIZATION,
    header::COOKIE,
    header::SET_COOKIE,
];

/// The members of requests and responses that hold secrets in the Deck API, wherever they stand: an end
/// user's access, session tokens, signed URLs, and how events are delivered, which has keys in it.
pub(super) const SECRET_FIELDS: [&str; 13] = [
    "auth_credentials",
    "aws_eventbridge",
    "aws_kinesis",
    "aws_s3",
    "aws_sqs",
    "azure_servicebus",
    "custom_headers",
    "gcp_pubsub",
    "hookdeck",
    "rabbitmq",
    "secret",
    "token",
    "url",
];

/// The end of the path to which what an end user was asked for is sent, such as a one-time code.
const INTERACTION: &str = "/interaction";

/// The member of that request which holds it.
const INTERACTION_INPUT: &str = "input";

/// Why a value of a JSON body is scrubbed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// It is a secret of the Deck API.
    Secret,
    /// A rule names it.
    Named,
}

impl Rules {
    pub(crate) fn is_secret_header(&self, name: &HeaderName, value: &HeaderValue) -> bool {
        value.is_sensitive()
            || ALWAYS.contains(name)
            || self
                .headers
                .iter()
                .any(|rule| rule.eq_ignore_ascii_case(name.as_str()))
    }

    pub(crate) fn is_secret_parameter(&self, name: &str) -> bool {
        self.query_parameters.iter().any(|rule| rule == name)
    }

    /// Returns whether a member of this name is scrubbed, and why.
    pub(super) fn reason_of_field(&self, name: &str) -> Option<Reason> {
        let is_in = |names: &[String]| names.iter().any(|rule| rule == name);
        if SECRET_FIELDS.contains(&name) && !is_in(&self.kept_json_fields) {
            return Some(Reason::Secret);
        }
        is_in(&self.json_fields).then_some(Reason::Named)
    }

    /// Returns whether the value at the end of `steps`, which are keys and indices, is scrubbed.
    pub(super) fn is_secret_path<S: AsRef<str>>(&self, steps: &[S]) -> bool {
        self.json_paths.iter().any(|rule| {
            let pairs = || rule.iter().zip(steps);
            rule.len() == steps.len()
                && pairs().all(|(rule, step)| rule == "*" || rule == step.as_ref())
        })
    }
}

/// What is known of a body from outside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyKind {
    /// That of a request which sends what an end user was asked for.
    Interaction,
    /// Any other.
    Other,
}

impl BodyKind {
    /// Returns what the body of a request to this path is.
    pub(super) fn of_request(path: &str) -> Self {
        if path.ends_with(INTERACTION) {
            Self::Interaction
        } else {
            Self::Other
        }
    }

    /// Returns whether the member of this name, in the object that is the body, is a secret.
    pub(super) fn is_secret(self, name: &str) -> bool {
        self == Self::Interaction && name == INTERACTION_INPUT
    }
}
