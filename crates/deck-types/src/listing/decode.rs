//! From a query string to the request for a page.

use std::borrow::Cow;

use crate::cursor::Cursor;
use crate::listing::Listing;
use crate::listing::check;
use crate::listing::filter::Filter;
use crate::listing::listed::LIMIT;
use crate::listing::page_position;
use crate::listing::page_position::PagePosition;
use crate::listing::page_request::PageRequest;
use crate::listing::page_size::PageSize;
use crate::listing::query_error::QueryError;
use crate::listing::query_reader::QueryReader;
use crate::percent;
use crate::percent::PercentError;

pub(super) fn query<L: Listing>(
    options: QueryReader,
    listing: L,
    query: &str,
) -> Result<PageRequest<L>, QueryError> {
    let mut reader = Reader {
        options,
        has_page_size: has_page_size(&listing),
        request: PageRequest::new(listing),
        position: None,
    };
    for segment in reader.segments(query) {
        check_delimiters(segment)?;
        reader.read(&Pair::decode(segment)?)?;
    }
    reader.request.listing.check()?;
    Ok(reader.request)
}

/// Returns whether a listing keeps the page size that it is given, which one that leaves it to the server
/// does not.
fn has_page_size<L: Listing>(listing: &L) -> bool {
    let mut probe = listing.clone();
    probe.set_page_size(Some(PageSize::MIN));
    probe.page_size().is_some()
}

/// Returns the key and the value of a segment, both escaped; without `=`, it is a key with an empty value.
pub(super) fn key_and_value(segment: &str) -> (&str, &str) {
    segment.split_once('=').unwrap_or((segment, ""))
}

/// One decoded `key=value`.
pub(super) struct Pair<'a> {
    key: Cow<'a, str>,
    pub(super) value: Cow<'a, str>,
}

impl<'a> Pair<'a> {
    pub(super) fn decode(segment: &'a str) -> Result<Self, QueryError> {
        let (key, value) = key_and_value(segment);
        let refused = |error| Self::refused(key, value, error);
        Ok(Self {
            key: percent::decode(key).map_err(refused)?,
            value: percent::decode(value).map_err(refused)?,
        })
    }

    fn refused(key: &str, value: &str, error: PercentError) -> QueryError {
        let (key, value) = (key.to_owned(), value.to_owned());
        match error {
            PercentError::InvalidEscape => QueryError::InvalidEscape { key, value },
            PercentError::InvalidUtf8 => QueryError::InvalidUtf8 { key, value },
        }
    }

    fn key_and_value(&self) -> (String, String) {
        (self.key.to_string(), self.value.to_string())
    }

    pub(super) fn duplicate(&self) -> QueryError {
        let (key, value) = self.key_and_value();
        QueryError::DuplicateKey { key, value }
    }
}

/// Refuses a segment that shows that the text is more than a query: no query has a `#`, and what has a `?` in
/// front of its first `=` is a path and the beginning of its query.
fn check_delimiters(segment: &str) -> Result<(), QueryError> {
    raw_delimiter(segment).map_or(Ok(()), |delimiter| {
        let (key, value) = key_and_value(segment);
        Err(QueryError::RawDelimiter {
            key: key.to_owned(),
            value: value.to_owned(),
            delimiter,
        })
    })
}

fn raw_delimiter(segment: &str) -> Option<char> {
    let (key, _) = key_and_value(segment);
    let mark = key.contains('?').then_some('?');
    mark.or_else(|| segment.contains('#').then_some('#'))
}

/// Returns whether the options pass over a segment. A key that cannot be decoded is none that is known, and
/// what shows that the text is no query is not passed over: a filter may be hidden in it.
fn is_skipped<L: Listing>(options: QueryReader, has_page_size: bool, segment: &str) -> bool {
    if raw_delimiter(segment).is_some() {
        return false;
    }
    let (key, value) = key_and_value(segment);
    match percent::decode(key) {
        Ok(key) if is_known::<L>(&key, has_page_size) => {
            options.skips_empty_values && value.is_empty()
        }
        Ok(key) if options.skipped_keys.contains(&&*key) => true,
        _ => options.skips_unknown_keys,
    }
}

fn is_known<L: Listing>(key: &str, has_page_size: bool) -> bool {
    let is_filter = || L::FILTERS.iter().any(|filter| filter.key() == key);
    (has_page_size && is_page_size(key)) || is_position(key) || is_filter()
}

