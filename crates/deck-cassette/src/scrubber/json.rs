//! Scrubbing of JSON texts, in one pass that keeps digits, order and white space.

use serde::de::IgnoredAny;

use super::Scrubber;
use super::rules::Rules;
use super::secrets::Secrets;
use crate::text::layout::end_of_string;

/// Replaces the values that are named and gives the strings among them to `found`; `None` when `text` is no
/// JSON.
pub(super) fn scrub_named(text: &str, rules: &Rules, found: &mut Secrets) -> Option<String> {
    if !rules.has_json() || !is_json(text) {
        return None;
    }
    let is_named = |place: &[Container]| match place.last() {
        Some(parent) if parent.is_object && rules.is_secret_field(&parent.step) => true,
        _ => rules.is_secret_path(place),
    };
    Some(rewrite(text, is_named, |token, is_named| {
        if !is_named {
            return None;
        }
        if let Some(string) = unescaped(token) {
            found.add(string.as_bytes());
        }
        Some(quoted(Scrubber::REPLACEMENT))
    }))
}

/// Puts what `scrub` makes of them in the place of strings, keys among them, and of numbers; `None` when
/// `text` is not JSON.
pub(super) fn scrub_strings(text: &str, scrub: impl Fn(&str) -> Option<String>) -> Option<String> {
    let scrub = |token: &str, _| match unescaped(token) {
        Some(string) => scrub(&string).map(|scrubbed| quoted(&scrubbed)),
        None => scrub(token).map(|_| quoted(Scrubber::REPLACEMENT)),
    };
    is_json(text).then(|| rewrite(text, |_| false, scrub))
}

/// Returns a string as JSON writes it between quotes, with its characters escaped.
pub(super) fn escaped(string: &str) -> Option<String> {
    let quoted = quoted(string);
    Some(quoted.strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

fn quoted(string: &str) -> String {
    serde_json::Value::from(string).to_string()
}

fn unescaped(token: &str) -> Option<String> {
    if !token.starts_with('"') {
        return None;
    }
    // A lone half of a surrogate pair is valid JSON and no string of ours.
    Some(serde_json::from_str(token).unwrap_or_else(|_| token.to_owned()))
}

/// An object or array that is being read.
struct Container {
    is_object: bool,
    is_at_key: bool,
    index: usize,
    /// The key or the index of the value that is being read.
    step: String,
}

impl Container {
    fn object() -> Self {
        Self {
            is_object: true,
            is_at_key: true,
            index: 0,
            step: String::new(),
        }
    }

    fn array() -> Self {
        Self {
            is_object: false,
            is_at_key: false,
            index: 0,
            step: "0".to_owned(),
        }
    }

    fn go_on(&mut self) {
        if self.is_object {
            self.is_at_key = true;
        } else {
            self.index += 1;
            self.step = self.index.to_string();
        }
    }
}

impl AsRef<str> for Container {
    fn as_ref(&self) -> &str {
        &self.step
    }
}

/// Copies `text`, which is valid, token by token; `replace` may put another in the place of a key, of a
/// string, of a number or word, and of any whole value that `is_named` where it stands.
fn rewrite(
    text: &str,
    is_named: impl Fn(&[Container]) -> bool,
    mut replace: impl FnMut(&str, bool) -> Option<String>,
) -> String {
    let mut out = String::with_capacity(text.len());
    let mut place: Vec<Container> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_key = first == '"' && place.last().is_some_and(|parent| parent.is_at_key);
        let is_value =
            !is_key && !matches!(first, ' ' | '\t' | '\r' | '\n' | ':' | ',' | '}' | ']');
        let is_named = is_value && is_named(&place);
        let end = match first {
            _ if is_named => end_of_value(rest),
            '"' => end_of_string(rest),
            '{' | '[' => 1,
            _ if is_value => end_of_word(rest),
            _ => 1,
        };
        let (token, after) = rest.split_at(end);
        rest = after;
        let is_leaf = is_key || is_named || (is_value && !matches!(first, '{' | '['));
        match is_leaf.then(|| replace(token, is_named)).flatten() {
            Some(replaced) => out.push_str(&replaced),
            None => out.push_str(token),
        }
        if is_key {
            arrive(&mut place, token);
        } else if !is_leaf {
            follow(&mut place, first);
        }
    }
    out
}

fn arrive(place: &mut [Container], key: &str) {
    if let Some(parent) = place.last_mut() {
        parent.step = unescaped(key).unwrap_or_default();
        parent.is_at_key = false;
    }
}

fn follow(place: &mut Vec<Container>, character: char) {
    match character {
        '{' => place.push(Container::object()),
        '[' => place.push(Container::array()),
        '}' | ']' => {
            place.pop();
        }
        ',' => {
            if let Some(parent) = place.last_mut() {
                parent.go_on();
            }
        }
        _ => {}
    }
}

fn end_of_value(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        match first {
            '"' => at += end_of_string(&text[at..]),
            '{' | '[' => {
                depth += 1;
                at += 1;
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                at += 1;
            }
            _ if depth == 0 => return at + end_of_word(&text[at..]),
            _ => at += first.len_utf8(),
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

fn end_of_word(text: &str) -> usize {
    let is_end = |character| matches!(character, ',' | ']' | '}' | ' ' | '\t' | '\r' | '\n');
    text.find(is_end).unwrap_or(text.len())
}
