//! Whether data was read out of a file.

use crate::word::OtherWord;
use crate::word::open_words;

/// Whether the extraction of data from a file went well: the field `result` of a file, in one copy of its
/// reference page.
///
/// The set is open: a word that this version does not know is kept in [`Other`](Self::Other) and written back
/// unchanged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ExtractionResult {
    /// Data was read out of the file.
    Success,
    /// Reading data out of the file failed.
    Failure,
    /// Any other word.
    Other(OtherWord),
}

open_words!(ExtractionResult {
    Success = "success",
    Failure = "failure",
});
