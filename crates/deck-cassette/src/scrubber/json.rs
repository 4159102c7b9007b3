//! Scrubbing of JSON texts, in one pass that keeps digits, order and white space.

use serde::de::IgnoredAny;

use super::Scrubber;
use super::rules::BodyKind;
use super::rules::Reason;
use super::rules::Rules;
use crate::text::layout::end_of_string;

/// Replaces the values that are secret or named, and gives the strings in them to `found`; `None` when `text`
/// is no JSON.
///
/// A secret that is null stays null: there is none. Of a secret that is an object or an array, every string
/// and number in it is found; of a value that a rule names, only the value itself where it is a string.
pub(super) fn scrub_named(
    text: &str,
    rules: &Rules,
    kind: BodyKind,
    mut found: impl FnMut(Reason, &str),
) -> Option<String> {
    if !is_json(text) {
        return None;
    }
    let reason_at = |place: &[Container]| reason_at(place, rules, kind);
    Some(rewrite(text, reason_at, |value, token| {
        let Token::Scrubbed(reason) = token else {
            return None;
        };
        match reason {
            Reason::Secret if value == "null" => return None,
            Reason::Secret => for_each_leaf(value, |leaf| found(reason, leaf)),
            Reason::Named => unescaped(value)
                .iter()
                .for_each(|string| found(reason, string)),
        }
        Some(quoted(Scrubber::REPLACEMENT))
    }))
}

fn reason_at(place: &[Container], rules: &Rules, kind: BodyKind) -> Option<Reason> {
    let by_name = match place {
        [root] if root.is_object && kind.is_secret(&root.step) => Some(Reason::Secret),
        [.., parent] if parent.is_object => rules.reason_of_field(&parent.step),
        _ => None,
    };
    by_name.or_else(|| rules.is_secret_path(place).then_some(Reason::Named))
}

/// Shows the strings and numbers in a value, which is valid, without the quotes and escapes of strings.
fn for_each_leaf(value: &str, mut show: impl FnMut(&str)) {
    rewrite(
        value,
        |_| None,
        |text, token| {
            if token == Token::Leaf {
                show(unescaped(text).as_deref().unwrap_or(text));
            }
            None
        },
    );
}

/// Puts what `scrub` makes of them in the place of strings, keys among them, and of numbers; `None` when
/// `text` is not JSON.
pub(super) fn scrub_strings(text: &str, scrub: impl Fn(&str) -> Option<String>) -> Option<String> {
    let scrub = |text: &str, _| match unescaped(text) {
        Some(string) => scrub(&string).map(|scrubbed| quoted(&scrubbed)),
        None => scrub(text).map(|_| quoted(Scrubber::REPLACEMENT)),
    };
    is_json(text).then(|| rewrite(text, |_| None, scrub))
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

/// What `rewrite` may put something else in the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Key,
    /// A string, a number or a word.
    Leaf,
    /// A whole value, of any type, that is scrubbed for where it stands.
    Scrubbed(Reason),
}

/// Copies `text`, which is valid, token by token; `replace` may put another in the place of a key, of a
/// string, of a number or word, and of any whole value for which there is a reason where it stands.
fn rewrite(
    text: &str,
    reason_at: impl Fn(&[Container]) -> Option<Reason>,
    mut replace: impl FnMut(&str, Token) -> Option<String>,
) -> String {
    let mut out = String::with_capacity(text.len());
    let mut place: Vec<Container> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_key = first == '"' && place.last().is_some_and(|parent| parent.is_at_key);
        let is_value =
            !is_key && !matches!(first, ' ' | '\t' | '\r' | '\n' | ':' | ',' | '}' | ']');
        let reason = if is_value { reason_at(&place) } else { None };
        let end = match first {
            _ if reason.is_some() => end_of_value(rest),
            '"' => end_of_string(rest),
            '{' | '[' => 1,
            _ if is_value => end_of_word(rest),
            _ => 1,
        };
        let (token, after) = rest.split_at(end);
        rest = after;
        let replaceable = match reason {
            Some(reason) => Some(Token::Scrubbed(reason)),
            None if is_key => Some(Token::Key),
            None if is_value && !matches!(first, '{' | '[') => Some(Token::Leaf),
            None => None,
        };
        match replaceable.and_then(|kind| replace(token, kind)) {
            Some(replaced) => out.push_str(&replaced),
            None => out.push_str(token),
        }
        if is_key {
            arrive(&mut place, token);
        } else if replaceable.is_none() {
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
