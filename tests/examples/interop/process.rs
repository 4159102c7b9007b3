//! [`Process`]: a program that runs, and ends with its owner.

use std::fs;
use std::fs::File;
use std::io;
use std::process::Child;
use std::process::Stdio;

use crate::Failure;
use crate::program::Program;
use deck_tests::folder::Folder;

/// How much of a log is shown.
const MOST_LOG_BYTES: usize = 2_000;

/// A program that runs in a folder of its own. Dropping it ends it, with all the processes that it started.
#[derive(Debug)]
pub(crate) struct Process {
    program: Program,
    folder: Folder,
    /// The present process, and before it those that were told to give way to it.
    children: Vec<Child>,
}

impl Process {
    /// Starts `program` with these settings; whether it likes them is seen later.
    pub(crate) fn start(program: Program, folder: Folder, settings: &str) -> io::Result<Self> {
        folder.write(&program.settings_file(), settings)?;
        let mut process = Self {
            program,
            folder,
            children: Vec::new(),
        };
        process.spawn(&[])?;
        Ok(process)
    }

    /// Returns whether the program has ended, such as because its port was taken.
    pub(crate) fn has_ended(&mut self) -> bool {
        let ended = |child: &mut Child| !matches!(child.try_wait(), Ok(None));
        self.children.last_mut().is_none_or(ended)
    }

    /// Has the program read its settings anew, as its administrators do.
    pub(crate) fn reload(&mut self) -> Result<(), Failure> {
        match self.program {
            Program::Nginx => self.signal_nginx("reload"),
            Program::Haproxy => self.replace(),
            Program::Squid => Err("squid is not reloaded here".into()),
        }
    }

    /// Returns the end of what the program wrote.
    pub(crate) fn log(&self) -> String {
        let text = fs::read(self.folder.path().join("log")).unwrap_or_default();
        let end = &text[text.len().saturating_sub(MOST_LOG_BYTES)..];
        String::from_utf8_lossy(end).into_owned()
    }

    /// Starts a process that takes the port over from the one before.
    fn replace(&mut self) -> Result<(), Failure> {
        let before = self.children.last().map(Child::id).unwrap_or_default();
        self.spawn(&["-sf", &before.to_string()])?;
        Ok(())
    }

    fn spawn(&mut self, arguments: &[&str]) -> io::Result<()> {
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.folder.path().join("log"))?;
        let mut command = self.program.command(self.folder.path())?;
        command.args(arguments);
        command
            .stdout(Stdio::from(log.try_clone()?))
            .stderr(Stdio::from(log));
        self.children.push(command.spawn()?);
        Ok(())
    }

    fn signal_nginx(&self, signal: &str) -> Result<(), Failure> {
        let mut command = self.program.command(self.folder.path())?;
        let output = command.args(["-s", signal]).output()?;
        if output.status.success() {
            return Ok(());
        }
        Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
    }
}

impl Drop for Process {
    /// Asks the program to end itself and its workers: those of nginx outlive a master that is killed.
    fn drop(&mut self) {
        let ends_itself = self.program == Program::Nginx && self.signal_nginx("stop").is_ok();
        for child in &mut self.children {
            if !ends_itself {
                let _ = child.kill();
            }
            let _ = child.wait();
        }
    }
}
