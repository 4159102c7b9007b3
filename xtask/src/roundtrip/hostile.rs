//! Texts that break careless encoders.

use std::fmt::Debug;

use deck_types::Cursor;
use deck_types::Filter;
use deck_types::ListTaskRuns;
use deck_types::ListTasks;
use deck_types::Listing;
use deck_types::PagePosition;
use deck_types::PageRequest;
use deck_types::PageSize;
use deck_types::Timestamp;
use deck_types::query;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::string::RegexGeneratorStrategy;
use proptest::string::string_regex;

use super::query_laws::ListOfAnyFilter;

/// Draws texts: all of Unicode, what has a meaning in a query, what looks like an escape, and very long
/// values.
pub(super) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        30 => unicode(),
        30 => vec(prop_oneof![special(), plain()], 0..6).prop_map(|parts| parts.concat()),
        1 => (special(), 1_000_usize..3_000).prop_map(|(part, times)| part.repeat(times / part.len().max(1))),
    ]
}

/// Draws any characters at all, control characters and NUL among them.
fn unicode() -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..32).prop_map(String::from_iter)
}

fn special() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "%",
        "+",
        "&",
        "=",
        "\0",
        "?",
        "#",
        "/",
        "../",
        ";",
        " ",
        "\r\n",
        "\"",
        "\\",
        "%2",
        "%zz",
        "%25",
        "%00",
        "%ED%A0%80",
        "%u0041",
        "\u{feff}",
        "\u{202e}",
        "é",
        "😀",
        "\u{10ffff}",
    ])
    .prop_map(str::to_owned)
}

fn plain() -> impl Strategy<Value = String> {
    pattern("[a-zA-Z0-9_.~-]{0,8}")
}

/// Texts that match a regular expression, which is read once: a bare `&str` as a strategy is read again for
/// each value.
#[expect(
    clippy::expect_used,
    reason = "the patterns are constants of this program, and each is read whenever its law is checked"
)]
pub(super) fn pattern(pattern: &str) -> RegexGeneratorStrategy<String> {
    string_regex(pattern).expect("the pattern is a regular expression")
}

/// Texts where a word is expected: known ones, other ones, hostile ones.
pub(super) fn word() -> impl Strategy<Value = String> {
    let known = vec![
        "queued",
        "running",
        "cancelling",
        "canceling",
        "completed",
        "failed",
        "success",
        "unknown",
        "request",
        "mfa",
    ];
    prop_oneof![prop::sample::select(known).prop_map(str::to_owned), text()]
}

pub(super) fn position() -> impl Strategy<Value = PagePosition> {
    text().prop_flat_map(|text| {
        let cursor = Cursor::new(text.as_str()).map_or(PagePosition::Start, PagePosition::Cursor);
        prop::sample::select(vec![
            PagePosition::Start,
            cursor,
            PagePosition::After(text.as_str().into()),
            PagePosition::Before(text.into()),
        ])
    })
}

/// Bounds of a window: most are instants, some are texts that a server might have sent.
pub(super) fn timestamp() -> impl Strategy<Value = Timestamp> {
    let instant = pattern(concat!(
        "20[0-9]{2}-0[1-9]-[0-2][1-9][Tt][01][0-9]:[0-5][0-9]:[0-5][0-9]",
        "(\\.[0-9]{1,12})?([Zz]|[+-]0[0-9]:[0-5][0-9])",
    ));
    prop_oneof![9 => instant, 1 => text()].prop_map(Timestamp::from_received)
}

/// Draws requests for a page anywhere in one of `listings`; not all of them pass [`PageRequest::check`].
pub(super) fn request<L: Listing + Debug>(
    listings: impl Strategy<Value = L>,
) -> impl Strategy<Value = PageRequest<L>> {
    let page_size = option::of((1_u32..=100).prop_map(PageSize::clamp));
    (listings, page_size, position()).prop_map(|(mut listing, page_size, position)| {
        listing.set_page_size(page_size);
        PageRequest::new(listing).position(position)
    })
}

/// Listings of the kind of `empty` with any values in their filters, as far as one takes them.
pub(super) fn listings<L: Listing + Debug>(empty: &L) -> impl Strategy<Value = L> {
    let empty = empty.clone();
    let values = |filter: &Filter<L>| {
        let value = match filter.key() {
            "created_after" | "created_before" => {
                timestamp().prop_map(|bound| bound.to_string()).boxed()
            }
            _ => prop_oneof![word(), text()].boxed(),
        };
        vec(value, 0..3)
    };
    let filters: Vec<_> = L::FILTERS.iter().map(values).collect();
    filters.prop_map(move |filters| {
        let mut request = PageRequest::new(empty.clone());
        for (filter, values) in L::FILTERS.iter().zip(filters) {
            for value in values {
                let more = query([(filter.key(), value)]);
                let longer = [request.to_query(), more].join("&");
                let longer = longer.trim_start_matches('&');
                if let Ok(longer) = PageRequest::of_query(empty.clone(), longer) {
                    request = longer;
                }
            }
        }
        request.listing
    })
}

pub(super) fn list_task_runs() -> impl Strategy<Value = ListTaskRuns> {
    let filters = (vec(word(), 0..3), vec(text(), 0..3), vec(word(), 0..3));
    let ids = (
        option::of(text()),
        option::of(text()),
        option::of(text()),
        option::of(text()),
    );
    let window = (
        option::weighted(0.3, timestamp()),
        option::weighted(0.3, timestamp()),
    );
    (filters, ids, window).prop_map(|(filters, ids, window)| {
        let mut list = ListTaskRuns::new()
            .status(filters.0)
            .source_id(filters.1)
            .outcome(filters.2);
        list.agent_id = ids.0.map(Into::into);
        list.credential_id = ids.1.map(Into::into);
        list.task_id = ids.2.map(Into::into);
        list.workflow_id = ids.3.map(Into::into);
        (list.created_after, list.created_before) = window;
        list
    })
}

pub(super) fn list_tasks() -> impl Strategy<Value = ListTasks> {
    (option::of(text()), option::of(word())).prop_map(|(agent_id, status)| {
        let mut list = ListTasks::new();
        list.agent_id = agent_id.map(Into::into);
        list.status = status.map(Into::into);
        list
    })
}

pub(super) fn any_filter() -> impl Strategy<Value = ListOfAnyFilter> {
    let offsets = vec(any::<i64>(), 0..3);
    let seen_at = vec(timestamp(), 0..3);
    (
        any::<(Option<bool>, Option<u32>, Option<u64>)>(),
        offsets,
        option::of(text()),
        seen_at,
    )
        .prop_map(
            |((is_live, year, size), offsets, name, seen_at)| ListOfAnyFilter {
                page_size: None,
                is_live,
                year,
                size,
                offsets,
                name,
                seen_at,
            },
        )
}
