//! A seeded run without its payloads.

use deck_types::Json;
use deck_types::Outcome;
use deck_types::TaskRun;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;
use serde_json::Value;

use crate::seed::directory::Trade;
use crate::seed::file;
use crate::seed::interaction;
use crate::seed::payload;
use crate::seed::random::Random;

/// A seeded run without what it was given and what it brought back.
pub(crate) struct Draft {
    pub(crate) run: TaskRun,
    /// What the rest is drawn from.
    pub(super) random: Random,
    pub(super) trade: Trade,
}

impl Draft {
    /// Draws the rest.
    pub(crate) fn finish(mut self) -> TaskRun {
        let updated_at = self.run.updated_at.clone();
        let time = updated_at.as_ref().map_or("", Timestamp::as_str);
        let day = time.split('T').next().unwrap_or_default();
        let random = &mut self.random;
        let completed = self.run.status == Some(TaskRunStatus::Completed);
        let encrypted = random.chance(4);
        let mut input = payload::input(random, self.trade, day);
        let mut output = match (completed, &self.run.result) {
            (true, Some(Outcome::Success)) => payload::output(random, self.trade, day),
            (true, Some(Outcome::Failure)) => payload::nothing_found(random),
            _ => Value::Null,
        };
        if encrypted {
            input = payload::encrypted(random);
            output = if completed {
                payload::encrypted(random)
            } else {
                output
            };
        }
        self.run.input = json(&input);
        self.run.output = json(&output);
        self.run.storage = Some(if completed {
            file::files(random, updated_at.as_ref())
        } else {
            Vec::new()
        });
        if self.run.status == Some(TaskRunStatus::InteractionRequired) {
            self.run.interaction = json(&interaction::interaction(random));
        }
        self.run
    }
}

fn json(value: &Value) -> Option<Json> {
    Json::encode(value).ok()
}
