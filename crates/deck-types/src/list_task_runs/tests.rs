//! The query in both directions, and the rule of what follows a page.

use proptest::prelude::*;

use super::*;
use crate::Cursor;
use crate::FollowingError;
use crate::Page;
use crate::PageSizeError;
use crate::TaskRun;
use crate::TimestampError;

fn every_parameter() -> ListTaskRuns {
    ListTaskRuns::new()
        .page_size(PageSize::MAX)
        .position(PagePosition::After("trun_9".into()))
        .status([TaskRunStatus::Failed, TaskRunStatus::cancelling()])
        .source_id(["src_b", "src_a"])
        .outcome([Outcome::Failure])
        .agent_id("agt_1")
        .credential_id("cred_1")
        .task_id("task_1")
        .workflow_id("wflo_1")
        .created_after("2026-11-01T00:00:00+01:00".parse().unwrap())
        .created_before("2026-11-02T00:00:00Z".parse().unwrap())
}

#[track_caller]
fn refused(query: &str) -> QueryError {
    ListTaskRuns::from_query(query).unwrap_err()
}

mod encoding {
    use super::*;

    #[test]
    fn keys_stand_in_the_order_of_the_reference_page() {
        assert_eq!(
            every_parameter().to_query(),
            "limit=100&starting_after=trun_9&status=failed&status=cancelling&source_id=src_b&source_id=src_a\
             &outcome=failure&agent_id=agt_1&credential_id=cred_1&task_id=task_1&workflow_id=wflo_1\
             &created_after=2026-11-01T00%3A00%3A00%2B01%3A00&created_before=2026-11-02T00%3A00%3A00Z"
        );
    }

    #[test]
    fn nothing_set_is_nothing_sent() {
        assert_eq!(ListTaskRuns::new().to_query(), "");
    }

    #[test]
    fn each_position_has_its_own_key() {
        let query = |position| ListTaskRuns::new().position(position).to_query();
        assert_eq!(
            query(PagePosition::Cursor(Cursor::new("a b").unwrap())),
            "cursor=a%20b"
        );
        assert_eq!(query(PagePosition::After("x".into())), "starting_after=x");
        assert_eq!(query(PagePosition::Before("x".into())), "ending_before=x");
    }

    #[test]
    fn a_later_call_of_a_setter_replaces_the_earlier_one() {
        let list = ListTaskRuns::new()
            .status([TaskRunStatus::Failed])
            .status([TaskRunStatus::Queued]);
        assert_eq!(list.to_query(), "status=queued");
    }

    #[test]
    fn the_spelling_that_was_asked_for_is_sent() {
        assert_eq!(
            ListTaskRuns::new().status(["canceling"]).to_query(),
            "status=canceling"
        );
    }
}

mod decoding {
    use super::*;

    fn owned(key: &str, value: &str) -> (String, String) {
        (key.to_owned(), value.to_owned())
    }

    #[test]
    fn every_parameter_is_read_back() {
        let list = every_parameter();
        assert_eq!(ListTaskRuns::from_query(&list.to_query()), Ok(list));
    }

    #[test]
    fn any_order_empty_segments_and_lower_case_escapes_are_read() {
        let list = ListTaskRuns::from_query("&status=failed&&limit=5&agent_id=a%2fb&").unwrap();
        assert_eq!(list.to_query(), "limit=5&status=failed&agent_id=a%2Fb");
    }

    #[test]
    fn the_reference_pages_spelling_of_the_limit_is_read() {
        assert_eq!(
            ListTaskRuns::from_query("Limit=7").unwrap().to_query(),
            "limit=7"
        );
        let (key, value) = owned("limit", "8");
        assert_eq!(
            refused("Limit=7&limit=8"),
            QueryError::DuplicateKey { key, value }
        );
    }

    #[test]
    fn an_unknown_key_is_refused() {
        let (key, value) = owned("statuses", "failed");
        assert_eq!(
            refused("statuses=failed"),
            QueryError::UnknownKey { key, value }
        );
    }

    #[test]
    fn a_second_value_of_a_single_key_is_refused() {
        let (key, value) = owned("agent_id", "b");
        assert_eq!(
            refused("agent_id=a&agent_id=b"),
            QueryError::DuplicateKey { key, value }
        );
    }

    #[test]
    fn a_bad_escape_is_refused() {
        for raw in ["%", "%4", "%zz"] {
            let (key, value) = owned("agent_id", raw);
            assert_eq!(
                refused(&format!("agent_id={raw}")),
                QueryError::InvalidEscape { key, value }
            );
        }
    }

