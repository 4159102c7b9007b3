//! Reading of `Retry-After`: seconds, or a date.

use std::time::Duration;
use std::time::SystemTime;

use http::HeaderMap;
use http::header;

/// Returns how long the server asks to wait, counted from `now`.
///
/// A date is measured against the `Date` header of the same response where there is one, so that a
/// clock that is off does no harm. A date in the past is no wait. Deck documents no such header;
/// networks in front of it send one.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Some(wait) = seconds(text) {
        return Some(wait);
    }
    let until = httpdate::parse_http_date(text).ok()?;
    let now = server_time(headers).unwrap_or(now);
    Some(until.duration_since(now).unwrap_or(Duration::ZERO))
}

/// Reads whole seconds or a decimal fraction of them; nothing that only a programming language would call a
/// number.
fn seconds(text: &str) -> Option<Duration> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number: f64 = text.parse().ok().filter(|_| plain)?;
    Some(Duration::try_from_secs_f64(number).unwrap_or(Duration::MAX))
}

/// Returns the time of the server, from the `Date` header.
pub(crate) fn server_time(headers: &HeaderMap) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(header::DATE)?.to_str().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[track_caller]
    fn wait(retry_after_text: &str, date: Option<&str>) -> Option<Duration> {
        let now = httpdate::parse_http_date("Mon, 23 Nov 2026 10:00:00 GMT").unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(
            header::RETRY_AFTER,
            HeaderValue::from_str(retry_after_text).unwrap(),
        );
        if let Some(date) = date {
            headers.insert(header::DATE, HeaderValue::from_str(date).unwrap());
        }
        retry_after(&headers, now)
    }

    #[test]
    fn reads_seconds_and_fractions() {
        assert_eq!(wait("7", None), Some(Duration::from_secs(7)));
        assert_eq!(wait(" 1.5 ", None), Some(Duration::from_millis(1500)));
        assert_eq!(wait("0", None), Some(Duration::ZERO));
        assert_eq!(wait("99999999999999999999999", None), Some(Duration::MAX));
    }

    #[test]
    fn reads_a_date_against_the_clock() {
        assert_eq!(
            wait("Mon, 23 Nov 2026 10:00:30 GMT", None),
            Some(Duration::from_secs(30))
        );
        assert_eq!(
            wait("Mon, 23 Nov 2026 09:00:00 GMT", None),
            Some(Duration::ZERO)
        );
    }

    #[test]
    fn a_date_is_corrected_by_the_date_of_the_server() {
        let server = Some("Mon, 23 Nov 2026 10:00:20 GMT");
        assert_eq!(
            wait("Mon, 23 Nov 2026 10:00:30 GMT", server),
            Some(Duration::from_secs(10))
        );
    }

    #[test]
    fn garbage_is_no_wait_at_all() {
        for garbage in [
            "",
            "-1",
            "soon",
            "1e3",
            "inf",
            "NaN",
            "+5",
            "1.2.3",
            "Mon, 99 Foo",
        ] {
            assert_eq!(wait(garbage, None), None, "{garbage}");
        }
    }
}
