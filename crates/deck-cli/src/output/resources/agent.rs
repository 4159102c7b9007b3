//! An agent.

use std::time::SystemTime;

use deck_types::Agent;
use deck_types::AgentTask;
use deck_types::TaskId;
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
use super::quantity;

impl Tabular for Agent {
    const NOUN: Noun = Noun {
        one: "agent",
        many: "agents",
    };

    const FIELDS: &'static [&'static str] = &[
        "id",
        "object",
        "name",
        "description",
        "tasks",
        "created_at",
        "updated_at",
        "request_id",
    ];

    const CSV_FIELDS: &'static [&'static str] =
        &["id", "name", "description", "created_at", "updated_at"];

    const COLUMNS: &'static [Column] =
        &[ID, Column::words("NAME", 0, 12), quantity("TASKS", 5), AGE];

    fn cells(&self, now: SystemTime) -> Vec<Cell> {
        let tasks = self.tasks.as_ref().map(|tasks| tasks.len().to_string());
        vec![
            Cell::new(self.id.as_str()),
            Cell::optional(self.name.as_deref()),
            Cell::optional(tasks.as_deref()),
            age(self.created_at.as_ref(), now),
        ]
    }
}

impl Detailed for Agent {
    fn detail(&self, time: &LocalTime) -> Detail<'_> {
        let mut detail = Detail::new();
        detail.field("id", Some(&self.id));
        detail.field("name", self.name.as_ref());
        detail.field("description", self.description.as_ref());
        add_times(
            &mut detail,
            self.created_at.as_ref(),
            self.updated_at.as_ref(),
            time,
        );
        detail.field("request id", self.request_id.as_ref());
        detail.section("tasks", self.tasks.iter().flatten().map(task_line));
        detail
    }
}

fn task_line(task: &AgentTask) -> String {
    let facts = [
        task.id.as_ref().map(TaskId::as_str),
        task.status.as_ref().map(TaskStatus::as_str),
        task.name.as_deref(),
    ];
    facts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}
