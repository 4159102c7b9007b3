//! A command that prints the key, such as that of a password manager.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::process::Command;

use deck_client::ApiKeyError;
use deck_transport::Clock;
use deck_transport::TokioClock;

use crate::profile::Profile;

/// How long the command may take: a person may have to unlock something.
const LIMIT: Duration = Duration::from_secs(60);

/// The most that is read of what the command prints; keys are far shorter.
const MOST_BYTES: u64 = 16 * 1024;

/// How much of the first line of an error is shown.
const MOST_CHARACTERS: usize = 200;

/// A command that prints the key. It is run without a shell.
#[derive(Clone)]
pub(crate) struct KeyCommand {
    program: String,
    arguments: Vec<String>,
}

impl KeyCommand {
    /// Makes a command of its words, if there are any.
    pub(crate) fn new(words: Vec<String>) -> Option<Self> {
        let mut words = words.into_iter();
        Some(Self {
            program: words.next().filter(|program| !program.is_empty())?,
            arguments: words.collect(),
        })
    }

    /// Runs the command, and returns what it prints, without blanks and line ends around it.
    pub(crate) async fn run(&self) -> Result<String, Reason> {
        self.run_within(LIMIT).await
    }

    async fn run_within(&self, limit: Duration) -> Result<String, Reason> {
        tokio::select! {
            printed = self.output() => printed,
            () = TokioClock.sleep(limit) => Err(Reason::TooSlow(limit)),
        }
    }

    /// Dropping the future ends the command.
    async fn output(&self) -> Result<String, Reason> {
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(Reason::NotStarted)?;
        let (printed, complaints) = tokio::join!(
            beginning(child.stdout.take()),
            beginning(child.stderr.take())
        );
        let printed = printed.map_err(Reason::Unreadable)?;
        let status = child.wait().await.map_err(Reason::Unreadable)?;
        if !status.success() {
            let complaints = complaints.unwrap_or_default();
            return Err(Reason::Failed(status, first_line(&complaints)));
        }
        if printed.len() as u64 > MOST_BYTES {
            return Err(Reason::TooMuch);
        }
        let printed = String::from_utf8(printed).map_err(|_| Reason::NotText)?;
        match printed.trim() {
            "" => Err(Reason::Nothing),
            key => Ok(key.to_owned()),
        }
    }
}

/// Shows no argument, since people write secrets there.
impl fmt::Debug for KeyCommand {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "KeyCommand({:?})", self.program)
    }
}

/// Reads to the end, and keeps the beginning.
async fn beginning(pipe: Option<impl AsyncRead + Unpin>) -> io::Result<Vec<u8>> {
    let mut kept = Vec::new();
    let Some(mut pipe) = pipe else {
        return Ok(kept);
    };
    let mut limited = (&mut pipe).take(MOST_BYTES + 1);
    limited.read_to_end(&mut kept).await?;
    tokio::io::copy(&mut pipe, &mut tokio::io::sink()).await?;
    Ok(kept)
}

fn first_line(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let line = text.trim().lines().next().unwrap_or_default();
    line.chars().take(MOST_CHARACTERS).collect()
}

/// Why a command gave no key.
#[derive(Debug)]
pub(crate) enum Reason {
    NotStarted(io::Error),
    Unreadable(io::Error),
    Failed(ExitStatus, String),
    TooSlow(Duration),
    TooMuch,
    NotText,
    Nothing,
    NoKey(ApiKeyError),
}

impl From<ApiKeyError> for Reason {
    fn from(error: ApiKeyError) -> Self {
        Self::NoKey(error)
    }
}

/// A `key_command` that gave no key. It repeats nothing of what the command printed to standard output.
#[derive(Debug)]
pub(crate) struct KeyCommandError {
    profile: String,
    file: PathBuf,
    reason: Reason,
}

impl KeyCommandError {
    pub(super) fn new(profile: &Profile, reason: Reason) -> Self {
        Self {
            profile: profile.name.clone(),
            file: profile.file.clone(),
            reason,
        }
    }

    /// Returns what to do about it.
    pub(crate) fn advice(&self) -> String {
        let file = self.file.display();
        match &self.reason {
            Reason::NotStarted(_) => format!(
                "check key_command in {file}: its first word is the program, and no shell reads it"
            ),
            Reason::Nothing | Reason::TooMuch | Reason::NotText | Reason::NoKey(_) => {
                format!("check key_command in {file}: it has to print the key and nothing else")
            }
            _ => format!("check key_command in {file} by running it"),
        }
    }
}

impl fmt::Display for KeyCommandError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "the key_command of the profile {} ",
            self.profile
        )?;
        match &self.reason {
            Reason::NotStarted(error) => write!(formatter, "could not be started: {error}"),
            Reason::Unreadable(error) => write!(formatter, "could not be read: {error}"),
            Reason::Failed(status, line) => {
                match status.code() {
                    Some(code) => write!(formatter, "ended with exit code {code}")?,
                    None => formatter.write_str("was ended by a signal")?,
                }
                if line.is_empty() {
                    Ok(())
                } else {
                    write!(formatter, ": {line}")
                }
            }
            Reason::TooSlow(limit) => {
                write!(formatter, "took longer than {} s", limit.as_secs())
            }
            Reason::TooMuch => formatter.write_str("printed more than a key"),
            Reason::NotText => formatter.write_str("printed something that is no text"),
            Reason::Nothing => formatter.write_str("printed nothing"),
            Reason::NoKey(error) => write!(formatter, "printed no key: {error}"),
        }
    }
}

impl Error for KeyCommandError {}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    async fn run(script: &str) -> Result<String, Reason> {
        let words = ["/bin/sh", "-c", script].map(str::to_owned);
        KeyCommand::new(words.into()).unwrap().run().await
    }

    #[tokio::test]
    async fn blanks_and_line_ends_around_the_key_are_no_part_of_it() {
        assert_eq!(
            run("printf ' sk_live_a \\r\\n\\n'").await.unwrap(),
            "sk_live_a"
        );
    }

    #[tokio::test]
    async fn a_failure_has_its_exit_code_and_the_beginning_of_the_first_line() {
        let script = "echo sk_live_canary; echo locked >&2; echo again >&2; exit 3";
        let Err(Reason::Failed(status, line)) = run(script).await else {
            panic!("it succeeded");
        };
        assert_eq!((status.code(), line.as_str()), (Some(3), "locked"));
        let long = "yes a | tr -d '\\n' | head -c 100000 >&2; exit 1";
        let Err(Reason::Failed(_, line)) = run(long).await else {
            panic!("it succeeded");
        };
        assert_eq!(line.len(), MOST_CHARACTERS);
    }

    #[tokio::test]
    async fn what_is_no_key_is_refused() {
        assert!(matches!(run("true").await, Err(Reason::Nothing)));
        assert!(matches!(run("printf '\\377'").await, Err(Reason::NotText)));
        let endless = "yes sk_live | head -c 1000000";
        assert!(matches!(run(endless).await, Err(Reason::TooMuch)));
        let words = vec!["/nowhere/program".to_owned()];
        let missing = KeyCommand::new(words).unwrap().run().await;
        assert!(matches!(missing, Err(Reason::NotStarted(_))));
    }

    #[tokio::test]
    async fn a_command_that_does_not_end_is_given_up() {
        let words = ["/bin/sh", "-c", "exec sleep 1000"].map(str::to_owned);
        let command = KeyCommand::new(words.into()).unwrap();
        let given_up = command.run_within(Duration::from_millis(1)).await;
        assert!(matches!(given_up, Err(Reason::TooSlow(_))));
    }
}
