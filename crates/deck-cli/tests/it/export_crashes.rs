//! Exports that are killed, run out of disk or lose their connection at any moment, and go on.

use std::fs;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::thread;

use crate::export_scene::Scene;
use crate::export_scene::decompressed;
use crate::export_scene::late;
use crate::export_scene::october;
use crate::export_scene::sorted_lines;
use crate::scene::run;

/// Behind all runs but the late ones.
const END: &str = "2026-11-01T00:00:00Z";

/// One request in twenty fails, within its body or before.
const FAULTS: [&str; 4] = [
    "--fault",
    "5%:reset-body|truncated-body|status=503|reset",
    "--fault-seed",
    "7",
];

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// A moment at which the program is killed.
enum Moment {
    /// When the part has grown by so many bytes.
    Bytes(u64),
    /// When the journal was replaced so many times.
    Journals(u64),
    /// When the journal is about to be replaced.
    WithinCommit,
    /// When so many requests have come.
    Requests(usize),
    /// When the file has its name.
    Named,
}

impl Moment {
    fn draw(numbers: &mut Numbers) -> Self {
        match numbers.below(9) {
            0..=3 => Self::Bytes(numbers.below(400_000)),
            4 | 5 => Self::Journals(numbers.below(6)),
            6 => Self::WithinCommit,
            7 => Self::Requests(numbers.below(12) as usize),
            _ => Self::Named,
        }
    }
}

/// What can be seen of an export from outside.
struct Watched<'a> {
    scene: &'a Scene,
    part: PathBuf,
    journal: PathBuf,
    named: PathBuf,
}

impl Watched<'_> {
    fn length(&self) -> u64 {
        fs::metadata(&self.part).map_or(0, |part| part.len())
    }

    fn requests(&self) -> usize {
        self.scene
            .control("GET requests", "")
            .matches("\"path\"")
            .count()
    }

    /// Returns whether there is a file, and nothing to go on with.
    fn is_complete(&self) -> bool {
        self.named.exists() && !self.journal.exists()
    }

    /// Kills the program at the moment, unless it ends before; returns whether it was killed.
    fn kill_at(&self, moment: &Moment, mut child: Child) -> bool {
        let (length, requests) = (self.length(), self.requests());
        let mut journal = fs::read(&self.journal).ok();
        let mut replaced = 0;
        let next = self.journal.with_extension("journal.tmp");
        loop {
            if child.try_wait().unwrap().is_some() {
                return false;
            }
            let is_time = match moment {
                Moment::Bytes(bytes) => self.length() >= length + bytes,
                Moment::Journals(count) => {
                    let text = fs::read(&self.journal).ok();
                    replaced += u64::from(text != journal);
                    journal = text;
                    replaced > *count
                }
                Moment::WithinCommit => next.exists(),
                Moment::Requests(count) => self.requests() >= requests + count,
                Moment::Named => self.named.exists(),
            };
            if is_time {
                child.kill().unwrap();
                return child.wait().unwrap().code().is_none();
            }
            thread::yield_now();
        }
    }
}

/// Kills an export `kills` times, inserting runs meanwhile, and lets it come to its end. Whatever is complete
/// on the way is checked, and begun anew.
fn killed(
    scene: &Scene,
    (kills, seed): (u32, u64),
    file: &str,
    flags: &[&str],
    check: impl Fn(&Scene),
) {
    let mut numbers = Numbers(seed);
    let watched = Watched {
        scene,
        part: scene.path(&format!("{file}.part")),
        journal: scene.path(&format!("{file}.journal")),
        named: scene.path(file),
    };
    let arguments = [&[file, "--until", END, "--save-every", "100"], flags].concat();
    let mut done = 0;
    while done < kills {
        let mut command = scene.command(&arguments);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let moment = Moment::draw(&mut numbers);
        done += u32::from(watched.kill_at(&moment, command.spawn().unwrap()));
        if watched.is_complete() {
            check(scene);
            fs::remove_file(&watched.named).unwrap();
        }
        scene.control("POST runs", &late(done));
    }
    while !watched.is_complete() {
        let outcome = scene.export(&arguments);
        // A sweep gives up after ten failures of one part in a row.
        let is_told = outcome.stderr.contains("the same command goes on");
        assert!(outcome.code == Some(0) || is_told, "{outcome:?}");
    }
    check(scene);
}

