//! Scrubbing of URIs and of forms, which are made of percent-encoded names and values.

use super::Scrubber;
use super::percent::Encoding;
use super::rules::Rules;
use super::secrets::Secrets;

/// Scrubs user, password and the parameters that are named; what was scrubbed goes to `found`.
pub(super) fn scrub_uri(uri: &str, rules: &Rules, found: &mut Secrets) -> String {
    let (before, query) = match uri.split_once('?') {
        Some((before, query)) => (before, Some(query)),
        None => (uri, None),
    };
    let mut out = scrub_user(before, found);
    if let Some(query) = query {
        out.push('?');
        out.push_str(&scrub_pairs(query, rules, |secret| found.add(secret)));
    }
    out
}

/// Scrubs the values of the `name=value` pairs that are named; what was scrubbed goes to `found`.
pub(super) fn scrub_pairs(pairs: &str, rules: &Rules, mut found: impl FnMut(&[u8])) -> String {
    let scrubbed = pairs.split('&').map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decoded = decode(name);
        match str::from_utf8(&decoded) {
            Ok(decoded) if rules.is_secret_parameter(decoded) => {
                found(value.as_bytes());
                found(&decode(value));
                format!("{name}={}", Scrubber::REPLACEMENT)
            }
            _ => pair.to_owned(),
        }
    });
    scrubbed.collect::<Vec<_>>().join("&")
}

fn scrub_user(before_query: &str, found: &mut Secrets) -> String {
    let Some((scheme, rest)) = before_query.split_once("://") else {
        return before_query.to_owned();
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let Some((user, host)) = authority.rsplit_once('@') else {
        return before_query.to_owned();
    };
    for part in user.split(':').chain([user]) {
        found.add(part.as_bytes());
        found.add(&decode(part));
    }
    format!("{scheme}://{}@{host}{path}", Scrubber::REPLACEMENT)
}

fn decode(text: &str) -> Vec<u8> {
    Encoding::Form.decode(text.as_bytes()).0
}
