//! What holds for every course of events.

use std::collections::HashMap;

use deck_types::CancelTaskRun;
use deck_types::EndSession;
use deck_types::Json;
use deck_types::Problem;
use deck_types::SubmitInteraction;
use deck_types::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::Prompt;
use crate::engine::transition::TRANSITIONS;

/// Something that is done to a sandbox.
#[derive(Clone, Debug)]
enum Deed {
    Advance(u64),
    Start(bool),
    /// The number of a run, and whether it is the right answer.
    Answer(usize, bool),
    Cancel(usize),
    Approve(usize),
    EndSession(usize),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        6 => prop_oneof![0..12_000_u64, Just(1_000), Just(400_000), Just(2_000_000)].prop_map(Deed::Advance),
        3 => any::<bool>().prop_map(Deed::Start),
        3 => (0..6_usize, any::<bool>()).prop_map(|(run, right)| Deed::Answer(run, right)),
        2 => (0..6_usize).prop_map(Deed::Cancel),
        1 => (0..6_usize).prop_map(Deed::Approve),
        1 => (0..6_usize).prop_map(Deed::EndSession),
    ];
    vec(deed, 1..40)
}

fn scripts() -> impl Strategy<Value = Script> {
    let seconds = || prop_oneof![Just(0_u64), 1..10_u64];
    let step = prop_oneof![seconds().prop_map(Some), Just(None),];
    let output = || Json::from_text("{}").unwrap();
    (seconds(), vec(step, 0..4), 0..5_u8).prop_map(move |(queued, steps, end)| {
        let mut script = Script::new().queued(Duration::from_secs(queued));
        for step in steps {
            script = match step {
                Some(work) => script.running(Duration::from_secs(work)),
                None => script.ask(Prompt::mfa("1").with_patience(5 * SECOND)),
            };
        }
        match end {
            0 => script.complete(output()),
            1 => script.fail(Problem::fixture("source", "source_error")),
            2 => script.review(output()),
            3 => script.work_on(),
            _ => script.file("a.pdf", "application/pdf", 1),
        }
    })
}

/// A sandbox to which things are done, and what was seen of it.
struct Play {
    sandbox: Sandbox,
    started: Vec<TaskRunId>,
    log: Vec<u8>,
}

impl Play {
    fn new(script: Script) -> Play {
        Play {
            sandbox: with_script(script),
            started: Vec::new(),
            log: Vec::new(),
        }
    }

    fn perform(&mut self, deed: &Deed) {
        let run = |number: &usize| {
            let count = self.started.len().max(1);
            let run = self.started.get(number % count);
            run.cloned().unwrap_or_else(|| "trun_none".into())
        };
        let sandbox = &self.sandbox;
        let response = match deed {
            Deed::Advance(milliseconds) => {
                sandbox.advance(Duration::from_millis(*milliseconds));
                return;
            }
            Deed::Start(shared) => {
                let operation = RunTask::new("task_1");
                let operation = match shared {
                    true => operation.session_id("sess_shared"),
                    false => operation,
                };
                send_operation(sandbox, &operation)
            }
            Deed::Answer(number, right) => {
                let code = if *right { "1" } else { "2" };
                let operation = SubmitInteraction::new(run(number)).field("code", code);
                send_operation(sandbox, &operation.unwrap())
            }
            Deed::Cancel(number) => send_operation(sandbox, &CancelTaskRun::new(run(number))),
            Deed::Approve(number) => {
                sandbox.approve(run(number));
                return;
            }
            Deed::EndSession(number) => {
                let runs = sandbox.runs().into_iter();
                let id = run(number);
                let session = runs
                    .filter(|run| run.id == id)
                    .find_map(|run| run.session_id);
                let session = session.unwrap_or_else(|| "sess_shared".into());
                send_operation(sandbox, &EndSession::new(session))
            }
        };
        if response.status() == 201 {
            self.started
                .push(RunTask::read(response.body()).unwrap().id);
        }
        self.log.extend_from_slice(response.body());
    }

    fn runs(&self) -> HashMap<TaskRunId, TaskRun> {
        let runs = self.sandbox.runs().into_iter();
        runs.map(|run| (run.id.clone(), run)).collect()
    }
}

