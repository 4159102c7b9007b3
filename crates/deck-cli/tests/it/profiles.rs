//! Profiles: which one is used, what goes before it, and where the key comes from.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;

use crate::scene::CANARY;
use crate::scene::Outcome;
use crate::scene::deck;
use crate::scene::run;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

const READY: &str = r#"{"status":"ready","environment":"live"}"#;

/// A folder with a file of profiles.
struct Profiles {
    folder: TempDir,
}

impl Profiles {
    fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("config.toml"), text).unwrap();
        Self { folder }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("config.toml")
    }

    /// Returns the program with the file, and no key in the environment.
    fn deck(&self, arguments: &[&str]) -> Command {
        let mut command = deck(arguments);
        command.env("DECK_CONFIG", self.file());
        command
    }
}

/// Returns a server that is ready, with a profile that leads there and prints this key.
fn ready(key: &str) -> (ScriptedServer, Profiles) {
    let server = ScriptedServer::start([Response::new(200, READY)]);
    let profiles = Profiles::new(&format!(
        "[profile.staging]\nbase_url = \"{}\"\nkey_command = [\"/bin/sh\", \"{}\"]\n",
        server.url(),
        "key.sh"
    ));
    let script = profiles.folder.path().join("key.sh");
    fs::write(&script, format!("echo {key}\n")).unwrap();
    let text = fs::read_to_string(profiles.file()).unwrap();
    let script = script.to_str().unwrap();
    fs::write(profiles.file(), text.replace("key.sh", script)).unwrap();
    (server, profiles)
}

#[track_caller]
fn status(outcome: Outcome) -> Value {
    serde_json::from_str(&outcome.success()).unwrap()
}

#[test]
fn a_profile_has_the_address_and_the_key() {
    let (server, profiles) = ready(CANARY);
    let words = ["auth", "status", "--profile", "staging", "-o", "json"];
    assert_eq!(
        status(run(profiles.deck(&words))),
        json!({
            "profile": "staging",
            "key_source": "key_command",
            "key_kind": "live",
            "base_url": server.url(),
            "accepted": true,
            "environment": "live",
        })
    );
    assert_eq!(server.request_lines(), ["GET /v2/test HTTP/1.1"]);
}

#[test]
fn a_profile_that_the_flag_names_goes_before_the_environment() {
    let (_server, profiles) = ready(CANARY);
    let mut command = profiles.deck(&["auth", "status", "--profile", "staging", "-o", "json"]);
    command
        .env("DECK_API_KEY", "sk_test_other")
        .env("DECK_BASE_URL", ScriptedServer::nobody().url());
    let status = status(run(command));
    assert_eq!(status["key_source"], "key_command");
    assert_eq!(status["accepted"], true);
}

#[test]
fn a_profile_that_the_environment_names_goes_behind_the_key_of_the_environment() {
    let (_server, profiles) = ready(CANARY);
    let mut command = profiles.deck(&["auth", "status", "-o", "json"]);
    command
        .env("DECK_PROFILE", "staging")
        .env("DECK_API_KEY", "sk_test_other");
    let status = status(run(command));
    assert_eq!(status["key_source"], "variable");
    assert_eq!(status["key_kind"], "test");
    assert_eq!(status["profile"], "staging");
}

#[test]
fn the_default_of_the_file_is_used_where_nothing_else_is_said() {
    let (_server, profiles) = ready(CANARY);
    let text = fs::read_to_string(profiles.file()).unwrap();
    fs::write(
        profiles.file(),
        format!("default_profile = \"staging\"\n{text}"),
    )
    .unwrap();
    let status = status(run(profiles.deck(&["auth", "status", "-o", "json"])));
    assert_eq!(status["profile"], "staging");
    assert_eq!(status["key_source"], "key_command");
}

#[test]
fn the_file_stands_in_the_folder_of_settings() {
    let (_server, profiles) = ready(CANARY);
    let folder = profiles.folder.path().join("deck");
    fs::create_dir(&folder).unwrap();
    fs::rename(profiles.file(), folder.join("config.toml")).unwrap();
    let mut command = deck(&["test", "--profile", "staging"]);
    command
        .env_remove("DECK_CONFIG")
        .env("HOME", profiles.folder.path())
        .env("XDG_CONFIG_HOME", profiles.folder.path());
    run(command).success();
}

#[test]
fn its_format_is_that_of_the_output_unless_a_flag_says_otherwise() {
    let profiles = Profiles::new("[profile.a]\noutput = \"json\"\n");
    let deck = |flags: &[&str]| {
        let mut command = profiles.deck(&["--sandbox", "test"]);
        command.args(flags).env("DECK_PROFILE", "a");
        run(command).success()
    };
    assert!(deck(&[]).starts_with('{'));
    assert!(deck(&["-o", "table"]).starts_with("status "));
}

