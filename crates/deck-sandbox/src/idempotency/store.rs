//! The responses that are kept by idempotency key.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use http::Request;
use http::Response;

use crate::ConcurrentRepeats;
use crate::arrival::Arrival;
use crate::idempotency::saved_key::SavedKey;
use crate::response::error_response::ErrorResponse;

/// The time for which a response is kept, as documented.
const RETENTION: Duration = Duration::from_secs(24 * 3_600);

/// The largest number of keys; another one replaces the oldest.
const MAX_KEYS: usize = 10_000;

/// The keys of requests that are running or have succeeded.
///
/// A key is found by the parameters of its request, and only a response with a status of success stays once
/// it is ready. Without a clock every response is ready at once.
#[derive(Default)]
pub(crate) struct IdempotencyStore {
    entries: HashMap<String, Entry>,
    by_age: BTreeMap<u64, String>,
    next_age: u64,
}

pub(super) struct Entry {
    pub(super) age: u64,
    pub(super) parameters: Parameters,
    /// The response, if it is to be kept.
    pub(super) response: Option<Response<Bytes>>,
    pub(super) ready_at: Duration,
}

/// The parameters of a request: two requests with one key are the same if these are equal.
#[derive(Eq, PartialEq)]
pub(super) struct Parameters {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: Option<String>,
    pub(super) body: Bytes,
}

impl IdempotencyStore {
    /// Returns the response to give for `key`; nothing when `request` is to be carried out.
    pub(crate) fn look_up(
        &mut self,
        key: &str,
        request: &Request<Bytes>,
        arrival: Arrival,
        repeats: ConcurrentRepeats,
    ) -> Result<Option<Response<Bytes>>, ErrorResponse> {
        let now = arrival.moment.elapsed;
        self.forget_outdated(key, now);
        let Some(entry) = self.entries.get(key) else {
            return Ok(None);
        };
        if entry.is_running(now) {
            return match repeats {
                ConcurrentRepeats::CarriedOut => Ok(None),
                ConcurrentRepeats::Conflict => Err(ErrorResponse::idempotency_error(
                    "A request with this idempotency key is still running.",
                )),
            };
        }
        if entry.parameters != Parameters::of(request) {
            return Err(ErrorResponse::idempotency_error(
                "This idempotency key was used with other parameters.",
            ));
        }
        Ok(entry.response.clone())
    }

    /// Remembers what came of `request`, which was carried out. Of several that ran at once, the one whose
    /// response is ready first stays.
    pub(crate) fn keep(
        &mut self,
        key: String,
        request: &Request<Bytes>,
        response: Option<Response<Bytes>>,
        arrival: Arrival,
    ) {
        let ready_at = arrival.ready_at();
        let stays = |entry: &Entry| {
            entry.response.is_some() && (response.is_none() || entry.ready_at <= ready_at)
        };
        if self.entries.get(&key).is_some_and(stays) {
            return;
        }
        let entry = Entry {
            age: self.next_age,
            parameters: Parameters::of(request),
            response,
            ready_at,
        };
        self.insert(key, entry);
    }

    /// Returns the keys whose response is kept, the oldest first.
    pub(crate) fn saved(&self) -> impl Iterator<Item = SavedKey> {
        let keys = self.by_age.values();
        keys.filter_map(|key| SavedKey::of(key, self.entries.get(key)?))
    }

    /// Adds a key as it was saved, as the newest one.
    pub(crate) fn restore(&mut self, saved: SavedKey) {
        let key = saved.key.clone();
        if let Some(entry) = saved.into_entry(self.next_age) {
            self.insert(key, entry);
        }
    }

    fn insert(&mut self, key: String, entry: Entry) {
        self.forget(&key);
        if self.entries.len() == MAX_KEYS {
            self.forget_oldest();
        }
        self.next_age += 1;
        self.by_age.insert(entry.age, key.clone());
        self.entries.insert(key, entry);
    }

    /// Forgets `key` when its request has failed, or succeeded too long ago.
    fn forget_outdated(&mut self, key: &str, now: Duration) {
        if self
            .entries
            .get(key)
            .is_some_and(|entry| entry.is_outdated(now))
        {
            self.forget(key);
        }
    }

    fn forget_oldest(&mut self) {
        if let Some((_, key)) = self.by_age.pop_first() {
            self.entries.remove(&key);
        }
    }

    fn forget(&mut self, key: &str) {
        if let Some(entry) = self.entries.remove(key) {
            self.by_age.remove(&entry.age);
        }
    }
}

impl Entry {
    fn is_running(&self, now: Duration) -> bool {
        now < self.ready_at
    }

    fn is_outdated(&self, now: Duration) -> bool {
        let age = now.checked_sub(self.ready_at);
        age.is_some_and(|age| self.response.is_none() || age >= RETENTION)
    }
}

impl Parameters {
    fn of(request: &Request<Bytes>) -> Parameters {
        Parameters {
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            query: request.uri().query().map(str::to_owned),
            body: request.body().clone(),
        }
    }
}

#[cfg(test)]
mod tests;
