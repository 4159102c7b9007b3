//! The response to `PATCH /event-destinations/{destination_id}`.

use deck_types::EventDestinationStatus;
use deck_types::EventDestinationType;
use http::StatusCode;

use crate::resource::destination::Destination;
use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::create_event_destination::set_config;
use crate::response::create_event_destination::take_config;
use crate::response::create_event_destination::take_events;
use crate::response::error_response::ErrorResponse;

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
        set_config(&mut destination, config);
    }
    call.touch(&mut destination.shown.updated_at);
    match &destination.shown.status {
        status if *status == was => call.keep_silently(StatusCode::OK, destination),
        Some(EventDestinationStatus::Active) => call.keep(StatusCode::OK, destination, "activated"),
        _ => call.keep(StatusCode::OK, destination, "deactivated"),
    }
}
