//! Task runs: a listing with many filters and positions by id.

use deck_sandbox::Sandbox;
use deck_types::ListTaskRuns;
use deck_types::TaskRun;

use super::Filter;
use super::Seed;
use super::Subject;
use super::time;

pub(crate) struct TaskRuns;

impl Subject for TaskRuns {
    type Listing = ListTaskRuns;

    fn put(sandbox: &Sandbox, id: &str, seed: &Seed) {
        let mut run = TaskRun::fixture(id);
        run.created_at = Some(time(seed.second));
        run.status = Some(seed.status.into());
        run.agent_id = Some(seed.agent.into());
        sandbox.insert(run);
    }

    fn delete(sandbox: &Sandbox, id: &str) {
        sandbox.delete(id);
    }

    fn ids(sandbox: &Sandbox) -> Vec<String> {
        let runs = sandbox.runs().into_iter();
        runs.map(|run| run.id.to_string()).collect()
    }

    fn listing(filter: &Filter) -> ListTaskRuns {
        let mut listing = ListTaskRuns::new().status(filter.statuses.iter().copied());
        listing.agent_id = filter.agent.map(Into::into);
        listing.created_after = filter.after.map(time);
        listing.created_before = filter.before.map(time);
        listing
    }
}
