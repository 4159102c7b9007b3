//! What only some layers may touch: sockets, clocks, futures.

use crate::finding::Finding;
use crate::workspace::TextFile;

/// Something that only the files below some paths may name.
struct Capability {
    names: &'static [&'static str],
    homes: &'static [&'static str],
    remedy: &'static str,
}

const CAPABILITIES: &[Capability] = &[
    Capability {
        names: &[
            "TcpListener",
            "TcpStream",
            "UdpSocket",
            "UnixStream",
            "tokio::net",
        ],
        homes: &[
            "crates/deck-transport/",
            "crates/deck-conformance/",
            "crates/deck-sandbox/src/server",
            "crates/deck-cli/src/commands/webhooks/listen/receiver.rs",
        ],
        remedy: "send through deck_transport::Transport, or listen in the sandbox's server",
    },
    Capability {
        names: &[
            "Instant::now",
            "SystemTime::now",
            "thread::sleep",
            "tokio::time",
        ],
        homes: &["crates/deck-transport/", "crates/deck-conformance/"],
        remedy: "take the time from deck_transport::Clock, or as an argument",
    },
    Capability {
        names: &[
            "async fn",
            "async move",
            ".await",
            "impl Future",
            "std::fs",
            "std::env",
            "std::io",
        ],
        homes: &[
            "crates/deck-transport/",
            "crates/deck-conformance/",
            "crates/deck-cassette/",
            "crates/deck-client/",
            "crates/deck-sandbox/",
            "crates/deck-cli/",
        ],
        remedy: "keep deck-types free of futures and I/O; this belongs to a layer above it",
    },
];

/// Finds the capabilities that `file` uses and may not.
pub(super) fn check(file: &TextFile) -> Vec<Finding> {
    CAPABILITIES
        .iter()
        .filter(|capability| {
            !capability
                .homes
                .iter()
                .any(|home| file.path.starts_with(home))
        })
        .flat_map(|capability| uses(file, capability))
        .collect()
}

fn uses(file: &TextFile, capability: &'static Capability) -> impl Iterator<Item = Finding> {
    file.code().flat_map(move |(number, line)| {
        capability
            .names
            .iter()
            .filter(move |name| line.contains(**name))
            .map(move |name| {
                let place = format!("{}:{number}", file.path);
                Finding::new(
                    place,
                    format!("`{name}` has no place in this layer"),
                    capability.remedy,
                )
            })
    })
}
