//! Reading what counts about a run from a line of JSON, without copying the rest.
//!
//! What is accepted is what [`TaskRun`](deck_types::TaskRun) accepts: fields may be absent or null, numbers
//! may be digits in a string, and words that nobody knows are words. Payloads are passed over.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error;
use serde::de::IgnoredAny;
use serde::de::SeqAccess;
use serde::de::Visitor;

use super::facts::ErrorWords;
use super::facts::Facts;

/// How many things that went wrong in one run are looked at.
const MOST_ERRORS: usize = 100;

/// Reads a line.
pub(super) fn read(line: &str) -> Result<Facts<'_>, serde_json::Error> {
    // What is derived for a struct would take a list as well.
    if !line.trim_start().starts_with('{') {
        return Err(serde_json::Error::custom("a run is a JSON object"));
    }
    let run: RunLine<'_> = serde_json::from_str(line)?;
    Ok(Facts {
        status: run.status.map(|Word(text)| text),
        outcome: run.result.map(|Word(text)| text),
        agent: run.agent_id.map(|Word(text)| text),
        source: run.source_id.map(|Word(text)| text),
        task: run.task_id.map(|Word(text)| text),
        credential: run.credential_id.map(|Word(text)| text),
        workflow: run.workflow_id.map(|Word(text)| text),
        created_at: run.created_at.map(|Word(text)| text),
        runtime_ms: run.runtime_ms.and_then(|Number(number)| number),
        errors: run.errors.map(|Errors(errors)| errors).unwrap_or_default(),
    })
}

#[derive(Deserialize)]
struct RunLine<'a> {
    #[serde(rename = "id", borrow)]
    _id: Word<'a>,
    #[serde(borrow)]
    status: Option<Word<'a>>,
    #[serde(borrow)]
    result: Option<Word<'a>>,
    #[serde(borrow)]
    agent_id: Option<Word<'a>>,
    #[serde(borrow)]
    source_id: Option<Word<'a>>,
    #[serde(borrow)]
    task_id: Option<Word<'a>>,
    #[serde(borrow)]
    credential_id: Option<Word<'a>>,
    #[serde(borrow)]
    workflow_id: Option<Word<'a>>,
    #[serde(borrow)]
    created_at: Option<Word<'a>>,
    runtime_ms: Option<Number>,
    #[serde(borrow)]
    errors: Option<Errors<'a>>,
}

#[derive(Deserialize)]
struct ErrorLine<'a> {
    #[serde(rename = "type", borrow)]
    problem_type: Option<Word<'a>>,
    #[serde(borrow)]
    code: Option<Word<'a>>,
}

/// Text, borrowed unless there is an escape in it; serde borrows nothing inside of an `Option`.
struct Word<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Word<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(WordVisitor)
    }
}

struct WordVisitor;

impl<'de> Visitor<'de> for WordVisitor {
    type Value = Word<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Word(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Word(Cow::Owned(text.to_owned())))
    }
}

/// A whole number, or its digits in a string.
struct Number(Option<u64>);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberVisitor)
    }
}

struct NumberVisitor;

impl Visitor<'_> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a whole number, not negative, or its digits in a string")
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Number(Some(number)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let digits_only = text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse() {
            Ok(number) if digits_only => Ok(Number(Some(number))),
            _ => Err(E::custom(
                "expected a whole number, not negative, or its digits",
            )),
        }
    }
}

/// What went wrong in a run; what is beyond the first hundred is passed over.
struct Errors<'a>(Vec<ErrorWords<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for Errors<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ErrorsVisitor)
    }
}

struct ErrorsVisitor;

impl<'de> Visitor<'de> for ErrorsVisitor {
    type Value = Errors<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut errors = Vec::new();
        while errors.len() < MOST_ERRORS {
            let Some(error) = list.next_element::<ErrorLine<'_>>()? else {
                return Ok(Errors(errors));
            };
            errors.push(ErrorWords {
                problem_type: error.problem_type.map(|Word(text)| text),
                code: error.code.map(|Word(text)| text),
            });
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Errors(errors))
    }
}

#[cfg(test)]
mod tests {
    use deck_types::TaskRun;

    use super::*;

    #[track_caller]
    fn check(line: &str) {
        let run: Result<TaskRun, _> = deck_types::read_body(line.as_bytes());
        match (read(line), &run) {
            (Ok(facts), Ok(run)) => assert_eq!(facts, Facts::of(run), "{line}"),
            (Err(_), Err(_)) => {}
            (facts, run) => panic!("{line}: {facts:?} and {run:?}"),
        }
    }

    #[test]
    fn a_line_is_read_as_the_library_reads_a_run() {
        for line in [
            r#"{"id":"trun_1"}"#,
            r#" {"id": "trun_1", "status": "canceling", "result": null, "agent_id": "agt_1"}"#,
            r#"{"id":"trun_1","source_id":"src\u005f1","task_id":"t","credential_id":"c","workflow_id":"w"}"#,
            r#"{"id":"trun_1","created_at":"2026-11-01T00:00:00Z","runtime_ms":"250"}"#,
            r#"{"id":"trun_1","created_at":"yesterday","runtime_ms":250,"mood":["good",{"status":7}]}"#,
            r#"{"id":"trun_1","errors":[{"type":"source","code":"source_blocked","message":"No"},{}]}"#,
            r#"{"id":"trun_1","errors":null,"runtime_ms":null,"output":{"status":"failed"}}"#,
            r#"{"id":"trun_1","runtime_ms":-1}"#,
            r#"{"id":"trun_1","runtime_ms":"1s"}"#,
            r#"{"id":"trun_1","runtime_ms":1.5}"#,
            r#"{"id":"trun_1","status":7}"#,
            r#"{"id":"trun_1","errors":{}}"#,
            r#"{"id":"trun_1","errors":[7]}"#,
            r#"{"id":7}"#,
            r#"{"status":"failed"}"#,
            r#"["trun_1"]"#,
            r#"{"id":"trun_1""#,
            r#"{"id":"trun_1"} {}"#,
            "",
            "null",
        ] {
            check(line);
        }
    }

    #[test]
    fn words_without_an_escape_are_not_copied() {
        let facts = read(r#"{"id":"trun_1","status":"failed","errors":[{"code":"x"}]}"#).unwrap();
        assert!(matches!(facts.status, Some(Cow::Borrowed("failed"))));
        assert!(matches!(facts.errors[0].code, Some(Cow::Borrowed("x"))));
    }

    #[test]
    fn of_many_errors_the_first_are_looked_at() {
        let many = vec![r#"{"code":"x"}"#; 5_000].join(",");
        let line = format!(r#"{{"id":"trun_1","errors":[{many}],"runtime_ms":3}}"#);
        let facts = read(&line).unwrap();
        assert_eq!(
            (facts.errors.len(), facts.runtime_ms),
            (MOST_ERRORS, Some(3))
        );
    }

    #[test]
    fn deep_payloads_are_passed_over() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let line = format!(r#"{{"id":"trun_1","output":{deep},"runtime_ms":3}}"#);
        assert_eq!(read(&line).unwrap().runtime_ms, Some(3));
    }
}
