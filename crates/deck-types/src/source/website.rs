//! Where a source is.

use crate::model::model;

model! {
    /// Where a website is that an agent works on.
    ///
    /// Every field tolerates absence and null; what is absent is not written.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
    pub struct Website, with the wire form WebsiteOnWire of "Website",
    which always has ["url"] {
        /// The URL of the website.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub url: Option<String>,
    }
}

impl Website {
    /// Makes a website of its URL.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: Some(url.into()),
            ..Self::default()
        }
    }
}
