//! A response of the API, with the attempts that it took.

use std::time::Duration;

use deck_types::RequestId;

use crate::Attempt;

/// A successful response of the API: its body, and the facts about the call.
///
/// # Examples
///
/// ```
/// # use deck_client::{Client, Error};
/// use deck_client::types::GetTaskRun;
///
/// # async fn example(client: Client) -> Result<(), Error> {
/// let response = client.call(GetTaskRun::new("trun_1")).response().await?;
/// println!("status {}, request id {:?}", response.status, response.request_id);
/// println!("{} attempts, held back for {:?}", response.attempts.len(), response.rate_limit_wait());
/// println!("{:?}", response.into_body().status);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiResponse<T> {
    /// The body, read as what the operation returns.
    pub body: T,
    /// The HTTP status, from 200 to 299.
    pub status: u16,
    /// The request id in the body, where the body is an object that has one.
    pub request_id: Option<RequestId>,
    /// The outcome of each attempt at the call, in order; the last one succeeded.
    pub attempts: Vec<Attempt>,
}

impl<T> ApiResponse<T> {
    /// Returns how long the rate limiter held the call back, all attempts together.
    #[must_use]
    pub fn rate_limit_wait(&self) -> Duration {
        self.attempts
            .iter()
            .map(|attempt| attempt.rate_limit_wait)
            .sum()
    }

    /// Returns the body alone.
    #[must_use]
    pub fn into_body(self) -> T {
        self.body
    }
}
