//! The flags that say what is shown of each item, and in which order.

use clap::Args;

use crate::commands::nearest::nearest;
use crate::error::Failure;
use crate::output::field_path::FieldPath;
use crate::output::format::OutputFormat;
use crate::output::jq::JqFilter;
use crate::output::jq::code::JqCode;
use crate::output::layout_error::LayoutError;
use crate::output::sorted::SortOrder;

const FIELDS_HELP: &str = "\
Show these fields, such as id,status,output.total

A field is a name of the API, and what is inside it follows after a dot: output.total, errors.0.code. In \
JSON the name of the member is the place as it is written here, and null stands for what is not there. A \
name that this program does not know is refused; with a dot before it, as in .mood, it is taken as it is.";

const SORT_HELP: &str = "\
Sort what is listed by this field; -FIELD: the largest first

It waits for the whole listing and holds it in memory, 256 MiB at most. It sorts what is listed, and does \
not choose it: with --limit 20 these are the first 20 that the API sends, and where there are more, a note \
on standard error says so. Numbers go by value and times by instant; what has no such field comes last.";

const JQ_HELP: &str = "\
Show what a jq filter makes of each item, such as '.id' or 'select(.runtime_ms > 60000) | .id'

The filter gets one item after the other, and each result is a line. Strings are written without quotes; \
with --output json or ndjson they are JSON. The program `jq` is not needed. Numbers that the filter hands on \
keep their digits, and those that it calculates have those of a 64-bit float. It sees neither files nor the \
environment.";

/// What is shown of each item, and in which order.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Layout")]
pub(crate) struct LayoutArguments {
    /// Show these fields, such as id,status,output.total
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', long_help = FIELDS_HELP)]
    pub(super) fields: Vec<FieldPath>,

    /// Sort what is listed by this field; -FIELD: the largest first
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true, long_help = SORT_HELP)]
    pub(super) sort: Option<SortOrder>,

    /// Show a table or CSV without its headings
    #[arg(long)]
    pub(super) no_header: bool,

    /// Show what a jq filter makes of each item, such as '.id'
    #[arg(long, value_name = "FILTER", conflicts_with = "fields", long_help = JQ_HELP)]
    jq: Option<JqCode>,
}

impl LayoutArguments {
    /// Checks that the flags go together and name fields that there are.
    ///
    /// # Errors
    ///
    /// Fails where they do not.
    pub(super) fn check(
        &self,
        format: OutputFormat,
        known: &'static [&'static str],
    ) -> Result<(), Failure> {
        if self.jq.is_some() && format == OutputFormat::Csv {
            return Err(Failure::Contradiction(
                "--jq writes lines of its own, so --output csv cannot be given; `@csv` in the filter makes \
                 records",
            ));
        }
        for field in &self.fields {
            check_field("--fields", field, known)?;
        }
        if let Some(order) = &self.sort {
            check_field("--sort", &order.field, known)?;
        }
        Ok(())
    }

    /// Returns the filter, if there is one.
    pub(super) fn filter(&self) -> Option<JqFilter> {
        self.jq.as_ref()?.filter()
    }

    /// Returns the flags that say the same as these.
    pub(super) fn flags(&self) -> Vec<String> {
        let mut flags = Vec::new();
        if !self.fields.is_empty() {
            let fields: Vec<String> = self.fields.iter().map(FieldPath::flag_text).collect();
            flags.push(format!("--fields={}", fields.join(",")));
        }
        flags.extend(
            self.sort
                .iter()
                .map(|order| format!("--sort={}", order.text())),
        );
        if self.no_header {
            flags.push("--no-header".to_owned());
        }
        flags.extend(
            self.jq
                .iter()
                .map(|filter| format!("--jq={}", filter.as_str())),
        );
        flags
    }
}

/// Refuses a field whose name is not known; where none are, all are taken.
pub(crate) fn check_field(
    flag: &'static str,
    field: &FieldPath,
    known: &'static [&'static str],
) -> Result<(), LayoutError> {
    let name = field.first_name();
    if known.is_empty() || field.is_any() || known.contains(&name) {
        return Ok(());
    }
    Err(LayoutError::UnknownField {
        flag,
        name: name.to_owned(),
        nearest: meant(name, known),
        known,
    })
}

/// Headings of tables and details, and the fields that stand below them.
const HEADINGS: [(&str, &str); 9] = [
    ("outcome", "result"),
    ("duration", "runtime_ms"),
    ("age", "created_at"),
    ("created", "created_at"),
    ("updated", "updated_at"),
    ("agent", "agent_id"),
    ("source", "source_id"),
    ("task", "task_id"),
    ("error", "errors.0.code"),
];

/// Returns the field that is meant: one in small letters, one under its heading, or else the nearest.
fn meant(name: &str, known: &[&str]) -> Option<String> {
    let same = known.iter().find(|field| field.eq_ignore_ascii_case(name));
    let headed = HEADINGS.iter().find(|(heading, field)| {
        let first = field.split('.').next().unwrap_or(field);
        heading.eq_ignore_ascii_case(name) && known.contains(&first)
    });
    let field = same.copied().or(headed.map(|(_, field)| *field));
    field
        .map(str::to_owned)
        .or_else(|| nearest(name, known.iter().copied()))
}
