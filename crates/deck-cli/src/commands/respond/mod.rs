//! `deck respond`: replies to what a run asks for.

use std::collections::BTreeMap;

use clap::Args;
use clap::builder::TypedValueParser;

use deck_types::GetTaskRun;
use deck_types::Interaction;
use deck_types::Json;
use deck_types::SubmitInteraction;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;

use crate::arguments::GlobalArguments;
use crate::commands::json_argument::JsonArgument;
use crate::commands::word::word;
use crate::commands::write::WriteArguments;
use crate::commands::write::sending::Write;
use crate::context::Context;
use crate::diagnostics;
use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::explained::Explained;
use crate::terminal;

pub(crate) mod question;

/// The arguments of `deck respond`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct RespondArguments {
    /// The id of the run that asks, such as `trun_1a2b3c`
    #[arg(value_name = "ID", value_parser = word::<TaskRunId>().try_map(no_field))]
    id: TaskRunId,

    /// The fields that the run asks for, each with its value, such as code=123456
    ///
    /// Every program on a machine can read the command lines of the others: what is secret is better asked
    /// for on the terminal, or given with `--input -`.
    #[arg(value_name = "FIELD=VALUE", value_parser = field)]
    fields: Vec<(String, String)>,

    /// All fields in one JSON object: JSON, `@FILE`, or `-` for standard input
    #[arg(
        long,
        value_name = "JSON",
        value_parser = JsonArgument::parse,
        allow_hyphen_values = true,
        conflicts_with = "fields"
    )]
    input: Option<JsonArgument>,

    #[command(flatten)]
    write: WriteArguments,
}

const AFTER_HELP: &str = "\
The run is looked at first: a field that it does not ask for is refused, and so is a reply that leaves
one out. On a terminal, fields that are not given are asked for; where the type of a field says that
it is secret, what is typed is not shown. `deck task-runs get ID` shows what a run asks for.

Examples:
  deck respond trun_1a2b3c
  deck respond trun_1a2b3c code=123456
  deck respond trun_1a2b3c --input @reply.json
  deck respond trun_1a2b3c code=123456 && deck wait trun_1a2b3c";

/// Refuses a field in the place of the id, which comes first.
fn no_field(id: TaskRunId) -> Result<TaskRunId, &'static str> {
    match id.as_str().contains('=') {
        true => Err("give the id of the run, and its fields behind it"),
        false => Ok(id),
    }
}

/// Replies, and writes the run as it is then.
pub(super) async fn run(
    arguments: &RespondArguments,
    global: &GlobalArguments,
) -> Result<(), Failure> {
    let given = arguments.given()?;
    if arguments.write.is_dry_run() {
        if given.is_empty() {
            return Err(Failure::usage(
                "a dry run asks nothing, so give the fields with their values",
            ));
        }
        return arguments
            .write
            .show(&submission(&arguments.id, &given)?, global);
    }
    let context = Context::open(global).await?;
    let run: TaskRun = context
        .client()
        .call(GetTaskRun::new(arguments.id.clone()))
        .await?;
    let interaction = asked(&run)?;
    let values = complete(&run.id, &interaction, given)?;
    let operation = submission(&run.id, &values)?;
    let placeholders = values.keys().map(|name| format!("{name}=VALUE"));
    let write = Write {
        happens: "the reply was accepted",
        is_start: false,
        command: ["respond".to_owned(), run.id.as_str().to_owned()]
            .into_iter()
            .chain(placeholders)
            .collect(),
    };
    let response = write
        .send(&context, operation.clone(), &arguments.write)
        .await?;
    context.write_response(&operation, &response)
}

impl RespondArguments {
    /// Returns the values that are given, each as JSON.
    fn given(&self) -> Result<BTreeMap<String, Json>, Failure> {
        if let Some(input) = &self.input {
            let input = input.read()?;
            return input.parse().map_err(|_| {
                Failure::usage("the input must be a JSON object of fields and values")
            });
        }
        let mut given = BTreeMap::new();
        for (name, value) in &self.fields {
            if given.insert(name.clone(), string(value)?).is_some() {
                return Err(Failure::usage(format!("the field {name} is given twice")));
            }
        }
        Ok(given)
    }
}

/// Reads a field and its value.
fn field(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("give a field and its value, such as code=123456".to_owned()),
    }
}

/// Returns what the run asks for.
fn asked(run: &TaskRun) -> Result<Interaction, Failure> {
    if run.status != Some(TaskRunStatus::InteractionRequired) {
        let status = run
            .status
            .as_ref()
            .map_or("without a status", TaskRunStatus::as_str);
        return Err(Explained::new(
            ErrorCode::ConditionNotMet,
            format!("{} asks for nothing: it is {status}", run.id),
        )
        .into());
    }
    // A shape that is not known has no fields to compare with.
    let interaction = run.interaction_prompt().and_then(Result::ok);
    Ok(interaction.unwrap_or_default())
}

/// Returns a value for each field that is asked for: as given, or as the person at the terminal says.
fn complete(
    run: &TaskRunId,
    interaction: &Interaction,
    mut given: BTreeMap<String, Json>,
) -> Result<BTreeMap<String, Json>, Failure> {
    let fields = &interaction.fields;
    let names: Vec<&str> = fields.iter().map(|field| &*field.name).take(20).collect();
    let is_asked = |name: &str| fields.iter().any(|field| field.name == name);
    if let Some(unknown) = given
        .keys()
        .find(|name| !fields.is_empty() && !is_asked(name))
    {
        return Err(Failure::usage(format!(
            "{run} does not ask for `{unknown}`, but for {}",
            names.join(", ")
        )));
    }
    let mut missing = fields.clone();
    missing.retain(|field| !given.contains_key(&field.name));
    if fields.is_empty() && given.is_empty() {
        return Err(Failure::usage(format!(
            "{run} does not tell the fields that it asks for; `deck task-runs get` shows what it tells"
        )));
    }
    if missing.is_empty() {
        return Ok(given);
    }
    if !terminal::is_there() {
        let names: Vec<String> = missing
            .iter()
            .take(20)
            .map(|field| format!("{}=VALUE", field.name))
            .collect();
        return Err(Failure::usage(format!(
            "{run} asks for more, and there is no terminal to ask on: give {}",
            names.join(" ")
        )));
    }
    diagnostics::write_lines(&question::lines(run, interaction));
    let asked = question::ask(&missing);
    let asked = asked.map_err(|error| Failure::usage(format!("nothing was sent: {error}")))?;
    for (name, value) in asked {
        given.insert(name, string(&value)?);
    }
    Ok(given)
}

fn submission(
    run: &TaskRunId,
    values: &BTreeMap<String, Json>,
) -> Result<SubmitInteraction, Failure> {
    let mut submission = SubmitInteraction::new(run.clone());
    for (name, value) in values {
        let with_field = submission.field(name, value);
        submission = with_field.map_err(|error| Failure::usage(error.to_string()))?;
    }
    Ok(submission)
}

fn string(text: &str) -> Result<Json, Failure> {
    Json::encode(text).map_err(|error| Failure::usage(error.to_string()))
}