    #[test]
    fn bytes_that_are_not_utf8_are_refused() {
        let (key, value) = owned("agent_id", "%ED%A0%80");
        assert_eq!(
            refused("agent_id=%ED%A0%80"),
            QueryError::InvalidUtf8 { key, value }
        );
    }

    #[test]
    fn a_limit_that_is_no_page_size_is_refused_with_the_reason() {
        for (text, reason) in [
            ("0", PageSizeError::TooSmall),
            ("101", PageSizeError::TooLarge),
            ("-1", PageSizeError::NotDigits),
            ("1e2", PageSizeError::NotDigits),
            ("", PageSizeError::Empty),
        ] {
            let (key, value) = owned("limit", text);
            assert_eq!(
                refused(&format!("limit={text}")),
                QueryError::InvalidPageSize { key, value, reason }
            );
        }
    }

    #[test]
    fn two_positions_exclude_each_other() {
        let (first_key, first_value) = owned("cursor", "c");
        let (key, value) = owned("ending_before", "x");
        let expected = QueryError::ConflictingPositions {
            first_key,
            first_value,
            key,
            value,
        };
        assert_eq!(refused("cursor=c&ending_before=x"), expected);
        assert!(matches!(
            refused("starting_after=a&ending_before=b"),
            QueryError::ConflictingPositions { .. }
        ));
    }

    #[test]
    fn a_position_without_text_is_refused() {
        for key in ["cursor", "starting_after", "ending_before"] {
            let expected = QueryError::EmptyCursor {
                key: key.to_owned(),
            };
            assert_eq!(refused(&format!("{key}=")), expected);
        }
    }

    #[test]
    fn a_bound_that_is_no_instant_is_refused_with_the_reason() {
        let reason: TimestampError = "yesterday".parse::<Timestamp>().unwrap_err();
        let (key, value) = owned("created_after", "yesterday");
        assert_eq!(
            refused("created_after=yesterday"),
            QueryError::InvalidTimestamp { key, value, reason }
        );
    }

    #[test]
    fn an_inverted_window_is_refused_and_an_empty_one_is_not() {
        let window =
            |after: &str, before: &str| format!("created_after={after}&created_before={before}");
        let (early, late) = ("2026-11-01T00:00:00Z", "2026-11-01T00:00:01Z");
        let expected = QueryError::InvertedWindow {
            created_after: late.parse().unwrap(),
            created_before: early.parse().unwrap(),
        };
        assert_eq!(refused(&window(late, early)), expected);
        assert!(ListTaskRuns::from_query(&window(early, early)).is_ok());
    }

    #[test]
    fn every_error_names_key_and_value() {
        for (query, key, value) in [
            ("x=1", "x", "1"),
            ("task_id=1&task_id=2", "task_id", "2"),
            ("task_id=%", "task_id", "%"),
            ("task_id=%FF", "task_id", "%FF"),
            ("limit=0", "limit", "0"),
            ("created_before=x", "created_before", "x"),
            ("cursor=c&starting_after=a", "starting_after", "a"),
        ] {
            let error = refused(query);
            assert_eq!((error.key(), error.value()), (key, value));
            let text = error.to_string();
            assert!(text.contains(key) && text.contains(value), "{text}");
        }
    }

    #[test]
    fn what_setters_cannot_exclude_is_told_by_check() {
        let received = Timestamp::from_received("soon");
        for list in [
            ListTaskRuns::new().created_after(received),
            ListTaskRuns::new().position(PagePosition::After("".into())),
        ] {
            let error = list.check().unwrap_err();
            assert_eq!(ListTaskRuns::from_query(&list.to_query()), Err(error));
        }
        assert_eq!(every_parameter().check(), Ok(()));
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![any::<String>(), "[%+&=#?/ \\x00a-z]{0,12}"]
    }

