//! The response to `POST /event-destinations`, and what destinations have in common.

use deck_types::EventDestination;
use deck_types::EventDestinationId;
use deck_types::EventDestinationStatus;
use deck_types::EventDestinationType;
use deck_types::EventType;
use deck_types::Json;
use deck_types::SecretJson;
use deck_types::WebhookConfig;
use http::StatusCode;

use crate::json_members;
use crate::resource::destination::Destination;
use crate::response::body::Members;
use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::error_response::ErrorResponse;
use crate::rules::UnknownWords;

/// The types, each with the keys of its configuration that responses show.
const TYPES: [(&str, &[&str]); 9] = [
    ("webhook", &["url"]),
    ("aws_sqs", &["queue_url"]),
    ("aws_kinesis", &["stream_name", "region"]),
    ("aws_s3", &["bucket", "region"]),
    ("aws_eventbridge", &["event_bus_name", "region"]),
    ("gcp_pubsub", &["project_id", "topic"]),
    ("rabbitmq", &["exchange", "server_url"]),
    ("azure_servicebus", &["name"]),
    ("hookdeck", &[]),
];

/// Creates a destination, which is active at once: how one is verified is not documented. Without `events` it
/// gets all of them.
pub(crate) fn respond(call: &mut Call<'_>) -> Reply {
    call.check_query(&[])?;
    let mut body = call.body(&known_members())?;
    body.check_not_null(&["type", "events"])?;
    let name = body.required_text("name")?;
    let destination_type = body.take_text("type")?;
    let destination_type = destination_type.unwrap_or_else(|| "webhook".to_owned());
    call.check_word("type", &destination_type, &TYPES.map(|(word, _)| word))?;
    let events = take_events(call, &mut body)?;
    let config = take_config(&mut body, &destination_type)?
        .ok_or_else(|| ErrorResponse::missing_input(&destination_type))?;
    // What is left are configurations of other types.
    call.check_empty(body)?;
    let config = with_secret(call, config, &destination_type);
    let id = call.state.ids.resource(EventDestinationId::PREFIX);
    let mut shown = EventDestination::fixture(id);
    shown.name = Some(name);
    shown.status = Some(EventDestinationStatus::Active);
    shown.events = Some(events.unwrap_or_else(|| vec![EventType::All]));
    shown.destination_type = Some(EventDestinationType::from(destination_type));
    shown.created_at = call.creation_time();
    shown.updated_at.clone_from(&shown.created_at);
    let mut destination = Destination {
        shown,
        config: config.clone(),
        old_secret: None,
    };
    set_config(&mut destination, config);
    call.keep_silently(StatusCode::CREATED, destination)
}

/// Returns the members that a body may have: one for each type, which holds its configuration.
pub(super) fn known_members() -> Vec<&'static str> {
    let types = TYPES.iter().map(|(word, _)| *word);
    ["name", "type", "events"]
        .into_iter()
        .chain(types)
        .collect()
}

/// Takes the types of the events out, which are not none, and `*` only alone, as documented.
pub(super) fn take_events(
    call: &Call<'_>,
    body: &mut Members,
) -> Result<Option<Vec<EventType>>, ErrorResponse> {
    let Some(events) = body.take("events").filter(|events| !events.is_null()) else {
        return Ok(None);
    };
    let refuse = |message: &str| Err(ErrorResponse::invalid_parameter("events", message));
    let Ok(words) = events.parse::<Vec<String>>() else {
        return refuse("events is not a list of strings.");
    };
    let events: Vec<EventType> = words.into_iter().map(EventType::from).collect();
    if events.is_empty() {
        return refuse("events is empty.");
    }
    if events.contains(&EventType::All) && events.len() > 1 {
        return refuse("* does not stand beside other types of events.");
    }
    let unknown = events.iter().find(|event| !event.is_known());
    match unknown {
        Some(word) if call.state.rules.unknown_words == UnknownWords::Refused => {
            refuse(&format!("{word:?} is not a type of events."))
        }
        _ => Ok(Some(events)),
    }
}

/// Takes the configuration out, which stands under the word of the type.
pub(super) fn take_config(
    body: &mut Members,
    destination_type: &str,
) -> Result<Option<Json>, ErrorResponse> {
    let Some(config) = body.take(destination_type) else {
        return Ok(None);
    };
    let refuse = |message| Err(ErrorResponse::invalid_parameter(destination_type, message));
    let Ok(mut members) = config.parse::<Members>() else {
        return refuse(format!("{destination_type} is not an object."));
    };
    if destination_type == "webhook" {
        let url = members.required_text("url")?;
        if !url.starts_with("https://") && !url.starts_with("http://") {
            return refuse("url is not an absolute URL.".to_owned());
        }
        members.check_not_null(&["custom_headers", "secret"])?;
        members.take_text("custom_headers")?;
        members.take_text("secret")?;
    }
    Ok(Some(config))
}

/// Returns the configuration of a webhook with a secret, which is drawn where none is given, as documented.
fn with_secret(call: &mut Call<'_>, config: Json, destination_type: &str) -> Json {
    let given = config.parse::<WebhookConfig>().ok();
    if destination_type != "webhook" || given.is_none_or(|given| given.secret.is_some()) {
        return config;
    }
    // Sixteen letters and digits, twice, are base64 of 24 bytes.
    let secret = call.state.ids.resource("whsec_") + &call.state.ids.resource("");
    let secret = Json::encode(&secret).ok();
    let added = secret
        .and_then(|secret| json_members::replace(&config, &[("secret".to_owned(), secret)].into()));
    added.unwrap_or(config)
}

/// Sets the configuration of `destination`, and what responses show of it.
pub(super) fn set_config(destination: &mut Destination, config: Json) {
    let word = destination.shown.destination_type.as_ref();
    let word = word.map_or("", EventDestinationType::as_str).to_owned();
    let keys = TYPES.iter().find(|(known, _)| *known == word);
    let keys = keys.map_or(&[][..], |(_, keys)| keys);
    let visible = config.parse::<Members>().unwrap_or_default().only(keys);
    let visible = Json::encode(&visible).ok();
    destination.config = config;
    let shown = &mut destination.shown;
    let field = match word.as_str() {
        "aws_sqs" => &mut shown.aws_sqs,
        "aws_kinesis" => &mut shown.aws_kinesis,
        "aws_s3" => &mut shown.aws_s3,
        "aws_eventbridge" => &mut shown.aws_eventbridge,
        "gcp_pubsub" => &mut shown.gcp_pubsub,
        "rabbitmq" => &mut shown.rabbitmq,
        "azure_servicebus" => &mut shown.azure_servicebus,
        "hookdeck" => &mut shown.hookdeck,
        "webhook" => {
            shown.webhook = visible.and_then(|visible| visible.parse().ok());
            return;
        }
        other => {
            if let Some(visible) = visible {
                shown.unknown_fields.insert(other, &visible);
            }
            return;
        }
    };
    *field = visible.map(SecretJson::new);
}
