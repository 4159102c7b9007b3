//! Seeded tasks: those that seeded runs refer to.

use std::collections::BTreeMap;
use std::time::Duration;

use deck_types::Json;
use deck_types::Task;
use deck_types::TaskId;
use deck_types::TaskStatus;
use deck_types::Timestamp;
use serde_json::json;

use crate::seed::directory::Desk;
use crate::seed::directory::Directory;
use crate::seed::directory::Trade;

/// The time between the creation of a task and its first run.
const LEAD: Duration = Duration::from_secs(6 * 3_600);

/// Returns the tasks of the runs that were drawn from `seed`, each created some hours before the first of its
/// runs.
pub(crate) fn tasks(seed: u64, first_runs: &BTreeMap<TaskId, Timestamp>) -> Vec<Task> {
    let directory = Directory::new(seed);
    let desks = directory.desks().iter();
    desks
        .flat_map(|desk| desk.tasks.iter().map(move |task| (desk, task)))
        .filter_map(|(desk, entry)| {
            let first_run = first_runs.get(&TaskId::from(entry.id.as_str()))?;
            Some(task(desk, &entry.id, entry.trade, first_run))
        })
        .collect()
}

fn task(desk: &Desk, id: &str, trade: Trade, first_run: &Timestamp) -> Task {
    let created_at = before(first_run, LEAD);
    let mut task = Task::fixture(id);
    task.name = Some(name(trade).into());
    task.status = Some(status(trade));
    task.agent_id = Some(desk.agent_id.as_str().into());
    task.prompt = Some(format!("Sign in. {}. Sign out.", name(trade)));
    task.input_schema =
        input_type(trade).and_then(|kind| Json::encode(&json!({"type": kind})).ok());
    task.extraction = Some(trade == Trade::Invoices);
    task.updated_at = Some(created_at.clone());
    task.created_at = Some(created_at);
    task
}

/// Returns the time that is `lead` before `time`, or the same one where there is no such time.
pub(crate) fn before(time: &Timestamp, lead: Duration) -> Timestamp {
    let instant = time.to_system_time().ok();
    instant
        .and_then(|instant| instant.checked_sub(lead))
        .and_then(|time| Timestamp::try_from(time).ok())
        .unwrap_or_else(|| time.clone())
}

fn name(trade: Trade) -> &'static str {
    match trade {
        Trade::Invoices => "Download the invoices",
        Trade::MeterReadings => "Read the meter",
        Trade::Transactions => "List the transactions",
        Trade::Balance => "Read the balance",
        Trade::PayStubs => "Download the pay stubs",
        Trade::Employment => "Verify the employment",
        Trade::Claims => "Follow up on the claim",
        Trade::Coverage => "Read the coverage",
        Trade::Orders => "List the orders",
        Trade::AddressChange => "Change the address",
        Trade::Shipments => "Track the shipments",
        Trade::Appointments => "Book an appointment",
    }
}

fn status(trade: Trade) -> TaskStatus {
    match trade {
        Trade::Coverage => TaskStatus::Learning,
        Trade::Appointments => TaskStatus::Test,
        _ => TaskStatus::Live,
    }
}

/// Returns the JSON type of the inputs of this trade; a task that takes none has no schema.
fn input_type(trade: Trade) -> Option<&'static str> {
    match trade {
        Trade::Coverage => None,
        Trade::Shipments => Some("array"),
        Trade::Appointments => Some("string"),
        _ => Some("object"),
    }
}
