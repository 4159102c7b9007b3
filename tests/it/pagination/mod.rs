//! Pagination under fire: what a listing makes of a server that does not page as it should.
//!
//! `docs/pagination.md` has a row for each case, with the name of its test.

mod deleted_anchor;

mod ignored_cursor;

mod odd_pages;

mod overlap;

mod prefetch;

mod refused_cursor;

mod scene;

mod transient;
