//! The requests that a server has seen.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::PoisonError;

use bytes::Bytes;
use http::Request;
use serde::Serialize;

/// The largest number of requests that are kept, of all and of those that matched nothing each.
const MAX_KEPT: usize = 1_000;

/// The largest number of characters of a path that are kept.
const MAX_PATH: usize = 500;

/// The latest requests: neither headers nor bodies, which may hold secrets.
#[derive(Default)]
pub(in crate::server) struct RequestLog {
    requests: Mutex<Requests>,
}

#[derive(Default)]
struct Requests {
    all: VecDeque<SeenRequest>,
    unmatched: VecDeque<SeenRequest>,
    count: u64,
}

/// A request, as far as it is kept.
#[derive(Clone, Serialize)]
pub(in crate::server) struct SeenRequest {
    /// Its number, counted from 1.
    number: u64,
    method: String,
    /// With the query, cut off where it is long.
    path: String,
    status: u16,
}

impl RequestLog {
    /// Adds a request, the status of its response, and whether there is an operation for it.
    pub(in crate::server) fn add(&self, request: &Request<Bytes>, status: u16, is_matched: bool) {
        let path = request.uri().path_and_query();
        let path = path.map_or("", |path| path.as_str());
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.count += 1;
        let seen = SeenRequest {
            number: requests.count,
            method: request.method().as_str().chars().take(MAX_PATH).collect(),
            path: path.chars().take(MAX_PATH).collect(),
            status,
        };
        if !is_matched {
            keep(&mut requests.unmatched, seen.clone());
        }
        keep(&mut requests.all, seen);
    }

    /// Returns the latest requests, oldest first.
    pub(in crate::server) fn all(&self) -> Vec<SeenRequest> {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.all.iter().cloned().collect()
    }

    /// Returns the latest requests that no operation is there for, oldest first.
    pub(in crate::server) fn unmatched(&self) -> Vec<SeenRequest> {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.unmatched.iter().cloned().collect()
    }

    pub(in crate::server) fn clear(&self) {
        *self.requests.lock().unwrap_or_else(PoisonError::into_inner) = Requests::default();
    }
}

fn keep(requests: &mut VecDeque<SeenRequest>, seen: SeenRequest) {
    if requests.len() == MAX_KEPT {
        requests.pop_front();
    }
    requests.push_back(seen);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_requests_are_kept_and_long_paths_are_cut() {
        let log = RequestLog::default();
        for _ in 0..=MAX_KEPT {
            let request = Request::get(format!("/{}", "a".repeat(2_000)));
            log.add(&request.body(Bytes::new()).unwrap(), 404, false);
        }

        let all = log.all();
        assert_eq!(all.len(), MAX_KEPT);
        assert_eq!(log.unmatched().len(), MAX_KEPT);
        assert_eq!(all[0].number, 2);
        assert_eq!(all[0].path.len(), MAX_PATH);
    }
}
