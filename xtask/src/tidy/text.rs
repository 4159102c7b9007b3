//! Rules for every text file: no unfinished work, no words that belong to one machine.

use crate::finding::Finding;
use crate::workspace::TextFile;

/// Words that must not stand in the repository, with the reason. Each is cut in two, so that this file does
/// not hold it.
const FORBIDDEN: &[(&str, &str, &str)] = &[
    ("/ro", "ot/", MACHINE),
    ("/ho", "me/", MACHINE),
    ("/wo", "rk/", MACHINE),
    ("/tm", "p/w", MACHINE),
    ("C:\\", "Users", MACHINE),
    ("crates", ".io", HOST),
    ("npmjs", ".com", HOST),
    ("TO", "DO", UNFINISHED),
    ("FIX", "ME", UNFINISHED),
    ("todo", "!(", UNFINISHED),
    ("unimplemented", "!(", UNFINISHED),
    ("#[ig", "nore]", UNFINISHED),
];

/// The most columns of a line, tables aside.
const MAX_COLUMNS: usize = 110;

const MACHINE: &str = "say where it is from the root of the repository";
const HOST: &str = "name the package, not the host it is fetched from";
const UNFINISHED: &str = "finish it, or leave it out and tell what is absent on purpose";
const TRIM: &str = "remove the blanks at the end of the line";
const BREAK: &str = "break the line";
const ONE_EACH: &str = "give each item a line with `use`";

/// Finds the lines of `file` that break a rule for every text file.
pub(super) fn check(file: &TextFile) -> Vec<Finding> {
    (1..)
        .zip(file.text.lines())
        .flat_map(|(number, line)| check_line(file, number, line))
        .collect()
}

fn check_line(file: &TextFile, number: usize, line: &str) -> Vec<Finding> {
    let place = || format!("{}:{number}", file.path);
    let mut findings: Vec<_> = FORBIDDEN
        .iter()
        .map(|(head, tail, remedy)| (format!("{head}{tail}"), *remedy))
        .filter(|(word, _)| line.contains(word))
        .map(|(word, remedy)| Finding::new(place(), format!("`{word}` stands here"), remedy))
        .collect();
    if is_ours(&file.path) && line.ends_with([' ', '\t']) {
        findings.push(Finding::new(place(), "blanks at the end of the line", TRIM));
    }
    let columns = line.chars().count();
    if is_ours(&file.path) && columns > MAX_COLUMNS && !is_row(line) {
        let what = format!("{columns} columns, {MAX_COLUMNS} are the most");
        findings.push(Finding::new(place(), what, BREAK));
    }
    if file.path.ends_with(".rs") && imports_several(line) {
        findings.push(Finding::new(
            place(),
            "several items in one import",
            ONE_EACH,
        ));
    }
    findings
}

/// Returns whether the line begins an import with braces. Lines of documentation may have them.
fn imports_several(line: &str) -> bool {
    let line = line.trim_start();
    let line = line.strip_prefix("pub ").unwrap_or(line);
    line.starts_with("use ") && line.contains("::{")
}

/// Returns whether the file is written by hand here: golden files keep what was sent.
fn is_ours(path: &str) -> bool {
    [".rs", ".md", ".toml", ".yml", ".yaml", ".py"]
        .iter()
        .any(|ending| path.ends_with(ending))
}

/// Returns whether the line is a row of a table, on a page or in a comment, which cannot be broken.
fn is_row(line: &str) -> bool {
    let text = line.trim_start();
    let text = text.strip_prefix("///").or(text.strip_prefix("//!"));
    text.unwrap_or(line).trim_start().starts_with('|')
}
