//! The text of a filter, as a flag takes it.

use std::str::FromStr;

use super::JqFilter;

/// The text of a filter that can be compiled. The filter itself cannot be handed from thread to thread, as
/// the values of flags are.
#[derive(Clone, Debug)]
pub(crate) struct JqCode(String);

impl JqCode {
    /// Returns the text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Compiles the filter, which has been possible before.
    pub(crate) fn filter(&self) -> Option<JqFilter> {
        JqFilter::compile(&self.0).ok()
    }
}

impl FromStr for JqCode {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        JqFilter::compile(text).map(|_| Self(text.to_owned()))
    }
}
