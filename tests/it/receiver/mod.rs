//! The example `receiver` of `deck-webhooks`, as a program of its own: what is delivered to it, and what is
//! in its inbox afterwards.

mod inbox;
mod process;
mod sandbox_source;
mod signed_source;
mod source;

use std::sync::mpsc;
use std::thread;

use deck_tests::folder::Folder;
use deck_webhooks::Signer;

use inbox::Inbox;
use process::Receiver;
use process::SECRET;
use process::secret;
use sandbox_source::SandboxSource;
use signed_source::SignedSource;
use signed_source::now;
use source::Source;

/// How often the receiver is killed and started again.
const RESTARTS: usize = 3;

/// Has a source deliver everything while the receiver is killed again and again, and compares.
fn nothing_is_lost_or_twice_or_forged(source: &impl Source) {
    let folder = Folder::new().unwrap();
    let file = folder.path().join("inbox.db");
    let mut receiver = Receiver::start(&file);
    let sent = source.sent();
    let (acknowledge, acknowledged) = mpsc::channel();
    let address = receiver.address();

    thread::scope(|scope| {
        scope.spawn(|| source.deliver_all(&address, acknowledge));
        let between = sent.bodies.len() / (RESTARTS + 1);
        for _ in 0..RESTARTS {
            assert_eq!(acknowledged.iter().take(between).count(), between);
            receiver.kill_and_start_again();
        }
        acknowledged.iter().for_each(drop);
    });
    for (run, status) in &sent.statuses {
        assert_eq!(receiver.get(&format!("/runs/{run}")), (200, status.clone()));
    }
    drop(receiver);

    let inbox = Inbox::open(&file);
    assert_eq!(inbox.statuses(), sent.statuses);
    let received = inbox.bodies();
    assert_eq!(received.len(), sent.bodies.len());
    assert!(received.into_iter().eq(sent.bodies), "the bodies differ");
}

#[test]
fn of_ten_thousand_events_none_is_lost_or_twice_or_forged_though_the_receiver_is_killed() {
    nothing_is_lost_or_twice_or_forged(&SandboxSource::new());
}

#[test]
fn of_events_that_nobody_knows_or_can_read_none_is_lost_or_twice_or_forged() {
    nothing_is_lost_or_twice_or_forged(&SignedSource::new());
}

#[test]
fn who_waits_for_a_run_is_woken_by_the_event_that_ends_it() {
    let folder = Folder::new().unwrap();
    let receiver = Receiver::start(&folder.path().join("inbox.db"));
    let deliver = |body: &str| receiver.deliver(&Signer::new(secret()), "msg_1", body);

    thread::scope(|scope| {
        let waiter = scope.spawn(|| receiver.get("/runs/trun_1"));
        for (id, status) in [("evt_1", "running"), ("evt_2", "completed")] {
            let data = format!(r#"{{"id":"trun_1","object":"task_run","status":"{status}"}}"#);
            let body = format!(r#"{{"id":"{id}","type":"task_run.{status}","data":{data}}}"#);
            assert_eq!(deliver(&body), 200);
        }
        assert_eq!(waiter.join().unwrap(), (200, "completed".to_owned()));
    });
}

#[test]
fn the_old_secret_is_accepted_while_it_is_set_and_no_other() {
    let folder = Folder::new().unwrap();
    let receiver = Receiver::start(&folder.path().join("inbox.db"));
    let deliver =
        |secret: &str| receiver.deliver(&Signer::new(secret.parse().unwrap()), "msg_1", "{}");

    assert_eq!(deliver(SECRET), 200);
    assert_eq!(deliver(process::OLD_SECRET), 200);
    assert_eq!(deliver("whsec_bm9ib2R5J3M="), 401);
}

#[test]
fn without_a_secret_the_variable_is_named() {
    let mut command = crate::examples::example("receiver");
    let output = command.arg("inbox.db").output().unwrap();

    assert!(!output.status.success());
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(complaint.contains("DECK_WEBHOOK_SECRET"), "{complaint}");
}
