//! The base URL: where requests go, and nowhere else.

use std::fmt;

use http::Uri;
use http::uri::Authority;
use http::uri::Scheme;
use thiserror::Error;

/// Scheme, host and path prefix that every request starts with; has no trailing slash.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    scheme: Scheme,
    authority: Authority,
    prefix: String,
}

impl BaseUrl {
    pub(crate) const DEFAULT: &'static str = "https://api.deck.co/v2";

    pub(crate) fn parse(text: &str) -> Result<Self, BaseUrlError> {
        let refuse = |reason| BaseUrlError {
            text: without_user_info(text),
            reason,
        };
        let uri: Uri = text.parse().map_err(|_| refuse(Reason::NotAUrl))?;
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err(refuse(Reason::NotAbsolute));
        };
        if scheme != Scheme::HTTP && scheme != Scheme::HTTPS {
            return Err(refuse(Reason::OtherScheme));
        }
        if authority.as_str().contains('@') {
            return Err(refuse(Reason::UserInfo));
        }
        if authority.host().is_empty() {
            return Err(refuse(Reason::NotAbsolute));
        }
        if text.contains(['?', '#']) {
            return Err(refuse(Reason::QueryOrFragment));
        }
        let prefix = parts
            .path_and_query
            .map_or(String::new(), |path| path.path().to_owned());
        Ok(Self {
            scheme,
            authority,
            prefix: prefix.trim_end_matches('/').to_owned(),
        })
    }

    /// How many bytes a URL may have; [`http::Uri`] takes no longer one.
    pub(crate) const MAX_URL_LENGTH: usize = u16::MAX as usize - 1;

    /// Returns the address of `path` (which starts with a slash) with `query` (which may be empty).
    pub(crate) fn join(&self, path: &str, query: &str) -> Result<Uri, UrlError> {
        let separator = if query.is_empty() { "" } else { "?" };
        let path_and_query = format!("{}{path}{separator}{query}", self.prefix);
        let before = self.scheme.as_str().len() + "://".len() + self.authority.as_str().len();
        let length = before + path_and_query.len();
        if length > Self::MAX_URL_LENGTH {
            return Err(UrlError::TooLong { length });
        }
        Uri::builder()
            .scheme(self.scheme.clone())
            .authority(self.authority.clone())
            .path_and_query(path_and_query)
            .build()
            .map_err(UrlError::Invalid)
    }
}

/// The reason why a request has no URL.
#[derive(Debug, Error)]
pub(crate) enum UrlError {
    #[error(
        "its URL would have {length} bytes, and {} is the most that can be sent: an id or a parameter is \
         too long",
        BaseUrl::MAX_URL_LENGTH
    )]
    TooLong { length: usize },
    #[error("its path and query do not make a URL")]
    Invalid(#[source] http::Error),
}

impl UrlError {
    pub(crate) fn too_long(&self) -> Option<usize> {
        match self {
            Self::TooLong { length } => Some(*length),
            Self::Invalid(_) => None,
        }
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}://{}{}",
            self.scheme, self.authority, self.prefix
        )
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "BaseUrl({self})")
    }
}

/// Takes user name and password out of a URL, since they do not belong into the message that refuses it.
fn without_user_info(text: &str) -> String {
    match (text.find("://"), text.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 <= at => {
            format!("{}…{}", &text[..scheme + 3], &text[at..])
        }
        (None, Some(at)) => format!("…{}", &text[at..]),
        _ => text.to_owned(),
    }
}

#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("the base URL {text:?} {reason}")]
pub(crate) struct BaseUrlError {
    text: String,
    reason: Reason,
}

#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
enum Reason {
    #[error("is not a URL")]
    NotAUrl,
    #[error("needs a scheme and a host, as in {}", BaseUrl::DEFAULT)]
    NotAbsolute,
    #[error("has a scheme that is neither https nor http")]
    OtherScheme,
    #[error("holds a user name or password; the API key goes into its own header")]
    UserInfo,
    #[error("holds a query or a fragment; only a path prefix may follow the host")]
    QueryOrFragment,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn joined(base: &str, path: &str, query: &str) -> String {
        BaseUrl::parse(base)
            .unwrap()
            .join(path, query)
            .unwrap()
            .to_string()
    }

    #[track_caller]
    fn refused(base: &str) -> Reason {
        BaseUrl::parse(base).unwrap_err().reason
    }

    #[test]
    fn joins_prefix_path_and_query() {
        assert_eq!(
            joined("https://api.deck.co/v2", "/test", ""),
            "https://api.deck.co/v2/test"
        );
        assert_eq!(
            joined("https://api.deck.co/v2/", "/test", ""),
            "https://api.deck.co/v2/test"
        );
        assert_eq!(
            joined("http://127.0.0.1:8080", "/test", "a=b"),
            "http://127.0.0.1:8080/test?a=b"
        );
        assert_eq!(
            joined("https://proxy.example/deck/v2", "/test", ""),
            "https://proxy.example/deck/v2/test"
        );
    }

    #[test]
    fn a_url_has_as_many_bytes_as_can_be_sent_and_no_more() {
        let base = BaseUrl::parse("https://api.deck.co/v2").unwrap();
        let room = BaseUrl::MAX_URL_LENGTH - "https://api.deck.co/v2/?".len();
        let (path, query) = ("/", "q".repeat(room));
        let longest = base.join(path, &query).unwrap().to_string();
        assert_eq!(longest.len(), BaseUrl::MAX_URL_LENGTH);
        assert!(longest.parse::<Uri>().is_ok());
        let too_long = base.join(path, &format!("{query}q")).unwrap_err();
        assert_eq!(too_long.too_long(), Some(BaseUrl::MAX_URL_LENGTH + 1));
    }

    #[test]
    fn refuses_what_is_no_base_url() {
        assert_eq!(refused("http://[bad"), Reason::NotAUrl);
        assert_eq!(refused("api.deck.co"), Reason::NotAbsolute);
        assert_eq!(refused("/v2"), Reason::NotAbsolute);
        assert_eq!(refused("ftp://api.deck.co"), Reason::OtherScheme);
        assert_eq!(refused("https://me:secret@api.deck.co"), Reason::UserInfo);
        assert_eq!(
            refused("https://api.deck.co/v2?x=1"),
            Reason::QueryOrFragment
        );
        assert_eq!(refused("https://api.deck.co/v2#x"), Reason::QueryOrFragment);
    }

    #[test]
    fn a_refusal_does_not_repeat_a_password() {
        let message = BaseUrl::parse("https://me:canary@api.deck.co")
            .unwrap_err()
            .to_string();
        assert!(!message.contains("canary"), "{message}");
        assert!(message.contains("api.deck.co"), "{message}");
    }
}
