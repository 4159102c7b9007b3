//! The variables of the environment that are about proxies.

use std::env;
use std::ffi::OsString;
use std::fmt;

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;

use super::connect_failure::ConnectFailure;
use crate::TransportErrorKind;

/// A variable that is to name a proxy, such as `HTTPS_PROXY`, whether it does or not.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct ProxyVariable {
    name: String,
    /// Nothing where the value is not the URL of a proxy.
    url: Option<String>,
}

impl ProxyVariable {
    /// Reads a variable by its name in upper case, or else in lower case. One that is empty is not set.
    pub(super) fn find(name: &str) -> Option<Self> {
        let (name, value) = find(name)?;
        Some(match value.into_string() {
            Ok(value) => Self::new(name, &value),
            Err(_) => Self { name, url: None },
        })
    }

    pub(super) fn new(name: impl Into<String>, value: &str) -> Self {
        let matcher = Matcher::builder().all(value).build();
        let is_read = matcher.intercept(&Uri::from_static("https://example.com"));
        Self {
            name: name.into(),
            url: is_read.map(|_| value.to_owned()),
        }
    }

    /// Returns whether the value is not the URL of a proxy.
    pub(super) fn is_unreadable(&self) -> bool {
        self.url.is_none()
    }

    /// Returns the URL, or one that stands for it, so that a matcher knows for which targets it would be.
    pub(super) fn url_or_stand_in(&self) -> String {
        let url = self.url.clone();
        url.unwrap_or_else(|| "http://proxy.invalid".to_owned())
    }

    /// Returns the error of a request that would go through the proxy, which names the variable alone: the
    /// value may hold a password.
    pub(super) fn failure(&self) -> ConnectFailure {
        let name = &self.name;
        let reason = format!(
            "the environment variable {name} is not the URL of a proxy, such as \
             http://proxy.example:3128: correct it or unset it"
        );
        ConnectFailure::new(TransportErrorKind::Proxy, reason)
    }
}

impl fmt::Debug for ProxyVariable {
    /// Leaves out the URL, which may hold a password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ProxyVariable")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Returns the list of targets that are reached without a proxy.
pub(super) fn no_proxy() -> String {
    let found = find("NO_PROXY");
    found.map_or_else(String::new, |(_, list)| list.to_string_lossy().into_owned())
}

/// Returns whether the environment is that of a CGI process, where `HTTP_PROXY` is a header of the request.
pub(super) fn is_cgi() -> bool {
    env::var_os("REQUEST_METHOD").is_some()
}

/// Returns a variable that is not empty, with the name by which it was found.
fn find(name: &str) -> Option<(String, OsString)> {
    [name.to_owned(), name.to_ascii_lowercase()]
        .into_iter()
        .find_map(|name| {
            let value = env::var_os(&name)?;
            (!value.is_empty()).then_some((name, value))
        })
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use super::*;

    #[test]
    fn what_is_not_the_url_of_a_proxy_cannot_be_read() {
        for value in [
            "::nonsense",
            "not a url",
            "ftp://proxy.example",
            "http://",
            " ",
        ] {
            assert!(
                ProxyVariable::new("ALL_PROXY", value).is_unreadable(),
                "{value}"
            );
        }
        for value in [
            "http://user:word@proxy.example:3128",
            "https://proxy.example",
            "proxy.example:3128",
            "socks5://proxy.example:1080",
        ] {
            assert!(
                !ProxyVariable::new("ALL_PROXY", value).is_unreadable(),
                "{value}"
            );
        }
    }

    #[test]
    fn the_error_names_the_variable_and_not_its_value() {
        let variable = ProxyVariable::new("https_proxy", "http://user:word@::nonsense");

        let error = variable.failure().transport_error();

        assert_eq!(error.kind(), TransportErrorKind::Proxy);
        let reason = error.source().expect("a reason").to_string();
        assert!(
            reason.starts_with("the environment variable https_proxy is not the URL of a proxy"),
            "{reason}"
        );
        for secret in ["user", "word", "nonsense"] {
            assert!(
                !format!("{reason} {variable:?}").contains(secret),
                "{reason}"
            );
        }
    }
}
