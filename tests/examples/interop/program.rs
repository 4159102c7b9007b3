//! [`Program`]: a server or a proxy that may be installed, and how it is run.

use std::env;
use std::fmt;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

/// Where system programs are, should `PATH` not say so.
const SYSTEM_FOLDERS: &[&str] = &["/usr/sbin", "/usr/local/sbin"];

/// A server or a proxy that may be installed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Program {
    Nginx,
    Haproxy,
    Squid,
}

impl Program {
    pub(crate) const ALL: [Self; 3] = [Self::Nginx, Self::Haproxy, Self::Squid];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Haproxy => "haproxy",
            Self::Squid => "squid",
        }
    }

    /// Returns where the program is, if it is installed.
    pub(crate) fn path(self) -> Option<PathBuf> {
        let path = env::var_os("PATH").unwrap_or_default();
        env::split_paths(&path)
            .chain(SYSTEM_FOLDERS.iter().map(PathBuf::from))
            .map(|folder| folder.join(self.name()))
            .find(|program| program.is_file())
    }

    /// Returns the first line that the program says about its version, if it is installed.
    pub(crate) fn version(self) -> Option<String> {
        let output = Command::new(self.path()?).arg("-v").output().ok()?;
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text).into_owned();
        Some(text.lines().next().unwrap_or(self.name()).to_owned())
    }

    /// Returns the command that runs the program in the foreground with the settings in `folder`.
    pub(crate) fn command(self, folder: &Path) -> io::Result<Command> {
        let missing = || io::Error::new(io::ErrorKind::NotFound, self.name());
        let mut command = Command::new(self.path().ok_or_else(missing)?);
        match self {
            Self::Nginx => command.args(["-e", "stderr", "-p"]).arg(folder).arg("-c"),
            Self::Haproxy => command.args(["-db", "-f"]),
            Self::Squid => command.args(["-N", "-d", "1", "-f"]),
        };
        command.arg(folder.join(self.settings_file()));
        command.stdin(Stdio::null());
        Ok(command)
    }

    /// Returns the name of the file with the settings of the program.
    pub(crate) fn settings_file(self) -> String {
        format!("{}.conf", self.name())
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
