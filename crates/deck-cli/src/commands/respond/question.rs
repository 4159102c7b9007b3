//! What a run asks for, for a person: shown, asked on a terminal, and as the command that replies.

use std::io;

use deck_types::Interaction;
use deck_types::InteractionField;
use deck_types::InteractionType;
use deck_types::TaskRunId;

use crate::shell;
use crate::terminal;

/// How many fields are shown; nobody is asked for more.
const MOST_FIELDS: usize = 20;

/// The longest placeholders that stand in a command.
const MOST_VALUE_BYTES: usize = 1024;

/// Returns what the run asks for, line by line.
pub(crate) fn lines(run: &TaskRunId, interaction: &Interaction) -> Vec<String> {
    let kind = interaction.interaction_type.as_ref();
    let kind = kind.map_or_else(String::new, |kind: &InteractionType| {
        format!(" ({})", kind.as_str())
    });
    let mut lines = vec![format!("{run} asks for an interaction{kind}")];
    lines.extend(
        interaction
            .message
            .iter()
            .map(|message| format!("  {message}")),
    );
    let fields = interaction.fields.iter().take(MOST_FIELDS);
    lines.extend(fields.map(|field| match &field.label {
        Some(label) => format!("  {}: {label}", field.name),
        None => format!("  {}", field.name),
    }));
    if interaction.fields.len() > MOST_FIELDS {
        lines.push(format!(
            "  and {} more fields",
            interaction.fields.len() - MOST_FIELDS
        ));
    }
    lines
}

/// Returns the command that replies, with a placeholder for each value; where that is absurdly long, the one
/// that asks for the values.
pub(crate) fn command(run: &TaskRunId, interaction: &Interaction, global: &[String]) -> String {
    let fields = interaction.fields.iter();
    let mut values: Vec<String> = fields
        .map(|field| format!("{}=VALUE", field.name))
        .collect();
    if values.is_empty() {
        values.push("FIELD=VALUE".to_owned());
    }
    if values.iter().map(String::len).sum::<usize>() > MOST_VALUE_BYTES {
        values.clear();
    }
    let words = ["deck", "respond", run.as_str()].into_iter();
    let words = words.chain(values.iter().map(String::as_str));
    shell::command(words.chain(global.iter().map(String::as_str)))
}

/// Asks for each of these fields on the terminal.
///
/// An empty line is a slip and would use up the question, so it is asked again; `FIELD=` replies with
/// nothing.
pub(crate) fn ask(fields: &[InteractionField]) -> io::Result<Vec<(String, String)>> {
    if fields.len() > MOST_FIELDS {
        let count = fields.len();
        return Err(io::Error::other(format!(
            "the run asks for {count} fields, which is absurd"
        )));
    }
    let mut values = Vec::new();
    for field in fields {
        let label = field.label.as_deref().unwrap_or(&field.name);
        let ask_once = match is_secret(field) {
            true => terminal::ask_secret,
            false => terminal::ask,
        };
        let mut value = ask_once(label)?;
        while value.is_empty() {
            value = ask_once(label)?;
        }
        values.push((field.name.clone(), value));
    }
    Ok(values)
}

/// Returns whether the type of the field says that its value is not to be seen.
fn is_secret(field: &InteractionField) -> bool {
    let kind = field.field_type.as_deref().unwrap_or_default();
    ["password", "secret"]
        .iter()
        .any(|secret| kind.eq_ignore_ascii_case(secret))
}

#[cfg(test)]
mod tests {
    use deck_types::Json;

    use super::*;

    fn interaction(text: &str) -> Interaction {
        Json::from_text(text).unwrap().parse().unwrap()
    }

    #[test]
    fn a_question_is_its_message_and_its_fields() {
        let mfa = interaction(
            r#"{"type":"mfa","message":"Enter the code.","fields":[{"name":"code","label":"Code"}]}"#,
        );
        assert_eq!(
            lines(&"trun_1".into(), &mfa),
            [
                "trun_1 asks for an interaction (mfa)",
                "  Enter the code.",
                "  code: Code"
            ]
        );
        assert_eq!(
            command(&"trun_1".into(), &mfa, &[]),
            "deck respond trun_1 code=VALUE"
        );
    }

    #[test]
    fn a_name_cannot_leave_its_word_in_the_command() {
        let hostile = interaction(r#"{"fields":[{"name":"a; rm -rf ~"}]}"#);
        assert_eq!(
            command(&"trun_1".into(), &hostile, &[]),
            "deck respond trun_1 'a; rm -rf ~=VALUE'"
        );
    }

    #[test]
    fn a_thousand_fields_are_not_listed() {
        let fields = vec![r#"{"name":"a"}"#; 1_000].join(",");
        let absurd = interaction(&format!(r#"{{"fields":[{fields}]}}"#));
        assert_eq!(lines(&"trun_1".into(), &absurd).len(), MOST_FIELDS + 2);
        assert_eq!(
            command(&"trun_1".into(), &absurd, &[]),
            "deck respond trun_1"
        );
        assert!(ask(&absurd.fields).is_err());
    }

    #[test]
    fn the_type_of_a_field_says_that_it_is_secret() {
        let fields = r#"{"fields":[{"name":"a","type":"Password"},{"name":"b","type":"string"}]}"#;
        let fields = interaction(fields).fields;
        assert!(is_secret(&fields[0]) && !is_secret(&fields[1]));
    }
}
