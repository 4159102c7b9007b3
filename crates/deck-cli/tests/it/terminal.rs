//! A pseudo-terminal with a program on it, and what stands on its screen.

use std::fs::File;
use std::io::Read;
use std::io::Write;
use std::num::NonZero;
use std::path::Path;
use std::process::Command;

use rexpect::process::PtyProcess;

/// The environment of a terminal that shows colour.
const TERM: &str = "xterm-256color";

const ROWS: u16 = 24;

/// A terminal with a program on it.
pub(crate) struct Terminal {
    _process: PtyProcess,
    file: File,
    columns: u16,
    bytes: Vec<u8>,
}

/// What a program left when it had ended.
pub(crate) struct Ended {
    /// Everything that was written.
    pub(crate) text: String,
    pub(crate) code: Option<i32>,
    screen: vt100::Parser,
}

impl Terminal {
    /// Starts the words of a shell script on a terminal of some width, in an environment that has no
    /// influence beside `variables`. `deck` is the program.
    #[track_caller]
    pub(crate) fn start(columns: u16, script: &str, variables: &[(&str, &str)]) -> Self {
        let mut command = Command::new("/bin/sh");
        // The shell goes on after a Ctrl-C, to tell the code.
        let script = format!(
            "trap : INT; stty cols {columns} rows {ROWS}; {{ {script}; }}; printf '\\001%s' $?"
        );
        command.args(["-c", &script]).env_clear();
        command
            .env("TERM", TERM)
            .env("PATH", path())
            .env("HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/home"))
            .envs(variables.iter().copied());
        let mut process = PtyProcess::new(command).unwrap();
        process.set_kill_timeout(Some(1_000));
        let file = process.get_file_handle().unwrap();
        Self {
            _process: process,
            file,
            columns,
            bytes: Vec::new(),
        }
    }

    /// Reads until a text has been written.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        while !String::from_utf8_lossy(&self.bytes).contains(text) {
            assert!(
                self.read(),
                "{text} did not come: {}",
                String::from_utf8_lossy(&self.bytes)
            );
        }
    }

    /// Returns what has been written and read.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Types bytes.
    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.file.write_all(bytes).unwrap();
    }

    /// Reads until the program has ended.
    #[track_caller]
    pub(crate) fn end(mut self) -> Ended {
        while self.read() {}
        let text = String::from_utf8(self.bytes).unwrap();
        // The shell writes the code behind everything else.
        let (text, code) = text.rsplit_once('\u{1}').unwrap_or((&text, ""));
        let size = |length| NonZero::new(length).unwrap();
        let mut screen = vt100::Parser::new(size(ROWS), size(self.columns), 0);
        screen.process(text.as_bytes());
        Ended {
            text: text.to_owned(),
            code: code.parse().ok(),
            screen,
        }
    }

    /// Reads what has been written; nothing more comes from a program that has ended.
    fn read(&mut self) -> bool {
        let mut bytes = [0; 4096];
        // Linux tells the end of the program by an error.
        let count = self.file.read(&mut bytes).unwrap_or(0);
        self.bytes.extend_from_slice(&bytes[..count]);
        count > 0
    }
}

impl Ended {
    /// Returns the lines that stand on the screen at the end, without empty ones at their end.
    pub(crate) fn lines(&self) -> Vec<String> {
        let contents = self.screen.screen().contents();
        contents
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect()
    }

    /// Returns the colour of the first cell that shows this text.
    #[track_caller]
    pub(crate) fn color_of(&self, text: &str) -> vt100::Color {
        let screen = self.screen.screen();
        let (_, columns) = screen.size();
        let rows = (0_u16..).zip(screen.rows(0, columns.get()));
        let mut places = rows.filter_map(|(row, line)| line.find(text).map(|column| (row, column)));
        let (row, column) = places.next().unwrap();
        let cell = screen.cell(row, u16::try_from(column).unwrap());
        cell.unwrap().fgcolor()
    }
}

/// Returns the path on which a shell finds the program as `deck`.
pub(crate) fn path() -> String {
    let folder = Path::new(env!("CARGO_BIN_EXE_deck")).parent().unwrap();
    format!("{}:/usr/bin:/bin", folder.display())
}

/// Runs a script on a terminal to its end.
#[track_caller]
pub(crate) fn on_terminal(columns: u16, script: &str, variables: &[(&str, &str)]) -> Ended {
    Terminal::start(columns, script, variables).end()
}
