//! The help texts.

use crate::scene::deck;
use crate::scene::run;

#[track_caller]
fn help(arguments: &[&str]) -> String {
    run(deck(arguments)).success()
}

#[test]
fn the_help_names_every_command_and_the_flags_that_all_have() {
    let text = help(&["--help"]);
    assert!(
        ["task-runs", "test", "--sandbox", "--ca-cert"]
            .iter()
            .all(|word| text.contains(word)),
        "{text}"
    );
}

#[test]
fn the_help_has_a_section_about_the_environment() {
    let text = help(&["--help"]);
    let section = text.split("Environment:\n").nth(1).unwrap();
    let section = section.split("\n\n").next().unwrap();
    let names: Vec<_> = section
        .lines()
        .filter(|line| !line.starts_with("   "))
        .map(|line| line.split_whitespace().next().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "DECK_API_KEY",
            "DECK_BASE_URL",
            "DECK_PROFILE",
            "DECK_CONFIG",
            "SSL_CERT_FILE",
            "DECK_WEBHOOK_SECRET",
            "DECK_SANDBOX_CONTROL_URL",
            "DECK_SANDBOX_CONTROL_TOKEN",
            "HTTPS_PROXY",
            "ALL_PROXY",
            "NO_PROXY",
            "TZ",
            "COLUMNS",
            "DECK_PAGER",
            "PAGER",
            "NO_COLOR",
            "CLICOLOR_FORCE",
            "TERM"
        ]
    );
}

#[test]
fn the_help_of_the_listing_names_every_filter() {
    let text = help(&["task-runs", "list", "--help"]);
    let flags = [
        "--status",
        "--outcome",
        "--source-id",
        "--agent-id",
        "--credential-id",
        "--task-id",
        "--workflow-id",
        "--created-after",
        "--created-before",
        "--cursor",
        "--after",
        "--before",
        "--page-size",
        "--limit",
        "--all",
    ];
    assert!(
        flags
            .iter()
            .all(|flag| text.contains(&format!("{flag} ")) || text.contains(&format!("{flag}\n"))),
        "{text}"
    );
}

#[test]
fn the_help_of_the_sandbox_lists_no_flag_that_it_refuses_and_says_how_a_script_ends_it() {
    let text = help(&["sandbox", "--help"]);
    for flag in [
        "--sandbox",
        "--base-url URL",
        "--base-url <",
        "--ca-cert",
        "--max-retries",
    ] {
        assert!(!text.contains(flag), "{flag} in {text}");
    }
    assert!(
        text.contains("--output") && text.contains("trap \"kill $!\" EXIT"),
        "{text}"
    );
    assert!(help(&["test", "--help"]).contains("--max-retries"));
}

#[test]
fn no_flag_takes_a_key() {
    assert!(!help(&["task-runs", "list", "--help"]).contains("key <"));
    assert!(!help(&["--help"]).contains("--api-key"));
}

#[test]
fn the_version_is_that_of_the_package() {
    assert_eq!(
        help(&["--version"]),
        format!("deck {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn the_short_help_has_the_commands_in_groups_and_no_tables() {
    let text = help(&["-h"]);
    let places = ["Task runs:", "  cancel", "The API:", "  auth", "Options:"]
        .map(|part| text.find(part).unwrap_or_else(|| panic!("{part}: {text}")));
    assert!(places.is_sorted(), "{text}");
    for absent in ["Commands:", "Environment:", "Exit codes:", "--ca-cert"] {
        assert!(!text.contains(absent), "{absent} in {text}");
    }
}

#[test]
fn a_period_stands_before_the_raw_filters_of_the_api() {
    for noun in ["task-runs", "events"] {
        let text = help(&[noun, "list", "-h"]);
        let period = text.split("Period:\n").nth(1).unwrap();
        let period = period.split("\n\n").next().unwrap();
        let flags = period
            .lines()
            .filter_map(|line| line.trim_start().strip_prefix("--"));
        let names: Vec<&str> = flags.filter_map(|flag| flag.split(' ').next()).collect();
        assert_eq!(
            names,
            ["since", "until", "in", "created-after", "created-before"]
        );
    }
}

#[test]
fn a_paragraph_is_as_wide_as_the_terminal() {
    let mut command = deck(&["cancel", "--help"]);
    command.env("COLUMNS", "60");
    let text = run(command).success();
    let paragraph = text.split("The output is a list").nth(1).unwrap();
    let paragraph = paragraph.split("\n\n").next().unwrap();
    let mut lines: Vec<&str> = paragraph.lines().collect();
    lines.pop();
    assert!(
        lines
            .iter()
            .skip(1)
            .all(|line| (40..=60).contains(&line.len())),
        "{paragraph}"
    );
}
