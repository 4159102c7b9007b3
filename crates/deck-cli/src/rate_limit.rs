//! The value of `--rate-limit`: how many requests the program sends within a time.
//!
//! It is of the type that `deck sandbox --rate-limit` has, since to clap the two are one flag.

use std::num::NonZeroU32;
use std::time::Duration;

use deck_client::RateLimiter;
use deck_client::http::Uri;
use deck_sandbox::RateLimit;

use crate::address::Address;
use crate::arguments::GlobalArguments;
use crate::loopback::is_loopback;

/// Reads `none`, or requests and a time, such as `100/10s`. What would let no request through, or limit none,
/// is refused.
pub(crate) fn read(text: &str) -> Result<RateLimit, String> {
    let has_more = text.contains('+');
    let limit = text.parse::<RateLimit>().ok().filter(|limit| {
        let is_limit = limit.requests() != Some(0) && limit.window() != Some(Duration::ZERO);
        is_limit && !has_more
    });
    limit.ok_or_else(|| {
        "give requests, 1 or more, and a time in ms, s, m or h, such as 100/10s; or none".to_owned()
    })
}

impl GlobalArguments {
    /// Returns what keeps to the limit of requests.
    pub(crate) fn limiter(&self) -> RateLimiter {
        match self.rate_limit {
            Some(limit) => limiter(limit),
            None if self.sandbox || is_on_this_machine(&self.address()) => {
                limiter(RateLimit::none())
            }
            None => RateLimiter::default(),
        }
    }
}

fn is_on_this_machine(address: &Address) -> bool {
    let url = address.url().parse::<Uri>();
    url.is_ok_and(|url| is_loopback(&url))
}

/// Returns the limiter of a client.
///
/// One without a limit lets every request through at once, but after a refusal with status 429 it waits as
/// long as the API asks.
fn limiter(limit: RateLimit) -> RateLimiter {
    let requests = limit.requests().and_then(NonZeroU32::new);
    match (requests, limit.window()) {
        (Some(requests), Some(window)) => RateLimiter::new(requests, window),
        // A window without a length limits nothing, but can be closed.
        _ => RateLimiter::new(NonZeroU32::MAX, Duration::ZERO),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_and_a_time_are_read() {
        for (text, requests, window) in [
            ("100/10s", 100, Duration::from_secs(10)),
            ("1/250ms", 1, Duration::from_millis(250)),
            ("3/1m", 3, Duration::from_secs(60)),
            ("4294967295/1h", u32::MAX, Duration::from_secs(3_600)),
        ] {
            assert_eq!(read(text), Ok(RateLimit::new(requests, window)), "{text}");
        }
        assert_eq!(read("none"), Ok(RateLimit::none()));
    }

    #[test]
    fn nonsense_is_refused_with_the_form() {
        for text in [
            "",
            "100",
            "0/10s",
            "+1/10s",
            "-1/10s",
            "1.5/1s",
            "100/10",
            "100/s",
            "100/0s",
            "100/10 s",
            "100/10s+retry-after",
            "4294967296/1s",
            "1/18446744073709551616h",
            "None",
            "none+retry-after",
        ] {
            let refused = read(text);
            assert!(
                refused.is_err_and(|error| error.contains("such as 100/10s")),
                "{text}"
            );
        }
    }

    #[test]
    fn this_machine_is_known_whoever_chose_the_address() {
        let from_all = |url: &str| {
            let url = url.to_owned();
            let named_by = "base_url of the profile local".to_owned();
            [
                Address::Variable(url.clone()),
                Address::Given { named_by, url },
            ]
        };
        for address in from_all("http://127.0.0.1:4010/v2") {
            assert!(is_on_this_machine(&address), "{address:?}");
        }
        for address in from_all("https://deck.example/v2") {
            assert!(!is_on_this_machine(&address), "{address:?}");
        }
        assert!(!is_on_this_machine(&Address::Default));
    }

    #[test]
    fn a_limit_is_that_of_the_client() {
        let limiter = limiter(RateLimit::new(100, Duration::from_secs(10)));
        assert_eq!(format!("{limiter:?}"), "RateLimiter(100 per 10s)");
    }
}
