//! The texts that programs store: what this version writes today is what every version reads and writes.

use std::fmt::Debug;

use deck_types::Delivered;
use deck_types::Filter;
use deck_types::Fingerprint;
use deck_types::ListAgents;
use deck_types::ListCredentials;
use deck_types::ListEventDeliveries;
use deck_types::ListEventDestinations;
use deck_types::ListEvents;
use deck_types::ListSources;
use deck_types::ListTaskRunStorage;
use deck_types::ListTaskRuns;
use deck_types::ListTasks;
use deck_types::Listed;
use deck_types::Listing;
use deck_types::PagePosition;
use deck_types::PageRequest;
use deck_types::RecoveryPoints;
use deck_types::ResumeToken;

const QUERIES: &str = include_str!("../golden/queries.txt");
const TASKS: &str = include_str!("../golden/queries-tasks.txt");
const STORAGE: &str = include_str!("../golden/queries-task-run-storage.txt");
const AGENTS: &str = include_str!("../golden/queries-agents.txt");
const SOURCES: &str = include_str!("../golden/queries-sources.txt");
const CREDENTIALS: &str = include_str!("../golden/queries-credentials.txt");
const EVENTS: &str = include_str!("../golden/queries-events.txt");
const EVENT_DESTINATIONS: &str = include_str!("../golden/queries-event-destinations.txt");
const EVENT_DELIVERIES: &str = include_str!("../golden/queries-event-deliveries.txt");
const RESUME_TOKENS: &str = include_str!("../golden/resume-tokens.txt");

/// Returns the lines of a golden file that are neither empty nor comments.
fn lines(file: &'static str) -> Vec<&'static str> {
    file.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

/// Reads each line of a golden file, writes it back, and looks whether each key of the listing is in one of
/// them.
#[track_caller]
fn check<L: Listing + Debug>(listing: &L, file: &'static str) {
    let queries = lines(file);
    for query in &queries {
        let request = PageRequest::of_query(listing.clone(), query).unwrap();
        assert_eq!(request.to_query(), *query);
    }

    let pairs = queries.iter().flat_map(|query| query.split('&'));
    let keys: Vec<&str> = pairs.map(|pair| pair.split_once('=').unwrap().0).collect();
    let ids = ["starting_after", "ending_before"];
    let positions = ids.into_iter().filter(|_| L::HAS_ID_POSITIONS);
    let filters = L::FILTERS.iter().map(Filter::key);
    for key in filters.chain(positions).chain(["limit", "cursor"]) {
        assert!(keys.contains(&key), "{key} has no golden line");
    }
}

#[test]
fn every_query_is_read_and_written_back_unchanged_and_every_key_has_a_line() {
    check(&ListTaskRuns::new(), QUERIES);
    check(&ListTasks::new(), TASKS);
    check(&ListTaskRunStorage::new("trun_1"), STORAGE);
    check(&ListAgents::new(), AGENTS);
    check(&ListSources::new(), SOURCES);
    check(&ListCredentials::new(), CREDENTIALS);
    check(&ListEvents::new(), EVENTS);
    check(&ListEventDestinations::new(), EVENT_DESTINATIONS);
    check(&ListEventDeliveries::new("evtd_1"), EVENT_DELIVERIES);
}

/// Returns the tokens of the golden file, each with the path and the query of the request inside.
fn tokens() -> Vec<(&'static str, &'static str, &'static str)> {
    let split = |line: &'static str| {
        let (token, target) = line.split_once(' ').unwrap();
        let (path, query) = target.split_once('?').unwrap();
        (token, path, query)
    };
    lines(RESUME_TOKENS).into_iter().map(split).collect()
}

#[test]
fn every_token_holds_its_request_and_is_written_back_unchanged() {
    for (text, path, query) in tokens() {
        let token: ResumeToken = text.parse().unwrap();
        assert_eq!(token.to_string(), text);
        assert_eq!(token.listed().path(), path);
        assert_eq!(token.listed().to_query(token.position()), query);
    }
}

/// Creates the token of the request for a page.
fn token<L: Listing>(
    listing: L,
    query: &str,
    delivered: &[&str],
    remaining: Option<u64>,
) -> ResumeToken {
    let request = PageRequest::of_query(listing, query).unwrap();
    let mut prints = Delivered::new();
    for id in delivered {
        prints.record(Fingerprint::of_text(id));
    }
    let listed = Listed::new(&request.listing).unwrap();
    ResumeToken::new(listed, request.position, prints, remaining).unwrap()
}

#[test]
fn the_tokens_hold_what_they_were_made_of() {
    let golden = tokens();
    let queries: Vec<&str> = golden.iter().map(|(_, _, query)| *query).collect();
    let runs = |index: usize, delivered: &[&str], remaining| {
        token(ListTaskRuns::new(), queries[index], delivered, remaining)
    };
    let recovery_points =
        RecoveryPoints::new(["trun_2".into(), "trun_1".into()]).with_origin(PagePosition::Start);
    let made = [
        runs(0, &[], None),
        runs(1, &["trun_1"], None),
        runs(2, &["trun_1", "trun_2", "trun_3"], None),
        runs(3, &[], Some(7)),
        runs(4, &["trun_9"], Some(u64::MAX)),
        runs(5, &["trun_1", "trun_2"], Some(0)),
        runs(6, &["trun_1", "trun_2"], None)
            .with_recovery_points(recovery_points)
            .unwrap(),
        token(ListTasks::new(), queries[7], &["task_1"], None),
        token(
            ListTaskRunStorage::new("trun_é"),
            queries[8],
            &["stor_1"],
            None,
        ),
        token(ListCredentials::new(), queries[9], &["cred_1"], None),
        token(ListEvents::new(), queries[10], &["evt_1"], Some(7)),
        token(ListEventDeliveries::new("evtd_1"), queries[11], &[], None),
    ];

    let made: Vec<String> = made.iter().map(ResumeToken::to_string).collect();
    let texts: Vec<&str> = golden.iter().map(|(text, _, _)| *text).collect();
    assert_eq!(made, texts);
}
