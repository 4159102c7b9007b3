//! The texts that programs store: what this version writes today is what every version reads and writes.

use deck_types::Delivered;
use deck_types::Fingerprint;
use deck_types::ListTaskRuns;
use deck_types::PagePosition;
use deck_types::ResumeToken;
use deck_types::WayBack;

const QUERIES: &str = include_str!("../golden/queries.txt");
const RESUME_TOKENS: &str = include_str!("../golden/resume-tokens.txt");

/// The lines of a golden file that are neither empty nor comments.
fn lines(file: &'static str) -> Vec<&'static str> {
    file.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

/// The tokens of the golden file, each with the query inside.
fn tokens() -> Vec<(&'static str, &'static str)> {
    let split = |line: &'static str| line.split_once(' ').unwrap_or((line, ""));
    lines(RESUME_TOKENS).into_iter().map(split).collect()
}

fn delivered(ids: &[&str]) -> Delivered {
    let mut delivered = Delivered::new();
    for id in ids {
        delivered.record(Fingerprint::of_id(&(*id).into()));
    }
    delivered
}

#[test]
fn every_query_is_read_and_written_back_unchanged() {
    let queries = lines(QUERIES);
    assert!(queries.len() > 20, "the golden file lost its lines");

    for query in queries {
        let list = ListTaskRuns::from_query(query).unwrap();
        assert_eq!(list.to_query(), query);
    }
}

#[test]
fn every_key_of_the_query_has_a_golden_line() {
    let keys: Vec<&str> = lines(QUERIES)
        .into_iter()
        .flat_map(|query| query.split('&'))
        .filter_map(|pair| Some(pair.split_once('=')?.0))
        .collect();

    for key in "limit cursor starting_after ending_before status source_id outcome agent_id \
                credential_id task_id workflow_id created_after created_before"
        .split(' ')
    {
        assert!(keys.contains(&key), "{key} has no golden line");
    }
}

#[test]
fn every_token_holds_its_query_and_is_written_back_unchanged() {
    let tokens = tokens();
    assert!(tokens.len() >= 5, "the golden file lost its lines");

    for (text, query) in tokens {
        let token: ResumeToken = text.parse().unwrap();
        assert_eq!(token.list().to_query(), query);
        assert_eq!(token.to_string(), text);
    }
}

#[test]
fn the_tokens_hold_what_they_were_made_of() {
    let none = WayBack::default;
    let way_back =
        WayBack::new(["trun_2".into(), "trun_1".into()]).with_origin(PagePosition::Start);
    let made_of = [
        (delivered(&[]), None, none()),
        (delivered(&["trun_1"]), None, none()),
        (delivered(&["trun_1", "trun_2", "trun_3"]), None, none()),
        (delivered(&[]), Some(7), none()),
        (delivered(&["trun_9"]), Some(u64::MAX), none()),
        (delivered(&["trun_1", "trun_2"]), Some(0), none()),
        (delivered(&["trun_1", "trun_2"]), None, way_back),
    ];
    assert_eq!(tokens().len(), made_of.len());

    for ((text, query), (delivered, remaining, way_back)) in tokens().into_iter().zip(made_of) {
        let list = ListTaskRuns::from_query(query).unwrap();
        let token = ResumeToken::new(list, delivered, remaining)
            .and_then(|token| token.with_way_back(way_back))
            .unwrap();
        assert_eq!(token.to_string(), text);
    }
}
