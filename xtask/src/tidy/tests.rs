//! Tests of the rules of style.

use super::page;
use super::page::Link;
use super::source;
use super::text;
use crate::workspace::TextFile;
use crate::workspace::Workspace;

fn file(path: &str, text: &str) -> TextFile {
    TextFile {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

fn source_findings(path: &str, text: &str) -> Vec<String> {
    source::check(&file(path, text))
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn a_file_with_one_line_too_many_is_found() {
    let longest = format!("//! Home.\n{}", "let a = 1;\n".repeat(399));
    let longer = format!("{longest}let b = 2;\n");

    assert!(source_findings("crates/a/src/b.rs", &longest).is_empty());
    assert!(source_findings("crates/a/src/b.rs", &longer)[0].contains("401 lines"));
}

#[test]
fn tests_in_the_same_file_do_not_count_as_lines_of_source() {
    let text = format!(
        "//! Home.\n#[cfg(test)]\nmod tests {{\n{}}}\n",
        "a();\n".repeat(500)
    );

    assert!(source_findings("crates/a/src/b.rs", &text).is_empty());
}

#[test]
fn a_file_without_an_introduction_is_found() {
    assert_eq!(
        source_findings("crates/a/src/b.rs", "use std::fmt;\n").len(),
        1
    );
}

#[test]
fn a_re_export_below_the_root_is_found_with_its_line() {
    let findings = source_findings("crates/a/src/b.rs", "//! Home.\npub use crate::c::D;\n");

    assert!(
        findings[0].starts_with("crates/a/src/b.rs:2: a re-export"),
        "{findings:?}"
    );
}

#[test]
fn a_crate_root_without_its_two_lines_is_found_twice() {
    assert_eq!(
        source_findings("crates/a/src/lib.rs", "//! Home.\n").len(),
        2
    );
}

#[test]
fn unfinished_work_and_blanks_at_the_end_of_a_line_are_found() {
    let unfinished = format!("// {}{}: later\n", "TO", "DO");

    assert_eq!(
        text::check(&file("crates/a/src/b.rs", &unfinished)).len(),
        1
    );
    assert_eq!(text::check(&file("docs/wire.md", "a \nb\n")).len(), 1);
    assert!(text::check(&file("tests/golden/page.json", "a \nb\n")).is_empty());
}

#[test]
fn a_line_of_111_columns_is_found_unless_it_is_a_row_of_a_table() {
    let found = |path, line: &str| text::check(&file(path, line)).len();
    let (long, row) = ("ü".repeat(111), format!("| {}", "ü".repeat(111)));

    assert_eq!(found("docs/wire.md", &long), 1);
    assert_eq!(found("crates/a/src/b.rs", &format!("    // {long}")), 1);
    assert_eq!(found("docs/wire.md", &long[2..]), 0);
    assert_eq!(found("docs/wire.md", &row), 0);
    assert_eq!(found("crates/a/src/b.rs", &format!("    /// {row}")), 0);
    assert_eq!(found("tests/golden/page.json", &long), 0);
}

#[test]
fn an_import_of_several_items_is_found_outside_documentation() {
    let found = |line: &str| text::check(&file("crates/a/src/b.rs", line)).len();

    assert_eq!(found("use std::{fmt, io};"), 1);
    assert_eq!(found("    pub use self::a::{B, C};"), 1);
    assert_eq!(found("use std::fmt;"), 0);
    assert_eq!(found("/// use std::{fmt, io};"), 0);
}

#[test]
fn a_hidden_line_in_the_code_of_a_page_is_found() {
    let workspace = Workspace::load().unwrap();
    let page = |code: &str| {
        file(
            "docs/a.md",
            &format!("# A\n\n```rust\n{code}\n```\n\n# B\n"),
        )
    };
    let found = |code| page::check(&page(code), &workspace).len();

    assert_eq!(found("# use std::fmt;"), 1);
    assert_eq!(found("#"), 1);
    assert_eq!(found("#[derive(Clone)]\nstruct A;"), 0);
}

#[test]
fn a_page_names_paths_with_and_without_the_way_up() {
    let line = "See crates/deck-types/src/id.rs, `../docs/wire.md` and crates/*/src.";

    let paths: Vec<_> = page::paths_in(line).collect();

    assert_eq!(paths, ["crates/deck-types/src/id.rs", "docs/wire.md"]);
}

#[test]
fn links_are_read_with_text_and_target() {
    let links: Vec<_> = page::links_in("| [`a`](b.rs) | [c](d.md#e) |").collect();

    let expected = [
        Link {
            text: "`a`",
            target: "b.rs",
        },
        Link {
            text: "c",
            target: "d.md#e",
        },
    ];
    assert_eq!(links, expected);
}

#[test]
fn a_link_names_a_whole_test_or_the_beginning_of_one() {
    let named = |text, target| page::test_named_by(&Link { text, target });

    assert_eq!(named("`it_ends`", "a.rs").as_deref(), Some("it_ends("));
    assert_eq!(
        named("`guarantee_1_…`", "a.rs").as_deref(),
        Some("guarantee_1_")
    );
    assert_eq!(named("`Page`", "a.rs"), None);
    assert_eq!(named("it_ends", "a.rs"), None);
}

#[test]
fn a_target_counts_from_the_folder_of_its_page() {
    assert_eq!(
        page::resolve("docs/wire.md", "../tests/it/main.rs"),
        "tests/it/main.rs"
    );
    assert_eq!(page::resolve("README.md", "docs/wire.md"), "docs/wire.md");
}

#[test]
fn the_workspace_is_tidy() {
    let findings = super::findings().unwrap();

    let list: String = findings
        .iter()
        .map(|finding| format!("\n{finding}"))
        .collect();
    assert!(findings.is_empty(), "{list}");
}
