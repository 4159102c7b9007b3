//! The error of an extra member whose key the operation has a field for.

/// The error of an extra member of a body whose key the operation has a field for.
///
/// The body would hold the key twice, and which of the two counts would be for the server to decide.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("member {key:?} has a field of its own in {operation}; use its setter")]
pub struct ExtraMemberError {
    operation: &'static str,
    key: &'static str,
}

impl ExtraMemberError {
    /// Refuses `key` when it is one of `modelled`.
    pub(crate) fn check(
        operation: &'static str,
        modelled: &[&'static str],
        key: &str,
    ) -> Result<(), Self> {
        match modelled.iter().find(|known| **known == key) {
            Some(key) => Err(Self { operation, key }),
            None => Ok(()),
        }
    }

    /// Returns the key at fault.
    #[must_use]
    pub fn key(&self) -> &str {
        self.key
    }
}
