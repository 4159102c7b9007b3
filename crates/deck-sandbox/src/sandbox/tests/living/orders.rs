//! What lives does not depend on the order of listings, and what came to be is listed by its bounds.

use deck_types::Event;
use deck_types::GetSession;
use deck_types::ListEvents;
use deck_types::Listing;
use deck_types::PageRequest;
use deck_types::Timestamp;

use super::*;
use crate::TimeBounds;

const ORDERS: [Order; 4] = [
    Order::NewestFirst,
    Order::OldestFirst,
    Order::LastUpdatedFirst,
    Order::Shuffled,
];

#[track_caller]
fn listed(sandbox: &Sandbox, listing: ListEvents) -> Vec<Event> {
    let path = listing.path().unwrap();
    let query = PageRequest::new(listing).to_query();
    let request = Request::get(format!("{SANDBOX_BASE_URL}{path}?{query}"))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .body(Bytes::new());
    let response = sandbox.respond(&request.unwrap());
    Page::from_json(response.body()).unwrap().data
}

#[test]
fn the_oldest_events_are_forgotten_in_every_order() {
    for order in ORDERS {
        let sandbox = Sandbox::builder()
            .with_tasks([Task::fixture("task_1")])
            .script("task_1", Script::stay_queued())
            .order(order)
            .build();
        for _ in 0..8 {
            start(&sandbox);
        }
        sandbox.advance(20 * 86_400 * SECOND);
        start(&sandbox);
        let newest = sandbox
            .events()
            .into_iter()
            .max_by_key(|event| event.created_at.clone());

        sandbox.advance(11 * 86_400 * SECOND);

        let kept: Vec<_> = sandbox.events().into_iter().map(|event| event.id).collect();
        assert_eq!(kept, [newest.unwrap().id], "{order:?}");
    }
}

#[test]
fn a_session_has_the_runs_that_name_it_in_the_order_of_their_creation() {
    for order in ORDERS {
        let sandbox = Sandbox::builder().order(order).build();
        for second in [3, 1, 2, 4] {
            let mut run = TaskRun::fixture(format!("trun_{second}"));
            run.session_id = Some("sess_1".into());
            run.created_at = Timestamp::from_unix_nanoseconds(second * 1_000_000_000).ok();
            sandbox.insert(run);
        }

        let session = call(&sandbox, &GetSession::new("sess_1"));

        let runs = session.task_runs.unwrap().into_iter();
        let ids: Vec<_> = runs.map(|run| run.id.unwrap().to_string()).collect();
        assert_eq!(ids, ["trun_1", "trun_2", "trun_3", "trun_4"], "{order:?}");
    }
}

#[test]
fn events_are_listed_by_the_same_bounds_as_runs() {
    for (bounds, expected) in [
        (TimeBounds::Exclusive, 0),
        (TimeBounds::Inclusive, 1),
        (TimeBounds::Ignored, 2),
    ] {
        let sandbox = Sandbox::builder()
            .with_tasks([Task::fixture("task_1")])
            .script("task_1", Script::stay_queued())
            .time_bounds(bounds)
            .build();
        start(&sandbox);
        sandbox.advance(SECOND);
        start(&sandbox);
        let newest = sandbox.events().remove(0).created_at.unwrap();

        let events = listed(&sandbox, ListEvents::new().created_after(newest));

        assert_eq!(events.len(), expected, "{bounds:?}");
    }
}

#[test]
fn an_event_is_listed_when_its_time_has_come() {
    let sandbox = Sandbox::builder()
        .with_tasks([Task::fixture("task_1")])
        .script("task_1", Script::stay_queued())
        .visible_after(60 * SECOND)
        .build();
    start(&sandbox);

    sandbox.advance(59 * SECOND);
    assert_eq!(listed(&sandbox, ListEvents::new()).len(), 0);
    sandbox.advance(SECOND);

    assert_eq!(listed(&sandbox, ListEvents::new()).len(), 1);
}
