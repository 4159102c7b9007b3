use std::collections::BTreeSet;

use deck_types::Outcome;
use deck_types::Timestamp;

use super::*;
use crate::UnknownWords;

fn all() -> ListTaskRuns {
    ListTaskRuns::new().page_size(PageSize::clamp(100))
}

/// Checks that `list` gives the runs that `expected` picks, that there are some, and that there are others.
#[track_caller]
fn check_filter(sandbox: &Sandbox, list: ListTaskRuns, expected: impl Fn(&TaskRun) -> bool) {
    let expected = sandbox
        .runs()
        .into_iter()
        .filter(|run| expected(run))
        .collect::<Vec<_>>();

    let listed = everything(sandbox, list);

    assert!(
        !expected.is_empty() && expected.len() < sandbox.len(),
        "{} of {}",
        expected.len(),
        sandbox.len()
    );
    assert_eq!(ids(&listed), ids(&expected));
}

fn everything(sandbox: &Sandbox, list: ListTaskRuns) -> Vec<TaskRun> {
    let mut request = PageRequest::new(list);
    let mut runs = Vec::new();
    loop {
        let page = page(sandbox, &request);
        runs.extend(page.data);
        match page.next_cursor {
            Some(cursor) => request.position = PagePosition::Cursor(cursor),
            None => return runs,
        }
    }
}

fn ids(runs: &[TaskRun]) -> Vec<&TaskRunId> {
    runs.iter().map(|run| &run.id).collect()
}

#[test]
fn one_of_several_statuses_is_enough() {
    let wanted = [TaskRunStatus::Failed, TaskRunStatus::Canceled];

    check_filter(&Sandbox::seeded(1), all().status(wanted.clone()), |run| {
        run.status
            .as_ref()
            .is_some_and(|status| wanted.contains(status))
    });
}

#[test]
fn both_spellings_of_cancelling_select_the_same_runs() {
    for spelling in ["cancelling", "canceling"] {
        check_filter(&Sandbox::seeded(1), all().status([spelling]), |run| {
            run.status
                .as_ref()
                .is_some_and(TaskRunStatus::is_cancelling)
        });
    }
}

#[test]
fn the_outcome_is_the_field_result() {
    check_filter(
        &Sandbox::seeded(1),
        all().outcome([Outcome::Unknown, Outcome::Failure]),
        |run| matches!(run.result, Some(Outcome::Unknown | Outcome::Failure)),
    );
}

#[test]
fn ids_of_all_kinds_select_runs() {
    let sandbox = Sandbox::seeded(1);
    let runs = sandbox.runs();
    let run = runs
        .iter()
        .find(|run| run.workflow_id.is_some() && run.credential_id.is_some())
        .cloned()
        .unwrap();
    let other_source = runs
        .iter()
        .find_map(|other| {
            other
                .source_id
                .clone()
                .filter(|id| Some(id) != run.source_id.as_ref())
        })
        .unwrap();
    let sources = BTreeSet::from([run.source_id.clone(), Some(other_source)]);

    check_filter(
        &sandbox,
        all().agent_id(run.agent_id.clone().unwrap()),
        |other| other.agent_id == run.agent_id,
    );
    check_filter(
        &sandbox,
        all().task_id(run.task_id.clone().unwrap()),
        |other| other.task_id == run.task_id,
    );
    check_filter(
        &sandbox,
        all().credential_id(run.credential_id.clone().unwrap()),
        |other| other.credential_id == run.credential_id,
    );
    check_filter(
        &sandbox,
        all().workflow_id(run.workflow_id.clone().unwrap()),
        |other| other.workflow_id == run.workflow_id,
    );
    check_filter(
        &sandbox,
        all().source_id(sources.iter().flatten().cloned()),
        |other| sources.contains(&other.source_id),
    );
}

#[test]
fn the_bounds_of_the_time_window_do_not_belong_to_it() {
    let sandbox = nine(Sandbox::builder());
    let bound = |second: u32| {
        format!("2026-11-01T01:00:0{second}+01:00")
            .parse::<Timestamp>()
            .unwrap()
    };

    for (list, runs) in [
        (all().created_after(bound(7)), "98"),
        (all().created_before(bound(3)), "21"),
        (all().created_after(bound(3)).created_before(bound(6)), "54"),
    ] {
        check(&sandbox, &PageRequest::new(list), runs, false);
    }
}

#[test]
fn runs_without_a_time_are_outside_of_every_window() {
    let sandbox = Sandbox::new();
    sandbox.insert(TaskRun::fixture("trun_1"));

    let list = all().created_before("2999-01-01T00:00:00Z".parse().unwrap());

    check(&sandbox, &PageRequest::new(list), "", false);
}

#[test]
fn all_filters_must_match() {
    let sandbox = Sandbox::seeded(1);
    let agent_id = sandbox.runs()[0].agent_id.clone().unwrap();

    check_filter(
        &sandbox,
        all()
            .agent_id(agent_id.clone())
            .status([TaskRunStatus::Completed]),
        |run| {
            run.agent_id.as_ref() == Some(&agent_id) && run.status == Some(TaskRunStatus::Completed)
        },
    );
}

#[test]
fn an_unknown_word_is_refused_with_the_words_that_there_are() {
    for (list, key, word) in [
        (all().status(["failed", "failde"]), "status", "failde"),
        (all().status(["Failed"]), "status", "Failed"),
        (all().outcome([""]), "outcome", ""),
    ] {
        let response = send(&Sandbox::seeded(1), &PageRequest::new(list));

        let body: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
        let error = &body["errors"][0];
        let message = error["message"].as_str().unwrap();
        assert_eq!(response.status(), 400, "{body}");
        assert_eq!(error["code"], "parameter_invalid", "{body}");
        assert_eq!(error["field"], key, "{body}");
        assert!(
            message.starts_with(&format!("{word:?} is not a value of {key}.")),
            "{message}"
        );
        assert!(message.contains("fail"), "{message}");
    }
}

#[test]
fn a_lenient_sandbox_selects_by_unknown_words() {
    let builder = Sandbox::builder().unknown_words(UnknownWords::Accepted);
    let sandbox = builder.seed(1).build();
    let mut archived = run("trun_archived", "2026-11-01T00:00:00Z");
    archived.status = Some("archived".into());
    sandbox.insert(archived);

    assert_eq!(everything(&sandbox, all().status(["archived"])).len(), 1);
    assert!(everything(&sandbox, all().status(["resting"])).is_empty());
}

#[test]
fn every_documented_word_is_accepted() {
    let statuses = [
        "queued",
        "running",
        "cancelling",
        "canceling",
        "interaction_required",
        "review_required",
        "pending",
        "completed",
        "canceled",
        "failed",
    ];
    let list = all()
        .status(statuses)
        .outcome(["success", "failure", "unknown"]);

    assert_eq!(
        send(&Sandbox::seeded(1), &PageRequest::new(list)).status(),
        200
    );
}
