//! Exports the task runs of a window to a file, one JSON object a line with the text as received, and
//! survives restarts.
//!
//! ```console
//! DECK_API_KEY=... cargo run -p deck-client --example nightly_export -- \
//!     runs.ndjson 2026-11-01T00:00:00Z 2026-11-02T00:00:00Z
//! ```
//!
//! Until all is there, the lines are in `runs.ndjson.part`, and `runs.ndjson.journal` says how many bytes of
//! it are good and where the listing goes on. A process that was killed at any moment is simply started
//! again: what was written after the last entry of the journal is cut off and fetched once more.

use std::error::Error;
use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use deck_client::Client;
use deck_client::types::Json;
use deck_client::types::ListTaskRuns;
use deck_client::types::ResumeToken;
use deck_client::types::to_json_line;

/// How many runs are fetched between two entries of the journal.
const RUNS_PER_ENTRY: u64 = 100;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, created_after, created_before] = arguments.as_slice() else {
        return Err("usage: nightly_export FILE CREATED_AFTER CREATED_BEFORE".into());
    };
    let window = ListTaskRuns::new()
        .created_after(created_after.parse()?)
        .created_before(created_before.parse()?);
    export(&Client::from_env()?, window, Path::new(file)).await
}

async fn export(client: &Client, window: ListTaskRuns, path: &Path) -> Result<(), Box<dyn Error>> {
    let part = beside(path, "part");
    let journal = beside(path, "journal");
    let (length, token) = read_journal(&journal)?;
    let listing = client.list(window).with_item_type::<Json>();
    let mut runs = match &token {
        Some(token) => listing.resume(token),
        None => listing.items(),
    };

    let mut lines = Lines::open(&part, length)?;
    let mut count = 0;
    while let Some(run) = runs.next().await {
        lines.push(&run?)?;
        count += 1;
        if count % RUNS_PER_ENTRY == 0 {
            write_journal(&journal, lines.sync()?, &runs.resume_token()?)?;
            println!("{count} runs");
        }
    }

    lines.sync()?;
    // Without its journal, a file that was left here is fetched anew; the other order could cut a whole one.
    remove_if_there(&journal)?;
    fs::rename(&part, path)?;
    println!("complete: {}", path.display());
    Ok(())
}

/// The file that grows.
struct Lines {
    file: BufWriter<File>,
    length: u64,
}

impl Lines {
    /// Opens the file and cuts it to the length that the journal vouches for.
    fn open(path: &Path, length: u64) -> io::Result<Self> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        if file.metadata()?.len() < length {
            return Err(io::Error::other(
                "the file is shorter than its journal says",
            ));
        }
        file.set_len(length)?;
        Ok(Self {
            file: BufWriter::new(file),
            length,
        })
    }

    fn push(&mut self, run: &Json) -> Result<(), Box<dyn Error>> {
        let line = to_json_line(run)?;
        writeln!(self.file, "{line}")?;
        self.length += line.len() as u64 + 1;
        Ok(())
    }

    /// Waits until everything is on the disk, and returns the length of the file.
    fn sync(&mut self) -> io::Result<u64> {
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        Ok(self.length)
    }
}

/// Reads how many bytes are good and where to go on. Without a journal, that is none and the beginning.
fn read_journal(path: &Path) -> Result<(u64, Option<ResumeToken>), Box<dyn Error>> {
    let text = match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((0, None)),
        text => text?,
    };
    let (length, token) = text.split_once(' ').ok_or("the journal is damaged")?;
    Ok((length.parse()?, Some(token.parse()?)))
}

/// Replaces the journal in one step, so that there is always a whole one.
fn write_journal(path: &Path, length: u64, token: &ResumeToken) -> io::Result<()> {
    let next = beside(path, "next");
    let mut file = File::create(&next)?;
    write!(file, "{length} {token}")?;
    file.sync_all()?;
    fs::rename(&next, path)
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

/// Returns the path of a file that belongs to `path`: its name with another ending behind it.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}
