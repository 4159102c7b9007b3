//! The table of operations at the head of the crate's documentation is the one that the code gives.

use std::any::type_name;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use deck_types::CancelTaskRun;
use deck_types::CreateAgent;
use deck_types::CreateCredential;
use deck_types::CreateEventDestination;
use deck_types::CreateSessionToken;
use deck_types::CreateSource;
use deck_types::CreateTask;
use deck_types::DeleteAgent;
use deck_types::DeleteCredential;
use deck_types::DeleteEventDestination;
use deck_types::DeleteSource;
use deck_types::DestinationConfig;
use deck_types::EndSession;
use deck_types::GetAgent;
use deck_types::GetCredential;
use deck_types::GetEvent;
use deck_types::GetEventDestination;
use deck_types::GetSession;
use deck_types::GetSource;
use deck_types::GetStorageItem;
use deck_types::GetTask;
use deck_types::GetTaskRun;
use deck_types::GetTestStatus;
use deck_types::ListAgents;
use deck_types::ListCredentials;
use deck_types::ListEventDeliveries;
use deck_types::ListEventDestinations;
use deck_types::ListEvents;
use deck_types::ListSources;
use deck_types::ListTaskRunStorage;
use deck_types::ListTaskRuns;
use deck_types::ListTasks;
use deck_types::Listing;
use deck_types::Method;
use deck_types::Operation;
use deck_types::ResetTask;
use deck_types::RunTask;
use deck_types::SubmitInteraction;
use deck_types::UpdateCredential;
use deck_types::UpdateEventDestination;
use deck_types::WebhookConfig;
use deck_types::percent;

const TABLE: &str = include_str!("../../src/operations.md");
const CRATE: &str = include_str!("../../src/lib.rs");

/// An endpoint as the code has it; the ids in the path are the names of their placeholders.
struct Endpoint {
    type_name: &'static str,
    name: &'static str,
    method: Method,
    path: String,
}

fn endpoints() -> Vec<Endpoint> {
    vec![
        listing(&ListTaskRuns::new()),
        operation(&GetTaskRun::new("{run_id}")),
        listing(&ListTaskRunStorage::new("{run_id}")),
        operation(&SubmitInteraction::new("{run_id}")),
        operation(&CancelTaskRun::new("{run_id}")),
        listing(&ListTasks::new()),
        operation(&CreateTask::new("", "")),
        operation(&GetTask::new("{task_id}")),
        operation(&RunTask::new("{task_id}")),
        operation(&ResetTask::new("{task_id}")),
        listing(&ListAgents::new()),
        operation(&CreateAgent::new("")),
        operation(&GetAgent::new("{agent_id}")),
        operation(&DeleteAgent::new("{agent_id}")),
        listing(&ListSources::new()),
        operation(&CreateSource::website("")),
        operation(&GetSource::new("{source_id}")),
        operation(&DeleteSource::new("{source_id}")),
        listing(&ListCredentials::new()),
        operation(&CreateCredential::new("")),
        operation(&GetCredential::new("{credential_id}")),
        operation(&UpdateCredential::new("{credential_id}")),
        operation(&DeleteCredential::new("{credential_id}")),
        operation(&GetSession::new("{session_id}")),
        operation(&EndSession::new("{session_id}")),
        operation(&GetStorageItem::new("{storage_id}")),
        listing(&ListEvents::new()),
        operation(&GetEvent::new("{event_id}")),
        listing(&ListEventDestinations::new()),
        operation(&CreateEventDestination::new("", webhook())),
        operation(&GetEventDestination::new("{destination_id}")),
        operation(&UpdateEventDestination::new("{destination_id}")),
        operation(&DeleteEventDestination::new("{destination_id}")),
        listing(&ListEventDeliveries::new("{destination_id}")),
        operation(&CreateSessionToken),
        operation(&GetTestStatus),
    ]
}

fn webhook() -> DestinationConfig {
    DestinationConfig::webhook(&WebhookConfig::new("")).unwrap()
}

fn operation<O: Operation>(operation: &O) -> Endpoint {
    endpoint::<O>(O::NAME, O::METHOD, &operation.path().unwrap())
}

fn listing<L: Listing>(listing: &L) -> Endpoint {
    endpoint::<L>(L::NAME, Method::Get, &listing.path().unwrap())
}

fn endpoint<T>(name: &'static str, method: Method, path: &str) -> Endpoint {
    let (_, type_name) = type_name::<T>().rsplit_once("::").unwrap();
    let path = percent::decode(path).unwrap().into_owned();
    Endpoint {
        type_name,
        name,
        method,
        path,
    }
}

/// Returns the rows of the table, in their order, each as its five cells.
fn rows() -> Vec<[&'static str; 5]> {
    let rows = TABLE.lines().filter(|line| line.starts_with("| ")).skip(2);
    let cells = |row: &'static str| {
        let cells = row.trim_matches('|').split('|').map(str::trim);
        cells.collect::<Vec<_>>().try_into().unwrap()
    };
    rows.map(cells).collect()
}

/// Returns the types that the files below `folder` implement one of the two traits for, tests and examples
/// aside.
fn implementors(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            found.append(&mut implementors(&path));
        }
        if path.extension().is_some_and(|extension| extension == "rs") {
            found.extend(implementors_in(&fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

/// The names behind `impl … for`, in the uses of macros too, but not in their definitions.
fn implementors_in(source: &str) -> Vec<String> {
    let words = source.lines().map(|line| line.split_whitespace().collect());
    let implementor = |words: Vec<&str>| match words[..] {
        ["impl", "Operation" | "Listing", "for", name, ..] if !name.starts_with('$') => {
            Some(name.to_owned())
        }
        _ => None,
    };
    words.filter_map(implementor).collect()
}

#[test]
fn every_operation_of_the_crate_is_in_the_list_of_this_test() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let listed = endpoints()
        .into_iter()
        .map(|known| known.type_name.to_owned());

    assert_eq!(implementors(&sources), listed.collect());
}

#[test]
fn the_name_of_an_operation_is_its_method_and_its_path() {
    for endpoint in endpoints() {
        let request = format!("{} {}", endpoint.method, endpoint.path);

        assert_eq!(endpoint.name, request, "{}", endpoint.type_name);
    }
}

#[test]
fn the_table_has_a_row_for_every_operation_and_no_other() {
    let documented: Vec<_> = rows()
        .iter()
        .map(|[_, endpoint, name, ..]| (endpoint.to_string(), name.to_string()))
        .collect();
    let known: Vec<_> = endpoints()
        .iter()
        .map(|known| {
            (
                format!("`{}`", known.name),
                format!("[`{}`]", known.type_name),
            )
        })
        .collect();

    assert_eq!(documented, known);
}

#[test]
fn every_row_says_how_sure_it_is_and_what_is_doubtful() {
    for row in rows() {
        let [operation, _, _, evidence, doubts] = row;
        let (kind, _) = evidence.split_once(':').unwrap_or((evidence, ""));

        assert!(
            ["documented", "old page", "inferred"].contains(&kind),
            "{row:?}"
        );
        assert!(!operation.is_empty() && doubts.ends_with('.'), "{row:?}");
    }
}

#[test]
fn the_table_is_the_first_section_of_the_documentation() {
    let table = CRATE.find(r#"#![doc = include_str!("operations.md")]"#);
    let section = CRATE.find("//! #");

    assert!(table.is_some() && table < section, "{table:?} {section:?}");
}