    proptest! {
        #[test]
        fn decoding_what_was_encoded_gives_the_parameters(
            status in prop::collection::vec(text(), 0..3),
            sources in prop::collection::vec(text(), 0..3),
            agent in prop::option::of(text()),
            size in prop::option::of(0_u32..200),
            after in prop::option::of(text()),
        ) {
            let mut list = ListTaskRuns::new().status(status).source_id(sources);
            list.agent_id = agent.map(Into::into);
            list.page_size = size.map(PageSize::clamp);
            list.position = after.map_or(PagePosition::Start, |id| PagePosition::After(id.into()));

            let decoded = ListTaskRuns::from_query(&list.to_query());
            match list.check() {
                Ok(()) => prop_assert_eq!(decoded, Ok(list)),
                Err(error) => prop_assert_eq!(decoded, Err(error)),
            }
        }

        #[test]
        fn encoding_what_was_decoded_is_canonical(query in "(([a-z_]{1,9}|status|task_id|limit)(=[a-z0-9%+]{0,4})?&?){0,5}") {
            if let Ok(list) = ListTaskRuns::from_query(&query) {
                let canonical = list.to_query();
                prop_assert_eq!(ListTaskRuns::from_query(&canonical), Ok(list));
            }
        }
    }
}

mod following_a_page {
    use super::*;

    fn page(body: &str) -> Page {
        Page::<TaskRun>::from_json(body.as_bytes()).unwrap()
    }

    #[track_caller]
    fn next(list: &ListTaskRuns, body: &str) -> Result<Option<String>, FollowingError> {
        Ok(list.following(&page(body))?.map(|next| next.to_query()))
    }

    fn forward() -> ListTaskRuns {
        ListTaskRuns::new().agent_id("agt_1")
    }

    fn backward() -> ListTaskRuns {
        forward().position(PagePosition::Before("trun_9".into()))
    }

    #[test]
    fn no_more_ends_the_listing_whatever_the_cursor() {
        assert_eq!(
            next(&forward(), r#"{"has_more":false,"next_cursor":"c"}"#),
            Ok(None)
        );
    }

    #[test]
    fn a_cursor_is_sent_and_the_filters_stay() {
        let body = r#"{"data":[{"id":"a"}],"has_more":true,"next_cursor":"c"}"#;
        assert_eq!(
            next(&forward(), body),
            Ok(Some("cursor=c&agent_id=agt_1".to_owned()))
        );
    }

    #[test]
    fn without_a_cursor_the_last_id_is_sent() {
        let body = r#"{"data":[{"id":"a"},{"id":"b"}],"has_more":true,"next_cursor":""}"#;
        assert_eq!(
            next(&forward(), body),
            Ok(Some("starting_after=b&agent_id=agt_1".to_owned()))
        );
    }

    #[test]
    fn the_last_id_may_be_that_of_an_item_that_could_not_be_read() {
        let body = r#"{"data":[{"id":"a"},{"id":"b","errors":5}],"has_more":true}"#;
        assert_eq!(
            next(&forward(), body),
            Ok(Some("starting_after=b&agent_id=agt_1".to_owned()))
        );
    }

    #[test]
    fn more_without_any_continuation_is_an_error() {
        let missing = Err(FollowingError::MissingContinuation);
        assert_eq!(
            next(
                &forward(),
                r#"{"data":[],"has_more":true,"next_cursor":null}"#
            ),
            missing
        );
        assert_eq!(
            next(&forward(), r#"{"data":[{"id":""}],"has_more":true}"#),
            missing
        );
        assert_eq!(
            next(
                &backward(),
                r#"{"data":[],"has_more":true,"next_cursor":"c"}"#
            ),
            missing
        );
    }

    #[test]
    fn backward_goes_on_before_the_first_id() {
        let body = r#"{"data":[{"id":"a"},{"id":"b"}],"has_more":true,"next_cursor":"c"}"#;
        assert_eq!(
            next(&backward(), body),
            Ok(Some("ending_before=a&agent_id=agt_1".to_owned()))
        );
    }

    #[test]
    fn the_cursor_decides_where_has_more_is_absent() {
        let by_cursor = r#"{"data":[{"id":"a"}],"next_cursor":"c"}"#;
        assert_eq!(
            next(&forward(), by_cursor),
            Ok(Some("cursor=c&agent_id=agt_1".to_owned()))
        );
        assert_eq!(
            next(&forward(), r#"{"data":[{"id":"a"}],"next_cursor":null}"#),
            Ok(None)
        );
    }

    #[test]
    fn a_page_that_says_neither_is_an_error() {
        assert_eq!(
            next(&forward(), r#"{"data":[{"id":"a"}]}"#),
            Err(FollowingError::UndecidedEnd)
        );
    }

    #[test]
    fn by_id_the_cursor_is_left_aside() {
        let body = r#"{"data":[{"id":"a"}],"has_more":true,"next_cursor":"c"}"#;
        let next = forward().following_by_id(&page(body)).unwrap().unwrap();
        assert_eq!(next.to_query(), "starting_after=a&agent_id=agt_1");
    }
}
