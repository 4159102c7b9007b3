use std::time::SystemTime;

use super::*;
use crate::engine::timeline::Moment;

const ARRIVAL: Arrival = Arrival {
    moment: Moment {
        elapsed: Duration::ZERO,
        time_of_day: SystemTime::UNIX_EPOCH,
    },
    response_after: Duration::ZERO,
};

#[test]
fn the_oldest_key_is_forgotten_when_there_are_too_many() {
    let mut store = IdempotencyStore::default();
    let request = Request::new(Bytes::new());
    let success = Some(Response::new(Bytes::new()));
    for number in 0..=MAX_KEYS {
        store.keep(number.to_string(), &request, success.clone(), ARRIVAL);
    }

    let mut is_known = |key: &str| {
        let found = store.look_up(key, &request, ARRIVAL, ConcurrentRepeats::Conflict);
        found.unwrap().is_some()
    };

    assert!(!is_known("0"));
    assert!(is_known("1") && is_known(&MAX_KEYS.to_string()));
    assert_eq!(store.entries.len(), MAX_KEYS);
    assert_eq!(store.by_age.len(), MAX_KEYS);
}
