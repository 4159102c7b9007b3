//! A file that a run kept.

use std::time::SystemTime;

use deck_types::ExtractionResult;
use deck_types::StorageId;
use deck_types::StorageItem;

use crate::output::detail::Detail;
use crate::output::human;
use crate::output::local_time::LocalTime;
use crate::output::redaction::SecretMember;
use crate::output::table::Cell;
use crate::output::table::Column;
use crate::output::tabular::Noun;
use crate::output::tabular::Tabular;

use super::AGE;
use super::Detailed;
use super::ID;
use super::age;
use super::quantity;

impl Tabular for StorageItem {
    const NOUN: Noun = Noun {
        one: "file",
        many: "files",
    };

    /// Whoever has the signed address has the file.
    const SECRETS: &'static [SecretMember] = &[SecretMember::whole("url")];

    const FIELDS: &'static [&'static str] = &[
        "id",
        "object",
        "file_name",
        "file_type",
        "file_size",
        "created_at",
        "url",
        "purpose",
        "extraction",
        "task_run_id",
        "metadata",
        "fetch_date",
        "result",
        "request_id",
    ];

    const CSV_FIELDS: &'static [&'static str] = &[
        "id",
        "file_name",
        "file_type",
        "file_size",
        "purpose",
        "result",
        "task_run_id",
        "created_at",
    ];

    const COLUMNS: &'static [Column] = &[
        ID,
        Column::words("NAME", 0, 12),
        Column::words("TYPE", 1, 12),
        quantity("SIZE", 8),
        AGE,
    ];

    fn cells(&self, now: SystemTime) -> Vec<Cell> {
        vec![
            Cell::optional(self.id.as_ref().map(StorageId::as_str)),
            Cell::optional(self.file_name.as_deref()),
            Cell::optional(self.file_type.as_deref()),
            Cell::optional(self.file_size.map(human::size).as_deref()),
            age(self.created_at.as_ref(), now),
        ]
    }
}

/// The signed address is what a file is asked for by itself, so it is shown here.
impl Detailed for StorageItem {
    fn detail(&self, time: &LocalTime) -> Detail<'_> {
        let mut detail = Detail::new();
        detail.field("id", self.id.as_ref());
        detail.field("name", self.file_name.as_ref());
        detail.field("type", self.file_type.as_ref());
        detail.field("size", self.file_size.map(human::size));
        detail.field("purpose", self.purpose.as_ref());
        detail.field("run", self.task_run_id.as_ref());
        detail.field("result", self.result.as_ref().map(ExtractionResult::as_str));
        let created = self.created_at.as_ref();
        detail.field("created", created.map(|created| time.with_age(created)));
        detail.field("url", self.url.as_ref().map(|url| url.expose().to_owned()));
        detail.field("request id", self.request_id.as_ref());
        let values = [
            ("metadata", &self.metadata),
            ("extraction", &self.extraction),
        ];
        for (heading, value) in values {
            detail.json_section(heading, value.as_ref().filter(|value| !value.is_null()));
        }
        detail
    }
}
