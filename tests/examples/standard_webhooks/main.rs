//! Compares `deck-webhooks` with the reference library of Standard Webhooks in Python: what one signs, the
//! other accepts.
//!
//! `cargo xtask webhooks` runs it. It is a program and no test, because it needs Python and the package
//! `standardwebhooks`; where they are missing it says so and compares nothing.

#![forbid(unsafe_code)]

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::ExitCode;
use std::process::Stdio;
use std::time::Duration;
use std::time::SystemTime;

use deck_webhooks::SIGNATURE_HEADER;
use deck_webhooks::Signer;
use deck_webhooks::Verifier;
use deck_webhooks::WebhookSecret;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde::Deserialize;
use serde::Serialize;

/// How many deliveries are compared.
const DELIVERIES: usize = 1_000;

/// A delivery as it is told to the reference.
#[derive(Debug, Serialize)]
struct Delivery {
    secret: String,
    id: String,
    timestamp: u64,
    body: String,
    signature: String,
}

/// What the reference says of a delivery.
#[derive(Debug, Deserialize)]
struct Report {
    accepts: bool,
    accepts_another_body: bool,
    signature: String,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let python = env::var_os("DECK_REFERENCE_PYTHON").unwrap_or_else(|| "python3".into());
    if !has_reference(&python) {
        let missing = "the Python package standardwebhooks is not installed";
        if env::args().any(|argument| argument == "--require-reference") {
            return Err(missing.into());
        }
        println!("skipped: {missing}");
        return Ok(());
    }
    let deliveries = deliveries()?;
    let reports = ask(&python, &deliveries)?;
    if reports.len() != deliveries.len() {
        return Err(format!("{} reports on {DELIVERIES} deliveries", reports.len()).into());
    }
    for (delivery, report) in deliveries.iter().zip(&reports) {
        check(delivery, report).map_err(|error| format!("{error}: {delivery:?}, {report:?}"))?;
    }
    println!("{DELIVERIES} deliveries: signed by either, accepted by both");
    Ok(())
}

fn has_reference(python: &OsString) -> bool {
    let mut command = Command::new(python);
    command.args(["-c", "import standardwebhooks"]);
    command.stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Makes deliveries with random secrets, ids and bodies, signed now by us.
fn deliveries() -> Result<Vec<Delivery>, Box<dyn Error>> {
    // The reference reads no id with a space at its ends and no body that is not UTF-8.
    let secret =
        "whsec_([A-Za-z0-9+/]{4}){0,21}([A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/][AQgw]==)";
    let secret = secret.prop_filter("canonical", |text: &String| {
        text.parse::<WebhookSecret>().is_ok()
    });
    let cases = vec((secret, "[!-\\-/-~]{1,60}", any::<String>()), DELIVERIES);
    let tree = cases.new_tree(&mut TestRunner::default());
    let cases = tree.map_err(|reason| reason.to_string())?.current();
    let cases = cases.into_iter();
    cases
        .map(|(secret, id, body)| signed(secret, id, body))
        .collect()
}

fn signed(secret: String, id: String, body: String) -> Result<Delivery, Box<dyn Error>> {
    let now = now();
    let headers = Signer::new(secret.parse()?).sign(&id, now, body.as_bytes())?;
    let signature = headers.get(SIGNATURE_HEADER).unwrap_or_default();
    Ok(Delivery {
        timestamp: now.duration_since(SystemTime::UNIX_EPOCH)?.as_secs(),
        signature: String::from_utf8(signature.to_vec())?,
        secret,
        id,
        body,
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "the reference goes by the clock of the machine"
)]
fn now() -> SystemTime {
    SystemTime::now()
}

/// Has the reference report on each delivery.
fn ask(python: &OsString, deliveries: &[Delivery]) -> Result<Vec<Report>, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut process = Command::new(python)
        .arg(folder.join("examples/standard_webhooks/reference.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut lines = String::new();
    for delivery in deliveries {
        lines += &serde_json::to_string(delivery)?;
        lines.push('\n');
    }
    let mut input = process.stdin.take().ok_or("the reference has no input")?;
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = process.wait_with_output()?;
    writer.join().map_err(|_| "nothing was written")??;
    if !output.status.success() {
        return Err(format!("the reference ended with {}", output.status).into());
    }
    let lines = std::str::from_utf8(&output.stdout)?.lines();
    lines.map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn check(delivery: &Delivery, report: &Report) -> Result<(), Box<dyn Error>> {
    if !report.accepts {
        return Err("the reference refuses what we signed".into());
    }
    if report.accepts_another_body {
        return Err("the reference accepts another body".into());
    }
    let verifier = Verifier::new(delivery.secret.parse()?);
    let timestamp = delivery.timestamp.to_string();
    let header = |name: &str| match name {
        "webhook-id" => Some(delivery.id.as_bytes()),
        "webhook-timestamp" => Some(timestamp.as_bytes()),
        "webhook-signature" => Some(report.signature.as_bytes()),
        _ => None,
    };
    let signed_at = SystemTime::UNIX_EPOCH + Duration::from_secs(delivery.timestamp);
    verifier.verify(header, delivery.body.as_bytes(), signed_at)?;
    let another = delivery.body.clone() + " ";
    match verifier.verify(header, another.as_bytes(), signed_at) {
        Ok(_) => Err("we accept another body".into()),
        Err(_) => Ok(()),
    }
}
