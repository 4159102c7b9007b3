//! Days on which the clocks change, through the program and a sandbox that holds runs around them.

use std::collections::HashMap;
use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::scene::deck;
use crate::scene::run;

/// The time zone, the first of three days of which the clocks change on the second, the first instant of the
/// first day, and how many half hours the second has.
const CHANGES: [(&str, [&str; 3], &str, usize); 4] = [
    (
        "Europe/Berlin",
        ["2026-03-28", "2026-03-29", "2026-03-30"],
        "2026-03-27T23:00:00Z",
        46,
    ),
    (
        "Europe/Berlin",
        ["2026-10-24", "2026-10-25", "2026-10-26"],
        "2026-10-23T22:00:00Z",
        50,
    ),
    (
        "America/New_York",
        ["2026-03-07", "2026-03-08", "2026-03-09"],
        "2026-03-07T05:00:00Z",
        46,
    ),
    (
        "America/New_York",
        ["2026-10-31", "2026-11-01", "2026-11-02"],
        "2026-10-31T04:00:00Z",
        50,
    ),
];

/// Returns the instants that are so many half hours after the first.
fn half_hours(first: &str, count: usize) -> Vec<String> {
    let first: deck_types::Timestamp = first.parse().unwrap();
    let first = first.unix_nanoseconds().unwrap();
    let text = |step: usize| {
        let nanoseconds = first + step as i128 * 1_800_000_000_000;
        deck_types::Timestamp::from_unix_nanoseconds(nanoseconds).unwrap()
    };
    (0..count).map(|step| text(step).to_string()).collect()
}

#[test]
fn every_run_is_in_one_of_the_days_around_a_change_of_the_clocks() {
    // A run at every half hour, midnights and the hours that come twice included.
    let mut lines = String::new();
    for (index, (_, _, first, length)) in CHANGES.iter().enumerate() {
        for (step, time) in half_hours(first, 48 + length + 48).iter().enumerate() {
            let id = format!("trun_{index}_{step}");
            lines += &format!("{{\"id\":\"{id}\",\"created_at\":\"{time}\"}}\n");
        }
    }
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("daylight-saving.ndjson");
    fs::write(&path, lines).unwrap();
    let mut server = deck(&["sandbox", "-o", "ndjson", "--until-stdin-closes"])
        .arg("--from-ndjson")
        .arg(&path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let stdout = server.stdout.take().unwrap();
    BufReader::new(stdout).read_line(&mut line).unwrap();
    let address: Value = serde_json::from_str(&line).unwrap();

    for (index, (zone, days, _, length)) in CHANGES.iter().enumerate() {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (day, expected) in days.iter().zip([48, *length, 48]) {
            let mut command = deck(&["runs", "list", "--all", "--jq", ".id"]);
            command
                .args(["--timezone", zone, "--in", day])
                .args(["--base-url", address["base_url"].as_str().unwrap()])
                .env("DECK_API_KEY", address["api_key"].as_str().unwrap());
            let ids = run(command).success();
            assert_eq!(ids.lines().count(), expected, "{day} in {zone}: {ids}");
            for id in ids.lines() {
                *seen.entry(id.to_owned()).or_default() += 1;
            }
        }
        assert_eq!(seen.len(), 48 + length + 48);
        assert!(
            seen.iter()
                .all(|(id, times)| *times == 1 && id.starts_with(&format!("trun_{index}_")))
        );
    }
    drop(server.stdin.take());
    server.wait().unwrap();
    fs::remove_file(&path).unwrap();
}
