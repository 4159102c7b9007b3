//! Proxies, and the decision which way a target is reached.

use std::fmt;

use http::HeaderValue;
use http::Uri;
use http::uri::Scheme;
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::client::proxy::matcher::Matcher;

use super::build_error::HyperTransportError;
use super::build_error::HyperTransportErrorKind;
use super::no_proxy::NoProxy;
use super::plain_http::is_loopback;
use super::proxy_variable::ProxyVariable;
use super::proxy_variable::is_cgi;
use super::proxy_variable::no_proxy;

/// The proxy between this machine and the servers.
///
/// `https` targets are reached through a tunnel (`CONNECT`), so the proxy sees the name of the host and
/// nothing else; `http` targets are handed to the proxy whole. Requests to loopback hosts never go through a
/// proxy, whatever the setting: loopback is this machine, and behind the proxy it would be another one.
///
/// The proxy itself is an `http` or `https` URL. A user name and password in it become `proxy-authorization`,
/// which only the proxy gets.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Proxy {
    /// As the variables `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say (upper or lower case,
    /// read once when the transport is built). `NO_PROXY` is a list of names, addresses and networks
    /// separated by commas or spaces, each with a port (`host:8080`) or for every port; a name stands for its
    /// subdomains too, and `*` for everything. In a CGI process, where `HTTP_PROXY` comes from the request,
    /// all of them are ignored.
    ///
    /// A request that would go through a SOCKS proxy, or through one whose variable is not the URL of a
    /// proxy, fails with [`TransportErrorKind::Proxy`](crate::TransportErrorKind::Proxy), and the error names
    /// the proxy or the variable. An empty variable is one that is not set, and a URL without a scheme
    /// (`proxy.example:3128`) is an `http` URL.
    #[default]
    FromEnvironment,
    /// None: every connection goes straight to its target.
    None,
    /// This URL (`http://user:password@proxy.example:3128`) for every target but loopback; the environment is
    /// not read.
    Url(String),
}

impl fmt::Debug for Proxy {
    /// Leaves out the URL, which may hold a password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::FromEnvironment => "FromEnvironment",
            Self::None => "None",
            Self::Url(_) => "Url(..)",
        })
    }
}

/// The way to a target.
pub(super) enum Route {
    /// A connection to the target.
    Direct,
    /// A connection to the proxy, which gets the request itself.
    Forward(Intercept),
    /// A connection to the proxy, which connects it with the target.
    Tunnel(Intercept),
    /// None: the variable that is to name the proxy for the target does not.
    Unreadable(ProxyVariable),
}

/// Knows the way to every target.
pub(super) struct Routes {
    matcher: Option<Matcher>,
    no_proxy: NoProxy,
    unreadable_for_http: Option<ProxyVariable>,
    unreadable_for_https: Option<ProxyVariable>,
}

impl Routes {
    pub(super) fn new(proxy: &Proxy) -> Result<Self, HyperTransportError> {
        let matcher = match proxy {
            Proxy::FromEnvironment if is_cgi() => None,
            Proxy::FromEnvironment => return Ok(Self::from_environment()),
            Proxy::None => None,
            Proxy::Url(url) => Some(for_all_targets(url)?),
        };
        Ok(Self {
            matcher,
            no_proxy: NoProxy::default(),
            unreadable_for_http: None,
            unreadable_for_https: None,
        })
    }

    fn from_environment() -> Self {
        let all = ProxyVariable::find("ALL_PROXY");
        Self::from_variables(
            ProxyVariable::find("HTTP_PROXY").or_else(|| all.clone()),
            ProxyVariable::find("HTTPS_PROXY").or(all),
            NoProxy::parse(&no_proxy()),
        )
    }

    fn from_variables(
        http: Option<ProxyVariable>,
        https: Option<ProxyVariable>,
        no_proxy: NoProxy,
    ) -> Self {
        let url = |variable: &Option<ProxyVariable>| {
            let variable = variable.as_ref();
            variable.map_or_else(String::new, ProxyVariable::url_or_stand_in)
        };
        let matcher = Matcher::builder()
            .http(url(&http))
            .https(url(&https))
            .no(no_proxy.hosts())
            .build();
        Self {
            matcher: Some(matcher),
            no_proxy,
            unreadable_for_http: http.filter(ProxyVariable::is_unreadable),
            unreadable_for_https: https.filter(ProxyVariable::is_unreadable),
        }
    }

    pub(super) fn route(&self, target: &Uri) -> Route {
        let Some(proxy) = self.intercept(target) else {
            return Route::Direct;
        };
        let (is_plain, unreadable) = if is_plain(target) {
            (true, &self.unreadable_for_http)
        } else {
            (false, &self.unreadable_for_https)
        };
        match unreadable {
            Some(variable) => Route::Unreadable(variable.clone()),
            None if is_plain => Route::Forward(proxy),
            None => Route::Tunnel(proxy),
        }
    }

