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
use crate::listing::query_error::QueryError;
use crate::percent;
use crate::percent::PercentError;

pub(super) fn query<L: Listing>(listing: L, query: &str) -> Result<PageRequest<L>, QueryError> {
    let mut reader = Reader {
        request: PageRequest::new(listing),
        position: None,
    };
    for segment in query.split('&').filter(|segment| !segment.is_empty()) {
        reader.read(&Pair::decode(segment)?)?;
    }
    reader.request.listing.check()?;
    Ok(reader.request)
}

/// One decoded `key=value`; a segment without `=` is a key with an empty value.
struct Pair<'a> {
    key: Cow<'a, str>,
    value: Cow<'a, str>,
}

impl<'a> Pair<'a> {
    fn decode(segment: &'a str) -> Result<Self, QueryError> {
        let (key, value) = segment.split_once('=').unwrap_or((segment, ""));
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

    fn unknown(&self) -> QueryError {
        let (key, value) = self.key_and_value();
        QueryError::UnknownKey { key, value }
    }

    fn duplicate(&self) -> QueryError {
        let (key, value) = self.key_and_value();
        QueryError::DuplicateKey { key, value }
    }
}

/// What has been read so far.
struct Reader<L> {
    request: PageRequest<L>,
    /// The key and the text of the position, once there is one.
    position: Option<(String, String)>,
}

impl<L: Listing> Reader<L> {
    fn read(&mut self, pair: &Pair<'_>) -> Result<(), QueryError> {
        match &*pair.key {
            LIMIT | "Limit" => self.read_page_size(pair),
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
                None => Err(pair.unknown()),
            },
        }
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
        field.push(&pair.value);
        field.check().map_err(|(value, reason)| {
            let key = pair.key.to_string();
            QueryError::InvalidTimestamp { key, value, reason }
        })
    }
}
