//! Without the feature `tracing`: nothing at all.

use std::borrow::Cow;
use std::future::Future;

use http::Uri;

use crate::Attempt;
use crate::RetryDecision;

#[derive(Clone)]
pub(in crate::client) struct CallSpan;

impl CallSpan {
    pub(in crate::client) fn new(_operation: Cow<'static, str>) -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "the twin in `enabled` has a span")]
    pub(in crate::client) fn instrument<F: Future>(&self, future: F) -> F {
        future
    }

    #[expect(clippy::unused_self, reason = "the twin in `enabled` has a span")]
    pub(in crate::client) fn attempt(&self, _retries: u32, _uri: &Uri) -> AttemptSpan {
        AttemptSpan
    }

    #[expect(clippy::unused_self, reason = "the twin in `enabled` has a span")]
    pub(in crate::client) fn decided(&self, _decision: RetryDecision) {}
}

pub(in crate::client) struct AttemptSpan;

impl AttemptSpan {
    #[expect(clippy::unused_self, reason = "the twin in `enabled` has a span")]
    pub(in crate::client) fn instrument<F: Future>(&self, future: F) -> F {
        future
    }

    #[expect(clippy::unused_self, reason = "the twin in `enabled` has a span")]
    pub(in crate::client) fn ended(&self, _attempt: &Attempt) {}
}
