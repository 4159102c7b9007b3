//! Filters of jq, compiled once and run on one item after the other.

use std::io;
use std::io::Write;

use jaq_core::Compiler;
use jaq_core::Ctx;
use jaq_core::Filter;
use jaq_core::Vars;
use jaq_core::compile;
use jaq_core::data::JustLut;
use jaq_core::load;
use jaq_core::load::Arena;
use jaq_core::load::File;
use jaq_core::load::Loader;
use jaq_json::Val;
use jaq_json::write::Pp;
use jaq_json::write::write;

use crate::output::format::OutputFormat;

use self::functions::functions;

pub(crate) mod code;
mod functions;
#[cfg(test)]
mod tests;

/// How many bytes the results of an item may have: so many, and so many for each byte of the item.
const MOST_BYTES: usize = 1024 * 1024;
const MOST_BYTES_PER_BYTE: usize = 100;

/// Definitions of our own, in jq.
const FORMATS: &str = include_str!("formats.jq");

/// A filter that can be run.
pub(crate) struct JqFilter(Filter<JustLut<Val>>);

/// How a result that is a string is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Strings {
    /// As its text, without quotes.
    Raw,
    /// As JSON.
    Quoted,
}

impl Strings {
    /// Returns how strings are written in a format: as JSON where all is JSON.
    pub(crate) fn of(format: OutputFormat) -> Self {
        match format {
            OutputFormat::Json | OutputFormat::Ndjson => Self::Quoted,
            OutputFormat::Table | OutputFormat::Csv => Self::Raw,
        }
    }
}

impl JqFilter {
    /// Compiles a filter.
    ///
    /// # Errors
    ///
    /// Fails with what is wrong and where.
    pub(crate) fn compile(code: &str) -> Result<Self, String> {
        let definitions = jaq_core::defs()
            .chain(jaq_std::defs())
            .chain(jaq_json::defs())
            .chain(load::parse(FORMATS, |parser| parser.defs()).unwrap_or_default());
        let arena = Arena::default();
        let modules = Loader::new(definitions)
            .load(&arena, File { code, path: () })
            .map_err(|errors| unreadable(code, errors))?;
        let filter = Compiler::default()
            .with_funs(functions())
            .compile(modules)
            .map_err(|errors| undefined(code, errors))?;
        Ok(Self(filter))
    }

    /// Runs the filter on an item, and returns its results, one to a line.
    ///
    /// Numbers that the filter only hands on keep their digits.
    ///
    /// # Errors
    ///
    /// Fails when the filter does, and when the results are far longer than the item.
    pub(crate) fn run(&self, item: &str, strings: Strings) -> Result<Vec<u8>, String> {
        let input = functions::read(item)?;
        let context = Ctx::<JustLut<Val>>::new(&self.0.lut, Vars::new([]));
        let mut results = Results {
            text: Vec::new(),
            room: MOST_BYTES_PER_BYTE.saturating_mul(item.len()) + MOST_BYTES,
        };
        for result in self.0.id.run((context, input)) {
            let result = match result.map_err(jaq_core::Exn::get_err) {
                Ok(result) => result,
                Err(Ok(error)) => return Err(error.to_string()),
                Err(Err(_)) => return Err("`halt` has no meaning here".to_owned()),
            };
            let written = results.push(&result, strings);
            written.map_err(|_| "its results are far longer than itself".to_owned())?;
        }
        Ok(results.text)
    }
}

/// The lines of the results so far.
struct Results {
    text: Vec<u8>,
    room: usize,
}

impl Results {
    fn push(&mut self, result: &Val, strings: Strings) -> io::Result<()> {
        match result {
            Val::TStr(text) | Val::BStr(text) if strings == Strings::Raw => {
                self.write_all(String::from_utf8_lossy(text).as_bytes())?;
            }
            _ => write(self, &Pp::default(), 0, result)?,
        }
        self.write_all(b"\n")
    }
}

impl Write for Results {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.room = self
            .room
            .checked_sub(bytes.len())
            .ok_or(io::ErrorKind::StorageFull)?;
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Says what cannot be read, and where.
fn unreadable(code: &str, errors: load::Errors<&str, ()>) -> String {
    let first = errors.into_iter().next().map(|(_, error)| error);
    match first {
        Some(load::Error::Lex(errors)) => match errors.first() {
            Some((expected, at)) => expectation(code, expected.as_str(), at),
            None => "it cannot be read".to_owned(),
        },
        Some(load::Error::Parse(errors)) => match errors.first() {
            Some((expected, at)) => expectation(code, expected.as_str(), at),
            None => "it cannot be read".to_owned(),
        },
        Some(load::Error::Io(_)) => "modules cannot be loaded here".to_owned(),
        None => "it cannot be read".to_owned(),
    }
}

fn expectation(code: &str, expected: &str, at: &str) -> String {
    format!("{}: expected {expected}", place(code, at))
}

/// Says what is used without being there, and where.
fn undefined(code: &str, errors: compile::Errors<&str, ()>) -> String {
    let first = errors.into_iter().flat_map(|(_, errors)| errors).next();
    match first {
        Some((name, kind)) => format!(
            "{}: there is no {} `{name}`",
            place(code, name),
            kind.as_str()
        ),
        None => "it cannot be compiled".to_owned(),
    }
}

/// Returns where a part stands in the code, counted in characters from 1.
fn place(code: &str, part: &str) -> String {
    let offset = (part.as_ptr() as usize).checked_sub(code.as_ptr() as usize);
    match offset.and_then(|offset| code.get(..offset)) {
        Some(before) if before.len() < code.len() => {
            format!("at character {}", before.chars().count() + 1)
        }
        _ => "at the end".to_owned(),
    }
}
