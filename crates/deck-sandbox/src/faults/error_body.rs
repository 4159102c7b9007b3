//! The body of an error response.

/// The body of an error response.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ErrorBody {
    /// `errors` and `request_id`, as the API documents it.
    #[default]
    Envelope,
    /// Problem details (RFC 9457) with `errors` as an object, which the web framework that the API looks like
    /// sends by itself.
    ProblemDetails,
    /// A page of HTML, as networks in front of an API send it.
    Html,
    /// A line of plain text.
    Text,
    /// Nothing.
    Empty,
}

impl ErrorBody {
    pub(crate) const ALL: [ErrorBody; 5] = [
        ErrorBody::Envelope,
        ErrorBody::ProblemDetails,
        ErrorBody::Html,
        ErrorBody::Text,
        ErrorBody::Empty,
    ];

    /// Returns the word for it in the text form of a fault.
    pub(crate) fn word(self) -> &'static str {
        match self {
            ErrorBody::Envelope => "envelope",
            ErrorBody::ProblemDetails => "problem-details",
            ErrorBody::Html => "html",
            ErrorBody::Text => "text",
            ErrorBody::Empty => "empty",
        }
    }
}
