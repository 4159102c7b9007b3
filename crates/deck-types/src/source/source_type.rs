//! The kinds of sources.

use crate::word::OtherWord;
use crate::word::open_words;

/// The kind of a source.
///
/// The set is open: a word that this version does not know is kept in [`Other`](Self::Other) and written back
/// unchanged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SourceType {
    /// A website, the only kind that is documented.
    Website,
    /// Any other word.
    Other(OtherWord),
}

open_words!(SourceType {
    Website = "website",
});
