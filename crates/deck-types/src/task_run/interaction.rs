//! What a paused run asks of the end user.

use crate::lenient;
use crate::model::model;
use crate::page::limits::ListElement;
use crate::page::limits::least_text_of;
use crate::word::OtherWord;
use crate::word::open_words;

model! {
    /// A question that the source put to the end user, and the fields its answer consists of.
    ///
    /// Kinds of interaction come and go with the sources, so a form is better built from
    /// [`fields`](Self::fields) than from the type.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Interaction, with the wire form InteractionOnWire of "Interaction",
    which always has [] {
        /// The kind of question.
        #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
        pub interaction_type: Option<InteractionType>,
        /// The prompt, written for a person.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub message: Option<String>,
        /// The fields to answer; all of them go into one request.
        #[serde(default, deserialize_with = "lenient::list")]
        pub fields: Vec<InteractionField>,
    }
}

model! {
    /// One field of the answer to an [`Interaction`].
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct InteractionField, with the wire form InteractionFieldOnWire of "InteractionField",
    which always has [] {
        /// The key under which the answer is sent, such as `code`.
        pub name: String,
        /// The type of the answer, such as `string`.
        #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
        pub field_type: Option<String>,
        /// The label to show to a person.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub label: Option<String>,
    }
}

impl ListElement for InteractionField {
    fn least_text(&self) -> usize {
        least_text_of("name", Some(&self.name))
            + least_text_of("type", self.field_type.as_deref())
            + least_text_of("label", self.label.as_deref())
            + self.unknown_fields.least_text()
    }
}

/// The kinds of interaction that Deck documents.
///
/// The set is open: a word that this version does not know is kept in [`Other`](Self::Other) and written back
/// unchanged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum InteractionType {
    /// A second factor, such as a one-time code.
    Mfa,
    /// A security question.
    SecurityQuestion,
    /// A choice between several accounts.
    AccountSelection,
    /// Any other word.
    Other(OtherWord),
}

open_words!(InteractionType {
    Mfa = "mfa",
    SecurityQuestion = "security_question",
    AccountSelection = "account_selection",
});
