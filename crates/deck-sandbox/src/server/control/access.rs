//! Who may use the control API.

use std::hash::BuildHasher;
use std::hash::RandomState;

use http::HeaderMap;
use http::StatusCode;
use http::header;

/// What a request to the control API needs: the token, the name of this server, and that no page of a browser
/// makes it.
pub(in crate::server) struct Access {
    token: String,
    port: u16,
}

impl Access {
    /// Draws a token for the server at `port`.
    pub(in crate::server) fn new(port: u16) -> Access {
        // Each state has keys from the random numbers of the system, the only ones that the standard library
        // gives out.
        let [high, low] = [0, 1].map(|part| RandomState::new().hash_one(part));
        Access {
            token: format!("{high:016x}{low:016x}"),
            port,
        }
    }

    pub(in crate::server) fn token(&self) -> &str {
        &self.token
    }

    /// Checks the headers of a request; the error is a status and its reason.
    pub(in crate::server) fn check(
        &self,
        headers: &HeaderMap,
    ) -> Result<(), (StatusCode, &'static str)> {
        let text = |name| {
            headers
                .get(name)
                .map(|value| value.to_str().unwrap_or_default())
        };
        // A page of another site has a name of its own here, also when it leads to this machine.
        if !text(header::HOST).is_some_and(|host| self.is_here(host)) {
            let reason = "Host is not the address of this server";
            return Err((StatusCode::FORBIDDEN, reason));
        }
        let is_own = |origin: &str| {
            origin
                .strip_prefix("http://")
                .is_some_and(|host| self.is_here(host))
        };
        if text(header::ORIGIN).is_some_and(|origin| !is_own(origin)) {
            return Err((StatusCode::FORBIDDEN, "Origin is another site"));
        }
        let token = text(header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
        if !token.is_some_and(|token| is_same(token.trim(), &self.token)) {
            let reason =
                "Authorization is not `Bearer` and the control token, which the server prints";
            return Err((StatusCode::UNAUTHORIZED, reason));
        }
        Ok(())
    }

    fn is_here(&self, host: &str) -> bool {
        let Some((name, port)) = host.rsplit_once(':') else {
            return false;
        };
        let is_name = ["127.0.0.1", "localhost", "[::1]"]
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known));
        is_name && port.parse() == Ok(self.port)
    }
}

/// Compares two texts in a time that does not tell where they differ.
fn is_same(one: &str, other: &str) -> bool {
    let pairs = one.bytes().zip(other.bytes());
    let difference = pairs.fold(0, |difference, (one, other)| difference | (one ^ other));
    one.len() == other.len() && difference == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(access: &Access, headers: &[(header::HeaderName, &str)]) -> Result<(), u16> {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.clone(), value.parse().unwrap()));
        let checked = access.check(&headers.collect());
        checked.map_err(|(status, _)| status.as_u16())
    }

    #[test]
    fn token_host_and_origin_must_be_those_of_the_server() {
        let access = Access::new(4010);
        let token = format!("Bearer {}", access.token());
        let with = |host, token: &str, origin: Option<&str>| {
            let origin = origin.map(|origin| (header::ORIGIN, origin));
            let headers: Vec<_> = [(header::HOST, host), (header::AUTHORIZATION, token)]
                .into_iter()
                .chain(origin)
                .collect();
            status(&access, &headers)
        };

        assert_eq!(with("127.0.0.1:4010", &token, None), Ok(()));
        assert_eq!(with("LocalHost:4010", &token, None), Ok(()));
        assert_eq!(
            with("localhost:4010", &token, Some("http://localhost:4010")),
            Ok(())
        );
        assert_eq!(
            with("localhost:4010", &token, Some("https://example.com")),
            Err(403)
        );
        assert_eq!(with("localhost:4010", &token, Some("null")), Err(403));
        assert_eq!(with("example.com:4010", &token, None), Err(403));
        assert_eq!(with("localhost:4011", &token, None), Err(403));
        assert_eq!(with("localhost", &token, None), Err(403));
        assert_eq!(
            with("localhost:4010", &token[..token.len() - 1], None),
            Err(401)
        );
        assert_eq!(
            with("localhost:4010", "Bearer sk_live_sandbox", None),
            Err(401)
        );
        assert_eq!(
            status(&access, &[(header::AUTHORIZATION, &token)]),
            Err(403)
        );
        assert_eq!(
            status(&access, &[(header::HOST, "localhost:4010")]),
            Err(401)
        );
    }

    #[test]
    fn every_server_has_a_token_of_its_own() {
        let token = Access::new(1).token().to_owned();

        assert_eq!(token.len(), 32);
        assert_ne!(token, Access::new(1).token());
    }
}
