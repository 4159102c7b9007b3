//! Addresses on this machine.

use std::net::IpAddr;

use deck_client::http::Uri;

/// Returns whether the host of the URL is this machine by its name alone; nothing is resolved.
pub(crate) fn is_loopback(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else {
        return false;
    };
    let host = uri.host().unwrap_or_default();
    let unbracketed = host.trim_start_matches('[').trim_end_matches(']');
    let is_address = |address: IpAddr| address.is_loopback();
    host.eq_ignore_ascii_case("localhost") || unbracketed.parse().is_ok_and(is_address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_known_by_name_and_by_number() {
        for url in [
            "http://localhost:4010/v2",
            "http://LOCALHOST/v2",
            "http://127.0.0.1:1",
            "https://127.1.2.3/v2",
            "http://[::1]:4010/v2",
        ] {
            assert!(is_loopback(url), "{url}");
        }
    }

    #[test]
    fn another_machine_is_not_taken_for_this_one() {
        for url in [
            "https://api.deck.co/v2",
            "http://localhost.example/v2",
            "http://127.0.0.1.example",
            "https://127.0.0.1@api.deck.co/v2",
            "not a url",
            "",
        ] {
            assert!(!is_loopback(url), "{url}");
        }
    }
}
