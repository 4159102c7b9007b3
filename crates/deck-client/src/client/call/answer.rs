//! The home of [`Answer`], a successful answer that is not decoded yet.

use std::error::Error as StdError;

use bytes::Bytes;
use deck_types::ErrorResponse;
use deck_types::Json;
use deck_types::Page;
use deck_types::PageItem;
use serde::de::DeserializeOwned;

use crate::Attempt;
use crate::Error;
use crate::Event;
use crate::error::ResponseFacts;
use crate::observer::SharedObserver;

/// A successful answer, not yet decoded.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) operation: &'static str,
    pub(crate) status: u16,
    pub(crate) body: Bytes,
    pub(crate) attempts: Vec<Attempt>,
    pub(crate) observer: SharedObserver,
}

impl Answer {
    /// Decodes the whole body as one value.
    pub(crate) fn decode<T: DeserializeOwned>(self) -> Result<T, Error> {
        match decode_text(&self.body) {
            Ok(value) => Ok(value),
            Err(reason) => Err(self.undecodable(reason)),
        }
    }

    /// Tells the observer what is worth knowing about a page.
    pub(crate) fn tell_about<T: PageItem>(&self, page: &Page<T>) {
        let (observer, operation) = (&self.observer, self.operation);
        if !observer.is_some() {
            return;
        }
        for item in &page.rejected {
            observer.tell(&Event::ItemRejected { operation, item });
        }
        for item in &page.data {
            item.visit_unknown_words(&mut |field, word| {
                observer.tell(&Event::UnknownWord { field, word });
            });
        }
    }

    /// Returns the error that says the body is not what it should be.
    pub(crate) fn undecodable(self, reason: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
        self.observer.tell(&Event::AnswerUndecodable {
            operation: self.operation,
        });
        let request_id = ErrorResponse::read(self.status, &self.body).request_id;
        let facts = ResponseFacts::of_success(self.status, request_id, &self.body);
        Error::decode(reason, facts)
            .with_operation(self.operation)
            .with_attempts(self.attempts)
    }
}

fn decode_text<T: DeserializeOwned>(body: &[u8]) -> Result<T, Box<dyn StdError + Send + Sync>> {
    let text = str::from_utf8(body)?;
    Ok(Json::from_text(text)?.parse()?)
}
