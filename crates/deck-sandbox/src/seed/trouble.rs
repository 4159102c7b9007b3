//! The problems in `errors` of seeded runs, in the words of the documentation.

use deck_types::Problem;

use crate::seed::random::Random;

/// A kind of failure: type, code, message, and the input field at fault.
type Trouble = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
);

const TROUBLES: [Trouble; 9] = [
    (
        "task",
        "timeout",
        "The task did not finish within 30 minutes.",
        None,
    ),
    (
        "auth",
        "auth_invalid",
        "The source refused the user name or the password.",
        None,
    ),
    (
        "interaction",
        "interaction_timeout",
        "Nobody answered the prompt of the source in time.",
        None,
    ),
    (
        "interaction",
        "mfa_timeout",
        "The one-time code was not entered in time.",
        None,
    ),
    (
        "source",
        "source_not_available",
        "The source is down for maintenance.",
        None,
    ),
    (
        "source",
        "source_blocked",
        "The source refused the connection.",
        None,
    ),
    (
        "session",
        "timeout",
        "The session could not be established in time.",
        None,
    ),
    (
        "request",
        "input_missing",
        "The input has no account number.",
        Some("account_number"),
    ),
    (
        "api",
        "api_error",
        "Something went wrong on our side.",
        None,
    ),
];

/// Draws the problems of a failed run: one, rarely two.
pub(crate) fn problems(random: &mut Random) -> Vec<Problem> {
    let count = if random.chance(8) { 2 } else { 1 };
    (0..count)
        .map(|_| problem(*random.pick(&TROUBLES)))
        .collect()
}

/// Draws a problem that can strike a run at any time.
pub(crate) fn sudden(random: &mut Random) -> Problem {
    let sudden = [1, 4, 5, 7, 8].map(|index| TROUBLES[index]);
    problem(*random.pick(&sudden))
}

/// Returns whether `problems` say that the run was stopped by the timeout of its task.
pub(crate) fn is_timeout(problems: &[Problem]) -> bool {
    problems
        .iter()
        .any(|problem| problem.message.as_deref() == Some(TROUBLES[0].2))
}

fn problem((problem_type, code, message, field): Trouble) -> Problem {
    let mut problem = Problem::fixture(problem_type, code);
    problem.message = Some(message.to_owned());
    problem.field = field.map(str::to_owned);
    problem
}
