//! Standard output, locked and buffered for the whole of a command.

use std::io;
use std::io::BufWriter;
use std::io::StdoutLock;

/// Standard output; nothing is seen before a flush or a full buffer.
pub(crate) type StandardOutput = BufWriter<StdoutLock<'static>>;

/// Locks standard output.
pub(crate) fn standard_output() -> StandardOutput {
    BufWriter::with_capacity(64 * 1024, io::stdout().lock())
}