#[test]
fn fifty_kills_at_any_moment_neither_lose_nor_double_a_run() {
    let scene = Scene::start(&october(5_000), &FAULTS);

    killed(&scene, (50, 0x5eed_0001), "runs.ndjson", &[], |scene| {
        assert_eq!(sorted_lines(&scene.read("runs.ndjson")), scene.dump(END));
    });

    let left = ["runs.ndjson.part", "runs.ndjson.journal"].map(|name| scene.path(name).exists());
    assert_eq!(left, [false; 2]);
}

#[test]
fn kills_leave_whole_frames() {
    let scene = Scene::start(&october(2_000), &FAULTS);

    killed(&scene, (15, 0x5eed_0002), "runs.zst", &[], |scene| {
        let text = decompressed(&scene.path("runs.zst"));
        assert_eq!(sorted_lines(&text), scene.dump(END));
    });
}

#[test]
fn kills_leave_one_line_of_names() {
    let scene = Scene::start(&october(1_500), &FAULTS);

    let expected: String = (0..1_500)
        .map(|number| format!("trun_{number:05}\n"))
        .collect();

    killed(
        &scene,
        (10, 0x5eed_0003),
        "runs.csv",
        &["--fields", "id"],
        |scene| {
            let text = scene.read("runs.csv");
            let (names, ids) = text.split_once("\r\n").unwrap();
            assert_eq!(names, "id");
            assert_eq!(sorted_lines(ids), sorted_lines(&expected));
        },
    );
}

#[cfg(unix)]
#[test]
fn a_limit_of_the_size_of_files_is_told_and_a_larger_one_goes_on() {
    let scene = Scene::start(&october(3_000), &[]);
    let limited = |blocks: u32| {
        let export = scene.command(&["runs.ndjson", "--until", END, "--save-every", "100"]);
        let mut shell = Command::new("/bin/sh");
        let script = format!("ulimit -f {blocks}; exec \"$@\"");
        shell.args(["-c", &script, "sh"]).arg(export.get_program());
        shell.args(export.get_args()).env_clear();
        for (name, value) in export.get_envs() {
            shell.env(name, value.unwrap());
        }
        shell.current_dir(export.get_current_dir().unwrap());
        run(shell)
    };

    let first = limited(400).failure(1);
    let second = limited(1000).failure(1);
    let outcome = scene.export(&["runs.ndjson", "--until", END]);

    for stderr in [&first, &second] {
        assert!(
            stderr.contains("runs.ndjson.part: File too large"),
            "{stderr}"
        );
        assert!(
            stderr.contains("the same command goes on from there"),
            "{stderr}"
        );
    }
    assert!(second.starts_with("note: resumed at "), "{second}");
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_eq!(sorted_lines(&scene.read("runs.ndjson")), scene.dump(END));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_told() {
    let scene = Scene::start(&october(100), &[]);
    let mut command = scene.command(&["-", "--until", END]);
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    command.stdout(full).stderr(Stdio::piped());

    let output = command.spawn().unwrap().wait_with_output().unwrap();

    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(
        stderr.contains("standard output could not be written: No space left"),
        "{stderr}"
    );
}

#[test]
fn connections_that_break_within_bodies_lose_nothing() {
    let faults = [
        "--fault",
        "20%:reset-body|truncated-body",
        "--fault-seed",
        "3",
    ];
    let scene = Scene::start(&october(3_000), &faults);

    let mut outcome = scene.export(&["runs.ndjson", "--until", END]);
    while outcome.code != Some(0) {
        assert_eq!(outcome.code, Some(6), "{outcome:?}");
        outcome = scene.export(&["runs.ndjson", "--until", END]);
    }

    assert_eq!(sorted_lines(&scene.read("runs.ndjson")), scene.dump(END));
}
