//! Rules for the pages in Markdown: what they name exists.

use crate::finding::Finding;
use crate::workspace::TextFile;
use crate::workspace::Workspace;

/// The folders that a path in a page may begin with.
const FOLDERS: &[&str] = &["crates/", "docs/", "tests/", "xtask/"];

const RENAME: &str = "name what is there now, or drop the mention";
const SHOW: &str = "write a whole program that can be copied";
const PROVE: &str = "link the test that proves it, by its present name";
const DELIMIT: &str = "add a heading `Not here` or `What it is not`";

/// Finds the paths, crates and tests that a page names and that do not exist.
pub(super) fn check(page: &TextFile, workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in (1..).zip(page.text.lines()) {
        let place = format!("{}:{number}", page.path);
        let paths = paths_in(line).filter(|path| !workspace.contains(path));
        let crates = crates_in(line).filter(|name| !is_package(name, workspace));
        findings.extend(
            paths
                .chain(crates)
                .map(|name| Finding::new(&place, format!("`{name}` does not exist"), RENAME)),
        );
        findings
            .extend(links_in(line).filter_map(|link| check_link(page, workspace, &place, &link)));
    }
    findings.extend(hidden_lines(page).map(|number| {
        let place = format!("{}:{number}", page.path);
        Finding::new(place, "a hidden line in a block of code", SHOW)
    }));
    if is_crate_page(&page.path) && !is_delimited(&page.text) {
        findings.push(Finding::new(
            &page.path,
            "nothing says what the crate is not",
            DELIMIT,
        ));
    }
    findings
}

/// Returns the numbers of the lines that rustdoc hides in blocks of Rust, and that a reader of the page sees
/// all the same.
fn hidden_lines(page: &TextFile) -> impl Iterator<Item = usize> {
    let mut is_in_rust = false;
    (1..)
        .zip(page.text.lines())
        .filter_map(move |(number, line)| {
            if let Some(language) = line.strip_prefix("```") {
                is_in_rust = language.starts_with("rust");
            }
            (is_in_rust && (line == "#" || line.starts_with("# "))).then_some(number)
        })
}

/// One link of a page: the text in brackets and the target in parentheses.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Link<'a> {
    pub(super) text: &'a str,
    pub(super) target: &'a str,
}

/// Returns the paths from the root that a line names, without patterns.
pub(super) fn paths_in(line: &str) -> impl Iterator<Item = &str> {
    let is_path = |letter: char| letter.is_ascii_alphanumeric() || "_-./*<>…".contains(letter);
    line.split(move |letter| !is_path(letter))
        .map(|word| word.trim_start_matches("../").trim_end_matches('.'))
        .filter(|word| FOLDERS.iter().any(|folder| word.starts_with(folder)))
        .filter(|word| !word.contains(['*', '<', '…']))
}

/// Returns the names in code spans that look like crates of ours.
fn crates_in(line: &str) -> impl Iterator<Item = &str> {
    let spans = line.split('`').skip(1).step_by(2);
    spans.filter(|span| {
        let name = span.strip_prefix("deck-");
        name.is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase()))
    })
}

/// Returns the links of a line.
pub(super) fn links_in(line: &str) -> impl Iterator<Item = Link<'_>> {
    line.match_indices("](").filter_map(|(middle, _)| {
        let text = &line[line[..middle].rfind('[')? + 1..middle];
        let target = &line[middle + 2..];
        Some(Link {
            text,
            target: &target[..target.find(')')?],
        })
    })
}

fn check_link(
    page: &TextFile,
    workspace: &Workspace,
    place: &str,
    link: &Link<'_>,
) -> Option<Finding> {
    if link.target.contains("://") || link.target.starts_with('#') {
        return None;
    }
    let target = link.target.split('#').next().unwrap_or_default();
    let path = resolve(&page.path, target);
    if !workspace.contains(&path) {
        return Some(Finding::new(
            place,
            format!("the link to `{target}` is broken"),
            RENAME,
        ));
    }
    let test = test_named_by(link)?;
    let is_there = workspace.file(&path)?.text.contains(&format!("fn {test}"));
    let what = || format!("`{path}` has no test `{test}`");
    (!is_there).then(|| Finding::new(place, what(), PROVE))
}

/// Returns the test that a link names, when its text is one function name or, with `…`, the beginning of one,
/// and its target a Rust file.
pub(super) fn test_named_by(link: &Link<'_>) -> Option<String> {
    let name = link.text.strip_prefix('`')?.strip_suffix('`')?;
    let begin = name.strip_suffix('…');
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let is_function = begin.unwrap_or(name).chars().all(is_part);
    (is_function && link.target.ends_with(".rs"))
        .then(|| begin.map_or_else(|| format!("{name}("), str::to_owned))
}

/// Returns the path from the root of `target`, which counts from the folder of `page`.
pub(super) fn resolve(page: &str, target: &str) -> String {
    let mut folders: Vec<_> = page.split('/').collect();
    folders.pop();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(folders.pop()),
            name => folders.push(name),
        }
    }
    folders.join("/")
}

fn is_package(name: &str, workspace: &Workspace) -> bool {
    name == "deck-tests" || workspace.contains(&format!("crates/{name}"))
}

fn is_crate_page(path: &str) -> bool {
    path.starts_with("crates/") && path.ends_with("/README.md")
}

fn is_delimited(text: &str) -> bool {
    let mut headings = text.lines().filter(|line| line.starts_with('#'));
    headings.any(|heading| heading.ends_with("Not here") || heading.ends_with("What it is not"))
}
