//! `--color`, and the variables about colour.

use crate::scene::deck;
use crate::scene::run;

fn has_color(arguments: &[&str], variables: &[(&str, &str)]) -> bool {
    let mut command = deck(arguments);
    command.envs(variables.iter().copied());
    let outcome = run(command);
    outcome.stdout.contains('\u{1b}') || outcome.stderr.contains('\u{1b}')
}

const LIST: [&str; 5] = ["--sandbox", "task-runs", "list", "--limit", "1"];

#[test]
fn a_pipe_has_colour_where_it_is_asked_for() {
    assert!(!has_color(&LIST, &[]));
    assert!(has_color(
        &[&LIST[..], &["--color", "always"]].concat(),
        &[("NO_COLOR", "1")]
    ));
    assert!(has_color(&LIST, &[("CLICOLOR_FORCE", "1")]));
    assert!(!has_color(
        &LIST,
        &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]
    ));
    let never = [&LIST[..], &["--color=never"]].concat();
    assert!(!has_color(&never, &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn help_and_errors_have_colour_where_it_is_asked_for() {
    for words in [&["--help"][..], &["test", "--nonsense"]] {
        assert!(!has_color(words, &[]), "{words:?}");
        assert!(
            has_color(&[words, &["--color=always"]].concat(), &[]),
            "{words:?}"
        );
    }
}
