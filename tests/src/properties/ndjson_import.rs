//! What holds for any text that is read as NDJSON of task runs.

#![expect(clippy::panic, reason = "a property that does not hold ends the run")]

use std::collections::HashSet;
use std::io::BufReader;

use deck_sandbox::NdjsonImport;
use deck_sandbox::RejectedLine;
use deck_sandbox::Sandbox;
use deck_sandbox::SandboxRun;
use deck_types::PageItem;
use deck_types::TaskRun;

/// Reads a text as NDJSON, whole and piece by piece, and checks that every line is accounted for.
///
/// # Panics
///
/// When a line is lost, taken for a run without being one, or rejected though it is one, or when runs that
/// were written are not read back.
pub fn check(text: &[u8]) {
    let import = NdjsonImport::from_text(text);
    let lines = lines_with_something(text);
    assert_eq!(import.runs.len() + import.rejected.len(), lines.len());
    pieces_make_no_difference(text, &import);
    every_line_is_a_run_or_rejected(&lines, &import);
    what_is_written_is_read_back(&import.runs);
    a_sandbox_holds_the_runs(&import.runs);
    let runs = import.runs.clone();
    match import.clone().into_runs() {
        Ok(all) => assert!(all == runs && import.rejected.is_empty()),
        Err(error) => assert_eq!(error.rejected(), import.rejected),
    }
}

/// Returns the lines that are more than white space, with their numbers from 1.
fn lines_with_something(text: &[u8]) -> Vec<(usize, &[u8])> {
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    let lines = (1..).zip(text.split(|byte| *byte == b'\n'));
    lines
        .filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace))
        .collect()
}

fn pieces_make_no_difference(text: &[u8], import: &NdjsonImport) {
    let by_pieces = NdjsonImport::from_reader(BufReader::with_capacity(3, text));
    assert_eq!(by_pieces.ok().as_ref(), Some(import));
}

fn every_line_is_a_run_or_rejected(lines: &[(usize, &[u8])], import: &NdjsonImport) {
    let mut runs = import.runs.iter();
    let mut rejected = import.rejected.iter().peekable();
    let mut ids = HashSet::new();
    for (number, line) in lines {
        let run = std::str::from_utf8(line)
            .ok()
            .and_then(|text| TaskRun::from_item_text(text).ok());
        if let Some(rejected) = rejected.next_if(|rejected| rejected.line == *number) {
            let is_known = run.is_some_and(|run| ids.contains(&run.id));
            assert!(is_known || !is_a_run(line), "{rejected}");
            the_rejection_tells_the_line(rejected, line);
        } else {
            let imported = runs.next();
            let text = imported.and_then(SandboxRun::text);
            assert_eq!(
                text.map(|text| text.as_str().as_bytes()),
                Some(line.trim_ascii())
            );
            assert_eq!(imported.map(SandboxRun::to_run), run, "line {number}");
            assert!(run.is_some_and(|run| ids.insert(run.id)), "line {number}");
        }
    }
}

/// Returns whether a line is an object that can be read as a run; a run that is written without the names of
/// its fields is none.
fn is_a_run(line: &[u8]) -> bool {
    line.trim_ascii_start().starts_with(b"{")
        && std::str::from_utf8(line).is_ok_and(|text| TaskRun::from_item_text(text).is_ok())
}

fn the_rejection_tells_the_line(rejected: &RejectedLine, line: &[u8]) {
    const MOST_CHARACTERS: usize = 161;
    assert!(!rejected.reason.is_empty());
    assert!(rejected.reason.chars().count() <= MOST_CHARACTERS);
    assert!(rejected.excerpt.chars().count() <= MOST_CHARACTERS);
    let text = String::from_utf8_lossy(line.trim_ascii());
    match rejected.excerpt.strip_suffix('…') {
        _ if rejected.excerpt == text => {}
        Some(beginning) => assert!(is_beginning(beginning, &text), "{rejected} of {text:?}"),
        None => panic!("{rejected} has lost the end of {text:?} without a mark"),
    }
}

/// Returns whether a text begins like another one, but for the pieces of a character that was cut in two.
fn is_beginning(beginning: &str, text: &str) -> bool {
    text.starts_with(beginning.trim_end_matches('\u{fffd}'))
}

fn what_is_written_is_read_back(runs: &[SandboxRun]) {
    let runs = to_runs(runs);
    let lines = runs.iter().map(serde_json::to_string);
    let lines: Result<Vec<String>, _> = lines.collect();
    assert!(lines.is_ok(), "a run that was read cannot be written");
    let again = NdjsonImport::from_text(lines.unwrap_or_default().join("\n"));
    let is_same = to_runs(&again.runs) == runs;
    assert!(is_same && again.rejected.is_empty(), "{again:?}");
}

fn to_runs(runs: &[SandboxRun]) -> Vec<TaskRun> {
    runs.iter().map(SandboxRun::to_run).collect()
}

fn a_sandbox_holds_the_runs(runs: &[SandboxRun]) {
    let sandbox = Sandbox::builder().with_runs(runs.to_vec()).build();
    assert_eq!(sandbox.len(), runs.len());
    let mut held = sandbox.runs();
    let mut runs = to_runs(runs);
    held.sort_by(|left, right| left.id.cmp(&right.id));
    runs.sort_by(|left, right| left.id.cmp(&right.id));
    assert_eq!(held, runs);
}
