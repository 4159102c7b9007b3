//! The number of an attempt, for transports.

/// Which attempt at its call a request is, counted from 1.
///
/// A transport finds it in the [extensions](http::Request::extensions) of each request that a client sends. A
/// transport that writes a log tells by it the first attempt from a retry; others need not look.
///
/// # Examples
///
/// ```
/// use deck_client::bytes::Bytes;
/// use deck_client::http::Request;
/// use deck_client::AttemptNumber;
///
/// fn is_retry(request: &Request<Bytes>) -> bool {
///     let number = request.extensions().get::<AttemptNumber>();
///     number.is_some_and(|number| number.get() > 1)
/// }
/// # let _ = is_retry;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttemptNumber(u32);

impl AttemptNumber {
    pub(crate) fn after(attempts: u32) -> Self {
        Self(attempts.saturating_add(1))
    }

    /// Returns the number; 1 for the first attempt.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0
    }
}
