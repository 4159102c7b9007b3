//! A value that is JSON: in the argument itself, in a file, or on standard input.

use std::fs;
use std::io;
use std::path::PathBuf;

use deck_types::Json;

use crate::error::Failure;

/// Where JSON comes from.
#[derive(Clone, Debug)]
pub(crate) enum JsonArgument {
    /// The argument is JSON.
    Text(Json),
    /// `@` and the name of a file.
    File(PathBuf),
    /// `-`.
    StandardInput,
}

impl JsonArgument {
    /// Reads an argument: `-`, `@FILE`, or JSON.
    pub(crate) fn parse(argument: &str) -> Result<Self, String> {
        match (argument, argument.strip_prefix('@')) {
            ("-", _) => Ok(Self::StandardInput),
            (_, Some("")) => Err("give the name of a file behind `@`".to_owned()),
            (_, Some(path)) => Ok(Self::File(path.into())),
            (text, None) => Json::from_text(text).map(Self::Text).map_err(|error| {
                format!("{error}; give JSON, `@FILE` for a file, or `-` for standard input")
            }),
        }
    }

    /// Returns the JSON, which is read where it stands elsewhere.
    pub(crate) fn read(&self) -> Result<Json, Failure> {
        let invalid = |place: &str, reason: &dyn std::error::Error| {
            Failure::usage(format!("{place} is no JSON: {reason}"))
        };
        match self {
            Self::Text(json) => Ok(json.clone()),
            Self::File(path) => {
                let text =
                    fs::read_to_string(path).map_err(|error| Failure::File(path.clone(), error))?;
                let text = Json::from_text(text);
                text.map_err(|error| invalid(&path.display().to_string(), &error))
            }
            Self::StandardInput => {
                let name = "standard input";
                let text = io::read_to_string(io::stdin());
                let text = text.map_err(|error| Failure::File(name.into(), error))?;
                Json::from_text(text).map_err(|error| invalid(name, &error))
            }
        }
    }

    /// Returns the argument again.
    pub(crate) fn argument(&self) -> String {
        match self {
            Self::Text(json) => json.as_str().to_owned(),
            Self::File(path) => format!("@{}", path.display()),
            Self::StandardInput => "-".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_is_json_a_file_or_standard_input() {
        for argument in [r#"{"a":1.50}"#, "@bill.json", "-"] {
            assert_eq!(JsonArgument::parse(argument).unwrap().argument(), argument);
        }
    }

    #[test]
    fn what_is_none_of_them_is_refused_with_all_three() {
        let reason = JsonArgument::parse("bill.json").unwrap_err();
        assert!(
            reason.contains("`@FILE`") && reason.contains("`-`"),
            "{reason}"
        );
        assert!(JsonArgument::parse("@").is_err());
    }
}
