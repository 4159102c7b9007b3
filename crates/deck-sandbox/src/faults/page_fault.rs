//! A fault of a page.

use crate::Spelling;

/// A fault of a page. The constructors of [`Fault`](crate::Fault) say what each of them does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum PageFault {
    RepeatedCursor,
    RepeatedPage,
    MissingCursor,
    BadItems(usize),
    Spelling(Spelling),
}
