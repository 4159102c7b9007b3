//! A successful response whose body is not read yet.

use std::borrow::Cow;
use std::error::Error as StdError;

use bytes::Bytes;
use deck_types::BodyError;
use deck_types::ErrorResponse;
use deck_types::Json;
use deck_types::Page;
use deck_types::PageItem;
use deck_types::RejectedItem;
use deck_types::RequestId;
use deck_types::read_body;
use http::Response;
use http::header;
use serde::Deserialize;
use thiserror::Error as ThisError;

use crate::ApiResponse;
use crate::Attempt;
use crate::Client;
use crate::ClientEvent;
use crate::Error;
use crate::IdempotencyKey;
use crate::error::ResponseFacts;
use crate::key_scrubber::KeyScrubber;

/// Reads the body of a response.
pub(crate) type Read<T> = fn(&Bytes) -> Result<T, BodyError>;

/// A successful response whose body is not read yet.
#[derive(Debug)]
pub(crate) struct RawResponse {
    pub(crate) client: Client,
    pub(crate) name: Cow<'static, str>,
    pub(crate) is_write: bool,
    pub(crate) idempotency_key: Option<IdempotencyKey>,
    pub(crate) status: u16,
    /// The encoding that the body still has.
    pub(crate) encoding: Option<String>,
    pub(crate) body: Bytes,
    pub(crate) attempts: Vec<Attempt>,
}

impl RawResponse {
    /// Reads the body as one value.
    pub(crate) fn read<T>(self, read: Read<T>) -> Result<ApiResponse<T>, Error> {
        match read(&self.body) {
            Ok(body) => Ok(ApiResponse {
                body,
                status: self.status,
                request_id: self.request_id(),
                attempts: self.attempts,
            }),
            Err(reason) => Err(self.unreadable_as(reason, read)),
        }
    }

    /// Returns the error that says the body is not what `read` reads.
    pub(crate) fn unreadable_as<T>(self, reason: BodyError, read: Read<T>) -> Error {
        self.unreadable(reason, |body| read(body).err())
    }

    /// Reads the body as a page, and tells the observer what is worth knowing about it.
    ///
    /// The body is given up with success, so that what comes after does not add to it.
    pub(crate) fn read_page<T: PageItem>(
        &mut self,
        max_items: usize,
    ) -> Result<Page<T>, BodyError> {
        let mut page = Page::from_json_within(&self.body, max_items)?;
        self.body = Bytes::new();
        for item in &mut page.rejected {
            self.scrub_item::<T>(item);
        }
        self.tell_about(&page);
        Ok(page)
    }

    /// Returns the error that says the body is not a page.
    pub(crate) fn unreadable_page(self, reason: BodyError) -> Error {
        self.unreadable(reason, |body| Page::<Json>::from_json(body).err())
    }

    /// Returns the facts for errors about what is on a page; such an error has an excerpt of its own, or
    /// none.
    pub(crate) fn page_facts<T>(&self, page: &Page<T>) -> ResponseFacts {
        let request_id = page.request_id.as_ref().map(|id| self.scrubbed_id(id));
        ResponseFacts::new(self.status, request_id)
    }

    /// Returns the facts for errors about what is in the body: what it says is wrong, if it does.
    fn facts(&self, scrubbed: Option<&Bytes>) -> ResponseFacts {
        let body = scrubbed.unwrap_or(&self.body);
        if let Some(reported) = ErrorResponse::reported_in_success(self.status, body) {
            return reported.into();
        }
        ResponseFacts {
            excerpt: ErrorResponse::excerpt_of(body),
            ..ResponseFacts::new(self.status, self.request_id())
        }
    }

    /// Returns the error that says the body is not what it should be.
    ///
    /// A body that repeats the API key is read again without it, so that the reason does not repeat it too.
    fn unreadable(
        self,
        reason: BodyError,
        read_again: impl FnOnce(&Bytes) -> Option<BodyError>,
    ) -> Error {
        self.client
            .0
            .settings
            .observer
            .tell(&ClientEvent::BodyUnreadable {
                operation: &self.name,
            });
        let scrubbed = self.scrubbed_body();
        let reason: Box<dyn StdError + Send + Sync> = match (&self.encoding, &scrubbed) {
            (Some(encoding), scrubbed) => {
                let body = scrubbed.as_ref().unwrap_or(&self.body);
                BodyError::encoded(body, &self.client.0.scrubber.scrub_text(encoding)).into()
            }
            (None, None) => reason.into(),
            (None, Some(body)) => read_again(body).map_or_else(|| HiddenReason.into(), Into::into),
        };
        Error::decode(reason, self.is_write, self.facts(scrubbed.as_ref()))
            .with_operation(self.name)
            .with_idempotency_key(self.idempotency_key)
            .with_attempts(self.attempts)
    }

    /// Removes the API key from an item that could not be read.
    fn scrub_item<T: PageItem>(&self, item: &mut RejectedItem) {
        let Cow::Owned(text) = self.client.0.scrubber.scrub(item.text.as_str().as_bytes()) else {
            return;
        };
        let text = String::from_utf8(text).unwrap_or_default();
        if let Ok(text) = Json::from_text(text).or_else(|_| Json::encode(KeyScrubber::REPLACEMENT))
        {
            item.replace_text::<T>(text);
        }
    }

    fn tell_about<T: PageItem>(&self, page: &Page<T>) {
        let (observer, operation) = (&self.client.0.settings.observer, self.name.as_ref());
        if !observer.is_some() {
            return;
        }
        for item in &page.rejected {
            observer.tell(&ClientEvent::ItemRejected { operation, item });
        }
        for item in &page.data {
            item.visit_unknown_words(&mut |field, word| {
                let word = &self.client.0.scrubber.scrub_text(word);
                observer.tell(&ClientEvent::UnknownWord { field, word });
            });
        }
    }

    /// Returns the request id in the body, if the body is an object that has one.
    fn request_id(&self) -> Option<RequestId> {
        let id = read_body::<Envelope>(&self.body).ok()?.request_id?;
        Some(self.scrubbed_id(&id))
    }

    fn scrubbed_id(&self, id: &RequestId) -> RequestId {
        let scrubber = &self.client.0.scrubber;
        scrubber.scrub_text(id.as_str()).into_owned().into()
    }

    /// Returns the body without the API key, if that is in it.
    fn scrubbed_body(&self) -> Option<Bytes> {
        match self.client.0.scrubber.scrub(&self.body) {
            Cow::Borrowed(_) => None,
            Cow::Owned(body) => Some(body.into()),
        }
    }
}

/// Returns the encoding that a body still has: the one that the headers tell, of a body that is no text.
pub(super) fn encoding_of(response: &Response<Bytes>) -> Option<String> {
    let encoding = response.headers().get(header::CONTENT_ENCODING)?;
    let is_text = str::from_utf8(response.body()).is_ok();
    (!is_text).then(|| String::from_utf8_lossy(encoding.as_bytes()).into_owned())
}

/// What successful responses have in common.
#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    request_id: Option<RequestId>,
}

#[derive(Debug, ThisError)]
#[error("the reason holds the API key and is not shown")]
struct HiddenReason;
