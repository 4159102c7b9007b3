//! A kit that proves a transport: a server that misbehaves in known ways, and a suite that checks any
//! [`Transport`](deck_transport::Transport) against its contract.
//!
//! [`check`] takes a function that makes transports and returns a [`Report`], which a test can assert on and
//! a person can read. [`Suite`] is the same with choices: what the transport cannot do, which cases to run,
//! whether over TLS. The page of [`Transport`](deck_transport::Transport) is the contract; each case
//! tests one sentence of it.
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
//! # Not here
//!
//! No transport: those to check are in `deck-transport` or are your own. Nothing of the Deck API: the server
//! sends whatever a case says. No measurements: a transport can be correct and slow.

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
