//! Facts about [`TransportError`].

use std::error::Error;
use std::io;

use crate::Delivery;
use crate::TransportError;
use crate::TransportErrorKind;

#[test]
fn no_kind_repeats_its_source_in_its_text() {
    for kind in TransportErrorKind::ALL {
        let error = TransportError::new(*kind, Delivery::NotSent)
            .with_source(io::Error::other("the cause"));

        assert!(!error.to_string().contains("the cause"), "{error}");
        assert_eq!(error.source().expect("a source").to_string(), "the cause");
    }
}

#[test]
fn every_kind_has_a_text_of_its_own_in_lower_case_without_a_stop() {
    let mut texts: Vec<String> = TransportErrorKind::ALL
        .iter()
        .map(ToString::to_string)
        .collect();
    for text in &texts {
        assert!(text.starts_with(char::is_lowercase), "{text}");
        assert!(!text.ends_with('.'), "{text}");
    }
    texts.sort_unstable();
    texts.dedup();

    assert_eq!(texts.len(), TransportErrorKind::ALL.len());
}

#[test]
fn only_timeouts_are_timeouts() {
    let timeouts = TransportErrorKind::ALL
        .iter()
        .filter(|kind| TransportError::new(**kind, Delivery::NotSent).is_timeout());

    assert_eq!(timeouts.count(), 4);
}

#[test]
fn delivery_is_ordered_by_progress() {
    assert!(Delivery::NotSent < Delivery::MaybeSent);
    assert!(Delivery::MaybeSent < Delivery::ResponseStarted);
}
