//! Types of foreign crates that must not stand in a public signature.
//!
//! This reads text, not types: it sees `pub` items that name a foreign crate, or a name imported from one. It
//! does not see what reaches the public API by an `impl` or by inference; that is left to review.

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::workspace::TextFile;

/// The crates whose types no public signature names.
const PRIVATE: &[&str] = &[
    "base64ct",
    "hmac_sha256",
    "hyper",
    "hyper_rustls",
    "hyper_util",
    "jiff",
    "rustls",
    "tokio",
    "tokio_rustls",
    "zeroize",
];

/// The crates with a public API to keep free.
const LIBRARIES: &[&str] = &[
    "crates/deck-types/",
    "crates/deck-transport/",
    "crates/deck-conformance/",
    "crates/deck-cassette/",
    "crates/deck-client/",
    "crates/deck-sandbox/",
    "crates/deck-webhooks/",
];

/// Files that stand behind a versioned feature, with the one crate they may name.
const VERSIONED: &[(&str, &str)] = &[("crates/deck-types/src/timestamp/jiff_1.rs", "jiff")];

const WRAP: &str = "wrap the type, or put it behind a versioned feature and list the file in \
     xtask/src/layers/public_api.rs";

/// Finds the public items of `file` that name a type of a private dependency.
pub(super) fn check(file: &TextFile) -> Vec<Finding> {
    if !LIBRARIES
        .iter()
        .any(|library| file.path.starts_with(library))
    {
        return Vec::new();
    }
    let private: Vec<_> = PRIVATE
        .iter()
        .copied()
        .filter(|name| !VERSIONED.contains(&(&file.path, name)))
        .collect();
    let lines: Vec<_> = file.code().collect();
    let foreign = imported_names(&lines, &private);
    (0..lines.len())
        .filter_map(|at| Some((lines[at].0, signature(&lines[at..])?)))
        .filter_map(|(number, signature)| {
            let name = named_in(&signature, &private, &foreign)?;
            let what = format!("`{name}` of a private dependency in a public signature");
            Some(Finding::new(format!("{}:{number}", file.path), what, WRAP))
        })
        .collect()
}

/// Returns the names that `use` lines take from the private crates.
fn imported_names(lines: &[(usize, &str)], private: &[&str]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for at in 0..lines.len() {
        let Some(path) = lines[at].1.trim_start().strip_prefix("use ") else {
            continue;
        };
        if private.iter().any(|name| is_path_into(path, name)) {
            names.extend(leaves(&until(&lines[at..], &[';'])));
        }
    }
    names
}

/// Returns the last names of a `use` path: what the file calls the imported things.
fn leaves(import: &str) -> impl Iterator<Item = String> {
    import.split(['{', '}', ',', ';']).filter_map(|part| {
        let leaf = part.split("::").last()?.split(" as ").last()?.trim();
        leaf.starts_with(char::is_uppercase)
            .then(|| leaf.to_owned())
    })
}

/// Returns the text of the public item that begins at the first of `lines`, as far as users see it.
fn signature(lines: &[(usize, &str)]) -> Option<String> {
    let item = lines.first()?.1.trim_start();
    let rest = item.strip_prefix("pub ")?;
    match rest.split([' ', '(', ':']).next()? {
        "enum" | "trait" => Some(block(lines)),
        "struct" => Some(public_fields(&until(lines, &['{', ';']))),
        "fn" | "const" | "static" | "type" | "use" | "async" | "unsafe" | "mod" => {
            Some(until(lines, &['{', ';']))
        }
        _ => Some(item.to_owned()),
    }
}

/// Leaves the private fields of a tuple struct out.
fn public_fields(header: &str) -> String {
    let Some((head, fields)) = header.split_once('(') else {
        return header.to_owned();
    };
    let public = fields
        .split(',')
        .filter(|field| field.trim_start().starts_with("pub "));
    std::iter::once(head)
        .chain(public)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns the text up to the first of `ends`.
fn until(lines: &[(usize, &str)], ends: &[char]) -> String {
    let mut text = String::new();
    for (_, line) in lines {
        match line.find(ends) {
            Some(end) if !line.trim_start().starts_with("use ") => {
                text.push_str(&line[..end]);
                break;
            }
            _ => text.push_str(line),
        }
        text.push(' ');
        if line.ends_with(';') {
            break;
        }
    }
    text
}

/// Returns the text up to the brace that closes the block.
fn block(lines: &[(usize, &str)]) -> String {
    let mut depth = 0_usize;
    let mut text = String::new();
    for (_, line) in lines {
        text.push_str(line);
        text.push(' ');
        depth += line.matches('{').count();
        depth = depth.saturating_sub(line.matches('}').count());
        if depth == 0 {
            break;
        }
    }
    text
}

/// Returns the first word of `signature` that belongs to a private crate.
fn named_in<'a>(
    signature: &'a str,
    private: &[&str],
    foreign: &BTreeSet<String>,
) -> Option<&'a str> {
    let is_boundary = |letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | ':');
    signature
        .split(is_boundary)
        .find(|word| private.iter().any(|name| is_path_into(word, name)) || foreign.contains(*word))
}

fn is_path_into(path: &str, name: &str) -> bool {
    path.trim_start_matches("::")
        .strip_prefix(name)
        .is_some_and(|rest| rest.starts_with("::"))
}
