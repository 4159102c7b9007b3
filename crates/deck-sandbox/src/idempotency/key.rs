//! Reading the header `Idempotency-Key`.

use bytes::Bytes;
use http::Request;

use crate::response::error_response::ErrorResponse;

/// The largest length of a key, as documented.
pub(crate) const MAX_KEY_LENGTH: usize = 256;

const HEADER: &str = "idempotency-key";

/// Returns the key of `request`, if it has one.
///
/// A key that is empty, not visible ASCII, or there twice is refused like one that is too long: the
/// documentation does not tell, and a client that sends such keys is not protected as it thinks.
pub(crate) fn read(request: &Request<Bytes>) -> Result<Option<String>, ErrorResponse> {
    let mut values = request.headers().get_all(HEADER).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let is_visible = |text: &&str| text.bytes().all(|byte| byte.is_ascii_graphic());
    let text = value.to_str().ok().filter(is_visible).unwrap_or_default();
    if values.next().is_some() || !(1..=MAX_KEY_LENGTH).contains(&text.len()) {
        return Err(ErrorResponse::invalid_idempotency_key());
    }
    Ok(Some(text.to_owned()))
}
