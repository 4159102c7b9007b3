//! What a request to change something does with one member.

/// What a PATCH request does with one member of the object that it changes.
///
/// Operations have a method that clears a member only where Deck documents that null removes it. A field that
/// is set to [`Clear`](Self::Clear) by hand sends null all the same.
///
/// # Examples
///
/// ```
/// use deck_types::{Change, Json, Operation, UpdateCredential};
///
/// let mut operation = UpdateCredential::new("cred_1");
/// assert_eq!(operation.external_id, Change::Keep);
/// assert_eq!(operation.body()?.as_ref().map(Json::as_str), Some("{}"));
///
/// operation.external_id = Change::Clear;
/// assert_eq!(operation.body()?.as_ref().map(Json::as_str), Some(r#"{"external_id":null}"#));
/// # Ok::<(), deck_types::JsonError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Change<T> {
    /// Leaves it as it is: the member is absent from the body.
    #[default]
    Keep,
    /// Removes it: the member is null.
    Clear,
    /// Sets it to this value.
    Set(T),
}
