//! The places of a page: read in order, thinned out, turned round.

use super::page;
use crate::json::Json;
use crate::page::Page;
use crate::page::rejected_item::RejectedItem;
use crate::task_run::TaskRun;

/// A page of six places, of which two hold runs.
const MIXED: &str = r#"{"data": [1, {"id": "trun_2"}, 3, 4, {"id": "trun_5"}, 6]}"#;

/// Returns what stands in each place: the id of a run, or the text of what is none.
fn places(page: &Page) -> Vec<String> {
    let place = |entry: Result<&TaskRun, &RejectedItem>| match entry {
        Ok(run) => run.id.as_str().to_owned(),
        Err(rejected) => rejected.text.as_str().to_owned(),
    };
    page.entries().map(place).collect()
}

#[test]
fn entries_come_in_the_order_of_the_server() {
    let page = page(r#"{"data": [1, {"id": "trun_2"}, 3, 4, {"id": "trun_5"}, 6]}"#);

    let places: Vec<_> = page
        .into_entries()
        .map(|entry| entry.map(|run| run.id).map_err(|rejected| rejected.index))
        .collect();

    assert_eq!(
        places,
        [
            Err(0),
            Ok("trun_2".into()),
            Err(2),
            Err(3),
            Ok("trun_5".into()),
            Err(5)
        ]
    );
}

#[test]
fn entries_of_a_page_put_together_by_hand_lose_nothing() {
    let mut page = Page::fixture(vec![TaskRun::fixture("trun_1")]);
    page.rejected = vec![
        RejectedItem::fixture(7, Json::from_text("5").unwrap()),
        RejectedItem::fixture(0, Json::from_text("6").unwrap()),
    ];

    assert_eq!(page.into_entries().count(), 3);
}

#[test]
fn retain_keeps_the_places_that_are_wanted_and_moves_the_rest_together() {
    let mut page = page(MIXED);
    let mut asked = Vec::new();

    page.retain(|place| {
        asked.push(place);
        place != 0 && place != 1
    });

    assert_eq!(asked, [0, 1, 2, 3, 4, 5]);
    assert_eq!(places(&page), ["3", "4", "trun_5", "6"]);
    let indices: Vec<_> = page
        .rejected
        .iter()
        .map(|rejected| rejected.index)
        .collect();
    assert_eq!(indices, [0, 1, 3]);
}

#[test]
fn retain_can_keep_all_and_nothing() {
    let mut kept = page(MIXED);
    kept.retain(|_| true);
    assert_eq!(kept, page(MIXED));

    kept.retain(|_| false);
    assert!(kept.is_empty());
}

#[test]
fn reverse_turns_the_places_round_with_what_could_not_be_read() {
    let mut page =
        page(r#"{"data": [1, {"id": "trun_2"}, {"id": "trun_3"}, 4, {"id": "trun_5"}]}"#);
    let before = page.clone();

    page.reverse();
    assert_eq!(places(&page), ["trun_5", "4", "trun_3", "trun_2", "1"]);
    let indices: Vec<_> = page
        .rejected
        .iter()
        .map(|rejected| rejected.index)
        .collect();
    assert_eq!(indices, [1, 4]);

    page.reverse();
    assert_eq!(page, before);
}

#[test]
fn an_empty_page_can_be_thinned_out_and_turned_round() {
    let mut empty = page(r#"{"data": []}"#);

    empty.reverse();
    empty.retain(|_| false);

    assert!(empty.is_empty());
}
