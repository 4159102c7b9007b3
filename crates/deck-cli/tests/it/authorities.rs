//! Certificate authorities of one's own: `--ca-cert` and `SSL_CERT_FILE`.

use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;
use std::thread;

use rustls::ServerConfig;
use rustls::ServerConnection;
use rustls::StreamOwned;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;

use crate::scene::CANARY;
use crate::scene::deck;
use crate::scene::on_sandbox;
use crate::scene::run;

const CERTIFICATES: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../deck-conformance/src/certificates"
);
const STATUS: &str = r#"{"status":"ready","environment":"live","request_id":"req_1"}"#;

fn file(name: &str) -> String {
    format!("{CERTIFICATES}/{name}")
}

/// Starts a server whose certificate the authority of the conformance kit vouches for. It responds to one
/// request on each connection, and speaks HTTP/1.1 alone. Returns its base URL.
fn tls_server() -> String {
    let certificate = CertificateDer::from_pem_file(file("server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(file("server.key.pem")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let config = Arc::new(config);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(connection, stream);
            // A client that does not trust the certificate ends the handshake.
            if stream.read(&mut [0; 4096]).is_ok() {
                let length = STATUS.len();
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
                stream.write_all((head + STATUS).as_bytes()).unwrap();
                stream.flush().unwrap();
            }
        }
    });
    format!("https://localhost:{port}/v2")
}

/// Returns the command that asks the server at this address for its status, once.
fn test_command(base_url: &str, arguments: &[&str]) -> Command {
    let mut command = deck(&["test", "--base-url", base_url, "--max-retries", "0"]);
    command.args(arguments).env("DECK_API_KEY", CANARY);
    command
}

/// Expects the file to be refused for these reasons, before anything is sent.
#[track_caller]
fn assert_refused(path: &str, reasons: &[&str]) {
    let stderr = run(test_command("https://localhost:1/v2", &["--ca-cert", path])).failure(2);
    for reason in [path, "--ca-cert"].iter().chain(reasons) {
        assert!(stderr.contains(reason), "{reason:?} is not in: {stderr}");
    }
}

#[test]
fn an_authority_that_is_not_known_is_refused() {
    let stderr = run(test_command(&tls_server(), &[])).failure(6);

    assert!(stderr.contains("--ca-cert FILE"), "{stderr}");
}

#[test]
fn an_authority_of_the_flag_is_trusted() {
    let outcome = run(test_command(
        &tls_server(),
        &["--ca-cert", &file("authority.pem")],
    ));

    assert!(outcome.success().contains("ready"));
}

#[test]
fn an_authority_of_the_environment_is_trusted() {
    let mut command = test_command(&tls_server(), &[]);
    command.env("SSL_CERT_FILE", file("authority.pem"));

    assert!(run(command).success().contains("ready"));
}

#[test]
fn a_file_that_is_not_there_is_refused() {
    assert_refused("/nowhere/ca.pem", &["could not be read", "check the file"]);
}

#[test]
fn a_file_of_the_environment_that_is_not_there_is_refused_by_the_name_of_the_variable() {
    let mut command = test_command("https://localhost:1/v2", &[]);
    command.env("SSL_CERT_FILE", "/nowhere/ca.pem");

    let stderr = run(command).failure(2);

    assert!(
        stderr.contains("SSL_CERT_FILE: /nowhere/ca.pem"),
        "{stderr}"
    );
}

#[test]
fn a_file_without_certificates_is_refused() {
    let reasons = ["has no certificate in PEM", "-----BEGIN CERTIFICATE-----"];
    assert_refused(&file("make"), &reasons);
    assert_refused(&file("server.key.pem"), &reasons);
}

#[test]
fn a_file_in_der_is_refused_with_the_command_that_converts_it() {
    let path = file("authority.der");
    assert_refused(
        &path,
        &["DER", &format!("openssl x509 -inform der -in {path}")],
    );
}

#[test]
fn the_sandbox_needs_no_authority() {
    let refused = on_sandbox(&["test", "--ca-cert", "ca.pem"]).failure(2);
    assert!(refused.contains("--ca-cert cannot be given"), "{refused}");

    let mut command = deck(&["--sandbox", "test"]);
    command.env("SSL_CERT_FILE", "/nowhere/ca.pem");
    assert!(run(command).success().contains("ready"));
}
