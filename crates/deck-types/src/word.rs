//! Open sets of words: what every enum that can meet an unknown word has in common.

use std::fmt;
use std::marker::PhantomData;

use crate::drift::watch;

/// A word that this version of the crate does not know, kept exactly as it was received.
///
/// It can only be made by reading a word into one of the open enums, so that a known word is never hidden in
/// an `Other` variant.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OtherWord(Box<str>);

impl OtherWord {
    /// Returns the word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Keeps a word that has been compared with all the known ones.
    pub(crate) fn keep(word: &str) -> Self {
        Self(word.into())
    }
}

impl fmt::Debug for OtherWord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, formatter)
    }
}

impl fmt::Display for OtherWord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// Gives an enum its words: one table, from which reading, writing and the usual traits follow.
///
/// The enum itself is written out where it is used, with a variant `Other(OtherWord)` for every word that is
/// not in the table.
macro_rules! open_words {
    ($name:ident { $($variant:ident $(($payload:path))? = $word:literal),+ $(,)? }) => {
        impl $name {
            /// Returns the word as it stands on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant $(($payload))? => $word,)+
                    Self::Other(word) => word.as_str(),
                }
            }

            /// Returns whether this version of the crate knows the word.
            #[must_use]
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Other(_))
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word => Self::$variant $(($payload))?,)+
                    _ => Self::Other($crate::word::OtherWord::keep(word)),
                }
            }
        }

        impl From<String> for $name {
            fn from(word: String) -> Self {
                Self::from(word.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(word))
            }
        }

        $crate::listing::filter::filter_value!($name);

        impl $crate::word::Word for $name {
            fn unknown(&self) -> Option<&str> {
                match self {
                    Self::Other(word) => Some(word.as_str()),
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str($crate::word::WordVisitor(std::marker::PhantomData))
            }
        }
    };
}

pub(crate) use open_words;

/// A word of an open enum.
pub(crate) trait Word {
    /// Returns the word when this version of the crate does not know it.
    fn unknown(&self) -> Option<&str>;
}

/// Returns the words that are not known, each with the field in which they all stand.
pub(crate) fn unknown_in<'a, W: Word + 'a>(
    field: &'static str,
    words: impl IntoIterator<Item = &'a W>,
) -> impl Iterator<Item = (&'static str, &'a str)> {
    let unknown = words.into_iter().filter_map(Word::unknown);
    unknown.map(move |word| (field, word))
}

/// Hands the text of a string to an enum without allocating for the known words.
pub(crate) struct WordVisitor<T>(pub(crate) PhantomData<T>);

impl<T: for<'a> From<&'a str> + Word> serde::de::Visitor<'_> for WordVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E>(self, word: &str) -> Result<T, E> {
        let word = T::from(word);
        if word.unknown().is_some() {
            watch::note_unknown_word();
        }
        Ok(word)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::credential::auth_method::AuthMethod;
    use crate::credential::status::CredentialStatus;
    use crate::event::event_type::EventType;
    use crate::event_destination::delivery_status::DeliveryStatus;
    use crate::event_destination::destination_type::EventDestinationType;
    use crate::event_destination::status::EventDestinationStatus;
    use crate::problem::problem_code::ProblemCode;
    use crate::problem::problem_type::ProblemType;
    use crate::session::status::SessionStatus;
    use crate::source::source_type::SourceType;
    use crate::storage::extraction_result::ExtractionResult;
    use crate::task::status::TaskStatus;
    use crate::task_run::include::Include;
    use crate::task_run::interaction::InteractionType;
    use crate::task_run::outcome::Outcome;
    use crate::task_run::status::TaskRunStatus;

    /// Checks that a word is read into a variant, and written back from it, unchanged.
    macro_rules! check_survival {
        ($word:expr, $($name:ident),+) => {{
            let json = serde_json::to_string($word).unwrap();
            $(
                let read: $name = serde_json::from_str(&json).unwrap();
                assert_eq!(read.as_str(), $word);
                assert_eq!(read, $name::from($word));
                assert_eq!(serde_json::to_string(&read).unwrap(), json);
                assert_eq!(read.is_known(), !matches!(read, $name::Other(_)));
            )+
        }};
    }

    #[track_caller]
    fn check_all(word: &str) {
        check_survival!(
            word,
            TaskRunStatus,
            TaskStatus,
            Outcome,
            ProblemType,
            ProblemCode,
            InteractionType,
            Include,
            AuthMethod,
            CredentialStatus,
            DeliveryStatus,
            EventDestinationStatus,
            EventDestinationType,
            EventType,
            ExtractionResult,
            SessionStatus,
            SourceType
        );
    }

    #[test]
    fn a_word_in_other_letters_is_another_word() {
        assert!(!TaskRunStatus::from("Queued").is_known());
        check_all("Queued");
    }

    #[test]
    fn a_word_that_is_no_string_is_refused() {
        assert!(serde_json::from_str::<Outcome>("5").is_err());
    }

    proptest! {
        #[test]
        fn every_word_survives(word in prop_oneof![any::<String>(), "[a-z_]{0,12}"]) {
            check_all(&word);
        }
    }
}
