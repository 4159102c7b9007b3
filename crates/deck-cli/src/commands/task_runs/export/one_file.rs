//! An export to one file.

use std::fs;
use std::path::Path;

use super::export_error::ErrorKind;
use super::export_error::ExportError;
use super::job::Job;
use super::journal::Stage;
use super::kept::Kept;
use super::output_file::Sink;
use super::summary::Summary;

/// What may be done with files that are there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Permissions {
    /// Whether a file of the same name may be replaced.
    pub(super) force: bool,
    /// Whether what was begun may be thrown away.
    pub(super) restart: bool,
}

/// Writes the runs to a file, or goes on with it.
pub(super) async fn export(
    job: &mut Job,
    path: &Path,
    permissions: Permissions,
) -> Result<Summary, ExportError> {
    check_name(path)?;
    let mut kept = Kept::open(path)?;
    match write(job, &mut kept, path, permissions).await {
        Ok(summary) => {
            kept.close()?;
            Ok(summary)
        }
        Err(error) => Err(kept.leave(error)),
    }
}

async fn write(
    job: &mut Job,
    kept: &mut Kept,
    path: &Path,
    permissions: Permissions,
) -> Result<Summary, ExportError> {
    if permissions.restart {
        kept.restart()?;
    }
    let begun = kept.resume(&job.plan)?;
    let is_complete = matches!(&begun, Some(journal) if journal.stage == Stage::Complete);
    if !is_complete && !permissions.force && is_there(path) {
        return Err(ErrorKind::Exists(path.to_owned()).into());
    }
    let (mut journal, frozen, resumed_at) = match begun {
        Some(journal) => {
            let (frozen, runs) = (job.go_on(&journal)?, journal.runs);
            (journal, frozen, runs)
        }
        None => {
            let (since, until) = (job.plan.since.clone(), job.plan.until.clone());
            let (frozen, mut journal) = job.begin(since, until).await?;
            kept.commit(&mut journal)?;
            (journal, Some(frozen), 0)
        }
    };
    if !is_complete {
        let sink = Sink::Kept(kept);
        (journal, _) = job.fill(sink, journal, frozen, None, &[]).await?;
    }
    kept.give_name(&journal, path, permissions.force)?;
    let file = path.display().to_string();
    Ok(job.summary(Some(file), &journal, resumed_at, journal.length))
}

/// Refuses names that cannot be those of a file of runs.
fn check_name(path: &Path) -> Result<(), ExportError> {
    let reason = match fs::metadata(path) {
        Ok(there) if there.is_dir() => "is a folder; give the name of a file, or --since-last",
        Ok(there) if !there.is_file() => "is no ordinary file; `-` is standard output",
        Err(_) if path.to_string_lossy().ends_with('/') => {
            "is the name of a folder; give that of a file, or --since-last"
        }
        _ if path.file_name().is_none() => "is no name of a file",
        _ if path.extension().is_some_and(|ending| ending == "gz") => {
            "cannot be compressed like that; the compression is Zstandard, `.zst`"
        }
        _ => return Ok(()),
    };
    Err(ErrorKind::NotAFile(path.to_owned(), reason).into())
}

fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}
