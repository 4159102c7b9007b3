//! Laws of cursors, positions and resume tokens.

use deck_types::Cursor;
use deck_types::Delivered;
use deck_types::Fingerprint;
use deck_types::ListTaskRuns;
use deck_types::ResumeToken;
use deck_types::ResumeTokenError;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::hostile;
use super::law::Broken;
use super::law::Laws;

pub(super) fn check(laws: &Laws) -> Result<(), Broken> {
    laws.check("a cursor survives JSON", &hostile::text(), |text| {
        let Ok(cursor) = Cursor::new(text.as_str()) else {
            prop_assert!(text.is_empty());
            return Ok(());
        };
        let json = serde_json::to_string(&cursor).map_err(failed)?;
        let read: Cursor = serde_json::from_str(&json).map_err(failed)?;
        prop_assert_eq!(read.as_str(), text);
        Ok(())
    })?;
    laws.check(
        "a position survives a query",
        &hostile::position(),
        |position| {
            let list = ListTaskRuns::new().position(position);
            if list.check().is_ok() {
                prop_assert_eq!(ListTaskRuns::from_query(&list.to_query()), Ok(list));
            }
            Ok(())
        },
    )?;
    laws.check(
        "a token survives its text, and no bit flip or truncation",
        &damages(),
        |damage| {
            let text = damage.token.to_string();
            prop_assert_eq!(text.parse(), Ok(damage.token.clone()));
            damage.is_refused(&text)
        },
    )?;
    laws.check_once(
        "every bit flip and every truncation of one token are refused",
        every_damage,
    )?;
    laws.check_once(
        "the longest token passes, and one byte more is refused",
        longest_token,
    )
}

/// A good token with a place where it gets damaged.
#[derive(Clone, Debug)]
struct Damage {
    token: ResumeToken,
    place: prop::sample::Index,
    bit: u32,
}

impl Damage {
    fn is_refused(&self, text: &str) -> Result<(), TestCaseError> {
        let place = self.place.index(text.len());
        refuse(&text[..place])?;
        refuse_flipped(text, place, self.bit)
    }
}

fn damages() -> impl Strategy<Value = Damage> {
    (tokens(), any::<prop::sample::Index>(), 0_u32..8).prop_map(|(token, place, bit)| Damage {
        token,
        place,
        bit,
    })
}

fn tokens() -> impl Strategy<Value = ResumeToken> {
    let items = prop_oneof![
        9 => prop::collection::vec(any::<u32>(), 0..8),
        1 => prop::collection::vec(any::<u32>(), 0..120),
    ];
    (hostile::list(), items, any::<Option<u64>>()).prop_filter_map(
        "parameters that can be sent and have room",
        |(list, items, remaining)| ResumeToken::new(list, delivered(&items), remaining).ok(),
    )
}

fn delivered(items: &[u32]) -> Delivered {
    let mut delivered = Delivered::new();
    for item in items {
        delivered.record(Fingerprint::of_text(&item.to_string()));
    }
    delivered
}

fn every_damage() -> Result<(), TestCaseError> {
    let list = ListTaskRuns::new().agent_id("agt_1").status(["failed"]);
    let text = ResumeToken::new(list, delivered(&[1, 2, 3]), Some(9))
        .map_err(failed)?
        .to_string();
    for place in 0..text.len() {
        refuse(&text[..place])?;
        for bit in 0..8 {
            refuse_flipped(&text, place, bit)?;
        }
    }
    Ok(())
}

fn longest_token() -> Result<(), TestCaseError> {
    let of_length = |length: usize| {
        let list = ListTaskRuns::new().agent_id("a".repeat(length));
        ResumeToken::new(list, Delivered::new(), None).map(|token| token.to_string())
    };
    // Beside the id go six bytes of prefix, and fifteen of frame with nine of key before base64url makes four of three.
    let room = (ResumeToken::MAX_LENGTH - 6) * 3 / 4 - 15 - 9;
    let longest = of_length(room).map_err(failed)?;
    prop_assert_eq!(longest.len(), ResumeToken::MAX_LENGTH);
    prop_assert!(longest.parse::<ResumeToken>().is_ok());
    prop_assert_eq!(
        format!("{longest}A").parse::<ResumeToken>(),
        Err(ResumeTokenError::TooLong)
    );
    prop_assert_eq!(of_length(room + 1), Err(ResumeTokenError::TooLong));
    Ok(())
}

/// A flip that leaves no text at all cannot reach the decoder.
fn refuse_flipped(text: &str, place: usize, bit: u32) -> Result<(), TestCaseError> {
    let mut bytes = text.as_bytes().to_vec();
    bytes[place] ^= 1 << bit;
    match String::from_utf8(bytes) {
        Ok(flipped) => refuse(&flipped),
        Err(_) => Ok(()),
    }
}

fn refuse(text: &str) -> Result<(), TestCaseError> {
    prop_assert!(text.parse::<ResumeToken>().is_err(), "accepted: {text}");
    Ok(())
}

fn failed(error: impl std::fmt::Display) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}
