//! Creating a session token.

use crate::operation::Operation;
use crate::operation::body::BodyError;
use crate::operation::body::read_body;
use crate::operation::method::Method;
use crate::operation::path::PathError;
use crate::operation::path::path;
use crate::session_token::SessionToken;

/// Creates a token for Deck's authentication component: `POST /token`, without a body.
///
/// Documented on the reference page *create a session token*, which shows no parameters. Deck calls it a
/// preview.
///
/// # Examples
///
/// ```
/// use deck_types::{CreateSessionToken, Operation};
///
/// let token = CreateSessionToken::read(br#"{"id": "tok_1", "object": "token", "token": "tk_example"}"#)?;
/// assert_eq!(token.token.as_ref().map(|token| token.expose()), Some("tk_example"));
/// assert!(!format!("{token:?}").contains("tk_example"));
/// # Ok::<(), deck_types::BodyError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct CreateSessionToken;

impl Operation for CreateSessionToken {
    type Output = SessionToken;
    const NAME: &'static str = "POST /token";
    const METHOD: Method = Method::Post;

    fn path(&self) -> Result<String, PathError> {
        path(["token"])
    }

    fn read(body: &[u8]) -> Result<SessionToken, BodyError> {
        read_body(body)
    }
}
