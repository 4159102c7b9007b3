//! A delivery of an event.

use std::time::SystemTime;

use anstyle::AnsiColor;
use anstyle::Style;

use deck_types::DeliveryStatus;
use deck_types::EventDelivery;
use deck_types::EventId;
use deck_types::EventType;

use crate::output::table::Cell;
use crate::output::table::Column;
use crate::output::tabular::Noun;
use crate::output::tabular::Tabular;

use super::AGE;
use super::age;
use super::quantity;

impl Tabular for EventDelivery {
    const NOUN: Noun = Noun {
        one: "delivery",
        many: "deliveries",
    };

    const FIELDS: &'static [&'static str] = &[
        "id",
        "object",
        "status",
        "event_type",
        "event_id",
        "event_destination_id",
        "attempts",
        "created_at",
        "delivered_at",
    ];

    const CSV_FIELDS: &'static [&'static str] = &[
        "event_id",
        "event_type",
        "status",
        "attempts",
        "created_at",
        "delivered_at",
    ];

    const COLUMNS: &'static [Column] = &[
        Column::words("EVENT", 2, 25),
        Column::words("TYPE", 1, 20),
        Column::words("STATUS", 2, 7),
        quantity("ATTEMPTS", 8),
        quantity("DELIVERED", 9),
        AGE,
    ];

    fn cells(&self, now: SystemTime) -> Vec<Cell> {
        let status = match &self.status {
            Some(status) => Cell::new(status.as_str()).styled(style(status)),
            None => Cell::optional(None),
        };
        let attempts = self.attempts.map(|attempts| attempts.to_string());
        vec![
            Cell::optional(self.event_id.as_ref().map(EventId::as_str)),
            Cell::optional(self.event_type.as_ref().map(EventType::as_str)),
            status,
            Cell::optional(attempts.as_deref()),
            age(self.delivered_at.as_ref(), now),
            age(self.created_at.as_ref(), now),
        ]
    }
}

fn style(status: &DeliveryStatus) -> Style {
    match status {
        DeliveryStatus::Success => AnsiColor::Green.on_default(),
        DeliveryStatus::Failure => AnsiColor::Red.on_default(),
        _ => Style::new(),
    }
}
