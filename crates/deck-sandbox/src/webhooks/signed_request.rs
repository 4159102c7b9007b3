//! The request that delivers an event.

use std::collections::BTreeMap;
use std::time::Duration;
use std::time::SystemTime;

use bytes::Bytes;
use deck_types::Event;
use deck_types::EventDeliveryId;
use deck_types::Json;
use deck_types::Secret;
use deck_types::WebhookConfig;
use deck_webhooks::Signer;
use deck_webhooks::WebhookSecret;
use http::HeaderName;
use http::HeaderValue;
use http::Request;
use http::header;

use crate::DeliveryFault;
use crate::resource::wire_object::WireObject;
use crate::webhooks::empty_texts::with_empty_texts;

/// The age of the timestamp that is too old.
const HOUR: Duration = Duration::from_secs(3_600);

/// Returns the request that delivers `event` as the delivery with `id`, signed at `now` for the webhook with
/// `config`; nothing when the webhook has no URL or no secret that can be read.
pub(super) fn signed_request(
    config: &WebhookConfig,
    old_secret: Option<&Secret>,
    id: &EventDeliveryId,
    event: &Event,
    fault: Option<DeliveryFault>,
    now: SystemTime,
) -> Option<Request<Bytes>> {
    let secret = WebhookSecret::try_from(config.secret.as_ref()?).ok()?;
    let mut body = Json::encode(&WireObject::item(event))
        .ok()?
        .as_str()
        .to_owned();
    if fault == Some(DeliveryFault::EmptyTexts) {
        body = with_empty_texts(&body);
    }
    let time = match fault {
        Some(DeliveryFault::OldTimestamp) => now.checked_sub(HOUR)?,
        _ => now,
    };
    let signer = signer(secret, old_secret, fault)?;
    let headers = signer.sign(id.as_str(), time, body.as_bytes()).ok()?;
    let mut request = Request::post(config.url.as_deref()?)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Bytes::from(body))
        .ok()?;
    for (name, value) in custom_headers(config) {
        request.headers_mut().insert(name, value);
    }
    for (name, value) in headers.iter() {
        let value = HeaderValue::from_str(value).ok()?;
        request.headers_mut().insert(name, value);
    }
    Some(request)
}

/// Returns what signs: after a change of the secret, both, as documented for 24 hours.
fn signer(
    secret: WebhookSecret,
    old_secret: Option<&Secret>,
    fault: Option<DeliveryFault>,
) -> Option<Signer> {
    let nobodys = WebhookSecret::from_bytes(*b"the secret of somebody else").ok()?;
    Some(match fault {
        Some(DeliveryFault::BadSignature) => Signer::new(nobodys),
        Some(DeliveryFault::TwoSignatures) => Signer::new(nobodys).also_signing_with(secret),
        _ => {
            let old = old_secret.and_then(|old| WebhookSecret::try_from(old).ok());
            let signer = Signer::new(secret);
            match old {
                Some(old) => signer.also_signing_with(old),
                None => signer,
            }
        }
    })
}

/// Returns the headers that the destination asks for, a JSON object of texts as documented, without those
/// that tell how a request is read.
fn custom_headers(config: &WebhookConfig) -> Vec<(HeaderName, HeaderValue)> {
    let text = config.custom_headers.as_ref().map_or("{}", Secret::expose);
    let headers: BTreeMap<String, String> = serde_json::from_str(text).unwrap_or_default();
    let headers = headers.into_iter().filter_map(|(name, value)| {
        let name = HeaderName::try_from(name).ok()?;
        Some((name, HeaderValue::try_from(value).ok()?))
    });
    let fixed = [
        header::CONNECTION,
        header::CONTENT_LENGTH,
        header::CONTENT_TYPE,
        header::HOST,
        header::TRANSFER_ENCODING,
    ];
    headers.filter(|(name, _)| !fixed.contains(name)).collect()
}
