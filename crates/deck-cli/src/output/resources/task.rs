//! A task.

use std::time::SystemTime;

use deck_types::AgentId;
use deck_types::Json;
use deck_types::Task;
use deck_types::TaskStatus;

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

impl Tabular for Task {
    const NOUN: Noun = Noun {
        one: "task",
        many: "tasks",
    };

    const FIELDS: &'static [&'static str] = &[
        "id",
        "object",
        "name",
        "status",
        "agent_id",
        "prompt",
        "input_schema",
        "output_schema",
        "storage",
        "extraction",
        "created_at",
        "updated_at",
        "request_id",
    ];

    const CSV_FIELDS: &'static [&'static str] = &[
        "id",
        "name",
        "status",
        "agent_id",
        "extraction",
        "created_at",
        "updated_at",
    ];

    const COLUMNS: &'static [Column] = &[
        ID,
        Column::words("NAME", 0, 12),
        Column::words("STATUS", 2, 8),
        Column::words("AGENT", 1, 9),
        AGE,
    ];

    fn cells(&self, now: SystemTime) -> Vec<Cell> {
        vec![
            Cell::new(self.id.as_str()),
            Cell::optional(self.name.as_deref()),
            Cell::optional(self.status.as_ref().map(TaskStatus::as_str)),
            Cell::optional(self.agent_id.as_ref().map(AgentId::as_str)),
            age(self.created_at.as_ref(), now),
        ]
    }
}

impl Detailed for Task {
    fn detail(&self, time: &LocalTime) -> Detail<'_> {
        let mut detail = Detail::new();
        detail.field("id", Some(&self.id));
        detail.field("name", self.name.as_ref());
        detail.field("status", self.status.as_ref().map(TaskStatus::as_str));
        detail.field("agent", self.agent_id.as_ref());
        detail.field("extraction", self.extraction);
        add_times(
            &mut detail,
            self.created_at.as_ref(),
            self.updated_at.as_ref(),
            time,
        );
        detail.field("request id", self.request_id.as_ref());
        detail.section(
            "prompt",
            self.prompt.iter().flat_map(|prompt| prompt.lines()),
        );
        detail.json_section("input schema", some(self.input_schema.as_ref()));
        detail.json_section("output schema", some(self.output_schema.as_ref()));
        detail.json_section("storage", some(self.storage.as_ref()));
        detail
    }
}

fn some(value: Option<&Json>) -> Option<&Json> {
    value.filter(|value| !value.is_null())
}
