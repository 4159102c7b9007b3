use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::*;
use crate::ListTaskRuns;
use crate::ListTasks;
use crate::PagePosition;
use crate::PageSize;
use crate::Timestamp;

fn ranges() -> impl Strategy<Value = TimeRange> {
    let side = || option::of((0..4_000_000_000_000_000_000_i128).prop_map(timestamp));
    (side(), side()).prop_map(|(since, until)| TimeRange::new(since, until))
}

fn timestamp(nanoseconds: i128) -> Timestamp {
    Timestamp::from_unix_nanoseconds(nanoseconds).unwrap()
}

fn fingerprints() -> impl Strategy<Value = Vec<Fingerprint>> {
    vec("[a-z]{1,4}".prop_map(|id| Fingerprint::of_text(&id)), 0..5)
}

fn tokens() -> impl Strategy<Value = ResumeToken> {
    "[a-z]{1,9}".prop_map(|id| {
        let listed = Listed::new(&ListTaskRuns::new().agent_id("agt_1")).unwrap();
        ResumeToken::new(
            listed,
            PagePosition::After(id.into()),
            Default::default(),
            None,
        )
        .unwrap()
    })
}

fn parts() -> impl Strategy<Value = SweepPart> {
    let reach = prop_oneof![
        Just(SweepReach::Part),
        Just(SweepReach::Range),
        Just(SweepReach::Everything)
    ];
    (
        vec(ranges(), 1..3),
        reach,
        any::<bool>(),
        option::of(tokens()),
    )
        .prop_map(|(ranges, reach, knows_its_own, token)| SweepPart {
            query: ranges[0].clone(),
            ranges,
            reach,
            known: Vec::new(),
            knows_its_own,
            token,
        })
}

fn states() -> impl Strategy<Value = SweepState> {
    let mode = prop_oneof![
        Just(SweepMode::InParts),
        Just(SweepMode::BoundsIgnored),
        Just(SweepMode::CursorRefused)
    ];
    let items = (
        fingerprints(),
        vec(fingerprints(), 0..4),
        vec(parts(), 0..4),
    );
    let page_size = option::of(1..=100_u32);
    (ranges(), option::of(any::<u64>()), mode, items, page_size).prop_map(
        |(range, remaining, mode, (undated, known, mut parts), page_size)| {
            let mut listing = ListTaskRuns::new().agent_id("agt_1");
            listing.page_size = page_size.map(PageSize::clamp);
            for part in &mut parts {
                part.known = (0..u16::try_from(known.len()).unwrap()).collect();
            }
            SweepState {
                listed: Listed::new(&listing).unwrap(),
                range,
                remaining,
                mode,
                undated,
                known,
                parts,
            }
        },
    )
}

fn a_checkpoint() -> SweepCheckpoint {
    let listed = Listed::new(&ListTaskRuns::new().agent_id("agt_1")).unwrap();
    let mut state = SweepState::new(listed, TimeRange::default());
    state.parts.push(SweepPart::new(TimeRange::default()));
    SweepCheckpoint::new(state).unwrap()
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(state in states()) {
        let checkpoint = SweepCheckpoint::new(state).unwrap();
        let text = checkpoint.to_string();
        prop_assert_eq!(text.parse::<SweepCheckpoint>(), Ok(checkpoint));
    }

    #[test]
    fn reading_never_panics(bytes: Vec<u8>) {
        let text = format!("{PREFIX}{}", base64url::encode(&bytes));
        prop_assert_eq!(text.parse::<SweepCheckpoint>(), Err(SweepCheckpointError::Damaged));
    }
}

#[test]
fn every_changed_character_and_every_cut_is_noticed() {
    let text = a_checkpoint().to_string();
    for index in PREFIX.len()..text.len() {
        let other = if text.as_bytes()[index] == b'A' {
            "B"
        } else {
            "A"
        };
        let changed = format!("{}{other}{}", &text[..index], &text[index + 1..]);
        for damaged in [changed.as_str(), &text[..index]] {
            let read = damaged.parse::<SweepCheckpoint>();
            assert_eq!(read, Err(SweepCheckpointError::Damaged), "{damaged}");
        }
    }
}

#[test]
fn a_later_version_is_told_from_what_is_no_checkpoint() {
    let read = |text: &str| text.parse::<SweepCheckpoint>().unwrap_err();
    assert_eq!(read("decksweep2_AAAA"), SweepCheckpointError::FutureVersion);
    assert_eq!(read("deck1_AAAA"), SweepCheckpointError::Malformed);
    assert_eq!(read(""), SweepCheckpointError::Malformed);
    let long = "x".repeat(SweepCheckpoint::MAX_LENGTH + 1);
    assert_eq!(read(&long), SweepCheckpointError::TooLong);
}

#[test]
fn a_state_that_has_no_room_is_refused() {
    let mut state = a_checkpoint().0;
    state.undated = vec![Fingerprint::of_text("x"); SweepCheckpoint::MAX_LENGTH / 8];
    assert_eq!(
        SweepCheckpoint::new(state),
        Err(SweepCheckpointError::TooLong)
    );
}

#[test]
fn the_filters_come_from_the_checkpoint_and_the_page_size_from_the_listing() {
    let listing = ListTaskRuns::new().page_size(PageSize::clamp(7));
    let swept = a_checkpoint().listing(&listing).unwrap();
    assert_eq!(swept, listing.agent_id("agt_1"));
}

#[test]
fn another_listing_and_other_filters_are_refused() {
    let checkpoint = a_checkpoint();
    let other_filters = checkpoint.listing(&ListTaskRuns::new().agent_id("agt_2"));
    assert_eq!(other_filters, Err(SweepCheckpointError::OtherFilters));
    let other_listing = checkpoint.listing(&ListTasks::new());
    assert_eq!(other_listing, Err(SweepCheckpointError::OtherListing));
}

#[test]
fn serde_reads_and_writes_the_text() {
    let checkpoint = a_checkpoint();
    let json = serde_json::to_string(&checkpoint).unwrap();
    assert_eq!(json, format!("\"{checkpoint}\""));
    assert_eq!(
        serde_json::from_str::<SweepCheckpoint>(&json).unwrap(),
        checkpoint
    );
}

#[test]
fn debug_shows_nothing_of_the_inside() {
    let checkpoint = a_checkpoint();
    let length = checkpoint.to_string().len();
    assert_eq!(
        format!("{checkpoint:?}"),
        format!("SweepCheckpoint({length} bytes)")
    );
}