fn play(script: &Script, deeds: &[Deed]) -> Vec<u8> {
    let mut play = Play::new(script.clone());
    deeds.iter().for_each(|deed| play.perform(deed));
    for event in play.sandbox.events() {
        play.log.extend(serde_json::to_vec(&event).unwrap());
    }
    play.log
}

fn is_terminal(run: &TaskRun) -> bool {
    run.status.as_ref().unwrap().is_terminal() == Some(true)
}

proptest! {
    #[test]
    fn a_run_that_is_over_never_changes_and_no_time_goes_back(
        script in scripts(),
        deeds in deeds(),
    ) {
        let mut play = Play::new(script);
        for deed in &deeds {
            let before = play.runs();
            play.perform(deed);
            let after = play.runs();
            for (id, run) in &before {
                let now = &after[id];
                prop_assert!(now.updated_at >= run.updated_at);
                prop_assert!(!is_terminal(run) || run == now, "{run:?} became {now:?}");
            }
        }
    }

    /// The events of a run tell its history, one status after the other, however much happens at once.
    #[test]
    fn every_change_of_status_is_in_the_table_and_every_run_ends_once(
        script in scripts(),
        deeds in deeds(),
    ) {
        let mut play = Play::new(script);
        deeds.iter().for_each(|deed| play.perform(deed));

        let mut history: HashMap<TaskRunId, Vec<TaskRun>> = HashMap::new();
        for event in play.sandbox.events().into_iter().rev() {
            if let deck_types::Subject::TaskRun(run) = event.subject() {
                history.entry(run.id.clone()).or_default().push(*run);
            }
        }
        for states in history.values() {
            let statuses = || states.iter().map(|run| run.status.clone().unwrap());
            prop_assert_eq!(statuses().next(), Some(TaskRunStatus::Queued));
            for (from, to) in statuses().zip(statuses().skip(1)) {
                let is_known = TRANSITIONS.iter().any(|row| row.0 == from && row.2 == to);
                prop_assert!(is_known, "{from} to {to}");
            }
            prop_assert!(states.iter().filter(|run| is_terminal(run)).count() <= 1);
            let times = || states.iter().map(|run| run.updated_at.clone().unwrap());
            prop_assert!(times().zip(times().skip(1)).all(|(one, next): (Timestamp, _)| one <= next));
        }
        let ends = |run: &TaskRun| history[&run.id].last().unwrap().status.clone();
        prop_assert!(play.sandbox.runs().iter().all(|run| run.status == ends(run)));
    }

    #[test]
    fn the_same_deeds_give_the_same_bytes(script in scripts(), deeds in deeds()) {
        prop_assert_eq!(play(&script, &deeds), play(&script, &deeds));
    }

    /// Who looks when makes no difference to what happens.
    #[test]
    fn time_that_passes_in_parts_brings_what_it_brings_at_once(
        script in scripts(),
        parts in vec(0..20_000_u64, 1..20),
    ) {
        let run = |parts: &[u64]| {
            let sandbox = with_script(script.clone());
            start(&sandbox);
            start(&sandbox);
            parts.iter().for_each(|part| sandbox.advance(Duration::from_millis(*part)));
            (sandbox.runs(), sandbox.events())
        };

        prop_assert_eq!(run(&parts), run(&[parts.iter().sum()]));
    }
}

#[test]
fn drawn_scripts_follow_from_the_seed_and_the_number_of_the_run() {
    let play = |seed| {
        let sandbox = Sandbox::builder().seed(seed).runs(20).build();
        let task_id = sandbox.tasks()[0].id.clone();
        for _ in 0..50 {
            call(&sandbox, &RunTask::new(task_id.clone()));
            sandbox.advance(SECOND);
        }
        sandbox.advance(3_600 * SECOND);
        (sandbox.runs(), sandbox.events())
    };
    let (runs, events) = play(3);

    assert_eq!((&runs, &events), (&play(3).0, &play(3).1));
    assert_ne!(runs, play(4).0);
    let ended = runs[..50].iter().filter(|run| is_terminal(run)).count();
    assert!(ended > 40, "{ended}");
}
