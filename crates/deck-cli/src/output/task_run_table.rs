//! The table of a listing of task runs.

use std::time::SystemTime;

use deck_types::AgentId;
use deck_types::Outcome;
use deck_types::Problem;
use deck_types::ProblemCode;
use deck_types::ProblemType;
use deck_types::SourceId;
use deck_types::TaskRun;

use crate::output::human;
use crate::output::resources::age;
use crate::output::status_style::status_style;
use crate::output::table::Cell;
use crate::output::table::Column;
use crate::output::tabular::Noun;
use crate::output::tabular::Tabular;

/// The id is what the next command needs, so one of the usual length stays whole as long as anything
/// else can shrink. Agent and source are the first to shrink, and left out where only a stump of them
/// would remain; so is the outcome, which the status nearly tells. What went wrong has all the room that
/// is left.
const COLUMNS: [Column; 8] = [
    Column::words("ID", 3, 25),
    Column::words("STATUS", 2, 12),
    Column::words("OUTCOME", 0, 7),
    Column::words("AGENT", 0, 13),
    Column::words("SOURCE", 0, 13),
    Column::quantity("DURATION", 4, 8),
    Column::quantity("AGE", 4, 4),
    Column::words("ERROR", 1, 10),
];

const FIELDS: [&str; 21] = [
    "id",
    "object",
    "status",
    "result",
    "task_id",
    "agent_id",
    "source_id",
    "credential_id",
    "session_id",
    "workflow_id",
    "runtime_ms",
    "created_at",
    "updated_at",
    "canceled_at",
    "errors",
    "interaction",
    "input",
    "output",
    "storage",
    "artifacts",
    "request_id",
];

/// What is one value each; a person asks for payloads by name.
const CSV_FIELDS: [&str; 15] = [
    "id",
    "status",
    "result",
    "runtime_ms",
    "created_at",
    "updated_at",
    "canceled_at",
    "task_id",
    "agent_id",
    "source_id",
    "credential_id",
    "session_id",
    "workflow_id",
    "errors.0.code",
    "errors.0.message",
];

impl Tabular for TaskRun {
    const NOUN: Noun = Noun {
        one: "run",
        many: "runs",
    };

    const FIELDS: &'static [&'static str] = &FIELDS;

    const CSV_FIELDS: &'static [&'static str] = &CSV_FIELDS;

    const COLUMNS: &'static [Column] = &COLUMNS;

    fn cells(&self, now: SystemTime) -> Vec<Cell> {
        let status = match &self.status {
            Some(status) => Cell::new(status.as_str()).styled(status_style(status)),
            None => Cell::optional(None),
        };
        vec![
            Cell::new(self.id.as_str()).shortened_in_the_middle(),
            status,
            Cell::optional(self.result.as_ref().map(Outcome::as_str)),
            Cell::optional(self.agent_id.as_ref().map(AgentId::as_str)).shortened_in_the_middle(),
            Cell::optional(self.source_id.as_ref().map(SourceId::as_str)).shortened_in_the_middle(),
            Cell::optional(self.runtime().map(human::duration).as_deref()),
            age(self.created_at.as_ref(), now),
            Cell::optional(error_text(&self.errors).as_deref()),
        ]
    }
}

