//! The laws of queries, the same for every listing: of any text that is read as one, and of any request that
//! is written as one.
//!
//! `cargo xtask roundtrip` includes this file, which needs `deck_types` and nothing else of ours.

use deck_types::Cursor;
use deck_types::Filter;
use deck_types::Json;
use deck_types::ListTaskRuns;
use deck_types::ListTasks;
use deck_types::Listing;
use deck_types::PagePosition;
use deck_types::PageRequest;
use deck_types::PageSize;
use deck_types::PathError;
use deck_types::QueryError;
use deck_types::QueryReader;
use deck_types::Timestamp;
use deck_types::filters;
use deck_types::path;
use deck_types::serde_as_query;

use super::listings::Subject;
use super::listings::Visitor;
use super::listings::visit_all;

/// Reads bytes as the query of each listing, and writes requests in which they stand as a value; bytes that
/// are no text are passed over.
///
/// # Panics
///
/// When a law of queries is broken.
pub fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    visit_all(&mut Check(text));
    check_listing(&ListOfAnyFilter::default(), text);

    let tasks = ListTasks::new().agent_id(text).status(text);
    check_request(&ListTasks::new(), &PageRequest::new(tasks));
    let bound = || Timestamp::from_received(text);
    let runs = ListTaskRuns::new().task_id(text).status([text, text]);
    for runs in [
        runs.clone().created_before(bound()),
        runs.created_after(bound()),
    ] {
        check_request(&ListTaskRuns::new(), &PageRequest::new(runs));
    }
}

/// A listing with a filter of each kind that Deck's own listings do not have, as another crate may write one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListOfAnyFilter {
    /// The largest number of items on a page.
    pub page_size: Option<PageSize>,
    /// A flag.
    pub is_live: Option<bool>,
    /// A whole number of 32 bits.
    pub year: Option<u32>,
    /// A whole number of 64 bits.
    pub size: Option<u64>,
    /// Several whole numbers that may be negative.
    pub offsets: Vec<i64>,
    /// A text.
    pub name: Option<String>,
    /// Several instants.
    pub seen_at: Vec<Timestamp>,
}

impl Listing for ListOfAnyFilter {
    type Item = Json;
    const NAME: &'static str = "GET /any-filter";
    const FILTERS: &'static [Filter<Self>] = filters! {
        "is_live" => is_live,
        "year" => year,
        "size" => size,
        "offset" => offsets,
        "name" => name,
        "seen_at" => seen_at,
    };

    fn path(&self) -> Result<String, PathError> {
        path(["any-filter"])
    }

    fn page_size(&self) -> Option<PageSize> {
        self.page_size
    }

    fn set_page_size(&mut self, page_size: Option<PageSize>) {
        self.page_size = page_size;
    }
}

serde_as_query!(ListOfAnyFilter);

struct Check<'a>(&'a str);

impl Visitor for Check<'_> {
    fn visit<L: Subject>(&mut self, empty: &L) {
        check_listing(empty, self.0);
    }
}

fn check_listing<L: Subject>(listing: &L, text: &str) {
    check_text(listing, text);
    let cursor = Cursor::new(text).map_or(PagePosition::Start, PagePosition::Cursor);
    let by_id = [
        PagePosition::After(text.into()),
        PagePosition::Before(text.into()),
    ];
    for position in by_id.into_iter().chain([cursor]) {
        check_request(
            listing,
            &PageRequest::new(listing.clone()).position(position),
        );
    }
}

/// Reads a text as a query of `listing`, which has no parameters yet: what is read is written with the same
/// pairs and read back, and an error is about the text.
///
/// # Panics
///
/// When a parameter is lost, made up or changed, or when an error does not say what it is about.
pub fn check_text<L: Subject>(listing: &L, text: &str) {
    match PageRequest::of_query(listing.clone(), text) {
        Ok(request) => {
            let written = request.to_query();
            assert_eq!(sorted_pairs(&written), sorted_pairs(text), "of {text:?}");
            assert_eq!(request.check(), Ok(()));
            check_request(listing, &request);
        }
        Err(error) => the_error_is_about_the_text(&error, text),
    }
    check_leniency(listing, text);
    if let Ok(read) = serde_json::from_value::<L>(text.into()) {
        check_serde(&read);
    }
}

/// Writes a request as a query: it is read back by `listing`, which has no parameters yet, or refused as
/// [`PageRequest::check`] refuses it, and has no bytes but those that are safe in a URL.
///
/// # Panics
///
/// When the query is read as another request, or is accepted by one side only.
pub fn check_request<L: Subject>(listing: &L, request: &PageRequest<L>) {
    let written = request.to_query();
    assert!(written.bytes().all(is_safe), "{written:?}");
    assert_eq!(
        PageRequest::of_query(listing.clone(), &written),
        request.check().map(|()| request.clone()),
        "of {written:?}"
    );
    check_serde(&request.listing);
}

