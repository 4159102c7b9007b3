use clap::Parser;

use deck_types::PageRequest;

use super::*;

#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    list: ListArguments,
}

fn parsed(flags: &[&str]) -> Result<ListArguments, clap::Error> {
    Line::try_parse_from([&["list"], flags].concat()).map(|line| line.list)
}

/// Returns the query of a listing with these flags.
#[track_caller]
fn query(flags: &[&str]) -> String {
    let arguments = parsed(flags).unwrap();
    PageRequest::new(arguments.listing(&Window::default()))
        .position(arguments.position.position())
        .to_query()
}

#[test]
fn without_flags_nothing_is_asked_in_particular() {
    assert_eq!(query(&[]), "");
    assert_eq!(parsed(&[]).unwrap().listing_flags.limit(), Some(20));
}

#[test]
fn every_filter_reaches_its_parameter() {
    assert_eq!(query(&["--status", "failed"]), "status=failed");
    assert_eq!(query(&["--outcome", "failure"]), "outcome=failure");
    assert_eq!(query(&["--source-id", "src_1"]), "source_id=src_1");
    assert_eq!(query(&["--agent-id", "agt_1"]), "agent_id=agt_1");
    assert_eq!(
        query(&["--credential-id", "cred_1"]),
        "credential_id=cred_1"
    );
    assert_eq!(query(&["--task-id", "task_1"]), "task_id=task_1");
    assert_eq!(query(&["--workflow-id", "wflo_1"]), "workflow_id=wflo_1");
    assert_eq!(
        query(&["--created-after", "2026-11-01T00:00:00Z"]),
        "created_after=2026-11-01T00%3A00%3A00Z"
    );
    assert_eq!(
        query(&["--created-before", "2026-11-01T00:00:00Z"]),
        "created_before=2026-11-01T00%3A00%3A00Z"
    );
}

#[test]
fn every_position_reaches_its_parameter() {
    assert_eq!(query(&["--cursor", "c"]), "cursor=c");
    assert_eq!(query(&["--after", "trun_1"]), "starting_after=trun_1");
    assert_eq!(query(&["--before", "trun_1"]), "ending_before=trun_1");
}

#[test]
fn filters_of_the_api_that_are_arrays_can_be_repeated() {
    assert_eq!(
        query(&["--status", "failed", "--status", "canceled"]),
        "status=failed&status=canceled"
    );
    assert_eq!(
        query(&["--outcome", "failure", "--outcome", "unknown"]),
        "outcome=failure&outcome=unknown"
    );
    assert_eq!(
        query(&["--source-id", "src_1", "--source-id", "src_2"]),
        "source_id=src_1&source_id=src_2"
    );
}

#[test]
fn values_can_be_separated_by_commas() {
    assert_eq!(
        query(&["--status", "failed,canceled", "--status", "running"]),
        "status=failed&status=canceled&status=running"
    );
    assert_eq!(
        query(&["--outcome", "failure,unknown"]),
        "outcome=failure&outcome=unknown"
    );
    assert_eq!(
        query(&["--source-id", "src_1,src_2"]),
        "source_id=src_1&source_id=src_2"
    );
    for value in ["failed,", ",", "failed,,canceled"] {
        assert!(parsed(&["--status", value]).is_err(), "{value}");
    }
}

#[test]
fn a_filter_with_one_value_cannot_be_repeated() {
    assert!(parsed(&["--agent-id", "agt_1", "--agent-id", "agt_2"]).is_err());
}

#[test]
fn a_filter_with_one_value_takes_no_list() {
    for flag in [
        "--agent-id",
        "--credential-id",
        "--task-id",
        "--workflow-id",
    ] {
        let error = parsed(&[flag, "id_1,id_2"]).unwrap_err().to_string();
        assert!(error.contains("give one id"), "{error}");
    }
}

#[test]
fn a_status_of_tomorrow_can_be_asked_for() {
    let flags = ["--status", "hibernating", "--allow-unknown"];
    assert_eq!(query(&flags), "status=hibernating");
    let arguments = parsed(&flags).unwrap();
    assert_eq!(arguments.unknown_word(), None);
    let repeated = arguments.filters.flags();
    assert_eq!(repeated, ["--status=hibernating", "--allow-unknown"]);
}

#[test]
fn words_that_are_not_known_are_told_apart() {
    let flags = ["--status", "failed,faild", "--outcome", "succes"];
    let arguments = parsed(&flags).unwrap();
    assert_eq!(
        arguments
            .filters
            .unknown_words()
            .map(|unknown| (unknown.filter, unknown.word))
            .collect::<Vec<_>>(),
        [("status", "faild"), ("outcome", "succes")]
    );
    assert_eq!(arguments.unknown_word().unwrap().word, "faild");
}

#[test]
fn all_has_no_limit() {
    assert_eq!(parsed(&["--all"]).unwrap().listing_flags.limit(), None);
}

#[test]
fn the_page_size_is_passed_on() {
    assert_eq!(query(&["--page-size", "50"]), "limit=50");
}
