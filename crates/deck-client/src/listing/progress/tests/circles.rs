//! Pages that lead back to what was delivered, and items that come again.

use super::*;

/// Takes a page in that leads back.
#[track_caller]
fn leads_back(progress: &mut Progress, ids: &[&str]) {
    let accepted = progress.accept(&mut page(ids, Some("c9")));
    assert_eq!(accepted, Err(PaginationError::RepeatedPage));
}

#[test]
fn an_item_that_stands_on_a_page_twice_is_delivered_once() {
    let ids = deliver(&mut progress(), page(&["a", "a", "b"], None), 3);
    assert_eq!(ids, ["a", "b"]);
}

#[test]
fn forward_a_page_that_ends_with_an_item_of_an_earlier_one_leads_back() {
    let mut progress = progress();
    deliver(&mut progress, page(&["a", "b"], Some("c1")), 2);
    progress.leave_page().unwrap();
    leads_back(&mut progress, &["c", "a"]);
    let overlap = deliver(&mut progress, page(&["a", "c"], Some("c2")), 2);
    assert_eq!(overlap, ["c"]);
    progress.leave_page().unwrap();
    let last = deliver(&mut progress, page(&["d", "a"], None), 2);
    assert_eq!(last, ["d"], "the last page leads nowhere");
}

#[test]
fn backward_a_page_that_begins_with_an_item_of_an_earlier_one_leads_back() {
    let mut progress = Progress::new(PagePosition::Before("z".into()), &settings());
    assert!(progress.is_backward());
    deliver(&mut progress, page(&["a", "b"], Some("c1")), 2);
    progress.leave_page().unwrap();
    leads_back(&mut progress, &["b", "x"]);
    let overlap = deliver(&mut progress, page(&["x", "b"], Some("c2")), 2);
    assert_eq!(overlap, ["x"]);
}

#[test]
fn a_page_that_ends_with_what_was_delivered_before_a_resume_does_not_lead_back() {
    let mut progress = progress();
    deliver(&mut progress, page(&["a", "b"], Some("c1")), 2);
    let mut resumed = resumed(&progress);
    let ids = deliver(&mut resumed, page(&["new", "a", "b"], Some("c1")), 3);
    assert_eq!(ids, ["new"]);
}

#[test]
fn a_circle_longer_than_the_memory_of_items_is_found() {
    let length = Recent::CAPACITY + 50;
    let mut progress = progress();
    let found = (0..3 * length).any(|number| {
        let id = (number % length).to_string();
        let mut page = page(&[&id], Some(&format!("c{number}")));
        match progress.accept(&mut page) {
            Ok(identities) => {
                identities
                    .unwrap()
                    .into_iter()
                    .for_each(|it| progress.deliver(it));
                progress.leave_page().unwrap();
                false
            }
            Err(error) => error == PaginationError::RepeatedPage,
        }
    });
    assert!(found);
}

#[test]
fn an_element_without_an_id_does_not_come_again_after_a_broken_rule() {
    let body = br#"{"data":[{"id":"b"},7],"has_more":true,"next_cursor":"c1"}"#;
    let mut progress = progress();
    deliver(&mut progress, page(&["a"], Some("c1")), 1);
    progress.leave_page().unwrap();
    for expected in [2, 0] {
        let mut page = Page::<TaskRun>::from_json(body).unwrap();
        let identities = progress.accept(&mut page).unwrap().unwrap();
        assert_eq!(identities.len(), expected);
        identities.into_iter().for_each(|it| progress.deliver(it));
        let broken = Err(PaginationError::RepeatedContinuation);
        assert_eq!(progress.leave_page(), broken);
    }
}
