//! The writers of a listing, by format and layout.

use deck_types::Json;

use crate::context::Context;
use crate::output::ItemWriter;
use crate::output::chosen_fields::ChosenFields;
use crate::output::csv_rows::CsvRows;
use crate::output::field_path::FieldPath;
use crate::output::field_table::FieldTable;
use crate::output::format::OutputFormat;
use crate::output::jq::Strings;
use crate::output::jq_lines::JqLines;
use crate::output::json_array::JsonArray;
use crate::output::json_lines::JsonLines;
use crate::output::layout_error::LayoutError;
use crate::output::redaction::Redacting;
use crate::output::tabular::Tabular;

use super::layout::LayoutArguments;

/// A writer of the texts of items, without what is secret in them.
pub(super) type JsonWriter = Redacting<Box<dyn ItemWriter<Json>>>;

/// Returns the writer of all formats that take the text of items, without what is secret in it; none for the
/// table of a kind of item.
pub(super) fn json_writer<T: Tabular>(
    context: &Context,
    layout: &LayoutArguments,
) -> Result<Option<JsonWriter>, LayoutError> {
    let writer = text_writer::<T>(context, layout)?;
    Ok(writer.map(|writer| Redacting::new(writer, T::SECRETS)))
}

fn text_writer<T: Tabular>(
    context: &Context,
    layout: &LayoutArguments,
) -> Result<Option<Box<dyn ItemWriter<Json>>>, LayoutError> {
    let (screen, format) = (context.screen, context.output);
    let output = || context.paged_output();
    if let Some(filter) = layout.filter() {
        let strings = Strings::of(format);
        return Ok(Some(Box::new(JqLines::new(
            output(),
            screen,
            filter,
            strings,
        ))));
    }
    let fields = layout.fields.clone();
    Ok(Some(match format {
        OutputFormat::Table if fields.is_empty() => return Ok(None),
        OutputFormat::Table => {
            let table = FieldTable::new(output(), screen, fields);
            Box::new(if layout.no_header {
                table.without_header()
            } else {
                table
            })
        }
        OutputFormat::Csv => {
            let rows = CsvRows::new(output(), screen, csv_fields::<T>(fields)?);
            Box::new(if layout.no_header {
                rows.without_header()
            } else {
                rows
            })
        }
        OutputFormat::Json => chosen(JsonArray::new(output(), screen), fields),
        OutputFormat::Ndjson => chosen(JsonLines::new(output(), screen), fields),
    }))
}

/// Returns the writer for the fields of the items, or for all of them where none are asked for.
fn chosen(
    writer: impl ItemWriter<Json> + 'static,
    fields: Vec<FieldPath>,
) -> Box<dyn ItemWriter<Json>> {
    if fields.is_empty() {
        Box::new(writer)
    } else {
        Box::new(ChosenFields::new(writer, fields))
    }
}

/// Returns the fields of a record: those asked for, or those that records of the kind have.
fn csv_fields<T: Tabular>(asked_for: Vec<FieldPath>) -> Result<Vec<FieldPath>, LayoutError> {
    if !asked_for.is_empty() {
        return Ok(asked_for);
    }
    let fields: Vec<FieldPath> = T::CSV_FIELDS
        .iter()
        .filter_map(|field| field.parse().ok())
        .collect();
    if fields.is_empty() {
        return Err(LayoutError::NoFields);
    }
    Ok(fields)
}
