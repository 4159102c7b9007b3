//! Runs a task once for each line of a file, as many runs at a time as there are sessions, and survives
//! restarts without a run started twice.
//!
//! ```console
//! DECK_API_KEY=... cargo run -p deck-client --example batch -- task_1 bills-2026-10 10 bills.ndjson
//! ```
//!
//! `bills.ndjson` has one input a line, and must not change until all is done. `bills.ndjson.journal` says of
//! each line when its run was about to be started, which run that is, and how it ended. A process that was
//! killed at any moment is simply started again:
//!
//! - a run that the journal knows is waited for;
//! - a run that was about to be started is asked for again with the same idempotency key, which is made of
//!   the name of the batch and the number of the line: Deck gives back the run if it was started;
//! - that holds for 24 hours. A line that has been about to start for longer is left to a person.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Display;
use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Write;
use std::iter;
use std::path::Path;
use std::time::Duration;
use std::time::UNIX_EPOCH;

use deck_client::Call;
use deck_client::Client;
use deck_client::transport::Clock;
use deck_client::transport::TokioClock;
use deck_client::types::Json;
use deck_client::types::RunTask;
use deck_client::types::TaskRun;
use deck_client::types::TaskRunId;
use tokio::task::JoinSet;

/// An hour less than Deck remembers a key.
const KEY_LIFETIME: Duration = Duration::from_secs(23 * 3_600);

/// How many runs are started at once, for one write to the disk.
const AT_ONCE: usize = 20;

/// How long to wait for a session that others use.
const PATIENCE: Duration = Duration::from_secs(3_600);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [task_id, name, sessions, file] = arguments.as_slice() else {
        return Err("usage: batch TASK_ID NAME SESSIONS FILE".into());
    };
    let inputs = fs::read_to_string(file)?;
    let batch = Batch {
        task_id,
        name,
        sessions: sessions.parse()?,
        inputs: inputs
            .lines()
            .map(Json::from_text)
            .collect::<Result<_, _>>()?,
    };
    let mut journal = Journal::open(Path::new(&format!("{file}.journal")))?;
    batch.run(&Client::from_env()?, &mut journal).await
}

/// What is to be done.
struct Batch<'a> {
    task_id: &'a str,
    name: &'a str,
    /// How many runs go on at the same time.
    sessions: usize,
    inputs: Vec<Json>,
}

