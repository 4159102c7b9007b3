//! The listing of tasks.

use deck_types::ListTasks;
use deck_types::Task;
use serde::Serialize;

use crate::Spelling;
use crate::resource::wire_object::WireObject;
use crate::response::listing::Listed;
use crate::response::listing::SandboxListing;
use crate::response::listing::UnknownWord;
use crate::shelf::objects::ListedObjects;
use crate::state::State;

impl SandboxListing for ListTasks {
    type Object = Task;

    const OBJECT: &'static str = "task";

    fn objects<'a>(&self, state: &'a State) -> Listed<'a, Task> {
        Ok(ListedObjects::Kept(&state.tasks))
    }

    fn unknown_word(&self) -> Option<UnknownWord<'_>> {
        let status = self.status.as_ref().filter(|status| !status.is_known())?;
        Some(("status", status.as_str(), &["learning", "test", "live"]))
    }

    fn selection(&self) -> impl Fn(&Task) -> bool {
        |task| {
            (self.agent_id.is_none() || self.agent_id == task.agent_id)
                && (self.status.is_none() || self.status == task.status)
        }
    }

    fn item(task: &Task, _: Option<Spelling>) -> impl Serialize {
        WireObject::item(task)
    }
}
