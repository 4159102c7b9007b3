//! Why items cannot be laid out as was asked for.

use std::error::Error;
use std::fmt;

/// Why items cannot be laid out as was asked for.
#[derive(Debug)]
pub(crate) enum LayoutError {
    /// A field is none that is documented.
    UnknownField {
        /// The flag that names it.
        flag: &'static str,
        /// The name.
        name: String,
        /// The name that is probably meant.
        nearest: Option<String>,
        /// The names that are documented.
        known: &'static [&'static str],
    },
    /// CSV has no fields of its own for what is listed.
    NoFields,
    /// The filter of jq failed.
    Filter {
        /// On which item.
        item: String,
        /// Why.
        reason: String,
    },
    /// There is too much to sort.
    TooMuchToSort {
        /// How many bytes are sorted at most.
        most: usize,
    },
}

impl LayoutError {
    /// Returns what to do about it.
    pub(crate) fn advice(&self) -> String {
        match self {
            Self::UnknownField { name, nearest, .. } => {
                let newer =
                    format!("`.{name}`, with a dot, is a field that is newer than this program");
                match nearest {
                    Some(nearest) => format!("did you mean `{nearest}`? {newer}"),
                    None => newer,
                }
            }
            Self::NoFields => "such as --fields id,created_at".to_owned(),
            Self::Filter { .. } => {
                "`--jq 'try (...) catch empty'` leaves out the items that a filter fails on"
                    .to_owned()
            }
            Self::TooMuchToSort { .. } => {
                "narrow the listing with --limit or --in, or sort what `--output ndjson` writes"
                    .to_owned()
            }
        }
    }
}

impl fmt::Display for LayoutError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownField {
                flag, name, known, ..
            } => {
                let known = known.join(", ");
                write!(
                    formatter,
                    "{flag}: there is no field `{name}`; there are {known}"
                )
            }
            Self::NoFields => formatter.write_str("--output csv needs --fields here"),
            Self::Filter { item, reason } => write!(formatter, "--jq fails on {item}: {reason}"),
            Self::TooMuchToSort { most } => {
                let most = most / (1024 * 1024);
                write!(
                    formatter,
                    "--sort holds {most} MiB of items at most, and there are more"
                )
            }
        }
    }
}

impl Error for LayoutError {}
