//! A line for each request, on standard error.

use std::io;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::SyncSender;
use std::sync::mpsc::channel;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;
use std::time::SystemTime;

use deck_sandbox::ServedRequest;
use deck_types::Timestamp;

use crate::diagnostics;
use crate::output::human;
use crate::output::text;

/// The largest number of lines that wait for whoever reads them.
const MOST_WAITING: usize = 1_000;

/// The largest number of characters of a line.
const MOST_CHARACTERS: usize = 8 * 1024;

/// How long the end waits for lines to be read.
const PATIENCE: Duration = Duration::from_secs(1);

/// A thread that writes lines, so that a server does not wait for whoever reads them.
#[derive(Debug)]
pub(super) struct RequestLog {
    writer: LogWriter,
    written: Receiver<()>,
}

/// Hands lines to the thread.
#[derive(Clone, Debug)]
pub(super) struct LogWriter {
    lines: SyncSender<Message>,
    omitted: Arc<AtomicU64>,
}

#[derive(Debug)]
enum Message {
    Line(String),
    End,
}

impl RequestLog {
    /// Starts the thread.
    pub(super) fn start() -> Self {
        let (lines, received) = sync_channel(MOST_WAITING);
        let (end, written) = channel();
        let omitted = Arc::new(AtomicU64::new(0));
        let writer = LogWriter {
            lines,
            omitted: Arc::clone(&omitted),
        };
        thread::spawn(move || {
            write_all(&received, &omitted, io::stderr());
            _ = end.send(());
        });
        Self { writer, written }
    }

    /// Returns what hands lines to the thread.
    pub(super) fn writer(&self) -> LogWriter {
        self.writer.clone()
    }

    /// Waits until what was handed over is written, unless nobody reads it.
    pub(super) fn finish(self) {
        if self.writer.lines.try_send(Message::End).is_ok() {
            _ = self.written.recv_timeout(PATIENCE);
        }
    }
}

impl LogWriter {
    /// Hands over the line of a request that was served at `now`.
    pub(super) fn write(&self, request: &ServedRequest<'_>, now: SystemTime) {
        let line = if diagnostics::are_for_programs() {
            object(request, now)
        } else {
            line(request, now)
        };
        if self.lines.try_send(Message::Line(line)).is_err() {
            self.omitted.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn write_all(lines: &Receiver<Message>, omitted: &AtomicU64, mut writer: impl Write) {
    while let Ok(Message::Line(line)) = lines.recv() {
        _ = writeln!(writer, "{line}");
        let count = omitted.swap(0, Ordering::Relaxed);
        if count > 0 {
            _ = writeln!(writer, "{}", omission(count));
        }
    }
}

/// Returns the line for lines that nobody read in time.
fn omission(count: u64) -> String {
    let message = format!("requests that are left out here: {count}");
    if diagnostics::are_for_programs() {
        serde_json::json!({"level": "note", "message": message}).to_string()
    } else {
        format!("note: {message}")
    }
}

/// Returns what programs are told of a request.
fn object(request: &ServedRequest<'_>, now: SystemTime) -> String {
    let object = serde_json::json!({
        "level": "request",
        "time": Timestamp::try_from(now).ok(),
        "method": text::truncate(request.method, MOST_CHARACTERS),
        "target": text::truncate(request.target, MOST_CHARACTERS),
        "status": request.status,
        "fault": request.fault,
        "elapsed_ms": u64::try_from(request.duration.as_millis()).unwrap_or(u64::MAX),
    });
    object.to_string()
}

/// Returns the line of a request: the time in UTC, the status, how long it took, and the exact query.
fn line(request: &ServedRequest<'_>, now: SystemTime) -> String {
    let time = Timestamp::try_from(now).ok();
    let time = time.as_ref().map_or("-", Timestamp::as_str);
    // Seconds are enough, and every line is as long as the others.
    let time = time.get(..19).unwrap_or(time);
    let fault = request.fault.map(|fault| format!("  {fault}"));
    let line = format!(
        "{time}Z  {}  {:>6}  {} {}{}",
        request.status,
        human::duration(request.duration),
        request.method,
        request.target,
        fault.unwrap_or_default()
    );
    text::truncate(&text::visible(line).to_string(), MOST_CHARACTERS).into_owned()
}
