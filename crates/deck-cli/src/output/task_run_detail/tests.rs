use std::time::Duration;
use std::time::SystemTime;

use jiff::tz::TimeZone;

use crate::output::screen::Screen;

use super::sections::Section;
use super::*;

fn written(text: &str) -> String {
    written_with(text, &[])
}

fn written_with(text: &str, sections: &[&str]) -> String {
    let run: TaskRun = Json::from_text(text).unwrap().parse().unwrap();
    let time = LocalTime {
        now: SystemTime::UNIX_EPOCH + Duration::from_secs(3 * 86_400),
        zone: TimeZone::UTC,
    };
    let sections: Vec<Section> = sections
        .iter()
        .map(|word| (*word).to_owned().into())
        .collect();
    let mut bytes = Vec::new();
    task_run_detail(&run, &time, &Sections::of(&sections))
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
    let text = written(r#"{"id":"trun_1","runtime_ms":72340,"created_at":"1970-01-01T00:00:00Z"}"#);
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
    let text = written_with(r#"{"id":"trun_1","output":{"total":1.50}}"#, &["output"]);
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
                "fields":[{"name":"code","type":"text","label":"Code"}]}}"#,
    );
    assert_eq!(
        text,
        "id  trun_1\n\ninteraction\n  type     mfa\n  message  Enter the code\n  field    code (text): Code\n"
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

const FILES: &str = r#"{"id":"trun_1","storage":[
    {"id":"stor_1","file_name":"invoice.pdf","file_type":"application/pdf","file_size":4250},
    {"id":"stor_2","file_size":750}]}"#;

#[test]
fn a_file_is_one_line_and_the_total_is_another() {
    assert_eq!(
        written_with(FILES, &["storage"]),
        "id  trun_1\n\nstorage\n  stor_1  invoice.pdf  application/pdf  4.2 kB\n  \
         stor_2  750 B\n  2 files, 5.0 kB\n"
    );
}

#[test]
fn what_is_left_out_is_told_with_its_size() {
    assert_eq!(
        written(FILES),
        "id       trun_1\nstorage  2 files, 5.0 kB, shown with --include storage\n"
    );
    assert_eq!(
        written(r#"{"id":"trun_1","input":{"a":1},"output":null,"artifacts":[1]}"#),
        "id         trun_1\ninput      7 B, shown with --include input\n\
         artifacts  3 B, shown with --include artifacts\n"
    );
}

#[test]
fn all_leaves_nothing_out() {
    let text = written_with(
        r#"{"id":"trun_1","input":1,"output":2,"artifacts":3,"storage":[{"id":"stor_1"}]}"#,
        &["all"],
    );
    assert_eq!(
        text,
        "id  trun_1\n\ninput\n  1\n\noutput\n  2\n\nartifacts\n  3\n\nstorage\n  stor_1\n"
    );
}

#[test]
fn a_section_that_is_newer_than_the_program_is_shown_as_it_came() {
    let text = written_with(r#"{"id":"trun_1","video":{"a": 1}}"#, &["video"]);
    assert_eq!(text, "id  trun_1\n\nalso\n  video: {\"a\": 1}\n");
}

#[test]
fn what_did_not_come_can_be_asked_for() {
    let run: TaskRun = Json::from_text(r#"{"id":"trun_1","input":null}"#)
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(absent_sections(&run), ["storage"]);
}
