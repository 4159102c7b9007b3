//! Creating a source.

use crate::json::Json;
use crate::json::json_error::JsonError;
use crate::operation::Operation;
use crate::operation::body::BodyError;
use crate::operation::body::read_body;
use crate::operation::members::Modelled;
use crate::operation::members::members;
use crate::operation::method::Method;
use crate::operation::path::PathError;
use crate::operation::path::path;
use crate::source::Source;
use crate::source::source_type::SourceType;
use crate::source::website::Website;

/// Creates a source: `POST /sources`. The response holds the new source.
///
/// Documented on the reference page *create a source*, which knows one kind of source, a website, and heads
/// the response with status 200. What is not set is absent from the body.
///
/// # Examples
///
/// ```
/// use deck_types::{CreateSource, Json, Operation};
///
/// let operation = CreateSource::website("https://example.com").name("Example");
/// assert_eq!(
///     operation.body()?.as_ref().map(Json::as_str),
///     Some(r#"{"type":"website","website":{"url":"https://example.com"},"name":"Example"}"#)
/// );
/// # Ok::<(), deck_types::JsonError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct CreateSource {
    /// The kind of source.
    pub source_type: SourceType,
    /// Where the source is.
    pub website: Website,
    /// The name of the source, for people. Default: none.
    pub name: Option<String>,
}

impl CreateSource {
    /// Creates a source that is a website, without a name.
    pub fn website(url: impl Into<String>) -> Self {
        Self {
            source_type: SourceType::Website,
            website: Website::new(url),
            name: None,
        }
    }

    /// Sets the name of the source.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}

members!(CreateSource { "type" => source_type, "website" => website, "name" => name });

impl Operation for CreateSource {
    type Output = Source;
    const NAME: &'static str = "POST /sources";
    const METHOD: Method = Method::Post;

    fn path(&self) -> Result<String, PathError> {
        path(["sources"])
    }

    fn body(&self) -> Result<Option<Json>, JsonError> {
        self.to_body()
    }

    fn read(body: &[u8]) -> Result<Source, BodyError> {
        read_body(body)
    }
}
