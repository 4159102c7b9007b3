//! The policy against a server that sends a listing in circles.

/// What a listing does when the server sends it to a place where it has been.
///
/// The listing remembers the last [`BOUND`](LoopGuard::BOUND) continuations that it followed, so it sees at
/// once when one of them comes again; it compares the ids on each page with those on the page before; and it
/// remembers the ids of one earlier page, chosen so that pages which repeat with ever new cursors are found
/// too, after at most three times the pages before the cycle and its length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LoopGuard {
    /// Yields a [`PaginationError`](crate::PaginationError). The default.
    #[default]
    Error,
    /// Ends the listing as if the server had said that there is no more.
    Stop,
    /// Goes on, for a server that repeats a continuation until there is something new.
    Ignore,
}

impl LoopGuard {
    /// How many continuations a listing remembers.
    pub const BOUND: usize = 4096;
}
