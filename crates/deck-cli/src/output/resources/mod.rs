//! How each kind of resource is shown: as a row of a table, and line by line.

use std::time::SystemTime;

use deck_types::Timestamp;

use crate::output::detail::Detail;
use crate::output::human;
use crate::output::local_time::LocalTime;
use crate::output::redaction::SecretMember;
use crate::output::table::Cell;
use crate::output::table::Column;

mod agent;
mod credential;
mod deleted;
pub(crate) mod event;
mod event_delivery;
mod event_destination;
mod session;
mod source;
mod storage_item;
mod task;
mod task_run;

/// A thing that can be shown line by line.
pub(crate) trait Detailed {
    /// The members of its JSON text that are not for logs.
    const SECRETS: &'static [SecretMember] = &[];

    /// Returns all that is known of it, in the words of the API.
    fn detail(&self, time: &LocalTime) -> Detail<'_>;
}

/// Returns a column of quantities, which keep their width.
const fn quantity(heading: &'static str, minimum: usize) -> Column {
    Column::quantity(heading, 3, minimum)
}

/// The id is what the next command needs, so that it shrinks late.
const ID: Column = Column::words("ID", 2, 25);

/// The column of ages.
const AGE: Column = quantity("AGE", 4);

/// Returns the cell of an age.
pub(super) fn age(time: Option<&Timestamp>, now: SystemTime) -> Cell {
    let time = time.and_then(|time| time.to_system_time().ok());
    Cell::optional(time.map(|time| human::age(time, now)).as_deref())
}

/// Adds when it was created and when it last changed.
fn add_times(
    detail: &mut Detail<'_>,
    created: Option<&Timestamp>,
    updated: Option<&Timestamp>,
    time: &LocalTime,
) {
    detail.field("created", created.map(|created| time.with_age(created)));
    detail.field("updated", updated.map(|updated| time.with_age(updated)));
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use deck_types::Agent;
    use deck_types::Credential;
    use deck_types::Event;
    use deck_types::EventDelivery;
    use deck_types::EventDestination;
    use deck_types::Json;
    use deck_types::Session;
    use deck_types::Source;
    use deck_types::StorageItem;
    use deck_types::Task;
    use jiff::tz::TimeZone;
    use serde::de::DeserializeOwned;

    use crate::output::ItemWriter;
    use crate::output::screen::Screen;
    use crate::output::tabular::ItemTable;
    use crate::output::tabular::Tabular;

    use super::*;

    fn now() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(3 * 86_400)
    }

    fn time() -> LocalTime {
        LocalTime {
            now: now(),
            zone: TimeZone::UTC,
        }
    }

    fn item<T: DeserializeOwned>(text: &str) -> T {
        Json::from_text(text).unwrap().parse().unwrap()
    }

    #[track_caller]
    fn table<T: Tabular>(text: &str) -> String {
        let mut bytes = Vec::new();
        let mut table = ItemTable::<_, T>::new(&mut bytes, Screen::PIPE, now());
        table.write(&item::<T>(text)).unwrap();
        table.finish().unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[track_caller]
    fn detail<T: Detailed + DeserializeOwned>(text: &str) -> String {
        let mut bytes = Vec::new();
        let item = item::<T>(text);
        item.detail(&time())
            .write(&mut bytes, Screen::PIPE)
            .unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn every_kind_has_a_row() {
        let time = r#""created_at":"1970-01-01T00:00:00Z""#;
        for (row, expected) in [
            (
                table::<Task>(&format!(
                    r#"{{"id":"task_1","name":"Bills","status":"live","agent_id":"agt_1",{time}}}"#
                )),
                "ID      NAME   STATUS  AGENT  AGE\ntask_1  Bills  live    agt_1   3d\n",
            ),
            (
                table::<Agent>(&format!(
                    r#"{{"id":"agt_1","name":"B","tasks":[{{}}],{time}}}"#
                )),
                "ID     NAME  TASKS  AGE\nagt_1  B         1   3d\n",
            ),
            (
                table::<Source>(&format!(
                    r#"{{"id":"src_1","type":"website","website":{{"url":"https://a.test"}},{time}}}"#
                )),
                "ID     NAME  TYPE     URL             AGE\n\
                 src_1  -     website  https://a.test   3d\n",
            ),
            (
                table::<Event>(&format!(
                    r#"{{"id":"evt_1","type":"task_run.failed","data":{{"id":"trun_1"}},{time}}}"#
                )),
                "ID     TYPE             SUBJECT  AGE\nevt_1  task_run.failed  trun_1    3d\n",
            ),
            (
                table::<EventDelivery>(&format!(
                    r#"{{"event_id":"evt_1","event_type":"task.created","status":"failure",
                        "attempts":4,{time}}}"#
                )),
                "EVENT  TYPE          STATUS   ATTEMPTS  DELIVERED  AGE\n\
                 evt_1  task.created  failure         4          -   3d\n",
            ),
        ] {
            assert_eq!(row, expected);
        }
    }

    #[test]
    fn what_is_secret_is_neither_in_a_row_nor_in_a_detail() {
        let credential =
            r#"{"id":"cred_1","status":"verified","auth_credentials":{"username":"ada"}}"#;
        let destination = r#"{"id":"evtd_1","type":"webhook","webhook":
            {"url":"https://a.test","secret":"whsec_a","custom_headers":"hidden"},
            "rabbitmq":{"password":"hidden"}}"#;
        for text in [
            table::<Credential>(credential),
            detail::<Credential>(credential),
            table::<EventDestination>(destination),
            detail::<EventDestination>(destination),
        ] {
            for secret in ["ada", "whsec", "hidden"] {
                assert!(!text.contains(secret), "{text}");
            }
        }
        assert!(table::<EventDestination>(destination).contains("https://a.test"));
    }

    #[test]
    fn bare_items_are_their_ids() {
        assert_eq!(detail::<Task>(r#"{"id":"task_1"}"#), "id  task_1\n");
        assert_eq!(detail::<Agent>(r#"{"id":"agt_1"}"#), "id  agt_1\n");
        assert_eq!(detail::<Source>(r#"{"id":"src_1"}"#), "id  src_1\n");
        assert_eq!(detail::<Credential>(r#"{"id":"cred_1"}"#), "id  cred_1\n");
        assert_eq!(detail::<Session>(r#"{"id":"sess_1"}"#), "id  sess_1\n");
        assert_eq!(detail::<Event>(r#"{"id":"evt_1"}"#), "id  evt_1\n");
        assert_eq!(detail::<StorageItem>(r#"{"id":"stor_1"}"#), "id  stor_1\n");
    }

    #[test]
    fn lists_in_a_detail_are_one_line_each() {
        let text = detail::<Agent>(
            r#"{"id":"agt_1","tasks":[{"id":"task_1","status":"live","name":"A"},{"id":"task_2"}]}"#,
        );
        assert_eq!(text, "id  agt_1\n\ntasks\n  task_1  live  A\n  task_2\n");
        let text = detail::<Session>(
            r#"{"id":"sess_1","runtime_ms":72000,"task_runs":[{"id":"trun_1","task_id":"task_1"}]}"#,
        );
        assert_eq!(
            text,
            "id        sess_1\nduration  1m 12s (72000 ms)\n\nruns\n  trun_1  task_1\n"
        );
    }
}