impl Batch<'_> {
    async fn run(&self, client: &Client, journal: &mut Journal) -> Result<(), Box<dyn Error>> {
        let mut lines = journal.going_on();
        let mut ended = client.wait_all(lines.keys().cloned());
        let mut to_start = journal.to_start(self.inputs.len())?.into_iter();
        loop {
            loop {
                let free = self.sessions.saturating_sub(ended.remaining().len());
                let next: Vec<usize> = to_start.by_ref().take(free.min(AT_ONCE)).collect();
                if next.is_empty() {
                    break;
                }
                for (line, run) in self.start(client, journal, &next).await? {
                    lines.insert(run.id.clone(), line);
                    ended.add_started(run);
                }
            }
            let Some(result) = ended.next().await else {
                return Ok(());
            };
            match result {
                Ok(run) => {
                    let status = run
                        .status
                        .as_ref()
                        .map_or("unknown", |status| status.as_str());
                    journal.append(&[(lines[&run.id], Entry::Ended(status))])?;
                    println!("{} ended {} {status}", lines[&run.id], run.id);
                }
                // The journal still has it as going on, so that the next start waits for it again.
                Err(error) if error.run_id().is_some() => eprintln!("{error}"),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Starts the runs of some lines, or gets those that were started before.
    async fn start(
        &self,
        client: &Client,
        journal: &mut Journal,
        lines: &[usize],
    ) -> Result<Vec<(usize, TaskRun)>, Box<dyn Error>> {
        let mut requests = JoinSet::new();
        let mut calls = Vec::new();
        for line in lines {
            calls.push((*line, self.call(client, journal, *line)?));
        }
        let starting = lines.iter().map(|line| (*line, Entry::Starting));
        journal.append(&starting.collect::<Vec<_>>())?;
        for (line, call) in calls {
            requests.spawn(async move { (line, call.await) });
        }
        let mut started = Vec::new();
        while let Some(result) = requests.join_next().await {
            let known = started.len();
            let mut results = vec![result];
            results.extend(iter::from_fn(|| requests.try_join_next()));
            for result in results {
                let (line, run) = result?;
                started.push((line, run?));
            }
            let new = &started[known..];
            let entries = new
                .iter()
                .map(|(line, run)| (*line, Entry::Started(&run.id)));
            journal.append(&entries.collect::<Vec<_>>())?;
            for (line, run) in new {
                println!("{line} started {}", run.id);
            }
        }
        Ok(started)
    }

    fn call(
        &self,
        client: &Client,
        journal: &Journal,
        line: usize,
    ) -> Result<Call<RunTask>, Box<dyn Error>> {
        let task = RunTask::new(self.task_id).input(&self.inputs[line])?;
        let call = client
            .call(task)
            .idempotency_key(format!("{}-{line}", self.name).parse()?)
            .queueing_for(PATIENCE);
        Ok(match journal.states.get(&line) {
            Some(_) => call.as_repeat(),
            None => call,
        })
    }
}

/// What is known of the lines, on the disk and in memory.
struct Journal {
    file: File,
    states: BTreeMap<usize, State>,
}

enum State {
    /// About to be started since then, in seconds of the Unix epoch.
    Starting(u64),
    Started(TaskRunId),
    Ended,
}

#[derive(Clone, Copy)]
enum Entry<'a> {
    Starting,
    Started(&'a TaskRunId),
    Ended(&'a str),
}

impl Journal {
    fn open(path: &Path) -> Result<Self, Box<dyn Error>> {
        let options = OpenOptions::new().create(true).append(true).clone();
        let text = match fs::read_to_string(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            text => text?,
        };
        // What a power failure left half written is not there.
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        let mut journal = Self {
            file: options.open(path)?,
            states: BTreeMap::new(),
        };
        journal.file.set_len(whole as u64)?;
        for entry in text[..whole].lines() {
            journal.read(entry).ok_or("the journal is damaged")?;
        }
        Ok(journal)
    }

    fn read(&mut self, entry: &str) -> Option<()> {
        let mut words = entry.split(' ');
        let line = words.next()?.parse().ok()?;
        match (words.next()?, words.next()?) {
            ("starting", since) => {
                let since = since.parse().ok()?;
                // The key is as old as the first request with it.
                self.states.entry(line).or_insert(State::Starting(since));
            }
            ("started", id) => {
                self.states.insert(line, State::Started(id.into()));
            }
            ("ended", _) => {
                self.states.insert(line, State::Ended);
            }
            _ => return None,
        }
        Some(())
    }

    /// Writes entries, and waits until they are on the disk: before runs are started, and as soon as they are
    /// known. An end that is lost is waited for again.
    fn append(&mut self, entries: &[(usize, Entry<'_>)]) -> io::Result<()> {
        let now = now();
        let mut text = String::new();
        for (line, entry) in entries {
            let (word, value): (_, &dyn Display) = match entry {
                Entry::Starting => ("starting", &now),
                Entry::Started(id) => ("started", id),
                Entry::Ended(status) => ("ended", status),
            };
            text.push_str(&format!("{line} {word} {value}\n"));
        }
        self.file.write_all(text.as_bytes())?;
        if let [(_, Entry::Ended(_)), ..] = entries {
            return Ok(());
        }
        self.file.sync_data()
    }

    /// Returns the runs that were started and have not ended, with their lines.
    fn going_on(&self) -> BTreeMap<TaskRunId, usize> {
        let states = self.states.iter();
        let started = states.filter_map(|(line, state)| match state {
            State::Started(id) => Some((id.clone(), *line)),
            State::Starting(_) | State::Ended => None,
        });
        started.collect()
    }

    /// Returns the lines whose run is not known.
    fn to_start(&self, count: usize) -> Result<Vec<usize>, String> {
        let mut lines = Vec::new();
        for line in 0..count {
            match self.states.get(&line) {
                None => lines.push(line),
                Some(State::Starting(since)) => {
                    if now().saturating_sub(*since) > KEY_LIFETIME.as_secs() {
                        return Err(format!(
                            "line {line} may have a run: look before it has two"
                        ));
                    }
                    lines.push(line);
                }
                Some(State::Started(_) | State::Ended) => {}
            }
        }
        Ok(lines)
    }
}

/// Returns the seconds of the Unix epoch.
fn now() -> u64 {
    let since = TokioClock.system_time().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}
