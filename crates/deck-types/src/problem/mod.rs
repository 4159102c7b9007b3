//! One thing that went wrong, in a run or in a request.

use std::fmt;

pub(crate) mod problem_code;
pub(crate) mod problem_type;

use crate::model::model;
use crate::one_line::OneLine;
use crate::page::limits::ListElement;
use crate::page::limits::least_text_of;
use problem_code::ProblemCode;
use problem_type::ProblemType;

model! {
    /// One thing that went wrong: an element of `errors`, which runs and error responses share.
    ///
    /// Programs decide by type and code; the message is for people and may change without notice. The
    /// problems of an [`ErrorResponse`](crate::ErrorResponse) have no unknown fields: it is read with
    /// patience and keeps an excerpt instead.
    ///
    /// # Examples
    ///
    /// A problem prints its type, its code and its message, on one line whatever they hold:
    ///
    /// ```
    /// use deck_types::Problem;
    ///
    /// let mut problem = Problem::fixture("request", "input_missing");
    /// problem.message = Some("Give a password".into());
    ///
    /// assert_eq!(problem.to_string(), "request/input_missing: Give a password");
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
    pub struct Problem, with the wire form ProblemOnWire of "Problem",
    which always has ["type", "code", "message"] {
        /// The group of the problem.
        #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
        pub problem_type: Option<ProblemType>,
        /// What exactly went wrong.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub code: Option<ProblemCode>,
        /// The explanation for people.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub message: Option<String>,
        /// The input field at fault, when one is.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub field: Option<String>,
    }
}

impl Problem {
    /// Creates a problem with a type and a code, for fixtures.
    pub fn fixture(problem_type: impl Into<ProblemType>, code: impl Into<ProblemCode>) -> Self {
        Self {
            problem_type: Some(problem_type.into()),
            code: Some(code.into()),
            ..Self::default()
        }
    }

    /// Returns whether more than a message was sent.
    pub(crate) fn is_classified(&self) -> bool {
        self.problem_type.is_some() || self.code.is_some() || self.field.is_some()
    }
}

impl ListElement for Problem {
    fn least_text(&self) -> usize {
        least_text_of("type", self.problem_type.as_ref().map(ProblemType::as_str))
            + least_text_of("code", self.code.as_ref().map(ProblemCode::as_str))
            + least_text_of("message", self.message.as_deref())
            + least_text_of("field", self.field.as_deref())
            + self.unknown_fields.least_text()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem_type = self.problem_type.as_ref().map(ProblemType::as_str);
        let code = self.code.as_ref().map(ProblemCode::as_str);
        match (problem_type.map(OneLine), code.map(OneLine)) {
            (Some(problem_type), Some(code)) => write!(formatter, "{problem_type}/{code}")?,
            (Some(text), None) | (None, Some(text)) => write!(formatter, "{text}")?,
            (None, None) => formatter.write_str("problem")?,
        }
        if let Some(field) = &self.field {
            write!(formatter, " (field {})", OneLine(field))?;
        }
        match &self.message {
            Some(message) => write!(formatter, ": {}", OneLine(message)),
            None => Ok(()),
        }
    }
}
