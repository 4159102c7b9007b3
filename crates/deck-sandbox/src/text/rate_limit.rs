//! The text form of a [`RateLimit`].

use std::fmt;
use std::str::FromStr;

use crate::RateLimit;
use crate::TextError;
use crate::rate_limit::Limit;
use crate::text::duration;

const RETRY_AFTER: &str = "+retry-after";

/// The text form, which [`FromStr`] reads.
impl fmt::Display for RateLimit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.limit {
            None => formatter.write_str("none")?,
            Some(Limit { requests, window }) => {
                write!(formatter, "{requests}/{}", duration::write(window))?;
            }
        }
        if self.has_retry_after {
            formatter.write_str(RETRY_AFTER)?;
        }
        Ok(())
    }
}

/// Reads the text form: `none`, or requests and a duration, such as `200/10s`. With `+retry-after` at the
/// end, status 429 has that header.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use deck_sandbox::RateLimit;
///
/// let limit: RateLimit = "5/500ms+retry-after".parse()?;
///
/// assert_eq!(limit, RateLimit::new(5, Duration::from_millis(500)).with_retry_after());
/// # Ok::<(), deck_sandbox::TextError>(())
/// ```
impl FromStr for RateLimit {
    type Err = TextError;

    fn from_str(text: &str) -> Result<RateLimit, TextError> {
        let limit = text.strip_suffix(RETRY_AFTER);
        let rate_limit = read(limit.unwrap_or(text))?;
        Ok(if limit.is_some() {
            rate_limit.with_retry_after()
        } else {
            rate_limit
        })
    }
}

fn read(text: &str) -> Result<RateLimit, TextError> {
    if text == "none" {
        return Ok(RateLimit::none());
    }
    let expected = "is not a rate limit: none, or requests and a duration, such as 200/10s";
    let (requests, window) = text
        .split_once('/')
        .ok_or_else(|| TextError::new(text, expected))?;
    let is_plain = requests.bytes().all(|byte| byte.is_ascii_digit());
    let requests = requests.parse().ok().filter(|_| is_plain);
    let requests = requests.ok_or_else(|| TextError::new(text, expected))?;
    Ok(RateLimit::new(requests, duration::read(window)?))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn every_limit_is_read_as_it_was_written() {
        for (text, limit) in [
            ("200/10s", RateLimit::default()),
            ("none", RateLimit::none()),
            ("0/1ms", RateLimit::new(0, Duration::from_millis(1))),
            (
                "7/2s+retry-after",
                RateLimit::new(7, Duration::from_secs(2)).with_retry_after(),
            ),
        ] {
            assert_eq!(limit.to_string(), text);
            assert_eq!(text.parse(), Ok(limit));
        }
    }

    #[test]
    fn what_is_no_limit_is_refused_with_the_reason() {
        for (text, reason) in [
            ("", "is not a rate limit"),
            ("200", "`200` is not a rate limit"),
            ("-1/1s", "is not a rate limit"),
            ("+1/1s", "is not a rate limit"),
            ("99999999999/1s", "is not a rate limit"),
            ("200/10", "`10` is not a duration"),
        ] {
            let error = text.parse::<RateLimit>().unwrap_err().to_string();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }
}