    /// Returns the `proxy-authorization` that the request itself has to carry: in a tunnel it would reach the
    /// target, so there it is none.
    pub(super) fn forward_authorization(&self, target: &Uri) -> Option<HeaderValue> {
        match self.route(target) {
            Route::Forward(proxy) => proxy.basic_auth().cloned(),
            Route::Direct | Route::Tunnel(_) | Route::Unreadable(_) => None,
        }
    }

    fn intercept(&self, target: &Uri) -> Option<Intercept> {
        if is_loopback(target) || self.no_proxy.names_with_port(target) {
            return None;
        }
        self.matcher.as_ref()?.intercept(target)
    }
}

fn for_all_targets(url: &str) -> Result<Matcher, HyperTransportError> {
    let matcher = Matcher::builder().all(url).build();
    let understood = matcher
        .intercept(&Uri::from_static("https://example.com"))
        .is_some_and(|proxy| is_http(proxy.uri()));
    if understood {
        Ok(matcher)
    } else {
        let error = HyperTransportError::new(HyperTransportErrorKind::InvalidProxy);
        Err(match url.split_once("://") {
            Some((scheme, _)) if scheme.to_ascii_lowercase().starts_with("socks") => {
                error.with_source("SOCKS is not supported")
            }
            _ => error,
        })
    }
}

pub(super) fn is_plain(uri: &Uri) -> bool {
    uri.scheme() == Some(&Scheme::HTTP)
}

pub(super) fn is_http(uri: &Uri) -> bool {
    is_plain(uri) || uri.scheme() == Some(&Scheme::HTTPS)
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use super::*;

    #[test]
    fn https_goes_through_a_tunnel_and_http_is_forwarded() {
        let routes = routes("http://proxy.example:3128");

        assert!(matches!(
            routes.route(&uri("https://api.deck.co/")),
            Route::Tunnel(_)
        ));
        assert!(matches!(
            routes.route(&uri("http://api.deck.co/")),
            Route::Forward(_)
        ));
    }

    #[test]
    fn loopback_never_goes_through_a_proxy() {
        let routes = routes("http://proxy.example:3128");

        for target in ["http://localhost:1/", "https://127.0.0.1/", "http://[::1]/"] {
            assert!(
                matches!(routes.route(&uri(target)), Route::Direct),
                "{target}"
            );
        }
    }

    #[test]
    fn without_a_proxy_every_way_is_direct() {
        let routes = Routes::new(&Proxy::None).expect("routes");

        assert!(matches!(
            routes.route(&uri("https://api.deck.co/")),
            Route::Direct
        ));
    }

    #[test]
    fn credentials_travel_with_forwarded_requests_only() {
        let routes = routes("http://user:word@proxy.example:3128");

        let forwarded = routes.forward_authorization(&uri("http://api.deck.co/"));
        assert_eq!(forwarded.expect("credentials"), "Basic dXNlcjp3b3Jk");
        assert_eq!(
            routes.forward_authorization(&uri("https://api.deck.co/")),
            None
        );
        assert_eq!(
            routes.forward_authorization(&uri("http://localhost/")),
            None
        );
    }

    #[test]
    fn a_proxy_that_is_no_http_url_is_refused() {
        for url in [
            "",
            "not a url",
            "socks5://proxy.example:1080",
            "ftp://proxy.example",
        ] {
            let error = Routes::new(&Proxy::Url(url.to_owned()))
                .err()
                .expect("an error");

            assert_eq!(error.kind(), HyperTransportErrorKind::InvalidProxy, "{url}");
            assert_eq!(error.source().is_some(), url.starts_with("socks"), "{url}");
        }
    }

    #[test]
    fn a_variable_that_cannot_be_read_stops_the_requests_that_it_is_for() {
        let unreadable = || Some(ProxyVariable::new("HTTPS_PROXY", "::nonsense"));
        let readable = Some(ProxyVariable::new("HTTP_PROXY", "http://proxy.example"));
        let no_proxy = NoProxy::parse("direct.example,port.example:444");
        let routes = Routes::from_variables(readable, unreadable(), no_proxy);

        let route = |target| routes.route(&uri(target));
        let Route::Unreadable(variable) = route("https://api.deck.co/") else {
            panic!("there is a way");
        };
        assert_eq!(Some(variable), unreadable());
        assert!(matches!(route("http://api.deck.co/"), Route::Forward(_)));
        for direct in [
            "https://direct.example/",
            "https://port.example:444/",
            "https://localhost/",
        ] {
            assert!(matches!(route(direct), Route::Direct), "{direct}");
        }
    }

    #[test]
    fn the_debug_text_of_a_proxy_has_no_password() {
        let proxy = Proxy::Url("http://user:secret@proxy.example".to_owned());

        assert_eq!(format!("{proxy:?}"), "Url(..)");
    }

    fn routes(url: &str) -> Routes {
        Routes::new(&Proxy::Url(url.to_owned())).expect("routes")
    }

    fn uri(text: &str) -> Uri {
        text.parse().expect("a URI")
    }
}
