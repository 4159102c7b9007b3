//! The text of a token: what is read back, and what is refused.

mod forged;
mod listings;

use proptest::prelude::*;

use super::*;
use crate::cursor::Cursor;
use crate::id::ItemId;
use crate::resume_token::fingerprint::Fingerprint;
use crate::task_run::list_task_runs::ListTaskRuns;
use crate::task_run::status::TaskRunStatus;

fn delivered(count: usize) -> Delivered {
    let mut delivered = Delivered::new();
    for number in 0..count {
        delivered.record(Fingerprint::of_text(&number.to_string()));
    }
    delivered
}

fn listed(listing: &impl Listing) -> Listed {
    Listed::new(listing).unwrap()
}

fn failed() -> ListTaskRuns {
    ListTaskRuns::new().status([TaskRunStatus::Failed])
}

fn token_at(position: PagePosition) -> ResumeToken {
    ResumeToken::new(listed(&failed()), position, delivered(3), Some(7)).unwrap()
}

fn token() -> ResumeToken {
    token_at(PagePosition::Cursor(Cursor::new("eyJpZCI6MX0").unwrap()))
}

#[track_caller]
fn refused(text: &str) -> ResumeTokenError {
    text.parse::<ResumeToken>().unwrap_err()
}

#[test]
fn the_text_gives_the_token_back() {
    let text = token().to_string();
    let read: ResumeToken = text.parse().unwrap();
    assert_eq!(read, token());
    assert_eq!(read.remaining(), Some(7));
    assert_eq!(*read.delivered(), delivered(3));
    assert!(
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    );
}

#[test]
fn each_kind_of_position_and_a_page_size_survive_the_text() {
    let cursor = Cursor::new("a=b&c é").unwrap();
    for position in [
        PagePosition::Start,
        PagePosition::Cursor(cursor),
        PagePosition::After("trun_1".into()),
        PagePosition::Before("trun_1".into()),
    ] {
        let listing = failed().page_size("7".parse().unwrap());
        let token =
            ResumeToken::new(listed(&listing), position.clone(), delivered(1), None).unwrap();
        let read: ResumeToken = token.to_string().parse().unwrap();

        assert_eq!(read, token);
        assert_eq!(read.position(), &position);
        assert_eq!(read.listed(), &listed(&listing));
    }
}

#[test]
fn as_many_fingerprints_as_are_kept_survive_the_text() {
    let delivered = delivered(Delivered::CAPACITY);
    let token = ResumeToken::new(listed(&failed()), PagePosition::Start, delivered, None).unwrap();
    assert_eq!(token.to_string().parse(), Ok(token));
}

#[test]
fn in_other_formats_a_token_is_its_text() {
    let json = serde_json::to_string(&token()).unwrap();
    assert_eq!(json, format!("\"{}\"", token()));
    assert_eq!(serde_json::from_str::<ResumeToken>(&json).unwrap(), token());
    assert!(serde_json::from_str::<ResumeToken>("\"deck1_\"").is_err());
}

#[test]
fn a_position_without_text_is_refused() {
    for position in [
        PagePosition::After("".into()),
        PagePosition::Before("".into()),
    ] {
        let token = ResumeToken::new(listed(&failed()), position, Delivered::new(), None);
        assert_eq!(token, Err(ResumeTokenError::InvalidParameters));
    }
}

#[test]
fn every_single_bit_flip_is_refused() {
    let text = token().to_string();
    for bit in 0..text.len() * 8 {
        let mut bytes = text.clone().into_bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        if let Ok(flipped) = String::from_utf8(bytes) {
            assert!(
                flipped.parse::<ResumeToken>().is_err(),
                "bit {bit}: {flipped}"
            );
        }
    }
}

#[test]
fn every_truncation_is_refused() {
    let text = token().to_string();
    for length in 0..text.len() {
        assert!(
            text[..length].parse::<ResumeToken>().is_err(),
            "length {length}"
        );
    }
}

#[test]
fn anything_behind_the_end_is_refused() {
    for more in ["A", "AA", "AAAA", "=", "\n", " "] {
        assert_eq!(
            refused(&format!("{}{more}", token())),
            ResumeTokenError::Damaged,
            "{more:?}"
        );
    }
}

#[test]
fn the_longest_token_passes_and_one_byte_more_is_refused() {
    let of_length = |length: usize| {
        let listing = ListTaskRuns::new().agent_id("a".repeat(length));
        ResumeToken::new(
            listed(&listing),
            PagePosition::Start,
            Delivered::new(),
            None,
        )
    };
    let text = of_length(LONGEST_AGENT_ID).unwrap().to_string();
    assert_eq!(text.len(), ResumeToken::MAX_LENGTH);
    assert!(text.parse::<ResumeToken>().is_ok());

    assert_eq!(refused(&format!("{text}A")), ResumeTokenError::TooLong);
    assert_eq!(
        of_length(LONGEST_AGENT_ID + 1),
        Err(ResumeTokenError::TooLong)
    );
}

