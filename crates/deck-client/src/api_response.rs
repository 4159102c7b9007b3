//! The home of [`ApiResponse`]: an answer with what it took to get it.

use std::ops::Deref;
use std::time::Duration;

use crate::Attempt;

/// What the API answered, with the attempts that it took.
///
/// It can be used like the answer itself; [`into_inner`](Self::into_inner) gives that away.
///
/// # Examples
///
/// ```
/// # use deck_client::{Client, Error};
/// # async fn example(client: Client) -> Result<(), Error> {
/// let page = client.task_runs().list().page().await?;
/// println!("request id {:?}, {} runs", page.request_id, page.data.len());
/// println!("{} attempts, held back for {:?}", page.attempts().len(), page.rate_limit_wait());
/// for run in page.into_inner().data {
///     println!("{}", run.id);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiResponse<T> {
    value: T,
    attempts: Vec<Attempt>,
}

impl<T> ApiResponse<T> {
    pub(crate) fn new(value: T, attempts: Vec<Attempt>) -> Self {
        Self { value, attempts }
    }

    /// Returns what each attempt at the call came to, in order; the last one succeeded.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// Returns how long the rate limiter held the call back, all attempts together.
    #[must_use]
    pub fn rate_limit_wait(&self) -> Duration {
        self.attempts
            .iter()
            .map(|attempt| attempt.rate_limit_wait)
            .sum()
    }

    /// Returns the answer alone.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for ApiResponse<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
