//! Reading the bodies of requests.

use std::collections::BTreeMap;

use bytes::Bytes;
use deck_types::Json;
use http::Request;
use http::header;
use serde::Deserialize;
use serde::Serialize;

use crate::response::error_response::ErrorResponse;

/// The largest length of a body. The documentation has no limit; the sandbox needs one for its memory.
pub(crate) const MAX_BODY_BYTES: usize = 4 * 1024 * 1024;

/// The members of a JSON object. Of a key that is there twice, the last one counts.
#[derive(Default, Deserialize, Serialize)]
#[serde(transparent)]
pub(crate) struct Members(BTreeMap<String, Json>);

impl Members {
    /// Reads the body of `request`.
    pub(crate) fn read(request: &Request<Bytes>) -> Result<Members, ErrorResponse> {
        check_length(request)?;
        check_content_type(request)?;
        serde_json::from_slice(request.body())
            .map_err(|error| ErrorResponse::invalid_body(error.to_string()))
    }

    /// Checks that all members are among `known`.
    pub(crate) fn check_keys(&self, known: &[&str]) -> Result<(), ErrorResponse> {
        let unknown = self.keys().find(|key| !known.contains(key));
        unknown.map_or(Ok(()), |key| Err(ErrorResponse::unknown_parameter(key)))
    }

    /// Returns the keys.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Returns whether there is a member `key`, be it null.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// Returns the members.
    pub(crate) fn as_map(&self) -> &BTreeMap<String, Json> {
        &self.0
    }

    /// Returns the members among `keys`.
    pub(crate) fn only(mut self, keys: &[&str]) -> Members {
        self.0.retain(|key, _| keys.contains(&key.as_str()));
        self
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

    /// Takes the text of `key` out, which must be there.
    pub(crate) fn required_text(&mut self, key: &str) -> Result<String, ErrorResponse> {
        let text = self.take_text(key)?;
        text.ok_or_else(|| ErrorResponse::missing_input(key))
    }

    /// Takes the flag of `key` out; null counts as absent.
    pub(crate) fn take_flag(&mut self, key: &str) -> Result<Option<bool>, ErrorResponse> {
        let value = self.take(key).as_ref().map(Json::parse::<Option<bool>>);
        let flag = value.transpose();
        flag.map(Option::flatten).map_err(|_| {
            ErrorResponse::invalid_parameter(key, format!("{key} is neither true nor false."))
        })
    }

    /// Checks that none of `keys` is null, which the reference says of other members only.
    pub(crate) fn check_not_null(&self, keys: &[&str]) -> Result<(), ErrorResponse> {
        let is_null = |key: &&&str| self.0.get(**key).is_some_and(Json::is_null);
        match keys.iter().find(is_null) {
            Some(key) => {
                let message = format!("{key} is null; leave it out instead.");
                Err(ErrorResponse::invalid_parameter(key, message))
            }
            None => Ok(()),
        }
    }

    /// Takes the object of `key` out.
    pub(crate) fn take_object(&mut self, key: &str) -> Result<Members, ErrorResponse> {
        let value = self
            .take(key)
            .ok_or_else(|| ErrorResponse::missing_input(key))?;
        value
            .parse()
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
