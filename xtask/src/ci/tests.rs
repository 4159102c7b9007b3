//! Tests of what the steps of continuous integration decide.

use super::package;
use super::readme;

const WHOLE: &str = "Cargo.lock\nCargo.toml\nLICENSE-APACHE\nLICENSE-MIT\nREADME.md\nsrc/lib.rs\n";

#[test]
fn commands_are_read_from_console_and_sh_blocks_only() {
    let page = "$ no\n```console\n$ one\n```\n```rust\nno\n```\n```sh\ntwo\n```\nno\n";

    assert_eq!(
        readme::commands_in(page).collect::<Vec<_>>(),
        ["one", "two"]
    );
}

#[test]
fn a_package_with_what_belongs_passes() {
    assert!(package::check("deck-types", WHOLE).is_empty());
}

#[test]
fn a_missing_licence_and_a_stray_file_are_found() {
    let paths = WHOLE.replace("LICENSE-MIT\n", "notes.txt\n");

    let findings = package::check("deck-types", &paths);

    assert_eq!(findings.len(), 2);
    assert!(
        findings[0]
            .to_string()
            .starts_with("deck-types: `LICENSE-MIT` is missing")
    );
    assert!(
        findings[1]
            .to_string()
            .starts_with("deck-types: `notes.txt` does not belong")
    );
}
