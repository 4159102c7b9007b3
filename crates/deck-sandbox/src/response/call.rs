//! A request that has found its route.

use bytes::Bytes;
use deck_types::RequestId;
use deck_types::Timestamp;
use http::Request;
use http::Response;
use http::StatusCode;

use crate::engine::timeline::Moment;
use crate::faults::page_fault::PageFault;
use crate::resource::Resource;
use crate::resource::wire_object::WireObject;
use crate::response::body::Members;
use crate::response::error_response::ErrorResponse;
use crate::response::json;
use crate::response::query;
use crate::rules::UnknownMembers;
use crate::rules::UnknownWords;
use crate::state::State;

/// What the function of a route returns.
pub(crate) type Reply = Result<Response<Bytes>, ErrorResponse>;

/// A request that has found its route, and the state it is about.
pub(crate) struct Call<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) request: &'a Request<Bytes>,
    /// The id in the path; empty where the path has none.
    pub(crate) id: &'a str,
    pub(crate) moment: Moment,
    /// What is to be wrong with the page, if the response is one.
    pub(crate) fault: Option<PageFault>,
    pub(crate) request_id: &'a RequestId,
}

impl Call<'_> {
    pub(crate) fn query(&self) -> &str {
        self.request.uri().query().unwrap_or_default()
    }

    /// Checks that the query has no other keys than `known`.
    pub(crate) fn check_query(&self, known: &[&str]) -> Result<(), ErrorResponse> {
        query::check(self.query(), known)
    }

    /// Reads the body, whose members must be among `known`, unless unknown ones are ignored.
    pub(crate) fn body(&self, known: &[&str]) -> Result<Members, ErrorResponse> {
        self.known(Members::read(self.request)?, known)
    }

    /// Reads the body, which may also be empty.
    pub(crate) fn optional_body(&self, known: &[&str]) -> Result<Members, ErrorResponse> {
        if self.request.body().is_empty() {
            return Ok(Members::default());
        }
        self.body(known)
    }

    /// Takes the object of `key` out of `body`, whose members must be among `known`.
    pub(crate) fn member_object(
        &self,
        body: &mut Members,
        key: &str,
        known: &[&str],
    ) -> Result<Members, ErrorResponse> {
        self.known(body.take_object(key)?, known)
    }

    /// Checks that nothing is left in `body`, all of whose members were taken out.
    pub(crate) fn check_empty(&self, body: Members) -> Result<(), ErrorResponse> {
        self.known(body, &[]).map(drop)
    }

    /// Checks that `word`, the value of `key`, is among `words`, unless unknown ones are accepted.
    pub(crate) fn check_word(
        &self,
        key: &str,
        word: &str,
        words: &[&str],
    ) -> Result<(), ErrorResponse> {
        let is_refused = self.state.rules.unknown_words == UnknownWords::Refused;
        if is_refused && !words.contains(&word) {
            return Err(ErrorResponse::unknown_word(key, word, words));
        }
        Ok(())
    }

    /// Sets the time of a change; it does not go back.
    pub(crate) fn touch(&self, updated_at: &mut Option<Timestamp>) {
        let now = self.now();
        if *updated_at < now {
            *updated_at = now;
        }
    }

    /// Returns the object that the path names.
    pub(crate) fn object<R: Resource>(&self) -> Result<&R, ErrorResponse> {
        let object = R::shelf(self.state).get(self.id);
        object.ok_or_else(|| ErrorResponse::unknown(R::OBJECT, self.id))
    }

    /// Returns the time of the request.
    pub(crate) fn now(&self) -> Option<Timestamp> {
        Timestamp::try_from(self.moment.time_of_day).ok()
    }

    /// Returns the time of an object that the request creates, which is later than that of any other.
    pub(crate) fn creation_time(&mut self) -> Option<Timestamp> {
        Timestamp::try_from(self.state.creation_time(self.moment)).ok()
    }

    /// Keeps `object` and responds with it; `action` is what its event tells.
    pub(crate) fn keep<R: Resource>(
        &mut self,
        status: StatusCode,
        object: R,
        action: &str,
    ) -> Reply {
        self.state.emit_resource(&object, action, self.moment);
        self.keep_silently(status, object)
    }

    /// Keeps `object` and responds with it, without an event.
    pub(crate) fn keep_silently<R: Resource>(&mut self, status: StatusCode, object: R) -> Reply {
        let response = json::response(status, &WireObject::alone(&object, self.request_id));
        R::shelf_mut(self.state).insert(object);
        Ok(response)
    }

    fn known(&self, members: Members, known: &[&str]) -> Result<Members, ErrorResponse> {
        if self.state.rules.unknown_members == UnknownMembers::Refused {
            members.check_keys(known)?;
        }
        Ok(members)
    }
}
