//! The objects of endpoints that the sandbox does not know.

use deck_types::Json;

use crate::Collection;
use crate::CollectionError;
use crate::Sandbox;
use crate::collection::object::Object;
use crate::sandbox::in_order;

impl Sandbox {
    /// Adds `object` to the [`Collection`] at `path` and returns the object that had its id before, if there
    /// was one.
    ///
    /// # Errors
    ///
    /// Fails when there is no such collection, or the object has no id.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_sandbox::{Collection, Sandbox};
    /// use deck_types::Json;
    ///
    /// let sandbox = Sandbox::builder().collection(Collection::new("/plans", [])?).build();
    ///
    /// sandbox.insert_object("/plans", Json::from_text(r#"{"id": "plan_1"}"#)?)?;
    ///
    /// assert_eq!(sandbox.objects("/plans").len(), 1);
    /// assert!(sandbox.delete_object("/plans", "plan_1").is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn insert_object(&self, path: &str, object: Json) -> Result<Option<Json>, CollectionError> {
        let object = Object::new(object)?;
        let key = Collection::canonical_path(path)?;
        let mut state = self.state();
        let unknown = || CollectionError::UnknownPath { path: path.into() };
        let collection = state.collections.get_mut(&key).ok_or_else(unknown)?;
        let replaced = collection.shelf.insert(object);
        Ok(replaced.map(|object| object.text))
    }

    /// Removes the object with `id` from the [`Collection`] at `path` and returns it, or `None` if there is
    /// no such object.
    #[expect(clippy::must_use_candidate, reason = "it is called for its effect")]
    pub fn delete_object(&self, path: &str, id: &str) -> Option<Json> {
        let key = Collection::canonical_path(path).ok()?;
        let mut state = self.state();
        let object = state.collections.get_mut(&key)?.shelf.delete(id)?;
        Some(object.text)
    }

    /// Returns all objects of the [`Collection`] at `path` in the order of listings; none where there is no
    /// collection.
    #[must_use]
    pub fn objects(&self, path: &str) -> Vec<Json> {
        let key = Collection::canonical_path(path).unwrap_or_default();
        let state = self.state();
        let Some(collection) = state.collections.get(&key) else {
            return Vec::new();
        };
        let objects = in_order(&collection.shelf, &state);
        objects.map(|object| object.text.clone()).collect()
    }
}
