//! Seeded storage items: the files that a run brought back.

use deck_types::TaskRunFile;
use deck_types::Timestamp;

use crate::seed::random::Random;

/// A kind of file: stem of the name, extension, MIME type, and the largest size in bytes.
const KINDS: [(&str, &str, &str, u64); 5] = [
    ("statement", "pdf", "application/pdf", 2_400_000),
    ("invoice", "pdf", "application/pdf", 900_000),
    ("transactions", "csv", "text/csv", 64_000),
    ("page", "png", "image/png", 1_800_000),
    ("relevé annuel", "pdf", "application/pdf", 700_000),
];

/// Draws the files of one run: often none, at most three.
pub(crate) fn files(random: &mut Random, written_at: &Timestamp) -> Vec<TaskRunFile> {
    let count = if random.chance(55) {
        0
    } else {
        random.between(1, 3)
    };
    (1..=count)
        .map(|number| file(random, number, written_at))
        .collect()
}

fn file(random: &mut Random, number: u64, written_at: &Timestamp) -> TaskRunFile {
    let (stem, extension, file_type, largest) = *random.pick(&KINDS);
    let mut item = TaskRunFile::fixture(random.id("stor_"));
    item.object = Some("storage".into());
    item.file_name = Some(format!("{stem}-{number}.{extension}"));
    item.file_type = Some(file_type.to_owned());
    item.file_size = Some(random.between(400, largest));
    item.created_at = Some(written_at.clone());
    item
}
