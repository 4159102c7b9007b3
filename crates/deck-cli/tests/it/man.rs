//! `deck man`.

use std::fs;
use std::process::Command;

use crate::foreign_program::output_of;
use crate::scene::deck;
use crate::scene::run;

fn page(words: &[&str]) -> String {
    run(deck(&[&["man"], words].concat())).success()
}

#[test]
fn every_page_has_the_exit_codes_and_the_environment() {
    for words in [&[][..], &["task-runs", "list"], &["sandbox"]] {
        let page = page(words);
        for part in [
            ".SH NAME\ndeck",
            ".SH EXAMPLES",
            ".SH \"EXIT STATUS\"",
            "Interrupted by Ctrl\\-C",
            ".SH ENVIRONMENT",
            "DECK_API_KEY",
        ] {
            assert!(
                page.contains(part),
                "{part} is not in the page of {words:?}"
            );
        }
        assert_eq!(page.matches("\\fBDECK_API_KEY\\fR").count(), 1, "{words:?}");
    }
}

#[test]
fn a_noun_can_be_given_by_its_short_name() {
    assert_eq!(page(&["runs", "get"]), page(&["task-runs", "get"]));
}

#[test]
fn a_command_that_is_not_known_is_refused_with_the_one_that_is_meant() {
    let stderr = run(deck(&["man", "task-runs", "lits"])).failure(2);
    assert!(
        stderr.contains("there is no command `deck task-runs lits`"),
        "{stderr}"
    );
    assert!(stderr.contains("did you mean list?"), "{stderr}");
}

#[test]
fn all_pages_can_be_written_into_a_folder_and_groff_reads_them() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("man/man1");
    run(deck(&["man", "--out", out.to_str().unwrap()])).success();
    let names = [
        "deck.1",
        "deck-task-runs.1",
        "deck-task-runs-list.1",
        "deck-auth-status.1",
    ];
    for name in names {
        assert!(out.join(name).is_file(), "{name}");
    }
    for page in fs::read_dir(&out).unwrap() {
        let mut groff = Command::new("groff");
        groff
            .args(["-man", "-ww", "-Wbreak", "-Tutf8", "-z"])
            .arg(page.unwrap().path());
        if let Some(read) = output_of(&mut groff) {
            assert!(read.status.success() && read.stderr.is_empty(), "{read:?}");
        }
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let stderr = run(deck(&["man", "--out", file.to_str().unwrap()])).failure(2);
    assert!(stderr.contains("could not be written"), "{stderr}");
}
