//! One object of a collection.

use std::collections::HashMap;

use deck_types::Json;
use deck_types::Timestamp;
use serde::Deserialize;

use crate::CollectionError;
use crate::sort_key::Created;

/// One object of a collection: its exact text, and what of it the sandbox looks at.
#[derive(Clone)]
pub(crate) struct Object {
    pub(crate) text: Json,
    id: String,
    created_at: Option<Timestamp>,
    /// The texts of its members by their names.
    members: HashMap<String, String>,
}

impl Object {
    /// Reads `text`.
    pub(crate) fn new(text: Json) -> Result<Object, CollectionError> {
        #[derive(Deserialize)]
        struct WithId {
            id: String,
        }

        let invalid = |reason| CollectionError::InvalidObject { reason };
        let members: HashMap<String, Json> = text.parse().map_err(invalid)?;
        let WithId { id } = text.parse().map_err(invalid)?;
        if id.is_empty() {
            return Err(CollectionError::EmptyId);
        }
        let created_at = members.get("created_at");
        let created_at = created_at.and_then(|text| text.parse::<String>().ok());
        let members = members.into_iter().filter(|(_, value)| !value.is_null());
        Ok(Object {
            id,
            created_at: created_at.map(Timestamp::from_received),
            members: members
                .map(|(name, value)| (name, text_of(&value)))
                .collect(),
            text,
        })
    }

    /// Returns the text of the member with `name`.
    pub(crate) fn member(&self, name: &str) -> Option<&str> {
        self.members.get(name).map(String::as_str)
    }
}

/// Returns the content of a string, and the JSON of any other value.
fn text_of(value: &Json) -> String {
    let content = value.parse::<String>();
    content.unwrap_or_else(|_| value.as_str().to_owned())
}

impl Created for Object {
    fn id(&self) -> &str {
        &self.id
    }

    fn created_at(&self) -> Option<&Timestamp> {
        self.created_at.as_ref()
    }
}
