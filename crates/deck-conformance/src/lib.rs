//! A kit that proves a transport: a server that misbehaves in known ways, and a suite that checks any
//! [`Transport`](deck_transport::Transport) against its contract.
//!
//! [`check`] takes a function that makes transports and returns a [`Report`], which a test can assert on and
//! a person can read. [`Suite`] is the same with choices: what the transport cannot do, which cases to run,
//! whether over TLS. The page of [`Transport`](deck_transport::Transport) is the contract; each case proves
//! one sentence of it. [`Suite::cases`] lists them, as the table below does.
//!
//! The server listens on loopback, on ports that the system picks, with a thread and a runtime of its own, so
//! the transport may need any runtime or none. Nothing leaves the machine, the name that cannot be resolved
//! included.
//!
//! # Examples
//!
//! ```
//! use deck_conformance::{Setup, Suite};
//! use deck_transport::{HyperTransport, Proxy, Roots};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let transport = |setup: &Setup| {
//!     let mut builder = HyperTransport::builder().proxy(Proxy::None);
//!     if let Some(pem) = setup.authority_pem() {
//!         builder = builder.roots(Roots::Pem(pem.as_bytes().to_vec()));
//!     }
//!     builder.build().expect("a transport")
//! };
//! let report = Suite::new().only(&["redirects-not-followed", "tls-wrong-name"]).check(transport).await;
//!
//! report.assert_passed();
//! assert!(report.to_string().ends_with("2 passed, 0 failed, 0 not applicable"));
//! # }
//! ```
//!
//! # What it does not check
//!
//! A report without failures says that the transport keeps the contract in the [cases below](#cases), on
//! loopback, with this server; it is no proof of anything else. In particular the kit does not look at
//!
//! - memory: that a ceiling holds is seen by the error, and not by what the transport has allocated;
//! - what goes on after the future was dropped, beyond the connection that is closed: a task or a thread may;
//! - default timeouts: cases set their own. Nor at a server that takes no connection, that does not read the
//!   request, or whose name is never resolved, since nothing on loopback behaves so;
//! - [`Delivery::NotSent`](deck_transport::Delivery::NotSent) in situations that no case has, such as a
//!   connection that breaks while the request is being written;
//! - TLS beyond issuer, name and date: neither versions and ciphers, nor revocation, nor client certificates;
//! - proxies, IPv6, codings other than gzip, trailers that are handed on, `Expect: 100-continue`, HTTP/3;
//! - HTTP/2 beyond the cases: neither flow control, nor pushes, nor the compression of headers;
//! - speed, the number of idle connections, and many thousand requests over days;
//! - secrets in the text of errors, logs and `Debug`.
//!
//! # Not here
//!
//! No transport: those to check are in `deck-transport` or are your own. Nothing of the Deck API: the server
//! sends whatever a case says. No measurements: a transport can be correct and slow.
//!
#![doc = include_str!("cases/cases.md")]
#![forbid(unsafe_code)]

mod suite;

mod capability;

mod setup;

mod report;

mod case;

mod case_description;

mod cases;

mod stage;

mod expect;

mod race;

mod bench;

mod server;

mod tls;

pub use crate::capability::Capability;
pub use crate::case_description::CaseDescription;
pub use crate::report::CaseReport;
pub use crate::report::Nonconformance;
pub use crate::report::Report;
pub use crate::report::Verdict;
pub use crate::setup::Setup;
pub use crate::suite::Suite;
pub use crate::suite::check;

/// The example of the README, compiled and run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
