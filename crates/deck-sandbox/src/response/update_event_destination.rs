//! The response to `PATCH /event-destinations/{destination_id}`.

use std::time::Duration;

use deck_types::EventDestinationStatus;
use deck_types::EventDestinationType;
use deck_types::Json;
use deck_types::WebhookConfig;
use http::StatusCode;

use crate::json_members;
use crate::resource::destination::Destination;
use crate::resource::destination::OldSecret;
use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::create_event_destination::set_config;
use crate::response::create_event_destination::take_config;
use crate::response::create_event_destination::take_events;
use crate::response::error_response::ErrorResponse;

/// The time for which the secret before a change stays valid, as documented.
const OLD_SECRET: Duration = Duration::from_secs(24 * 3_600);

/// Changes what the body holds. A configuration replaces the one there was, and stands under the word of the
/// type that the destination has.
pub(crate) fn respond(call: &mut Call<'_>) -> Reply {
    call.check_query(&[])?;
    let mut destination = call.object::<Destination>()?.clone();
    let word = destination.shown.destination_type.as_ref();
    let word = word
        .map_or("webhook", EventDestinationType::as_str)
        .to_owned();
    let mut body = call.body(&["name", "status", "events", &word])?;
    if body.has("name") {
        destination.shown.name = Some(body.required_text("name")?);
    }
    let was = destination.shown.status.clone();
    if body.has("status") {
        let status = body.required_text("status")?;
        call.check_word("status", &status, &["active", "inactive"])?;
        destination.shown.status = Some(EventDestinationStatus::from(status));
    }
    if body.has("events") {
        let events = take_events(call, &mut body)?;
        let missing = || ErrorResponse::missing_input("events");
        destination.shown.events = Some(events.ok_or_else(missing)?);
    }
    if let Some(config) = take_config(&mut body, &word)? {
        replace_config(call, &mut destination, config);
    }
    call.touch(&mut destination.shown.updated_at);
    match &destination.shown.status {
        status if *status == was => call.keep_silently(StatusCode::OK, destination),
        Some(EventDestinationStatus::Active) => call.keep(StatusCode::OK, destination, "activated"),
        _ => call.keep(StatusCode::OK, destination, "deactivated"),
    }
}

/// Replaces the configuration. Without a secret in it, that of the webhook stays; with another one, both sign
/// for 24 hours, as documented.
fn replace_config(call: &Call<'_>, destination: &mut Destination, config: Json) {
    let before = destination.config.parse::<WebhookConfig>().ok();
    let before = before.and_then(|before| before.secret);
    set_config(destination, config);
    let (Some(before), Ok(config)) = (before, destination.config.parse::<WebhookConfig>()) else {
        return;
    };
    match config.secret {
        None => {
            let text = Json::encode(before.expose()).ok();
            let added = text.and_then(|text| {
                json_members::replace(&destination.config, &[("secret".to_owned(), text)].into())
            });
            if let Some(config) = added {
                destination.config = config;
            }
        }
        Some(secret) if secret != before => {
            destination.old_secret = Some(OldSecret {
                secret: before,
                until: call.moment.elapsed.saturating_add(OLD_SECRET),
            });
        }
        Some(_) => {}
    }
}
