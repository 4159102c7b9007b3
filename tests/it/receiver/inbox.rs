//! [`Inbox`]: the file that the receiver leaves behind.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::FromSql;

/// The inbox, read without the receiver.
pub(super) struct Inbox(Connection);

impl Inbox {
    pub(super) fn open(file: &Path) -> Self {
        Self(Connection::open(file).unwrap())
    }

    /// Returns the bodies by their ids.
    pub(super) fn bodies(&self) -> BTreeMap<String, Vec<u8>> {
        self.map("SELECT id, body FROM inbox")
    }

    /// Returns the statuses of the runs by their ids.
    pub(super) fn statuses(&self) -> BTreeMap<String, String> {
        self.map("SELECT id, status FROM runs")
    }

    fn map<T: FromSql>(&self, query: &str) -> BTreeMap<String, T> {
        let mut statement = self.0.prepare(query).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        let mut map = BTreeMap::new();
        for row in rows.unwrap() {
            let (key, value) = row.unwrap();
            assert!(map.insert(key, value).is_none(), "an id stands twice");
        }
        map
    }
}
