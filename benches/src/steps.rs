//! Single steps, in interleaved rounds.

use std::error::Error;
use std::hint::black_box;
use std::time::Duration;
use std::time::Instant;

use deck_client::types::Json;
use deck_client::types::ListTaskRuns;
use deck_client::types::Listed;
use deck_client::types::Outcome;
use deck_client::types::Page;
use deck_client::types::PagePosition;
use deck_client::types::PageRequest;
use deck_client::types::PageSize;
use deck_client::types::ResumeToken;
use deck_client::types::TaskRun;
use deck_client::types::TaskRunStatus;
use serde_json::Value;

use crate::contestants::floor::BorrowedRun;
use crate::contestants::floor::OwnedRun;
use crate::contestants::floor::Page as FloorPage;
use crate::history::History;
use crate::measure::median;

/// How long each step takes, by the median of the rounds.
pub type Taken = Vec<(&'static str, Duration)>;

type Step<'a> = (&'static str, Box<dyn Fn() + 'a>);

const ROUNDS: usize = 51;

/// Measures the ways to decode a page of 100 runs with payloads of so many bytes.
pub fn decode(payload: usize) -> Result<Taken, Box<dyn Error>> {
    let page = History::new(100, payload).page(0..100, Some(100));
    Page::<TaskRun>::from_json(page.as_bytes())?;
    let text = || std::str::from_utf8(black_box(page.as_bytes())).unwrap_or_default();
    Ok(measure(
        10,
        &[
            (
                "borrowed floor",
                Box::new(|| {
                    let _ = black_box(serde_json::from_str::<FloorPage<'_, BorrowedRun<'_>>>(
                        text(),
                    ));
                }),
            ),
            (
                "owned floor",
                Box::new(|| {
                    let _ = black_box(serde_json::from_str::<FloorPage<'_, OwnedRun>>(text()));
                }),
            ),
            (
                "`Page<TaskRun>`",
                Box::new(|| {
                    let _ = black_box(Page::<TaskRun>::from_json(black_box(page.as_bytes())));
                }),
            ),
            (
                "`Page<Json>`",
                Box::new(|| {
                    let _ = black_box(Page::<Json>::from_json(black_box(page.as_bytes())));
                }),
            ),
            (
                "`Value`",
                Box::new(|| {
                    let _ = black_box(serde_json::from_str::<Value>(text()));
                }),
            ),
        ],
    ))
}

/// Measures what a listing does beside its pages.
pub fn listing() -> Result<Taken, Box<dyn Error>> {
    let listing = ListTaskRuns::new()
        .page_size(PageSize::new(100)?)
        .status([TaskRunStatus::Failed, TaskRunStatus::Canceled])
        .created_after("2026-11-01T00:00:00Z".parse()?)
        .created_before("2026-12-01T00:00:00Z".parse()?)
        .agent_id("agt_XPSVEoyzpE4TjanY")
        .task_id("task_4btapJe7wdvR6prI")
        .source_id(["src_09J36H5rk78IVbUE"])
        .outcome([Outcome::Failure])
        .credential_id("cred_lYfdY16fB5u48r5l")
        .workflow_id("wflo_2hTz0aLq8RrWmQ1x");
    let listed = Listed::new(&listing)?;
    let position = PagePosition::Cursor("eyJpZCI6InRydW5fMDAwMDAwMDAwMDAwMDAxMiJ9".parse()?);
    let request = PageRequest::new(listing);
    let query = request.to_query();
    let token = ResumeToken::new(listed.clone(), position.clone(), Default::default(), None)?;
    let token_text = token.to_string();
    Ok(measure(
        1_000,
        &[
            (
                "encode the query of a listing with every filter",
                Box::new(|| {
                    black_box(black_box(&request).to_query());
                }),
            ),
            (
                "encode the query of its next page",
                Box::new(|| {
                    black_box(black_box(&listed).to_query(black_box(&position)));
                }),
            ),
            (
                "decode that query",
                Box::new(|| {
                    let _ = black_box(PageRequest::<ListTaskRuns>::from_query(black_box(&query)));
                }),
            ),
            (
                "write a resume token",
                Box::new(|| {
                    black_box(black_box(&token).to_string());
                }),
            ),
            (
                "read a resume token",
                Box::new(|| {
                    let _ = black_box(black_box(&token_text).parse::<ResumeToken>());
                }),
            ),
        ],
    ))
}

fn measure(times: u32, steps: &[Step<'_>]) -> Taken {
    let mut taken = vec![Vec::new(); steps.len()];
    for _ in 0..ROUNDS {
        for ((_, step), taken) in steps.iter().zip(&mut taken) {
            let start = Instant::now();
            for _ in 0..times {
                step();
            }
            taken.push(start.elapsed() / times);
        }
    }
    let medians = taken.into_iter().map(median);
    steps.iter().map(|(name, _)| *name).zip(medians).collect()
}
