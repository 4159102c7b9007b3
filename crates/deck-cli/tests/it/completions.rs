//! `deck completions`: each shell reads its script.

use std::process::Command;

use crate::foreign_program::output_of;
use crate::scene::deck;
use crate::scene::run;

fn script(shell: &str) -> String {
    run(deck(&["completions", shell])).success()
}

/// Lets the shell read the script without running it. A shell that is not installed reads nothing.
#[track_caller]
fn check(shell: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("script");
    std::fs::write(&path, script(shell)).unwrap();
    if let Some(read) = output_of(Command::new(shell).arg("-n").arg(&path)) {
        assert!(read.status.success() && read.stderr.is_empty(), "{read:?}");
    }
}

#[test]
fn bash_reads_its_script() {
    check("bash");
}

#[test]
fn zsh_reads_its_script() {
    check("zsh");
}

#[test]
fn fish_reads_its_script() {
    check("fish");
}

#[test]
fn every_script_completes_commands_and_flags() {
    for shell in ["bash", "zsh", "fish"] {
        let script = script(shell);
        for word in ["task-runs", "status", "rate-limit", "ndjson"] {
            assert!(script.contains(word), "{shell} lacks {word}");
        }
    }
}

#[cfg(unix)]
#[test]
fn bash_completes_a_command_with_its_script() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("script");
    std::fs::write(&path, script("bash")).unwrap();
    let words = "COMP_WORDS=(deck task-runs li); COMP_CWORD=2; _deck deck li task-runs; \
                 echo \"${COMPREPLY[@]}\"";
    let mut bash = Command::new("bash");
    bash.arg("-c")
        .arg(format!("source {}; {words}", path.display()));
    if let Some(output) = output_of(&mut bash) {
        let reply = String::from_utf8(output.stdout).unwrap();
        assert_eq!(reply, "list\n");
    }
}

#[test]
fn another_shell_is_refused_with_those_that_are_known() {
    let stderr = run(deck(&["completions", "tcsh"])).failure(2);
    assert!(stderr.contains("bash, zsh, fish"), "{stderr}");
}
