//! What happens to the objects of a sandbox as its time passes.

use deck_types::TaskRunId;

use crate::changes::failure::interaction_timeout;
use crate::changes::failure::task_timeout;
use crate::engine::Occurrence;
use crate::engine::RunOccurrence;
use crate::engine::timeline::Moment;
use crate::engine::transition::Cause;
use crate::state::State;

mod event;

mod failure;

pub(crate) mod run;

pub(crate) mod session;

mod task;

impl State {
    /// Lets everything happen that is due at `moment` or before, in the order in which it is due.
    pub(crate) fn catch_up(&mut self, moment: Moment) {
        while let Some((due, occurrence)) = self.engine.next(moment.elapsed) {
            let moment = moment.earlier(due);
            match occurrence {
                Occurrence::Run(id, occurrence) => self.happen(&id, occurrence, moment),
                Occurrence::SessionIdle(id) => self.close_session(&id, moment),
            }
        }
        self.expire_events(moment);
    }

    fn happen(&mut self, id: &TaskRunId, occurrence: RunOccurrence, moment: Moment) {
        match occurrence {
            RunOccurrence::Start => self.start_run(id, moment),
            RunOccurrence::Ask(interaction) => {
                self.change_run(id, Cause::Ask, moment, |run| run.interaction = interaction);
            }
            RunOccurrence::InteractionTimeout => {
                self.change_run(id, Cause::InteractionTimeout, moment, |run| {
                    run.errors = vec![interaction_timeout()];
                });
            }
            RunOccurrence::Complete(result, output, files) => {
                self.finish_work(id, Cause::Complete, files, moment, |run| {
                    run.result = Some(result);
                    run.output = output;
                });
            }
            RunOccurrence::Fail(problems) => {
                self.change_run(id, Cause::Fail, moment, |run| run.errors = problems);
            }
            RunOccurrence::Review(files) => {
                self.finish_work(id, Cause::Review, files, moment, |_| {});
            }
            RunOccurrence::TaskTimeout(timeout) => {
                self.change_run(id, Cause::TaskTimeout, moment, |run| {
                    run.errors = vec![task_timeout(timeout)];
                });
            }
            RunOccurrence::Stop => {
                self.change_run(id, Cause::Stop, moment, |_| {});
            }
        }
    }
}
