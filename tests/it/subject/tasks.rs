//! Tasks: a listing that goes on by cursor only.

use deck_sandbox::Sandbox;
use deck_types::ListTasks;
use deck_types::Task;

use super::Filter;
use super::Seed;
use super::Subject;
use super::time;

pub(crate) struct Tasks;

impl Subject for Tasks {
    type Listing = ListTasks;

    fn put(sandbox: &Sandbox, id: &str, seed: &Seed) {
        let mut task = Task::fixture(id);
        task.created_at = Some(time(seed.second));
        task.status = Some(seed.status.into());
        task.agent_id = Some(seed.agent.into());
        sandbox.insert_task(task);
    }

    fn delete(sandbox: &Sandbox, id: &str) {
        sandbox.delete_task(id);
    }

    fn ids(sandbox: &Sandbox) -> Vec<String> {
        let tasks = sandbox.tasks().into_iter();
        tasks.map(|task| task.id.to_string()).collect()
    }

    fn fit(mut filter: Filter) -> Filter {
        filter.statuses.truncate(1);
        filter.without_bounds()
    }

    fn listing(filter: &Filter) -> ListTasks {
        let mut listing = ListTasks::new();
        listing.status = filter.statuses.first().copied().map(Into::into);
        listing.agent_id = filter.agent.map(Into::into);
        listing
    }
}
