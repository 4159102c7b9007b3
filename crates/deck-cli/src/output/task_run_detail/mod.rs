//! One task run, line by line.

use anstyle::Style;

use deck_types::Include;
use deck_types::Interaction;
use deck_types::Json;
use deck_types::Outcome;
use deck_types::TaskRun;
use deck_types::TaskRunFile;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;

use crate::output::detail::Detail;
use crate::output::human;
use crate::output::local_time::LocalTime;
use crate::output::status_style::status_style;

use self::sections::Sections;

pub(crate) mod sections;

#[cfg(test)]
mod tests;

/// Returns what is known of the run, in the words of the API: its payloads only where they are asked for.
pub(crate) fn task_run_detail<'a>(
    run: &'a TaskRun,
    time: &LocalTime,
    sections: &Sections,
) -> Detail<'a> {
    let mut detail = Detail::new();
    add_state(&mut detail, run);
    add_times(&mut detail, run, time);
    add_relations(&mut detail, run);
    detail.field("request id", run.request_id.as_ref());
    add_what_is_left_out(&mut detail, run, sections);
    detail.section("errors", &run.errors);
    add_interaction(&mut detail, run);
    add_sections(&mut detail, run, sections);
    detail
}

/// Returns the sections that did not come, of those that every run has.
pub(crate) fn absent_sections(run: &TaskRun) -> Vec<&'static str> {
    let sections = [
        ("input", run.input.is_none()),
        ("storage", run.storage.is_none()),
    ];
    let absent = sections.into_iter().filter(|(_, is_absent)| *is_absent);
    absent.map(|(name, _)| name).collect()
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
    let exact_duration = |duration| {
        format!(
            "{} ({} ms)",
            human::duration(duration),
            duration.as_millis()
        )
    };
    detail.field("duration", run.runtime().map(exact_duration));
}

fn add_times(detail: &mut Detail<'_>, run: &TaskRun, local: &LocalTime) {
    let with_age = |time: &Timestamp| local.with_age(time);
    detail.field("created", run.created_at.as_ref().map(with_age));
    detail.field("updated", run.updated_at.as_ref().map(with_age));
    detail.field("canceled", run.canceled_at.as_ref().map(with_age));
}

fn add_relations<'a>(detail: &mut Detail<'a>, run: &'a TaskRun) {
    detail.field("task", run.task_id.as_ref());
    detail.field("agent", run.agent_id.as_ref());
    detail.field("source", run.source_id.as_ref());
    detail.field("credential", run.credential_id.as_ref());
    detail.field("session", run.session_id.as_ref());
    detail.field("workflow", run.workflow_id.as_ref());
}

/// Adds a line for each payload that is there and was not asked for.
fn add_what_is_left_out(detail: &mut Detail<'_>, run: &TaskRun, sections: &Sections) {
    let payload = |payload: &Option<Json>, name: &str| {
        let json = payload.as_ref().filter(|json| !json.is_null())?;
        let size = human::size(json.as_str().len() as u64);
        Some(format!("{size}, shown with --include {name}"))
    };
    if !sections.has(&Include::Input) {
        detail.field("input", payload(&run.input, "input"));
    }
    if !sections.has_output() {
        detail.field("output", payload(&run.output, "output"));
    }
    if !sections.has(&Include::Storage) {
        let files = run.storage.as_deref().filter(|files| !files.is_empty());
        let left_out = files.map(|files| format!("{}, shown with --include storage", total(files)));
        detail.field("storage", left_out);
    }
    if !sections.has(&Include::Artifacts) {
        detail.field("artifacts", payload(&run.artifacts, "artifacts"));
    }
}

fn add_sections<'a>(detail: &mut Detail<'a>, run: &'a TaskRun, sections: &Sections) {
    let mut payload = |heading, payload: &'a Option<Json>| {
        detail.json_section(heading, payload.iter().filter(|payload| !payload.is_null()));
    };
    if sections.has(&Include::Input) {
        payload("input", &run.input);
    }
    if sections.has_output() {
        payload("output", &run.output);
    }
    if sections.has(&Include::Artifacts) {
        payload("artifacts", &run.artifacts);
    }
    if sections.has(&Include::Storage) {
        let files = run.storage.as_deref().unwrap_or_default();
        let total = (files.len() > 1).then(|| total(files));
        let lines = files.iter().map(storage_line).chain(total);
        detail.section("storage", lines);
    }
    for name in sections.others() {
        let other = run.unknown_fields.get(&name).map(|json| (name, json));
        let line = |(name, json): (String, Json)| format!("{name}: {}", json.as_str());
        detail.section("also", other.map(line));
    }
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
        .map(|kind| format!("type     {}", kind.as_str()));
    let message = interaction
        .message
        .map(|message| format!("message  {message}"));
    let fields = interaction.fields.into_iter().map(|field| {
        let mut line = format!("field    {}", field.name);
        if let Some(kind) = field.field_type {
            line = format!("{line} ({kind})");
        }
        match field.label {
            Some(label) => format!("{line}: {label}"),
            None => line,
        }
    });
    kind.into_iter().chain(message).chain(fields)
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

/// Returns how many files there are and how large they are together, if that is known.
fn total(files: &[TaskRunFile]) -> String {
    let count = match files.len() {
        1 => "1 file".to_owned(),
        count => format!("{count} files"),
    };
    let sizes: Option<Vec<u64>> = files.iter().map(|file| file.file_size).collect();
    let bytes = sizes.map(|sizes| sizes.into_iter().fold(0, u64::saturating_add));
    match bytes {
        Some(bytes) => format!("{count}, {}", human::size(bytes)),
        None => count,
    }
}
