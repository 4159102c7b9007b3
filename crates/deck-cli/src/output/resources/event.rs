//! An event.

use std::time::SystemTime;

use deck_types::Event;
use deck_types::EventType;
use serde::Deserialize;

use crate::output::detail::Detail;
use crate::output::local_time::LocalTime;
use crate::output::table::Cell;
use crate::output::table::Column;
use crate::output::tabular::Noun;
use crate::output::tabular::Tabular;

use super::AGE;
use super::Detailed;
use super::ID;
use super::age;

impl Tabular for Event {
    const NOUN: Noun = Noun {
        one: "event",
        many: "events",
    };

    const FIELDS: &'static [&'static str] =
        &["id", "object", "type", "data", "created_at", "request_id"];

    const CSV_FIELDS: &'static [&'static str] = &["id", "type", "data.id", "created_at"];

    const COLUMNS: &'static [Column] = &[
        ID,
        Column::words("TYPE", 2, 20),
        Column::words("SUBJECT", 1, 25),
        AGE,
    ];

    fn cells(&self, now: SystemTime) -> Vec<Cell> {
        vec![
            Cell::new(self.id.as_str()),
            Cell::optional(self.event_type.as_ref().map(EventType::as_str)),
            Cell::optional(subject_id(self).as_deref()),
            age(self.created_at.as_ref(), now),
        ]
    }
}

impl Detailed for Event {
    fn detail(&self, time: &LocalTime) -> Detail<'_> {
        let mut detail = Detail::new();
        detail.field("id", Some(&self.id));
        detail.field("type", self.event_type.as_ref().map(EventType::as_str));
        detail.field("subject", subject_id(self));
        let created = self.created_at.as_ref();
        detail.field("created", created.map(|created| time.with_age(created)));
        detail.field("request id", self.request_id.as_ref());
        detail.json_section("data", self.data.as_ref().filter(|data| !data.is_null()));
        detail
    }
}

/// Returns the id of what the event is about, if its data tells one.
pub(crate) fn subject_id(event: &Event) -> Option<String> {
    #[derive(Deserialize)]
    struct Subject {
        id: String,
    }
    let subject: Subject = event.data.as_ref()?.parse().ok()?;
    Some(subject.id)
}
