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
    pub(crate) json_paths: Vec<Vec<String>>,
}

const ALWAYS: [HeaderName; 4] = [
    header::AUTHORIZATION,
    header::PROXY_AUTHORIZATION,
    header::COOKIE,
    header::SET_COOKIE,
];

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

    pub(crate) fn is_secret_field(&self, name: &str) -> bool {
        self.json_fields.iter().any(|rule| rule == name)
    }

    /// Returns whether the value at the end of `steps`, which are keys and indices, is scrubbed.
    pub(crate) fn is_secret_path<S: AsRef<str>>(&self, steps: &[S]) -> bool {
        self.json_paths.iter().any(|rule| {
            let pairs = || rule.iter().zip(steps);
            rule.len() == steps.len()
                && pairs().all(|(rule, step)| rule == "*" || rule == step.as_ref())
        })
    }

    pub(crate) fn has_json(&self) -> bool {
        !(self.json_fields.is_empty() && self.json_paths.is_empty())
    }
}
