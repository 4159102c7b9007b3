//! Operations whose only parameter is an id.

use crate::operation::path::PathError;
use crate::operation::path::path;

/// Defines an operation whose only parameter is an id in its path, and which sends neither query nor body.
macro_rules! operation_by_id {
    (
        $(#[$meta:meta])*
        pub struct $operation:ident {
            $(#[$field_meta:meta])*
            pub $field:ident: $id:ty,
        }

        impl Operation for $implementor:ident {
            $method:ident $name:literal -> $output:ty
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        pub struct $operation {
            $(#[$field_meta])*
            pub $field: $id,
        }

        impl $operation {
            /// Creates the operation for one id.
            pub fn new($field: impl Into<$id>) -> Self {
                Self { $field: $field.into() }
            }
        }

        impl $crate::operation::Operation for $implementor {
            type Output = $output;
            const NAME: &'static str = $name;
            const METHOD: $crate::operation::method::Method =
                $crate::operation::method::Method::$method;

            fn path(&self) -> Result<String, $crate::operation::path::PathError> {
                $crate::operation::by_id::path_with(Self::NAME, self.$field.as_str())
            }

            fn read(body: &[u8]) -> Result<$output, $crate::operation::body::BodyError> {
                $crate::operation::body::read_body(body)
            }
        }
    };
}

pub(crate) use operation_by_id;

/// Returns the path in the name of an operation, with `id` in the place of its placeholder.
///
/// # Errors
///
/// Fails when the id cannot be a segment of a path.
pub(crate) fn path_with(name: &str, id: &str) -> Result<String, PathError> {
    let segments = name.split('/').skip(1);
    path(segments.map(|segment| match segment.starts_with('{') {
        true => id,
        false => segment,
    }))
}

#[cfg(test)]
mod tests {
    use super::path_with;

    #[test]
    fn the_id_takes_the_place_of_the_placeholder_as_one_segment() {
        let path = |id| path_with("POST /sessions/{session_id}/end", id);

        assert_eq!(path("a/b").as_deref(), Ok("/sessions/a%2Fb/end"));
        assert_eq!(path("{a}").as_deref(), Ok("/sessions/%7Ba%7D/end"));
        assert!(path("..").is_err());
        assert!(path("").is_err());
    }
}
