//! How the client makes its errors, and what it asks of them.

use std::error::Error as StdError;
use std::time::Duration;

use deck_transport::TransportError;
use deck_types::RejectedItem;

use super::Inner;
use super::kind;
use super::kind::Kind;
use super::kind::ResponseFacts;
use super::run_facts::RunFacts;
use super::wait_failure::WaitFailure;
use crate::Attempt;
use crate::Error;
use crate::IdempotencyKey;
use crate::PaginationError;
use crate::base_url::UrlError;

impl Error {
    pub(crate) fn invalid_request(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::of(Kind::InvalidRequest(source.into()))
    }

    pub(crate) fn configuration(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::of(Kind::Configuration(source.into()))
    }

    pub(crate) fn held_back() -> Self {
        Self::of(Kind::HeldBack)
    }

    pub(crate) fn transport_failed(source: TransportError) -> Self {
        Self::of(Kind::Transport(source))
    }

    pub(crate) fn refused(
        response: impl Into<ResponseFacts>,
        retry_after: Option<Duration>,
    ) -> Self {
        let kind = Kind::Refused {
            retry_after,
            lacks_body: false,
        };
        Self::of(kind).with_response(response.into())
    }

    pub(crate) fn decode(
        source: impl Into<Box<dyn StdError + Send + Sync>>,
        is_write: bool,
        facts: ResponseFacts,
    ) -> Self {
        let source = source.into();
        Self::of(Kind::Decode { source, is_write }).with_response(facts)
    }

    pub(crate) fn rejected(item: RejectedItem, facts: ResponseFacts) -> Self {
        let excerpt = kind::excerpt(item.text.as_str().as_bytes());
        Self::of(Kind::RejectedItem(item)).with_response(ResponseFacts { excerpt, ..facts })
    }

    pub(crate) fn paging(source: PaginationError, facts: ResponseFacts) -> Self {
        Self::of(Kind::Pagination(source)).with_response(facts)
    }

    pub(crate) fn waiting(failure: WaitFailure) -> Self {
        Self::of(Kind::Wait(failure))
    }

    /// Returns whether a listing ends with this error: asking for the same page again would not help.
    ///
    /// A body that cannot be decoded may come from something in between, and pass.
    pub(crate) fn ends_listing(&self) -> bool {
        match self.0.kind {
            Kind::Decode { .. } | Kind::RejectedItem(_) => false,
            _ => !self.is_retryable(),
        }
    }

    /// Returns the length of the URL of a request that was not sent because that is too long.
    pub(crate) fn too_long_url(&self) -> Option<usize> {
        match &self.0.kind {
            Kind::InvalidRequest(source) => source.downcast_ref::<UrlError>()?.too_long(),
            _ => None,
        }
    }

    /// Turns a refusal into an error of paging; all facts are kept.
    pub(crate) fn into_paging(mut self, rule: PaginationError) -> Self {
        self.0.kind = Kind::Pagination(rule);
        self
    }

    pub(crate) fn with_operation(mut self, operation: impl Into<String>) -> Self {
        self.0.operation = Some(operation.into());
        self
    }

    /// Records whether the request had no body although its caller could have given one.
    pub(crate) fn with_lack_of_body(mut self, lacks_body: bool) -> Self {
        if let Kind::Refused {
            lacks_body: told, ..
        } = &mut self.0.kind
        {
            *told = lacks_body;
        }
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: Vec<Attempt>) -> Self {
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn with_idempotency_key(mut self, key: Option<IdempotencyKey>) -> Self {
        self.0.idempotency_key = key;
        self
    }

    /// Tells the run that was waited for, unless the error is about another.
    pub(crate) fn with_run(mut self, run: RunFacts) -> Self {
        self.0.run.get_or_insert(run);
        self
    }

    fn with_response(mut self, facts: ResponseFacts) -> Self {
        self.0.response = Some(facts);
        self
    }

    fn of(kind: Kind) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            idempotency_key: None,
            response: None,
            run: None,
            attempts: Vec::new(),
        }))
    }
}