/// Reads a text with every leniency: it is read as what is left of it is read without any, and what a strict
/// reader reads loses nothing but its empty values.
fn check_leniency<L: Subject>(listing: &L, text: &str) {
    let strict = PageRequest::of_query(listing.clone(), text);
    for (skipped, empty) in [
        (Skipped::Named, false),
        (Skipped::Named, true),
        (Skipped::Unknown, false),
        (Skipped::None, true),
        (Skipped::Unknown, true),
    ] {
        let mut reader = QueryReader::new();
        reader = match skipped {
            Skipped::None => reader,
            Skipped::Named => reader.skip_keys(NAMED_KEYS),
            Skipped::Unknown => reader.skip_unknown_keys(),
        };
        if empty {
            reader = reader.skip_empty_values();
        }
        let read = reader.read_into(listing.clone(), text);
        let rest = without_skipped::<L>(text, skipped, empty);
        assert_eq!(
            read,
            PageRequest::of_query(listing.clone(), &rest),
            "of {text:?} and {rest:?}"
        );
        if strict.is_ok() && !empty {
            assert_eq!(read, strict, "of {text:?}");
        }
        assert!(read.is_ok() || strict.is_err(), "of {text:?}");
    }
}

/// Which keys of others a reader passes over.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Skipped {
    None,
    Named,
    Unknown,
}

/// Keys that a reader is told to pass over. Those of a filter and of a position are read all the same.
const NAMED_KEYS: &[&str] = &["utm_source", "a", "", "status", "cursor"];

/// Returns the segments that are left when those are taken out that are unknown or empty, as another reader
/// sees their keys. One with a delimiter of URLs is left: it shows that the text is more than a query.
fn without_skipped<L: Listing>(text: &str, skipped: Skipped, empty: bool) -> String {
    let mark = text.strip_prefix('?');
    let text = mark.filter(|_| skipped != Skipped::None).unwrap_or(text);
    let paging = [
        "limit",
        "Limit",
        "cursor",
        "starting_after",
        "ending_before",
    ];
    let is_left = |segment: &&str| {
        let (key, value) = segment.split_once('=').unwrap_or((segment, ""));
        if key.contains('?') || segment.contains('#') {
            return true;
        }
        let key = key.replace('+', "%2B");
        let key = form_urlencoded::parse(key.as_bytes()).next();
        let key = key.map_or_else(String::new, |(key, _)| key.into_owned());
        let filters = L::FILTERS.iter().map(Filter::key);
        match filters.chain(paging).any(|known| known == key) {
            true => !(empty && value.is_empty()),
            false => match skipped {
                Skipped::None => true,
                Skipped::Named => !NAMED_KEYS.contains(&&*key),
                Skipped::Unknown => false,
            },
        }
    };
    let segments: Vec<&str> = text.split('&').filter(is_left).collect();
    segments.join("&")
}

/// Writes a listing with serde and reads it back, or sees it refused as [`PageRequest::check`] refuses it.
fn check_serde<L: Subject>(listing: &L) {
    let checked = PageRequest::new(listing.clone()).check();
    let written = serde_json::to_value(listing).map_err(|error| error.to_string());
    assert_eq!(
        written.as_ref().err(),
        checked.err().map(|error| error.to_string()).as_ref()
    );
    if let Ok(text) = written {
        assert!(text.as_str().is_some_and(|text| text.bytes().all(is_safe)));
        let read = serde_json::from_value::<L>(text);
        assert_eq!(read.as_ref().ok(), Some(listing));
    }
}

fn is_safe(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~%&=".contains(&byte)
}

/// Returns the pairs of a query as another reader has them, sorted by key; values of one key keep their
/// order. A page size is a number, and what stands in front of it is of no account.
fn sorted_pairs(query: &str) -> Vec<(String, String)> {
    let query = query.replace('+', "%2B");
    let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
    let mut pairs: Vec<_> = pairs
        .map(|(key, value)| match key.as_str() {
            "limit" | "Limit" => ("limit".to_owned(), value.trim_start_matches('0').to_owned()),
            _ => (key, value),
        })
        .collect();
    pairs.sort_by(|left, right| left.0.cmp(&right.0));
    pairs
}

fn the_error_is_about_the_text(error: &QueryError, text: &str) {
    assert!(!error.to_string().is_empty());
    assert!(error.key().len() <= text.len().max("created_after".len()));
    assert!(error.value().len() <= text.len());
}
