//! One task run, line by line.

use std::time::SystemTime;

use anstyle::Style;

use deck_types::Interaction;
use deck_types::Outcome;
use deck_types::TaskRun;
use deck_types::TaskRunFile;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;

use crate::output::detail::Detail;
use crate::output::human;
use crate::output::status_style::status_style;

/// Returns all that is known of the run, in the words of the API; ages are counted back from `now`.
pub(crate) fn task_run_detail(run: &TaskRun, now: SystemTime) -> Detail<'_> {
    let mut detail = Detail::new();
    add_state(&mut detail, run);
    add_relations(&mut detail, run);
    add_times(&mut detail, run, now);
    detail.field("request id", run.request_id.as_ref());
    detail.section("errors", &run.errors);
    add_interaction(&mut detail, run);
    detail.section("storage", run.storage.iter().flatten().map(storage_line));
    detail.json_section("artifacts", &run.artifacts);
    let input = run.input.iter();
    detail.json_section("input", input.filter(|input| !input.is_null()));
    let output = run.output.iter();
    detail.json_section("output", output.filter(|output| !output.is_null()));
    detail
}

fn add_state<'a>(detail: &mut Detail<'a>, run: &'a TaskRun) {
    let style = run.status.as_ref().map_or_else(Style::new, status_style);
    detail.field("id", Some(&run.id));
    detail.styled_field(
        "status",
        run.status.as_ref().map(TaskRunStatus::as_str),
        style,
    );
    detail.field("outcome", run.result.as_ref().map(Outcome::as_str));
    detail.field("duration", run.runtime().map(human::exact_duration));
}

fn add_relations<'a>(detail: &mut Detail<'a>, run: &'a TaskRun) {
    detail.field("task", run.task_id.as_ref());
    detail.field("agent", run.agent_id.as_ref());
    detail.field("source", run.source_id.as_ref());
    detail.field("credential", run.credential_id.as_ref());
    detail.field("session", run.session_id.as_ref());
    detail.field("workflow", run.workflow_id.as_ref());
}

fn add_times(detail: &mut Detail<'_>, run: &TaskRun, now: SystemTime) {
    let with_age = |time: &Timestamp| human::dated(time, now);
    detail.field("created", run.created_at.as_ref().map(with_age));
    detail.field("updated", run.updated_at.as_ref().map(with_age));
    detail.field("canceled", run.canceled_at.as_ref().map(with_age));
}

fn add_interaction<'a>(detail: &mut Detail<'a>, run: &'a TaskRun) {
    match run.interaction_prompt() {
        Some(Ok(interaction)) if interaction.message.is_some() => {
            detail.section("interaction", prompt_lines(interaction));
        }
        _ => detail.json_section("interaction", &run.interaction),
    }
}

fn prompt_lines(interaction: Interaction) -> impl Iterator<Item = String> {
    let kind = interaction
        .interaction_type
        .map(|kind| kind.as_str().to_owned());
    let fields = interaction.fields.into_iter();
    let fields = fields.map(|field| match field.label {
        Some(label) => format!("{}: {label}", field.name),
        None => field.name,
    });
    kind.into_iter().chain(interaction.message).chain(fields)
}

fn storage_line(item: &TaskRunFile) -> String {
    let id = item.id.as_ref().map(|id| id.as_str().to_owned());
    let facts = [
        id,
        item.file_name.clone(),
        item.file_type.clone(),
        item.file_size.map(human::size),
    ];
    facts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use deck_types::Json;

    use crate::output::screen::Screen;

    use super::*;

    fn written(text: &str) -> String {
        let run: TaskRun = Json::from_text(text).unwrap().parse().unwrap();
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(3 * 86_400);
        let mut bytes = Vec::new();
        task_run_detail(&run, now)
            .write(&mut bytes, Screen::PIPE)
            .unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_bare_run_is_its_id() {
        assert_eq!(written(r#"{"id":"trun_1"}"#), "id  trun_1\n");
    }

    #[test]
    fn units_are_for_people_and_the_exact_values_stand_beside_them() {
        let text =
            written(r#"{"id":"trun_1","runtime_ms":72340,"created_at":"1970-01-01T00:00:00Z"}"#);
        assert_eq!(
            text,
            "id        trun_1\n\
             duration  1m 12s (72340 ms)\n\
             created   1970-01-01T00:00:00Z (3d ago)\n"
        );
    }

    #[test]
    fn errors_tell_type_code_and_message() {
        let text = written(
            r#"{"id":"trun_1",
                "errors":[{"type":"source","code":"source_blocked","message":"No way in"}]}"#,
        );
        assert_eq!(
            text,
            "id  trun_1\n\nerrors\n  source/source_blocked: No way in\n"
        );
    }

    #[test]
    fn payloads_are_indented_with_the_digits_as_received() {
        let text = written(r#"{"id":"trun_1","output":{"total":1.50}}"#);
        assert_eq!(
            text,
            "id  trun_1\n\noutput\n  {\n    \"total\": 1.50\n  }\n"
        );
    }

    #[test]
    fn an_interaction_is_told_as_a_question() {
        let text = written(
            r#"{"id":"trun_1",
                "interaction":{"type":"mfa","message":"Enter the code",
                    "fields":[{"name":"code","label":"Code"}]}}"#,
        );
        assert_eq!(
            text,
            "id  trun_1\n\ninteraction\n  mfa\n  Enter the code\n  code: Code\n"
        );
    }

    #[test]
    fn an_interaction_of_unknown_shape_is_shown_as_it_is() {
        let text = written(r#"{"id":"trun_1","interaction":{"new":1}}"#);
        assert_eq!(
            text,
            "id  trun_1\n\ninteraction\n  {\n    \"new\": 1\n  }\n"
        );
    }

    #[test]
    fn a_file_is_one_line() {
        let text = written(
            r#"{"id":"trun_1",
                "storage":[{"id":"stor_1","file_name":"invoice.pdf",
                    "file_type":"application/pdf","file_size":4250}]}"#,
        );
        assert_eq!(
            text,
            "id  trun_1\n\nstorage\n  stor_1  invoice.pdf  application/pdf  4.2 kB\n"
        );
    }
}