#[test]
fn errors_are_objects_where_its_format_is_json() {
    let profiles = Profiles::new("[profile.a]\noutput = \"json\"\n");
    let stderr = run(profiles.deck(&["test", "--profile", "a"])).failure(4);
    assert!(
        stderr.starts_with(r#"{"level":"error","code":"key","#),
        "{stderr}"
    );
}

#[test]
fn a_command_that_fails_tells_its_exit_code_and_its_first_line_and_no_key() {
    let (_server, profiles) = ready(&format!("{CANARY}; echo locked >&2; echo more >&2; exit 3"));
    let stderr = run(profiles.deck(&["test", "--profile", "staging"])).failure(4);
    let expected = "error: the key_command of the profile staging ended with exit code 3: locked\n";
    assert!(stderr.starts_with(expected), "{stderr}");
    assert!(
        !stderr.contains("canary") && !stderr.contains("more"),
        "{stderr}"
    );
}

#[test]
fn what_a_command_complains_about_steers_no_terminal() {
    let (_server, profiles) = ready("x; printf '\\033[2J' >&2; exit 1");
    let stderr = run(profiles.deck(&["test", "--profile", "staging"])).failure(4);
    assert!(
        !stderr.contains('\u{1b}') && stderr.contains("u{1b}"),
        "{stderr}"
    );
}

#[test]
fn a_key_that_cannot_be_one_is_not_repeated() {
    let (_server, profiles) = ready(&format!("'{CANARY} {CANARY}'"));
    let stderr = run(profiles.deck(&["test", "--profile", "staging"])).failure(4);
    assert!(stderr.contains("printed no key"), "{stderr}");
    assert!(!stderr.contains("canary"), "{stderr}");
}

#[test]
fn the_key_of_a_command_is_in_no_log() {
    let (_server, profiles) = ready(CANARY);
    let outcome = run(profiles.deck(&["test", "-vv", "--profile", "staging"]));
    assert_eq!(outcome.code, Some(0));
    assert!(!format!("{outcome:?}").contains("canary"), "{outcome:?}");
}

#[test]
fn a_key_in_plain_sight_is_refused_and_not_repeated() {
    let profiles = Profiles::new(&format!("[profile.a]\napi_key = \"{CANARY}\"\n"));
    let stderr = run(profiles.deck(&["test"])).failure(2);
    assert!(
        stderr.contains("config.toml:2: a key does not belong"),
        "{stderr}"
    );
    assert!(stderr.contains("key_command = ["), "{stderr}");
    assert!(!stderr.contains("canary"), "{stderr}");
}

#[test]
fn an_unknown_profile_is_refused_with_the_one_that_is_meant() {
    let profiles = Profiles::new("[profile.staging]\n");
    let stderr = run(profiles.deck(&["test", "--profile", "stagin"])).failure(2);
    assert!(stderr.contains("help: did you mean staging?"), "{stderr}");
    let stderr = run(deck(&["test", "--profile", "stagin"])).failure(2);
    assert!(stderr.contains("there is no file of profiles"), "{stderr}");
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let mut command = deck(&["test"]);
    command.env("DECK_CONFIG", "/nowhere/config.toml");
    let stderr = run(command).failure(2);
    assert!(
        stderr.contains("/nowhere/config.toml: could not be read"),
        "{stderr}"
    );
}

#[test]
fn a_file_that_does_not_end_is_not_read_to_its_end() {
    let mut command = deck(&["test"]);
    command.env("DECK_CONFIG", "/dev/zero");
    let stderr = run(command).failure(2);
    assert!(stderr.contains("/dev/zero: "), "{stderr}");
}

#[test]
fn the_sandbox_has_no_profile_and_does_not_ask_one_for_a_key() {
    let (_server, profiles) = ready("x; exit 1");
    let stderr = run(profiles.deck(&["--sandbox", "test", "--profile", "staging"])).failure(2);
    assert!(stderr.contains("--profile cannot be given"), "{stderr}");
    let mut command = profiles.deck(&["--sandbox", "test"]);
    command.env("DECK_PROFILE", "staging");
    run(command).success();
}

#[test]
fn advice_names_the_setting_that_is_suspected() {
    let nobody = ScriptedServer::nobody().url();
    let profiles = Profiles::new(&format!("[profile.a]\nbase_url = \"{nobody}\"\n"));
    let mut command = profiles.deck(&["test", "--profile", "a", "--max-retries", "0"]);
    command.env("DECK_API_KEY", CANARY);
    let stderr = run(command).failure(6);
    let expected = format!("check the network and base_url of the profile a ({nobody})");
    assert!(stderr.contains(&expected), "{stderr}");
}

#[test]
fn its_file_of_authorities_stands_beside_it() {
    let profiles = Profiles::new("[profile.a]\nca_cert = \"ca.pem\"\n");
    let mut command = profiles.deck(&["test", "--profile", "a"]);
    command.env("DECK_API_KEY", CANARY);
    let stderr = run(command).failure(2);
    let path = profiles.folder.path().join("ca.pem");
    let expected = format!(
        "ca_cert of the profile a: {} could not be read",
        path.display()
    );
    assert!(stderr.contains(&expected), "{stderr}");
}

#[test]
fn a_listing_that_breaks_off_goes_on_with_the_same_profile() {
    let page = r#"{"data":[{"id":"trun_1"}],"has_more":true,"next_cursor":"c2"}"#;
    let server = ScriptedServer::start([Response::new(200, page), Response::new(400, "")]);
    let url = server.url();
    let profiles = Profiles::new(&format!("[profile.a]\nbase_url = \"{url}\"\n"));
    let mut command = profiles.deck(&["runs", "list", "--all", "--profile", "a"]);
    command.env("DECK_API_KEY", CANARY);
    let stderr = run(command).stderr;
    let expected = "\n    deck task-runs list --profile=a --all --after=trun_1\n";
    assert!(stderr.contains(expected), "{stderr}");
}
