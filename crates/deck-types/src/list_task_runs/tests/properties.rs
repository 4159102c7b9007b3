//! What holds for any parameters and any query.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::cursor::Cursor;
use crate::list_task_runs::ListTaskRuns;
use crate::list_task_runs::collect;
use crate::page_position::PagePosition;
use crate::page_size::PageSize;
use crate::timestamp::Timestamp;

fn positions() -> impl Strategy<Value = PagePosition> {
    prop_oneof![
        Just(PagePosition::Start),
        ".+".prop_map(|text| PagePosition::Cursor(Cursor::new(text).expect("not empty"))),
        ".*".prop_map(|text| PagePosition::After(text.into())),
        ".*".prop_map(|text| PagePosition::Before(text.into())),
    ]
}

fn bounds() -> impl Strategy<Value = Option<Timestamp>> {
    option::of(prop_oneof![
        "[1-9][0-9]{3}-0[1-9]-[0-2][1-9]T1[0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,12})?(Z|[+-]0[0-9]:30)"
            .prop_map(Timestamp::from_received),
        ".*".prop_map(Timestamp::from_received),
    ])
}

prop_compose! {
    fn lists()(
        page_size in option::of((1_u32..=100).prop_map(PageSize::clamp)),
        position in positions(),
        status in vec(".*|canceling|cancelling|failed", 0..4),
        source_id in vec(".*", 0..4),
        outcome in vec(".*|success", 0..3),
        ids in (option::of(".*"), option::of(".*"), option::of(".*"), option::of(".*")),
        created_after in bounds(),
        created_before in bounds(),
    ) -> ListTaskRuns {
        ListTaskRuns {
            page_size,
            position,
            status: collect(status),
            source_id: collect(source_id),
            outcome: collect(outcome),
            agent_id: ids.0.map(Into::into),
            credential_id: ids.1.map(Into::into),
            task_id: ids.2.map(Into::into),
            workflow_id: ids.3.map(Into::into),
            created_after,
            created_before,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn reading_what_was_written_gives_the_parameters_or_what_their_check_says(list in lists()) {
        let read = ListTaskRuns::from_query(&list.to_query());

        prop_assert_eq!(read, list.check().map(|()| list));
    }

    #[test]
    fn writing_what_was_read_is_canonical(
        segments in vec(("(limit|status|agent_id|cursor|created_after)=(%4|%FF|%41|7|.*)", "&{0,2}"), 0..4),
    ) {
        let query: String = segments.iter().flat_map(|(pair, end)| [pair.as_str(), end]).collect();
        if let Ok(list) = ListTaskRuns::from_query(&query) {
            prop_assert_eq!(list.check(), Ok(()));
            prop_assert_eq!(ListTaskRuns::from_query(&list.to_query()), Ok(list));
        }
    }
}