/// Returns the code of the first error and its message, and how many more there are.
fn error_text(errors: &[Problem]) -> Option<String> {
    let (first, others) = errors.split_first()?;
    let code = first.code.as_ref().map(ProblemCode::as_str);
    let code = code.or(first.problem_type.as_ref().map(ProblemType::as_str));
    let words = [code, first.message.as_deref()].into_iter().flatten();
    let text = words.collect::<Vec<_>>().join(": ");
    Some(match others.len() {
        0 => text,
        more => format!("{text} (and {more} more)"),
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::output::ItemWriter;
    use crate::output::screen::Screen;
    use crate::output::tabular::ItemTable;

    use super::*;

    fn written(run: &TaskRun) -> String {
        let mut text = Vec::new();
        let mut table = ItemTable::<_, TaskRun>::new(
            &mut text,
            Screen::PIPE,
            SystemTime::UNIX_EPOCH + Duration::from_secs(3 * 86_400),
        );
        table.write(run).unwrap();
        table.finish().unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn a_row_tells_duration_and_age_in_human_units() {
        let mut run = TaskRun::fixture("trun_1");
        run.status = Some("completed".into());
        run.result = Some("success".into());
        run.agent_id = Some("agt_1".into());
        run.source_id = Some("src_1".into());
        run.runtime_ms = Some(72_000);
        run.created_at = Some("1970-01-01T00:00:00Z".parse().unwrap());
        let expected = "ID      STATUS     OUTCOME  AGENT  SOURCE  DURATION  AGE  ERROR\n\
                        trun_1  completed  success  agt_1  src_1     1m 12s   3d  -\n";
        assert_eq!(written(&run), expected);
    }

    #[test]
    fn a_run_that_failed_tells_its_first_error_and_how_many_more_there_are() {
        let mut run = TaskRun::fixture("trun_1");
        run.errors = vec![Problem::fixture("source", "source_blocked")];
        assert!(
            written(&run).ends_with("  source_blocked\n"),
            "{}",
            written(&run)
        );
        run.errors[0].message = Some("No way in".to_owned());
        run.errors.push(Problem::fixture("agent", "agent_lost"));
        let row = written(&run);
        assert!(
            row.ends_with("  source_blocked: No way in (and 1 more)\n"),
            "{row}"
        );
    }

    #[test]
    fn the_id_stays_whole_on_a_narrow_screen() {
        let mut run = TaskRun::fixture("trun_0123456789abcdefghij");
        run.status = Some("interaction_required".into());
        run.agent_id = Some("agt_0123456789abcdefghij".into());
        let mut text = Vec::new();
        let screen = Screen {
            width: Some(64),
            ..Screen::PIPE
        };
        let mut table = ItemTable::<_, TaskRun>::new(&mut text, screen, SystemTime::UNIX_EPOCH);
        table.write(&run).unwrap();
        table.finish().unwrap();
        assert!(
            String::from_utf8(text)
                .unwrap()
                .contains("trun_0123456789abcdefghij  ")
        );
    }

    #[test]
    fn what_a_run_does_not_have_is_a_dash() {
        let expected = "ID      STATUS  OUTCOME  AGENT  SOURCE  DURATION  AGE  ERROR\n\
                        trun_1  -       -        -      -              -    -  -\n";
        assert_eq!(written(&TaskRun::fixture("trun_1")), expected);
    }

    #[test]
    fn a_time_that_cannot_be_read_is_a_dash_and_the_run_is_shown() {
        let mut run = TaskRun::fixture("trun_1");
        run.created_at = Some(deck_types::Timestamp::from_received("yesterday"));
        assert!(written(&run).ends_with(" -\n"));
    }

    #[test]
    fn the_fields_are_known_to_the_library_and_records_have_no_others() {
        let members = FIELDS.map(|name| match name {
            "id" => r#""id":"trun_1""#.to_owned(),
            name => format!(r#""{name}":null"#),
        });
        let text = format!("{{{}}}", members.join(","));
        let run: TaskRun = deck_types::Json::from_text(text).unwrap().parse().unwrap();
        assert!(run.unknown_fields.is_empty(), "{:?}", run.unknown_fields);
        for field in CSV_FIELDS {
            let name = field.split('.').next().unwrap();
            assert!(FIELDS.contains(&name), "{field}");
        }
    }

    #[test]
    fn a_status_of_tomorrow_is_shown_as_it_is() {
        let mut run = TaskRun::fixture("trun_1");
        run.status = Some("hibernating".into());
        assert!(written(&run).contains("hibernating"));
    }
}
