//! The check that a request can and may be sent.

use bytes::Bytes;
use http::Method;
use http::Request;
use http::Uri;
use http::uri::Scheme;

use super::plain_http::PlainHttp;
use super::plain_http::is_loopback;
use crate::Delivery;
use crate::TransportError;
use crate::TransportErrorKind;

/// Refuses a request that has no absolute URI of scheme `http` or `https`, or that may not go out without
/// TLS.
pub(super) fn check(request: &Request<Bytes>, plain_http: PlainHttp) -> Result<(), TransportError> {
    let target = request.uri();
    if target.host().is_none_or(str::is_empty) {
        return Err(invalid("the URI names no host"));
    }
    if request.method() == Method::CONNECT {
        return Err(invalid("CONNECT opens tunnels and is no request"));
    }
    match target.scheme() {
        Some(scheme) if *scheme == Scheme::HTTPS => Ok(()),
        Some(scheme) if *scheme == Scheme::HTTP => {
            if plain_http == PlainHttp::Anywhere || is_loopback(target) {
                Ok(())
            } else {
                Err(plain_http_refused(target))
            }
        }
        _ => Err(invalid("the scheme of the URI is neither http nor https")),
    }
}

/// Names the origin, and how it is allowed.
fn plain_http_refused(target: &Uri) -> TransportError {
    let host = target.host().unwrap_or_default();
    let port = target
        .port_u16()
        .map_or_else(String::new, |port| format!(":{port}"));
    not_sent(TransportErrorKind::PlainHttpRefused).with_source(format!(
        "http://{host}{port} is another machine, and what goes there without TLS can be read on the way: \
         use https, or allow it with HyperTransportBuilder::plain_http(PlainHttp::Anywhere)"
    ))
}

fn invalid(reason: &'static str) -> TransportError {
    not_sent(TransportErrorKind::InvalidRequest).with_source(reason)
}

fn not_sent(kind: TransportErrorKind) -> TransportError {
    TransportError::new(kind, Delivery::NotSent)
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use super::*;

    #[test]
    fn https_and_plain_http_to_loopback_may_be_sent() {
        assert_eq!(
            verdict("https://api.deck.co/v2", PlainHttp::LoopbackOnly),
            None
        );
        assert_eq!(
            verdict("http://127.0.0.1:8080/", PlainHttp::LoopbackOnly),
            None
        );
    }

    #[test]
    fn plain_http_to_other_hosts_needs_to_be_allowed_by_name() {
        let refused = verdict("http://api.deck.co/v2", PlainHttp::LoopbackOnly);

        assert_eq!(refused, Some(TransportErrorKind::PlainHttpRefused));
        assert_eq!(verdict("http://api.deck.co/v2", PlainHttp::Anywhere), None);
    }

    #[test]
    fn a_refusal_of_plain_http_names_the_origin_alone_and_how_to_allow_it() {
        let request = Request::get("http://user:word@api.deck.co:8080/v2?a=1");
        let request = request.body(Bytes::new()).expect("a request");

        let error = check(&request, PlainHttp::LoopbackOnly).expect_err("a refusal");

        let reason = error.source().expect("a reason").to_string();
        assert!(
            reason.starts_with("http://api.deck.co:8080 is another machine"),
            "{reason}"
        );
        assert!(
            reason.ends_with("plain_http(PlainHttp::Anywhere)"),
            "{reason}"
        );
    }

    #[test]
    fn requests_without_host_or_with_another_scheme_are_invalid() {
        for uri in ["/v2/test", "*", "ftp://api.deck.co/"] {
            let verdict = verdict(uri, PlainHttp::Anywhere);

            assert_eq!(verdict, Some(TransportErrorKind::InvalidRequest), "{uri}");
        }
    }

    fn verdict(uri: &str, plain_http: PlainHttp) -> Option<TransportErrorKind> {
        let request = Request::get(uri).body(Bytes::new()).expect("a request");
        check(&request, plain_http).err().map(|error| error.kind())
    }
}
