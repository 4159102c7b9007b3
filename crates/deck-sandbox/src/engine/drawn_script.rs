//! Scripts of runs whose task has none: drawn from the seed and the number of the run.

use std::time::Duration;

use deck_types::Json;
use deck_types::Outcome;
use serde_json::Value;

use crate::Prompt;
use crate::engine::script::End;
use crate::engine::script::Script;
use crate::seed::interaction;
use crate::seed::payload;
use crate::seed::random::Random;
use crate::seed::trouble;

/// The streams from here on belong to scripts; those of seeded runs are below.
const STREAMS: u64 = 1 << 62;

/// Draws the script of the run with `number`: seconds in the queue, a minute of work for most runs, now and
/// then a prompt, which takes any answer, and an end that is good in four of five cases.
///
/// `day` is the day of the run, as in `2026-11-02`.
pub(crate) fn draw(seed: u64, number: u64, day: &str) -> Script {
    let mut random = Random::new(seed, STREAMS.wrapping_add(number));
    let mut script = Script::new()
        .queued(milliseconds(&mut random, 500, 6_000))
        .running(milliseconds(&mut random, 4_000, 40_000));
    if random.chance(12)
        && let Ok(prompt) = Json::encode(&interaction::interaction(&mut random))
    {
        script = script.ask(Prompt::new(prompt));
    }
    script = script.running(milliseconds(&mut random, 4_000, 40_000));
    let found = payload::found(&mut random, day);
    let end = match random.between(1, 100) {
        1..=80 => End::Complete(Outcome::Success, json(&found)),
        81..=85 => End::Review(Outcome::Success, json(&found)),
        86..=88 => End::Complete(Outcome::Failure, json(&payload::nothing_found(&mut random))),
        _ => End::Fail(vec![trouble::sudden(&mut random)]),
    };
    if random.chance(45) {
        script = script.file(
            "statement-1.pdf",
            "application/pdf",
            random.between(400, 900_000),
        );
    }
    Script { end, ..script }
}

fn json(value: &Value) -> Option<Json> {
    Json::encode(value).ok()
}

fn milliseconds(random: &mut Random, low: u64, high: u64) -> Duration {
    Duration::from_millis(random.between(low, high))
}