fn is_page_size(key: &str) -> bool {
    matches!(key, LIMIT | "Limit")
}

fn is_position(key: &str) -> bool {
    matches!(
        key,
        page_position::CURSOR | page_position::STARTING_AFTER | page_position::ENDING_BEFORE
    )
}

/// What has been read so far.
struct Reader<L> {
    options: QueryReader,
    has_page_size: bool,
    request: PageRequest<L>,
    /// The key and the text of the position, once there is one.
    position: Option<(String, String)>,
}

impl<L: Listing> Reader<L> {
    /// Returns the segments that are to be read.
    fn segments<'a>(&self, query: &'a str) -> impl Iterator<Item = &'a str> + use<'a, L> {
        let (options, has_page_size) = (self.options, self.has_page_size);
        let skips_mark = options.skips_unknown_keys || !options.skipped_keys.is_empty();
        let without_mark = query.strip_prefix('?').filter(|_| skips_mark);
        let query = without_mark.unwrap_or(query);
        let segments = query.split('&').filter(|segment| !segment.is_empty());
        segments.filter(move |segment| !is_skipped::<L>(options, has_page_size, segment))
    }

    fn read(&mut self, pair: &Pair<'_>) -> Result<(), QueryError> {
        match &*pair.key {
            key if self.has_page_size && is_page_size(key) => self.read_page_size(pair),
            key if self.options.refuses_positions && is_position(key) => {
                let (key, value) = pair.key_and_value();
                Err(QueryError::NoPosition { key, value })
            }
            page_position::CURSOR => self.read_position(pair, |text| {
                Cursor::new(text).ok().map(PagePosition::Cursor)
            }),
            page_position::STARTING_AFTER if L::HAS_ID_POSITIONS => {
                self.read_position(pair, |text| Some(PagePosition::After(text.into())))
            }
            page_position::ENDING_BEFORE if L::HAS_ID_POSITIONS => {
                self.read_position(pair, |text| Some(PagePosition::Before(text.into())))
            }
            key => match L::FILTERS.iter().find(|filter| filter.key() == key) {
                Some(filter) => self.read_filter(filter, pair),
                None => Err(self.unknown(pair)),
            },
        }
    }

    fn unknown(&self, pair: &Pair<'_>) -> QueryError {
        let (key, value) = pair.key_and_value();
        let mut known = check::known_keys::<L>();
        known.retain(|known| {
            let is_refused = self.options.refuses_positions && is_position(known);
            !is_refused && (self.has_page_size || !is_page_size(known))
        });
        QueryError::UnknownKey { key, value, known }
    }

    fn read_page_size(&mut self, pair: &Pair<'_>) -> Result<(), QueryError> {
        if self.request.listing.page_size().is_some() {
            return Err(pair.duplicate());
        }
        let page_size = pair.value.parse().map_err(|reason| {
            let (key, value) = pair.key_and_value();
            QueryError::InvalidPageSize { key, value, reason }
        })?;
        self.request.listing.set_page_size(Some(page_size));
        Ok(())
    }

    fn read_position(
        &mut self,
        pair: &Pair<'_>,
        read: impl FnOnce(&str) -> Option<PagePosition>,
    ) -> Result<(), QueryError> {
        let (key, value) = pair.key_and_value();
        if let Some((first_key, first_value)) = self.position.take() {
            if first_key == key {
                return Err(pair.duplicate());
            }
            return Err(QueryError::ConflictingPositions {
                first_key,
                first_value,
                key,
                value,
            });
        }
        let position = read(&value).ok_or_else(|| QueryError::EmptyCursor { key: key.clone() })?;
        check::position::<L>(&position)?;
        self.request.position = position;
        self.position = Some((key, value));
        Ok(())
    }

    fn read_filter(&mut self, filter: &Filter<L>, pair: &Pair<'_>) -> Result<(), QueryError> {
        let field = filter.field_mut(&mut self.request.listing);
        if field.is_full() {
            return Err(pair.duplicate());
        }
        let refused = |value, reason| QueryError::of_filter(&pair.key, value, reason);
        field
            .push(&pair.value)
            .map_err(|reason| refused(pair.value.to_string(), reason))?;
        field
            .check()
            .map_err(|(value, reason)| refused(value, reason))
    }
}
