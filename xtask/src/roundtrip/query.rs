//! Laws of the query: decoding undoes encoding, an independent form decoder reads the same, and no byte
//! stands outside the allowed set.

use deck_types::ListTaskRuns;
use deck_types::PagePosition;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::hostile;
use super::law::Broken;
use super::law::Laws;

pub(super) fn check(laws: &Laws) -> Result<(), Broken> {
    laws.check(
        "decoding what was encoded gives the parameters back",
        &hostile::list(),
        |list| {
            let query = list.to_query();
            decodes_to(&query, &list)?;
            reads_as_a_form(&query, &list)?;
            holds_allowed_bytes_only(&query)
        },
    )?;
    laws.check(
        "encoding what was decoded is canonical",
        &queries(),
        |query| {
            if let Ok(list) = ListTaskRuns::from_query(&query) {
                let canonical = list.to_query();
                let again = ListTaskRuns::from_query(&canonical).map(|list| list.to_query());
                prop_assert_eq!(again, Ok(canonical));
            }
            Ok(())
        },
    )
}

/// What cannot be sent is refused alike on both sides.
fn decodes_to(query: &str, list: &ListTaskRuns) -> Result<(), TestCaseError> {
    let decoded = ListTaskRuns::from_query(query);
    match list.check() {
        Ok(()) => prop_assert_eq!(decoded.as_ref(), Ok(list)),
        Err(error) => prop_assert_eq!(decoded, Err(error)),
    }
    Ok(())
}

fn reads_as_a_form(query: &str, list: &ListTaskRuns) -> Result<(), TestCaseError> {
    let form = form_urlencoded::parse(query.as_bytes()).into_owned();
    prop_assert_eq!(form.collect::<Vec<_>>(), pairs(list));
    Ok(())
}

fn holds_allowed_bytes_only(query: &str) -> Result<(), TestCaseError> {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%&=".contains(&byte);
    prop_assert!(query.bytes().all(is_allowed), "{query}");
    Ok(())
}

/// Queries as somebody might write them: right and wrong keys, any values, escapes good and bad.
fn queries() -> impl Strategy<Value = String> {
    let keys = vec![
        "limit",
        "Limit",
        "cursor",
        "starting_after",
        "ending_before",
        "status",
        "source_id",
        "outcome",
        "agent_id",
        "task_id",
        "created_after",
        "other",
        "",
    ];
    let value = prop_oneof![
        hostile::text(),
        hostile::pattern("(%[0-9a-fA-F]{2}|[a-z0-9]){0,6}"),
        hostile::pattern("[0-9]{1,3}")
    ];
    let pair =
        (prop::sample::select(keys), value).prop_map(|(key, value)| format!("{key}={value}"));
    prop::collection::vec(pair, 0..4).prop_map(|pairs| pairs.join("&"))
}

/// The keys and values of the parameters, told without the encoder.
fn pairs(list: &ListTaskRuns) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut push =
        |key: &str, value: &dyn ToString| pairs.push((key.to_owned(), value.to_string()));
    if let Some(size) = &list.page_size {
        push("limit", size);
    }
    match &list.position {
        PagePosition::Start => {}
        PagePosition::Cursor(cursor) => push("cursor", cursor),
        PagePosition::After(id) => push("starting_after", id),
        PagePosition::Before(id) => push("ending_before", id),
    }
    list.status.iter().for_each(|word| push("status", word));
    list.source_id.iter().for_each(|id| push("source_id", id));
    list.outcome.iter().for_each(|word| push("outcome", word));
    list.agent_id.iter().for_each(|id| push("agent_id", id));
    list.credential_id
        .iter()
        .for_each(|id| push("credential_id", id));
    list.task_id.iter().for_each(|id| push("task_id", id));
    list.workflow_id
        .iter()
        .for_each(|id| push("workflow_id", id));
    list.created_after
        .iter()
        .for_each(|time| push("created_after", time));
    list.created_before
        .iter()
        .for_each(|time| push("created_before", time));
    pairs
}
