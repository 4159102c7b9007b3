//! Scenarios across the crates are in `it`; here the guides and the front page are compiled and run, and
//! [`properties`] are what tests and fuzz targets have in common, and a [`folder`] is what scenes write into.

#![forbid(unsafe_code)]

pub mod folder;
pub mod properties;

/// The front page.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct FrontPage;

/// How listings go through their pages.
#[cfg(doctest)]
#[doc = include_str!("../../docs/pagination.md")]
pub struct Pagination;

/// How calls take failures.
#[cfg(doctest)]
#[doc = include_str!("../../docs/reliability.md")]
pub struct Reliability;

/// How programs that stand on the client are tested.
#[cfg(doctest)]
#[doc = include_str!("../../docs/testing.md")]
pub struct Testing;

/// How the sandbox is used.
#[cfg(doctest)]
#[doc = include_str!("../../docs/sandbox.md")]
pub struct TheSandbox;

/// How requests are carried.
#[cfg(doctest)]
#[doc = include_str!("../../docs/transport.md")]
pub struct Transport;

/// How the models are used without a client.
#[cfg(doctest)]
#[doc = include_str!("../../docs/types.md")]
pub struct Types;

/// How runs are waited for.
#[cfg(doctest)]
#[doc = include_str!("../../docs/waiting.md")]
pub struct Waiting;

/// What the bytes look like.
#[cfg(doctest)]
#[doc = include_str!("../../docs/wire.md")]
pub struct Wire;

/// How the events that Deck delivers are received.
#[cfg(doctest)]
#[doc = include_str!("../../docs/webhooks.md")]
pub struct Webhooks;
