//! The listing of the files that a task run kept.

use deck_types::ListTaskRunStorage;
use deck_types::StorageItem;
use deck_types::TaskRunFile;
use deck_types::TaskRunId;
use deck_types::Timestamp;
use serde::Serialize;

use crate::Spelling;
use crate::changes::run::storage_item;
use crate::resource::wire_object::WireObject;
use crate::response::listing::Listed;
use crate::response::listing::SandboxListing;
use crate::shelf::Shelf;
use crate::shelf::objects::ListedObjects;
use crate::sort_key::Created;
use crate::state::State;

/// A file, with something to tell it from the others of its run.
#[derive(Clone)]
pub(crate) struct StoredFile {
    item: StorageItem,
    id: Box<str>,
}

impl StoredFile {
    /// Makes an object of a file; one without an id is known by its number among the files of its run.
    fn new(run_id: &TaskRunId, number: usize, file: &TaskRunFile) -> StoredFile {
        let id = file.id.as_ref().map(|id| id.as_str().into());
        StoredFile {
            item: storage_item(run_id, file),
            id: id.unwrap_or_else(|| format!("#{number}").into()),
        }
    }
}

impl Created for StoredFile {
    fn id(&self) -> &str {
        &self.id
    }

    fn created_at(&self) -> Option<&Timestamp> {
        self.item.created_at.as_ref()
    }
}

impl SandboxListing for ListTaskRunStorage {
    type Object = StoredFile;

    const OBJECT: &'static str = "storage";

    const TEXT_MEMBER: &'static str = "file_name";

    fn objects<'a>(&self, state: &'a State) -> Listed<'a, StoredFile> {
        let run = state.run(self.run_id.as_str())?;
        let files = run.decoded().storage.iter().flatten().enumerate();
        let files = files.map(|(number, file)| StoredFile::new(&self.run_id, number, file));
        let shelf = Shelf::new(state.rules.order, files);
        Ok(ListedObjects::Made(shelf))
    }

    fn selection(&self) -> impl Fn(&StoredFile) -> bool {
        |_| true
    }

    fn item(file: &StoredFile, _: Option<Spelling>) -> impl Serialize {
        WireObject::item(&file.item)
    }
}
