//! The tutorial, followed word by word: every command in it is run, and what comes is compared with what it
//! shows.
//!
//! A `console` block has commands behind `$ `, each with the output that follows it; a backslash at the end
//! of a line goes on in the next. `…` stands for any text within a line, and alone on a line for any lines.
//! What a block with the word `server` starts goes on until the end.
//!
//! Time passes faster here than for a reader, who has to type.

use std::fmt::Write as _;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::path::Path;
use std::process::Child;
use std::process::ChildStdin;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;

use crate::terminal::path;

const TUTORIAL: &str = include_str!("../../../../docs/tutorial.md");

/// The ports that the tutorial names; a test takes those that are free.
const PORTS: [&str; 2] = ["4010", "4011"];

/// How fast time passes in the tutorial, and in the test.
const SPEEDS: [&str; 2] = ["--speed 10x", "--speed 20x"];

/// What a command is shown to do.
#[derive(Debug, Default, PartialEq)]
struct Example {
    /// The number of its line.
    line: usize,
    command: String,
    output: Vec<String>,
    is_server: bool,
}

/// Reads the examples of a text.
fn examples(text: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut block = None;
    let mut is_continued = false;
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(info) = line.strip_prefix("```") {
            let is_console = info.split(' ').next() == Some("console");
            block = is_console.then(|| info.contains("server"));
            continue;
        }
        let Some(is_server) = block else {
            continue;
        };
        if is_continued && let Some(example) = examples.last_mut() {
            _ = write!(example.command, "\n{line}");
        } else if let Some(command) = line.strip_prefix("$ ") {
            examples.push(Example {
                line: number,
                command: command.to_owned(),
                output: Vec::new(),
                is_server,
            });
        } else {
            let example = examples.last_mut().unwrap();
            example.output.push(line.to_owned());
            continue;
        }
        is_continued = line.ends_with('\\');
    }
    examples
}

/// Returns whether lines are as they are shown.
fn is_as_shown(shown: &[String], lines: &[String]) -> bool {
    match (shown.split_first(), lines.split_first()) {
        (None, rest) => rest.is_none(),
        (Some((any, shown)), _) if any == "…" => {
            (0..=lines.len()).any(|skipped| is_as_shown(shown, &lines[skipped..]))
        }
        (Some((first, shown)), Some((line, lines))) => {
            is_line_as_shown(first, line) && is_as_shown(shown, lines)
        }
        (Some(_), None) => false,
    }
}

/// Returns whether a line is as it is shown, with any text for each `…`.
fn is_line_as_shown(shown: &str, line: &str) -> bool {
    let Some((start, rest)) = shown.split_once('…') else {
        return shown == line;
    };
    let Some(line) = line.strip_prefix(start) else {
        return false;
    };
    let mut ends = line
        .char_indices()
        .map(|(index, _)| index)
        .chain([line.len()]);
    ends.any(|end| is_line_as_shown(rest, &line[end..]))
}

/// A reader of the tutorial, with a shell and with servers in other terminals.
struct Reader {
    folder: tempfile::TempDir,
    shell: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    servers: Vec<Child>,
    /// The ports of the tutorial and those that were given.
    ports: Vec<(&'static str, String)>,
}

impl Reader {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = shell(folder.path());
        let mut shell = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = shell.stdin.take().unwrap();
        stdin.write_all(b"exec 2>&1\n").unwrap();
        Self {
            stdin,
            stdout: BufReader::new(shell.stdout.take().unwrap()),
            shell,
            folder,
            servers: Vec::new(),
            ports: Vec::new(),
        }
    }

    /// Does as an example says, and returns the lines that come.
    fn follow(&mut self, example: &Example) -> Vec<String> {
        if example.is_server {
            return self.serve(example);
        }
        let mut command = example.command.clone();
        for (port, given) in &self.ports {
            command = command.replace(port, given);
        }
        // Nobody types, and the mark says that the command has ended.
        let script = format!("{{ {command}\n}} </dev/null; printf '\\001\\n'\n");
        self.stdin.write_all(script.as_bytes()).unwrap();
        let mut lines = Vec::new();
        loop {
            let line = self.line_of_shell();
            match line.strip_suffix('\u{1}') {
                None => lines.push(line),
                Some("") => return lines,
                Some(last) => {
                    lines.push(last.to_owned());
                    return lines;
                }
            }
        }
    }

