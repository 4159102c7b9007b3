//! Bytes behind a good check value: forgery is allowed, and what is not exactly as the layout tells is
//! refused.

use proptest::prelude::*;

use super::*;

/// Gives any bytes the prefix and the check value of a good token.
fn sealed(payload: &[u8]) -> String {
    let mut bytes = payload.to_vec();
    bytes.extend(crc32::checksum(&[PREFIX.as_bytes(), payload]).to_be_bytes());
    format!("{PREFIX}{}", base64url::encode(&bytes))
}

/// The parts of a token, each of which can be forged.
struct Inside<'a> {
    flags: u8,
    page_size: &'a [u8],
    path: &'a str,
    filters: &'a str,
    position: &'a [u8],
    recovery_points: &'a [u8],
}

const GOOD: Inside<'_> = Inside {
    flags: 0,
    page_size: &[],
    path: "/task-runs",
    filters: "status=failed&agent_id=a%20b",
    position: &[0],
    recovery_points: &[],
};

impl Inside<'_> {
    fn text(&self) -> String {
        let mut bytes = vec![0; 4];
        bytes.push(self.flags);
        bytes.extend(self.page_size);
        for text in [self.path, self.filters] {
            bytes.extend(u32::try_from(text.len()).unwrap().to_be_bytes());
            bytes.extend(text.as_bytes());
        }
        bytes.extend(self.position);
        bytes.extend([0, 0]);
        bytes.extend(self.recovery_points);
        let length = u32::try_from(bytes.len()).unwrap().to_be_bytes();
        bytes[..4].copy_from_slice(&length);
        sealed(&bytes)
    }
}

#[track_caller]
fn accepted(inside: &Inside<'_>) -> ResumeToken {
    let token: ResumeToken = inside.text().parse().unwrap();
    assert_eq!(token.to_string(), inside.text());
    token
}

#[track_caller]
fn damaged(inside: &Inside<'_>) {
    assert_eq!(refused(&inside.text()), ResumeTokenError::Damaged);
}

#[test]
fn the_text_has_room_for_nothing_but_what_the_layout_tells() {
    let listing = ListTaskRuns::new().status(["failed"]).agent_id("a b");
    let made = ResumeToken::new(
        listed(&listing),
        PagePosition::Start,
        Delivered::new(),
        None,
    );

    assert_eq!(made, Ok(accepted(&GOOD)));
}

#[test]
fn bytes_that_contradict_their_flags_or_lengths_are_refused() {
    let good = base64url::decode(&token().to_string()[PREFIX.len()..]).unwrap();
    let payload = &good[..good.len() - 4];
    assert_eq!(sealed(payload), token().to_string());

    let changed = |index: usize, byte: u8| {
        let mut payload = payload.to_vec();
        payload[index] = byte;
        sealed(&payload)
    };
    let path = 4 + 1 + 8 + 4;
    for (what, text) in [
        ("length", changed(3, 0)),
        ("unknown flag", changed(4, 1 | 16)),
        ("a page size announced that is none", changed(4, 1 | 2)),
        ("ids announced that do not follow", changed(4, 1 | 4)),
        (
            "an origin announced that does not follow",
            changed(4, 1 | 8),
        ),
        ("no cap, though a count follows", changed(4, 0)),
        ("path too long", changed(path - 4, 0xFF)),
        ("path without a slash", changed(path, b'x')),
        ("nothing", sealed(&[])),
    ] {
        assert_eq!(refused(&text), ResumeTokenError::Damaged, "{what}");
    }
}

#[test]
fn a_page_size_out_of_range_is_refused() {
    for size in [1, 100] {
        let page_size = &[size][..];
        let token = accepted(&Inside {
            flags: 2,
            page_size,
            ..GOOD
        });
        assert_eq!(token.listed().page_size().map(u32::from), Some(size.into()));
    }
    for size in [0, 101, 255] {
        let page_size = &[size][..];
        damaged(&Inside {
            flags: 2,
            page_size,
            ..GOOD
        });
    }
}

#[test]
fn a_path_that_is_not_canonical_is_refused() {
    accepted(&Inside {
        path: "/a/b%2Fc/...",
        ..GOOD
    });
    for path in [
        "",
        "/",
        "task-runs",
        "//a",
        "/a/",
        "/a/../b",
        "/.",
        "/a b",
        "/a?b",
        "/a%2fb",
        "/%61",
        "/é",
        "/a%",
    ] {
        damaged(&Inside { path, ..GOOD });
    }
}

#[test]
fn filters_that_are_not_canonical_are_refused() {
    for filters in ["", "agent_id=", "a=b&a=c", "a=%3D"] {
        accepted(&Inside { filters, ..GOOD });
    }
    for filters in [
        "&", "a", "a=b&", "a=b&&c=d", "a=b=c", "a=b c", "a=%61", "a=%2f", "a=+", "a=é", "a=%FF",
        "?a=b",
    ] {
        damaged(&Inside { filters, ..GOOD });
    }
}

#[test]
fn a_position_of_another_shape_is_refused() {
    let with_text = |kind| [&[kind, 0, 0, 0, 1], &b"x"[..]].concat();
    for kind in 1..=3 {
        let position = &with_text(kind)[..];
        let token = accepted(&Inside { position, ..GOOD });
        assert_eq!(
            token.position().key_and_text().map(|(_, text)| text),
            Some("x")
        );
    }
    for (what, position) in [
        ("an unknown kind", with_text(4)),
        ("the start with a text", with_text(0)),
        ("a cursor without text", vec![1, 0, 0, 0, 0]),
        ("an anchor without text", vec![2, 0, 0, 0, 0]),
        ("a text that is not UTF-8", vec![3, 0, 0, 0, 1, 0xFF]),
    ] {
        let position = &position[..];
        let text = Inside { position, ..GOOD }.text();
        assert_eq!(refused(&text), ResumeTokenError::Damaged, "{what}");
    }
}

#[test]
fn a_way_back_of_another_shape_is_refused() {
    let with = |flags, recovery_points: &[u8]| {
        Inside {
            flags,
            recovery_points,
            ..GOOD
        }
        .text()
    };
    let ids = |count: u8| [&[count][..], &[0, 0, 0, 1, b'a'].repeat(count.into())].concat();
    for good in [with(4, &ids(1)), with(4, &ids(16)), with(8, &[0])] {
        assert!(good.parse::<ResumeToken>().is_ok());
    }
    for (what, text) in [
        ("no id", with(4, &[0])),
        ("an id without text", with(4, &[1, 0, 0, 0, 0])),
        ("too many ids", with(4, &ids(17))),
        ("an origin without text", with(8, &[2, 0, 0, 0, 0])),
        ("an origin of no kind", with(8, &[9])),
        ("more than told", with(8, &[0, 0])),
    ] {
        assert_eq!(refused(&text), ResumeTokenError::Damaged, "{what}");
    }
}

proptest! {
    #[test]
    fn no_bytes_behind_a_good_check_value_make_it_panic(payload: Vec<u8>) {
        let text = sealed(&payload);
        if let Ok(token) = text.parse::<ResumeToken>() {
            prop_assert_eq!(token.to_string(), text);
        }
    }
}
