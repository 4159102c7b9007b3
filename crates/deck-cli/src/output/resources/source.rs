//! A source.

use std::time::SystemTime;

use deck_types::Source;
use deck_types::SourceType;

use crate::output::detail::Detail;
use crate::output::local_time::LocalTime;
use crate::output::table::Cell;
use crate::output::table::Column;
use crate::output::tabular::Noun;
use crate::output::tabular::Tabular;

use super::AGE;
use super::Detailed;
use super::ID;
use super::add_times;
use super::age;

impl Tabular for Source {
    const NOUN: Noun = Noun {
        one: "source",
        many: "sources",
    };

    const FIELDS: &'static [&'static str] = &[
        "id",
        "object",
        "type",
        "name",
        "website",
        "created_at",
        "updated_at",
        "request_id",
    ];

    const CSV_FIELDS: &'static [&'static str] = &[
        "id",
        "name",
        "type",
        "website.url",
        "created_at",
        "updated_at",
    ];

    const COLUMNS: &'static [Column] = &[
        ID,
        Column::words("NAME", 0, 12),
        Column::words("TYPE", 2, 7),
        Column::words("URL", 1, 20),
        AGE,
    ];

    fn cells(&self, now: SystemTime) -> Vec<Cell> {
        vec![
            Cell::new(self.id.as_str()),
            Cell::optional(self.name.as_deref()),
            Cell::optional(self.source_type.as_ref().map(SourceType::as_str)),
            Cell::optional(url(self)),
            age(self.created_at.as_ref(), now),
        ]
    }
}

impl Detailed for Source {
    fn detail(&self, time: &LocalTime) -> Detail<'_> {
        let mut detail = Detail::new();
        detail.field("id", Some(&self.id));
        detail.field("name", self.name.as_ref());
        detail.field("type", self.source_type.as_ref().map(SourceType::as_str));
        detail.field("url", url(self));
        add_times(
            &mut detail,
            self.created_at.as_ref(),
            self.updated_at.as_ref(),
            time,
        );
        detail.field("request id", self.request_id.as_ref());
        detail
    }
}

fn url(source: &Source) -> Option<&str> {
    source.website.as_ref()?.url.as_deref()
}
