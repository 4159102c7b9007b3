//! The method of a request.

use std::fmt;

/// The method of a request: those that the API uses.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Method {
    /// Reads.
    #[default]
    Get,
    /// Creates something or starts an action.
    Post,
    /// Replaces something whole.
    Put,
    /// Changes parts of something.
    Patch,
    /// Deletes something.
    Delete,
}

impl Method {
    /// Returns the method as it stands in a request, such as `GET`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Returns whether the request changes nothing on the server.
    #[must_use]
    pub fn is_read(self) -> bool {
        matches!(self, Self::Get)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_have_the_names_of_http_and_only_get_reads() {
        for (method, name, is_read) in [
            (Method::Get, "GET", true),
            (Method::Post, "POST", false),
            (Method::Put, "PUT", false),
            (Method::Patch, "PATCH", false),
            (Method::Delete, "DELETE", false),
        ] {
            assert_eq!(method.as_str(), name);
            assert_eq!(method.to_string(), name);
            assert_eq!(method.is_read(), is_read, "{name}");
        }
    }
}