/// What the longest text has room for, beside the length, the flags, two texts, the position, the count and
/// the check value.
const LONGEST_AGENT_ID: usize = (ResumeToken::MAX_LENGTH - PREFIX.len()) * 3 / 4
    - (4 + 1 + 4 + "/task-runs".len() + 4 + "agent_id=".len() + 1 + 2 + 4);

#[test]
fn a_text_that_is_too_long_is_refused_for_its_length_before_anything_else() {
    let text = "no token ".repeat(2_000);
    assert_eq!(refused(&text), ResumeTokenError::TooLong);
}

#[test]
fn every_exchange_of_one_character_is_refused() {
    let text = token().to_string();
    for index in PREFIX.len()..text.len() {
        for other in "AZaz09-_"
            .chars()
            .filter(|other| !text[index..].starts_with(*other))
        {
            let exchanged = format!("{}{other}{}", &text[..index], &text[index + 1..]);
            assert_eq!(
                refused(&exchanged),
                ResumeTokenError::Damaged,
                "{exchanged}"
            );
        }
    }
}

#[test]
fn a_later_version_is_told_from_what_is_no_token() {
    assert_eq!(refused("deck2_AAAA"), ResumeTokenError::FutureVersion);
    assert_eq!(refused("deck10_"), ResumeTokenError::FutureVersion);
    for text in [
        "",
        "deck",
        "deck1",
        "deck+2_AAAA",
        "deck99999_AAAA",
        "deck0_AAAA",
        "deck02_AAAA",
        "deck_AAAA",
        "Deck1_AAAA",
        "trun_1",
    ] {
        assert_eq!(refused(text), ResumeTokenError::Malformed, "{text:?}");
    }
}

#[test]
fn a_way_back_survives_the_text_and_takes_no_room_without_one() {
    let plain = token().to_string();
    let empty = token()
        .with_recovery_points(RecoveryPoints::default())
        .unwrap();
    assert_eq!(empty.to_string(), plain);

    let ids = || ["trun_2".into(), "trun_1".into()];
    for recovery_points in [
        RecoveryPoints::new(ids()),
        RecoveryPoints::new(ids()).with_origin(PagePosition::Start),
        RecoveryPoints::new([]).with_origin(PagePosition::Before("trun_0".into())),
    ] {
        let token = token()
            .with_recovery_points(recovery_points.clone())
            .unwrap();
        let read: ResumeToken = token.to_string().parse().unwrap();
        assert_eq!(read.recovery_points(), &recovery_points);
        assert_eq!(read, token);
    }
}

#[test]
fn a_way_back_is_bounded_and_has_no_place_that_cannot_be_sent() {
    let ids = ["".into()]
        .into_iter()
        .chain((1..100).map(|n| n.to_string()));
    let recovery_points = RecoveryPoints::new(ids.map(ItemId::from));
    assert_eq!(recovery_points.anchors().len(), RecoveryPoints::CAPACITY);
    assert_eq!(recovery_points.anchors()[0], "1");

    let nowhere = RecoveryPoints::default().with_origin(PagePosition::After("".into()));
    assert_eq!(
        token().with_recovery_points(nowhere),
        Err(ResumeTokenError::InvalidParameters)
    );
    let long = RecoveryPoints::new([ItemId::from("a".repeat(ResumeToken::MAX_LENGTH))]);
    assert_eq!(
        token().with_recovery_points(long),
        Err(ResumeTokenError::TooLong)
    );
}

#[test]
fn neither_debug_nor_an_error_tells_of_the_inside() {
    assert_eq!(
        format!("{:?}", token()),
        format!("ResumeToken({} bytes)", token().to_string().len())
    );
    let damaged = format!("{}A", token());
    assert!(!refused(&damaged).to_string().contains("failed"));
}

proptest! {
    #[test]
    fn any_token_survives_its_text(
        agent in any::<Option<String>>(),
        sources in prop::collection::vec(any::<String>(), 0..4),
        count in 0_usize..400,
        remaining in any::<Option<u64>>(),
    ) {
        let mut list = ListTaskRuns::new().source_id(sources);
        list.agent_id = agent.map(Into::into);
        let token =
            ResumeToken::new(listed(&list), PagePosition::Start, delivered(count), remaining);
        let token = token.unwrap();
        prop_assert_eq!(token.to_string().parse(), Ok(token));
    }

    #[test]
    fn no_text_makes_it_panic(text in "(deck[0-9]{0,3}_)?[A-Za-z0-9_=-]{0,80}|.{0,40}") {
        let _ = text.parse::<ResumeToken>();
    }
}
