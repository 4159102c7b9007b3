//! The text of a token: what is read back, and what is refused.

use proptest::prelude::*;

use super::*;
use crate::Cursor;
use crate::Fingerprint;
use crate::PagePosition;
use crate::TaskRunId;
use crate::TaskRunStatus;

fn delivered(count: usize) -> Delivered {
    let mut delivered = Delivered::new();
    for number in 0..count {
        delivered.record(Fingerprint::of_text(&number.to_string()));
    }
    delivered
}

fn token() -> ResumeToken {
    let list = ListTaskRuns::new()
        .status([TaskRunStatus::Failed])
        .position(PagePosition::Cursor(Cursor::new("eyJpZCI6MX0").unwrap()));
    ResumeToken::new(list, delivered(3), Some(7)).unwrap()
}

/// Gives any text the prefix and the check value of a good token.
fn forged(payload: &[u8]) -> String {
    let mut bytes = payload.to_vec();
    bytes.extend(crc32::checksum(&[PREFIX.as_bytes(), payload]).to_be_bytes());
    format!("{PREFIX}{}", base64url::encode(&bytes))
}

#[track_caller]
fn refused(text: &str) -> ResumeTokenError {
    text.parse::<ResumeToken>().unwrap_err()
}

#[test]
fn the_text_gives_the_token_back() {
    let text = token().to_string();
    assert_eq!(text.parse(), Ok(token()));
    assert!(
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    );
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
        let list = ListTaskRuns::new().agent_id("a".repeat(length));
        ResumeToken::new(list, Delivered::new(), None)
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
fn the_text_has_room_for_nothing_but_what_the_layout_tells() {
    let token = token();
    let bytes = base64url::decode(&token.to_string()[PREFIX.len()..]).unwrap();

    let told = LENGTH_OF_HEAD + token.list().to_query().len() + 2 + 8 * token.delivered().len() + 4;
    assert_eq!(bytes.len(), told);
}

/// What the longest text has room for, beside the fixed parts and `agent_id=`.
const LONGEST_AGENT_ID: usize = (ResumeToken::MAX_LENGTH - PREFIX.len()) * 3 / 4 - 15 - 9;

#[test]
fn a_later_version_is_told_from_what_is_no_token() {
    assert_eq!(refused("deck2_AAAA"), ResumeTokenError::FutureVersion);
    assert_eq!(refused("deck10_"), ResumeTokenError::FutureVersion);
    for text in [
        "",
        "deck",
        "deck1",
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
fn a_good_check_value_does_not_make_bad_bytes_good() {
    let good = base64url::decode(&token().to_string()[PREFIX.len()..]).unwrap();
    let payload = &good[..good.len() - 4];
    assert_eq!(forged(payload), token().to_string());

    let changed = |index: usize, byte: u8| {
        let mut payload = payload.to_vec();
        payload[index] = byte;
        forged(&payload)
    };
    let query_starts = LENGTH_OF_HEAD;
    for (what, text) in [
        ("length", changed(3, 0)),
        ("unknown flag", changed(4, 9)),
        ("ids announced that do not follow", changed(4, 3)),
        ("an origin announced that does not follow", changed(4, 5)),
        ("no cap, though a count follows", changed(4, 0)),
        ("query too long", changed(query_starts - 4, 0xFF)),
        ("unknown key in the query", changed(query_starts, b'x')),
        ("nothing", forged(&[])),
    ] {
        assert_eq!(refused(&text), ResumeTokenError::Damaged, "{what}");
    }
}

#[test]
fn a_way_back_survives_the_text_and_takes_no_room_without_one() {
    let plain = token().to_string();
    let empty = token().with_way_back(WayBack::default()).unwrap();
    assert_eq!(empty.to_string(), plain);

    let ids = || ["trun_2".into(), "trun_1".into()];
    for way_back in [
        WayBack::new(ids()),
        WayBack::new(ids()).with_origin(PagePosition::Start),
        WayBack::new([]).with_origin(PagePosition::Before("trun_0".into())),
    ] {
        let token = token().with_way_back(way_back.clone()).unwrap();
        let read: ResumeToken = token.to_string().parse().unwrap();
        assert_eq!(read.way_back(), &way_back);
        assert_eq!(read, token);
    }
}

#[test]
fn a_way_back_is_bounded_and_has_no_place_that_cannot_be_sent() {
    let ids = ["".into()]
        .into_iter()
        .chain((1..100).map(|n| n.to_string()));
    let way_back = WayBack::new(ids.map(TaskRunId::from));
    assert_eq!(way_back.anchors().len(), WayBack::CAPACITY);
    assert_eq!(way_back.anchors()[0], "1");

    let nowhere = WayBack::default().with_origin(PagePosition::After("".into()));
    assert_eq!(
        token().with_way_back(nowhere),
        Err(ResumeTokenError::InvalidParameters)
    );
    let long = WayBack::new([TaskRunId::from("a".repeat(ResumeToken::MAX_LENGTH))]);
    assert_eq!(token().with_way_back(long), Err(ResumeTokenError::TooLong));
}

#[test]
fn a_way_back_of_another_shape_is_refused() {
    let with = |flags: u8, tail: &[u8]| {
        let mut payload = base64url::decode(&token().to_string()[PREFIX.len()..]).unwrap();
        payload.truncate(payload.len() - 4);
        payload.extend(tail);
        let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
        payload[..4].copy_from_slice(&length);
        payload[4] = flags;
        forged(&payload)
    };
    assert!(
        with(3, &[1, 0, 0, 0, 1, b'a'])
            .parse::<ResumeToken>()
            .is_ok()
    );
    assert!(with(5, &[0, 0, 0, 0]).parse::<ResumeToken>().is_ok());
    for (what, text) in [
        ("no id", with(3, &[0])),
        ("an id without text", with(3, &[1, 0, 0, 0, 0])),
        (
            "too many ids",
            with(
                3,
                &[[17].as_slice(), &[0, 0, 0, 1, b'a'].repeat(17)].concat(),
            ),
        ),
        ("an origin with a filter", with(5, b"\0\0\0\x08status=a")),
        ("more than told", with(5, &[0, 0, 0, 0, 0])),
    ] {
        assert_eq!(refused(&text), ResumeTokenError::Damaged, "{what}");
    }
}

/// Length, flags, items left, length of the query.
const LENGTH_OF_HEAD: usize = 4 + 1 + 8 + 4;

#[test]
fn parameters_that_contradict_each_other_are_refused() {
    let list = ListTaskRuns::new()
        .created_after("2026-11-02T00:00:00Z".parse().unwrap())
        .created_before("2026-11-01T00:00:00Z".parse().unwrap());
    let token = ResumeToken::new(list, Delivered::new(), None);
    assert_eq!(token, Err(ResumeTokenError::InvalidParameters));
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
        let token = ResumeToken::new(list, delivered(count), remaining).unwrap();
        prop_assert_eq!(token.to_string().parse(), Ok(token));
    }

    #[test]
    fn no_text_makes_it_panic(text in "(deck[0-9]{0,3}_)?[A-Za-z0-9_=-]{0,80}|.{0,40}") {
        let _ = text.parse::<ResumeToken>();
    }

    #[test]
    fn no_bytes_behind_a_good_check_value_make_it_panic(payload: Vec<u8>) {
        let text = forged(&payload);
        if let Ok(token) = text.parse::<ResumeToken>() {
            prop_assert_eq!(token.to_string(), text);
        }
    }
}
