//! All that there is in a sandbox, as JSON; and back to the start.

use deck_types::Json;
use deck_types::JsonError;
use serde::Serialize;

use crate::Sandbox;
use crate::SandboxRun;
use crate::resource::Kind;
use crate::resource::wire_object::WireObject;
use crate::response::run_body::RunBody;
use crate::sandbox::lock;
use crate::shelf::Shelf;
use crate::sort_key::Created;

impl Sandbox {
    /// Returns every object, listed by its kind in the order of listings, as one JSON object.
    ///
    /// It has what responses show, and no secrets.
    ///
    /// # Errors
    ///
    /// Fails when an object cannot be written as JSON, which does not happen to those of the API.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_sandbox::Sandbox;
    ///
    /// let snapshot = Sandbox::new().snapshot()?;
    ///
    /// assert!(snapshot.as_str().starts_with(r#"{"agents":[],"sources":[],"#));
    /// # Ok::<(), deck_types::JsonError>(())
    /// ```
    pub fn snapshot(&self) -> Result<Json, JsonError> {
        #[derive(Serialize)]
        struct Snapshot<A, B, C, D, E, F, G, H, I> {
            agents: A,
            sources: B,
            credentials: C,
            tasks: D,
            task_runs: E,
            sessions: F,
            events: G,
            event_destinations: H,
            event_deliveries: I,
        }

        let state = self.state();
        let runs: Vec<SandboxRun> = state.runs.iter().collect();
        let snapshot = Snapshot {
            agents: items(&state.agents),
            sources: items(&state.sources),
            credentials: items(&state.credentials),
            tasks: items(&state.tasks),
            task_runs: runs
                .iter()
                .map(|run| RunBody::item(run, None))
                .collect::<Vec<_>>(),
            sessions: items(&state.sessions),
            events: items(&state.events),
            event_destinations: items(&state.destinations),
            event_deliveries: items(&state.deliveries),
        };
        Json::encode(&snapshot)
    }

    /// Returns to the start: the objects, settings, faults and time that the sandbox was built with.
    ///
    /// What is being delivered at that moment is forgotten. Ids begin again, too.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_sandbox::Sandbox;
    /// use deck_types::TaskRun;
    ///
    /// let sandbox = Sandbox::new();
    /// sandbox.insert(TaskRun::fixture("trun_1"));
    ///
    /// sandbox.reset();
    ///
    /// assert!(sandbox.is_empty());
    /// ```
    pub fn reset(&self) {
        let (mut fresh, gate) = self.shared.origin.clone().start();
        {
            let mut state = lock(&self.shared.state);
            fresh.outbox.succeed(&mut state.outbox);
            *state = fresh;
        }
        *self.gate() = gate;
    }
}

fn items<K: Kind + Created>(shelf: &Shelf<K>) -> Vec<WireObject<'_, K>> {
    shelf.iter().map(WireObject::item).collect()
}
