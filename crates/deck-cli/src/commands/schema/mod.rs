//! `deck schema`: everything that programs can ask of this one, as JSON.

use std::io;

use serde::Serialize;

use deck_types::Json;

use crate::arguments::GlobalArguments;
use crate::command_line::command;
use crate::diagnostics::LEVELS;
use crate::diagnostics::Level;
use crate::environment::Variable;
use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::exit_code::EXIT_CODES;
use crate::error::exit_code::ExitCode;
use crate::output::screen::Screen;
use crate::output::value;

use self::command_schema::CommandSchema;
use self::command_schema::commands;
use self::flag_schema::FlagSchema;
use self::flag_schema::global_flags;

mod command_schema;
mod flag_schema;
mod output_schema;

pub(crate) const AFTER_HELP: &str = "\
It is made from the command line and the tables that the program itself goes by.

Examples:
  deck schema
  deck schema | jq -r '.commands[].name'
  deck schema | jq '.error_codes[] | select(.retryable)'";

/// Everything that programs can ask of this one.
#[derive(Serialize)]
struct Schema {
    name: &'static str,
    version: &'static str,
    global_flags: Vec<FlagSchema>,
    commands: Vec<CommandSchema>,
    exit_codes: [ExitCode; EXIT_CODES.len()],
    error_codes: Vec<ErrorCodeSchema>,
    standard_error: &'static [Level],
    environment: Vec<VariableSchema>,
}

#[derive(Serialize)]
struct ErrorCodeSchema {
    code: &'static str,
    exit_code: u8,
    meaning: &'static str,
    /// Whether the same command may succeed later. An error itself says no where the command could do
    /// something twice.
    retryable: bool,
}

#[derive(Serialize)]
struct VariableSchema {
    name: &'static str,
    meaning: String,
}

/// Writes the schema.
pub(super) fn run(global: &GlobalArguments) -> Result<(), Failure> {
    let schema = Json::encode(&schema()).map_err(io::Error::other)?;
    let screen = Screen::of_standard_output();
    value::write_json(global.output, screen, &schema)
}

fn schema() -> Schema {
    let mut root = command();
    root.build();
    Schema {
        name: env!("CARGO_BIN_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        global_flags: global_flags(&root),
        commands: commands(&root),
        exit_codes: EXIT_CODES,
        error_codes: ErrorCode::ALL.map(error_code).into(),
        standard_error: &LEVELS,
        environment: Variable::ALL.iter().copied().map(variable).collect(),
    }
}

fn error_code(code: ErrorCode) -> ErrorCodeSchema {
    ErrorCodeSchema {
        code: code.word(),
        exit_code: code.exit_code(),
        meaning: code.meaning(),
        retryable: code.is_transient(),
    }
}

fn variable(variable: Variable) -> VariableSchema {
    VariableSchema {
        name: variable.name(),
        meaning: variable.meaning().join(" "),
    }
}
