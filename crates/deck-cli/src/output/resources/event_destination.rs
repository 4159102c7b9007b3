//! An event destination, of whose configuration the address of a webhook is shown and nothing else.

use std::time::SystemTime;

use deck_types::EventDestination;
use deck_types::EventDestinationStatus;
use deck_types::EventDestinationType;
use deck_types::EventType;

use crate::output::detail::Detail;
use crate::output::local_time::LocalTime;
use crate::output::redaction::SecretMember;
use crate::output::table::Cell;
use crate::output::table::Column;
use crate::output::tabular::Noun;
use crate::output::tabular::Tabular;

use super::AGE;
use super::Detailed;
use super::ID;
use super::add_times;
use super::age;
use super::quantity;

/// The configurations of every edition of the API; those of types other than a webhook hold keys and
/// passwords.
const SECRETS: &[SecretMember] = &[
    SecretMember::but_for("webhook", &["url"]),
    SecretMember::whole("aws_sqs"),
    SecretMember::whole("aws_kinesis"),
    SecretMember::whole("aws_s3"),
    SecretMember::whole("aws_eventbridge"),
    SecretMember::whole("gcp_pubsub"),
    SecretMember::whole("rabbitmq"),
    SecretMember::whole("azure_servicebus"),
    SecretMember::whole("hookdeck"),
    SecretMember::but_for("config", &["url"]),
    SecretMember::but_for("type_config", &["url"]),
];

impl Tabular for EventDestination {
    const NOUN: Noun = Noun {
        one: "event destination",
        many: "event destinations",
    };

    const SECRETS: &'static [SecretMember] = SECRETS;

    const FIELDS: &'static [&'static str] = &[
        "id",
        "object",
        "name",
        "status",
        "type",
        "events",
        "webhook",
        "aws_sqs",
        "aws_kinesis",
        "aws_eventbridge",
        "gcp_pubsub",
        "rabbitmq",
        "azure_servicebus",
        "hookdeck",
        "created_at",
        "updated_at",
        "request_id",
    ];

    const CSV_FIELDS: &'static [&'static str] = &[
        "id",
        "name",
        "status",
        "type",
        "webhook.url",
        "created_at",
        "updated_at",
    ];

    const COLUMNS: &'static [Column] = &[
        ID,
        Column::words("NAME", 0, 12),
        Column::words("STATUS", 2, 8),
        Column::words("TYPE", 1, 8),
        Column::words("URL", 0, 20),
        quantity("EVENTS", 6),
        AGE,
    ];

    fn cells(&self, now: SystemTime) -> Vec<Cell> {
        let destination_type = self.destination_type.as_ref();
        vec![
            Cell::new(self.id.as_str()),
            Cell::optional(self.name.as_deref()),
            Cell::optional(self.status.as_ref().map(EventDestinationStatus::as_str)),
            Cell::optional(destination_type.map(EventDestinationType::as_str)),
            Cell::optional(url(self)),
            Cell::optional(event_count(self).as_deref()),
            age(self.created_at.as_ref(), now),
        ]
    }
}

impl Detailed for EventDestination {
    const SECRETS: &'static [SecretMember] = SECRETS;

    fn detail(&self, time: &LocalTime) -> Detail<'_> {
        let mut detail = Detail::new();
        detail.field("id", Some(&self.id));
        detail.field("name", self.name.as_ref());
        let status = self.status.as_ref();
        detail.field("status", status.map(EventDestinationStatus::as_str));
        let destination_type = self.destination_type.as_ref();
        detail.field("type", destination_type.map(EventDestinationType::as_str));
        detail.field("url", url(self));
        add_times(
            &mut detail,
            self.created_at.as_ref(),
            self.updated_at.as_ref(),
            time,
        );
        detail.field("request id", self.request_id.as_ref());
        let events = self.events.iter().flatten();
        detail.section("events", events.map(EventType::as_str));
        detail
    }
}

fn url(destination: &EventDestination) -> Option<&str> {
    destination.webhook.as_ref()?.url.as_deref()
}

fn event_count(destination: &EventDestination) -> Option<String> {
    let events = destination.events.as_ref()?;
    Some(if events.contains(&EventType::All) {
        "all".to_owned()
    } else {
        events.len().to_string()
    })
}