    fn line_of_shell(&mut self) -> String {
        let mut line = String::new();
        assert_ne!(
            self.stdout.read_line(&mut line).unwrap(),
            0,
            "the shell has ended"
        );
        self.in_words_of_the_tutorial(line.trim_end_matches('\n'))
    }

    /// Starts a server, and returns as many lines as are shown.
    fn serve(&mut self, example: &Example) -> Vec<String> {
        let port = PORTS
            .into_iter()
            .find(|port| example.command.contains(port))
            .unwrap();
        let [shown, taken] = SPEEDS;
        let command = example.command.replace(port, "0").replace(shown, taken);
        // What is in front of the program are variables of the environment.
        let script = format!("exec 2>&1; exec env {command}");
        let mut server = shell(self.folder.path());
        server
            .args(["-c", &script])
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let mut server = server.spawn().unwrap();
        let mut output = BufReader::new(server.stdout.take().unwrap());
        self.servers.push(server);
        let mut lines = Vec::new();
        while lines.len() < example.output.len() {
            let mut line = String::new();
            if output.read_line(&mut line).unwrap() == 0 {
                break;
            }
            if let Some((_, rest)) = line.split_once("http://127.0.0.1:")
                && !self.ports.iter().any(|(known, _)| *known == port)
            {
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                self.ports.push((port, rest[..digits].to_owned()));
            }
            lines.push(self.in_words_of_the_tutorial(line.trim_end_matches('\n')));
        }
        // What it writes later goes nowhere, and does not hold it up.
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        lines
    }

    fn in_words_of_the_tutorial(&self, line: &str) -> String {
        let mut line = line.to_owned();
        for (port, given) in &self.ports {
            line = line.replace(&format!(":{given}"), &format!(":{port}"));
        }
        line
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        for process in self.servers.iter_mut().chain([&mut self.shell]) {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// Returns a shell in a folder, in an environment as that of a new user.
fn shell(folder: &Path) -> Command {
    let mut command = Command::new("/bin/sh");
    command
        .current_dir(folder)
        .env_clear()
        .env("PATH", path())
        .env("HOME", folder)
        .env("XDG_RUNTIME_DIR", folder.join("run"))
        .env("COLUMNS", "100");
    command
}

#[test]
fn every_command_does_what_it_is_shown_to_do() {
    let mut reader = Reader::new();
    let mut wrong = String::new();
    for example in examples(TUTORIAL) {
        let lines = reader.follow(&example);
        if !is_as_shown(&example.output, &lines) {
            let Example {
                line,
                command,
                output,
                ..
            } = &example;
            let (shown, came) = (output.join("\n"), lines.join("\n"));
            _ = writeln!(
                wrong,
                "line {line}: {command}\n-- shown\n{shown}\n-- came\n{came}\n"
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_tutorial_has_commands() {
    assert!(examples(TUTORIAL).len() >= 20);
}

#[test]
fn a_block_has_commands_with_their_output() {
    let text = "```sh\n$ no\n```\n```console\n$ a \\\n  b\nc\n\nd\n$ e\n```\n```console server\n\
        $ f\n```\n$ g\n";

    let read = examples(text);

    let commands: Vec<_> = read
        .iter()
        .map(|example| example.command.as_str())
        .collect();
    assert_eq!(commands, ["a \\\n  b", "e", "f"]);
    assert_eq!(read[0].output, ["c", "", "d"]);
    assert_eq!(
        (read[1].line, read[1].is_server, read[2].is_server),
        (10, false, true)
    );
}

#[test]
fn an_ellipsis_stands_for_any_text_and_for_any_lines_and_nothing_else_does() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let is_shown = |shown, text| is_as_shown(&lines(shown), &lines(text));

    assert!(is_shown("a…c", "abc") && is_shown("a…c", "a é c") && is_shown("…c…", "c"));
    assert!(is_shown("a\n…\nd", "a\nb\nc\nd") && is_shown("…", "") && is_shown("a\n…", "a"));
    assert!(
        !is_shown("a…c", "abd") && !is_shown("a", "ab") && !is_shown("a", "") && !is_shown("", "a")
    );
    assert!(!is_shown("a\n…\nd", "a\nb") && !is_shown("a\nb", "a"));
}
