//! A source: the website that an agent works on.

use crate::id::RequestId;
use crate::id::SourceId;
use crate::model::model;
use crate::object_kind::ObjectKind;
use crate::page::page_item::page_item;
use crate::source::source_type::SourceType;
use crate::source::website::Website;
use crate::timestamp::Timestamp;
use crate::unknown_fields::UnknownFields;
use crate::word::unknown_in;

pub(crate) mod create_source;
pub(crate) mod delete_source;
pub(crate) mod get_source;
pub(crate) mod list_sources;
pub(crate) mod source_type;
pub(crate) mod website;

model! {
    /// A source: the website that an agent works on.
    ///
    /// Documented on the reference pages *create a source* and *retrieve a source*. Only [`id`](Self::id) is
    /// indispensable: every other field tolerates absence and null, and words and fields that this version
    /// does not know are kept and written back.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{Source, SourceType, read_body};
    ///
    /// let body = br#"{"id": "src_1", "type": "website", "website": {"url": "https://example.com"}}"#;
    /// let source: Source = read_body(body)?;
    ///
    /// assert_eq!(source.source_type, Some(SourceType::Website));
    /// assert_eq!(source.website.and_then(|website| website.url).as_deref(), Some("https://example.com"));
    /// # Ok::<(), deck_types::BodyError>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Source, with the wire form SourceOnWire of "Source",
    which always has ["id", "object", "type", "name", "website", "created_at", "updated_at", "request_id"] {
        /// The id of the source.
        pub id: SourceId,
        /// The kind of object, `source`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub object: Option<ObjectKind>,
        /// The kind of source.
        #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
        pub source_type: Option<SourceType>,
        /// The name of the source, for people.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// Where the source is, when it is a website.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub website: Option<Website>,
        /// When the source was created.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub created_at: Option<Timestamp>,
        /// When the source last changed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub updated_at: Option<Timestamp>,
        /// The id of the response, where the source is the whole of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub request_id: Option<RequestId>,
    }
}

impl Source {
    /// Makes a source with an id and nothing else, for fixtures.
    pub fn fixture(id: impl Into<SourceId>) -> Self {
        Self {
            id: id.into(),
            object: Some("source".into()),
            source_type: None,
            name: None,
            website: None,
            created_at: None,
            updated_at: None,
            request_id: None,
            unknown_fields: UnknownFields::new(),
        }
    }

    /// Returns the words that this version does not know, each with the field in which it stands: `type`.
    pub fn unknown_words(&self) -> impl Iterator<Item = (&'static str, &str)> {
        unknown_in("type", &self.source_type)
    }
}

page_item!(Source);
