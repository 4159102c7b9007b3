//! Reading the bodies of requests.

use std::collections::BTreeMap;

use bytes::Bytes;
use deck_types::Json;
use http::Request;
use http::header;

use crate::response::error_response::ErrorResponse;

/// The largest length of a body. The documentation has no limit; the sandbox needs one for its memory.
pub(crate) const MAX_BODY_BYTES: usize = 4 * 1024 * 1024;

/// The members of the JSON object that a body is. Of a key that is there twice, the last one counts.
pub(crate) struct Members(BTreeMap<String, Json>);

impl Members {
    /// Reads the body of `request`, whose members must be among `known`.
    pub(crate) fn read(request: &Request<Bytes>, known: &[&str]) -> Result<Members, ErrorResponse> {
        check_length(request)?;
        check_content_type(request)?;
        let members = serde_json::from_slice(request.body())
            .map_err(|error| ErrorResponse::invalid_body(error.to_string()))?;
        let members = Members(members);
        members.check_keys(known)?;
        Ok(members)
    }

    /// Reads the body of `request`, which may also be empty.
    pub(crate) fn read_optional(
        request: &Request<Bytes>,
        known: &[&str],
    ) -> Result<Members, ErrorResponse> {
        if request.body().is_empty() {
            Ok(Members(BTreeMap::new()))
        } else {
            Members::read(request, known)
        }
    }

    fn check_keys(&self, known: &[&str]) -> Result<(), ErrorResponse> {
        let unknown = self.keys().find(|key| !known.contains(key));
        unknown.map_or(Ok(()), |key| Err(ErrorResponse::unknown_parameter(key)))
    }

    /// Returns the keys.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Takes the value of `key` out.
    pub(crate) fn take(&mut self, key: &str) -> Option<Json> {
        self.0.remove(key)
    }

    /// Takes the text of `key` out; null counts as absent.
    pub(crate) fn take_text(&mut self, key: &str) -> Result<Option<String>, ErrorResponse> {
        let value = self.take(key).as_ref().map(Json::parse::<Option<String>>);
        let text = value.transpose();
        text.map(Option::flatten)
            .map_err(|_| ErrorResponse::invalid_parameter(key, format!("{key} is not a string.")))
    }

    /// Takes the object of `key` out.
    pub(crate) fn take_object(&mut self, key: &str) -> Result<Members, ErrorResponse> {
        let value = self
            .take(key)
            .ok_or_else(|| ErrorResponse::missing_input(key))?;
        value
            .parse()
            .map(Members)
            .map_err(|_| ErrorResponse::invalid_parameter(key, format!("{key} is not an object.")))
    }
}

fn check_length(request: &Request<Bytes>) -> Result<(), ErrorResponse> {
    if request.body().len() > MAX_BODY_BYTES {
        return Err(ErrorResponse::body_too_large());
    }
    Ok(())
}

fn check_content_type(request: &Request<Bytes>) -> Result<(), ErrorResponse> {
    let value = request.headers().get(header::CONTENT_TYPE);
    let text = value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let media_type = text.split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("application/json") {
        Ok(())
    } else {
        Err(ErrorResponse::unsupported_media_type())
    }
}
