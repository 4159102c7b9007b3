//! Runs that a command has done something with, one after the other, in the format asked for.

use std::io;

use deck_types::Json;
use deck_types::TaskRun;

use crate::context::Context;
use crate::output::ItemWriter;
use crate::output::format::OutputFormat;
use crate::output::json_array::JsonArray;
use crate::output::json_lines::JsonLines;
use crate::output::standard_output::standard_output;
use crate::output::tabular::ItemTable;

/// Writes runs as they come: as rows, as an array, or as lines.
pub(crate) enum RunWriter {
    Rows(Box<dyn ItemWriter<TaskRun>>),
    Texts(Box<dyn ItemWriter<Json>>),
}

impl RunWriter {
    /// Starts without any run.
    pub(crate) fn new(context: &Context) -> Self {
        let (output, screen) = (standard_output(), context.screen);
        match context.output {
            OutputFormat::Table => {
                let table = ItemTable::<_, TaskRun>::new(output, screen, context.now);
                Self::Rows(Box::new(table))
            }
            OutputFormat::Json => Self::Texts(Box::new(JsonArray::new(output, screen))),
            OutputFormat::Ndjson | OutputFormat::Csv => {
                Self::Texts(Box::new(JsonLines::new(output, screen)))
            }
        }
    }

    /// Writes a run, and hands it on at once.
    pub(crate) fn write(&mut self, run: &Json) -> io::Result<()> {
        match self {
            Self::Rows(rows) => {
                let run: TaskRun = run.parse().map_err(io::Error::other)?;
                rows.write(&run)?;
                rows.pause()
            }
            Self::Texts(texts) => {
                texts.write(run)?;
                texts.pause()
            }
        }
    }

    /// Writes the end.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        match self {
            Self::Rows(rows) => rows.finish(),
            Self::Texts(texts) => texts.finish(),
        }
    }

    /// Writes the end of what is not complete.
    pub(crate) fn break_off(&mut self) -> io::Result<()> {
        match self {
            Self::Rows(rows) => rows.break_off(),
            Self::Texts(texts) => texts.break_off(),
        }
    }
}
