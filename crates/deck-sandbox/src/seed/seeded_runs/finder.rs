//! Where the rows with an id are.

/// The length of what is looked for by.
const KEY_LENGTH: usize = 8;

/// The numbers of rows by a part of an id, which few share.
pub(super) struct Finder(Vec<(u64, u32)>);

impl Finder {
    pub(super) fn new(entries: impl Iterator<Item = (u64, u32)>) -> Finder {
        let mut entries: Vec<_> = entries.collect();
        entries.sort_unstable();
        entries.shrink_to_fit();
        Finder(entries)
    }

    /// Returns the numbers of the rows with `key`.
    pub(super) fn find(&self, key: u64) -> impl Iterator<Item = u32> {
        let start = self.0.partition_point(|(other, _)| *other < key);
        let behind = self.0.get(start..).unwrap_or_default();
        let same = behind.iter().take_while(move |(other, _)| *other == key);
        same.map(|(_, number)| *number)
    }
}

/// Returns the end of `id` as a number.
pub(super) fn key(id: impl AsRef<[u8]>) -> u64 {
    let end = id.as_ref().last_chunk::<KEY_LENGTH>();
    end.map_or(0, |end| u64::from_be_bytes(*end))
}
