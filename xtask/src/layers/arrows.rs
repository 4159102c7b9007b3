//! The arrows between the crates, and the foreign crates each of them may name.

use crate::finding::Finding;

use Foreign::Any;
use Foreign::Only;

/// One dependency, as a `Cargo.toml` declares it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Arrow {
    /// The crate that depends.
    pub(super) from: String,
    /// The crate it depends on.
    pub(super) to: String,
    /// When it does.
    pub(super) kind: Kind,
}

/// When a dependency is there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// In every build.
    Always,
    /// When a feature asks for it.
    Optional,
    /// In the builds of its own tests.
    Test,
}

/// What one crate may depend on.
struct Rule {
    name: &'static str,
    ours: &'static [&'static str],
    /// Those of ours that its tests may depend on besides.
    ours_in_tests: &'static [&'static str],
    foreign: Foreign,
}

impl Rule {
    /// Returns whether the crate may depend on `to`, one of ours.
    fn allows(&self, to: &str, kind: Kind) -> bool {
        self.ours.contains(&to) || (kind == Kind::Test && self.ours_in_tests.contains(&to))
    }
}

/// Which foreign crates may be named.
enum Foreign {
    /// Whatever is useful: the crate is not published.
    Any,
    /// These: the first list in every build, the second behind a feature.
    Only(&'static [&'static str], &'static [&'static str]),
}

/// The design of the workspace: what is not listed is forbidden.
const RULES: &[Rule] = &[
    Rule {
        name: "deck-types",
        ours: &[],
        ours_in_tests: &[],
        foreign: Only(&["jiff", "serde", "serde_json", "thiserror"], &[]),
    },
    Rule {
        name: "deck-transport",
        ours: &[],
        ours_in_tests: &["deck-conformance"],
        foreign: Only(
            &["bytes", "http"],
            &[
                "flate2",
                "h2",
                "http-body-util",
                "hyper",
                "hyper-rustls",
                "hyper-util",
                "rustls",
                "rustls-native-certs",
                "rustls-pki-types",
                "tokio",
                "tower-service",
                "webpki-roots",
            ],
        ),
    },
    Rule {
        name: "deck-conformance",
        ours: &["deck-transport"],
        ours_in_tests: &[],
        foreign: Only(&["bytes", "http", "tokio", "tokio-rustls"], &[]),
    },
    Rule {
        name: "deck-cassette",
        ours: &["deck-transport"],
        ours_in_tests: &[],
        foreign: Only(&["bytes", "http", "serde", "serde_json"], &[]),
    },
    Rule {
        name: "deck-webhooks",
        ours: &["deck-types"],
        ours_in_tests: &[],
        foreign: Only(&["base64ct", "hmac-sha256", "thiserror", "zeroize"], &[]),
    },
    Rule {
        name: "deck-client",
        ours: &["deck-transport", "deck-types"],
        ours_in_tests: &[],
        foreign: Only(
            &[
                "bytes",
                "futures-core",
                "http",
                "httpdate",
                "serde",
                "thiserror",
                "zeroize",
            ],
            &["getrandom", "tracing"],
        ),
    },
    Rule {
        name: "deck-sandbox",
        ours: &["deck-transport", "deck-types", "deck-webhooks"],
        ours_in_tests: &[],
        foreign: Only(
            &["bytes", "http", "httpdate", "serde", "serde_json"],
            &["http-body-util", "hyper", "hyper-util", "tokio"],
        ),
    },
    Rule {
        name: "deck-cli",
        ours: &[
            "deck-client",
            "deck-sandbox",
            "deck-transport",
            "deck-types",
            "deck-webhooks",
        ],
        ours_in_tests: &[],
        foreign: Only(
            &[
                "anstyle",
                "clap",
                "clap_complete",
                "clap_mangen",
                "console",
                "crc32fast",
                "csv",
                "etcetera",
                "fs4",
                "getrandom",
                "http-body-util",
                "hyper",
                "hyper-util",
                "indicatif",
                "jaq-core",
                "jaq-json",
                "jaq-std",
                "jiff",
                "serde",
                "serde_json",
                "tempfile",
                "terminal_size",
                "tokio",
                "toml",
                "unicode-width",
                "zstd",
            ],
            &[],
        ),
    },
    Rule {
        name: "deck-tests",
        ours: &[
            "deck-cassette",
            "deck-cli",
            "deck-client",
            "deck-conformance",
            "deck-sandbox",
            "deck-transport",
            "deck-types",
            "deck-webhooks",
        ],
        ours_in_tests: &[],
        foreign: Any,
    },
    Rule {
        name: "xtask",
        ours: &["deck-types"],
        ours_in_tests: &[],
        foreign: Any,
    },
];

/// Checks the arrows between `members`, the crates of the workspace, and out of it.
pub(super) fn check(members: &[&str], arrows: &[Arrow]) -> Vec<Finding> {
    let unruled = members
        .iter()
        .filter(|member| rule_of(member).is_none())
        .map(|member| {
            Finding::new(
                *member,
                "no rule says what this crate may depend on",
                ADD_RULE,
            )
        });
    unruled
        .chain(
            arrows
                .iter()
                .filter_map(|arrow| check_arrow(members, arrow)),
        )
        .collect()
}

const ADD_RULE: &str =
    "add it to the table in xtask/src/layers/arrows.rs and to docs/architecture.md";
const TURN_ARROW: &str =
    "move the code that needs it up to a crate that may, or the shared part down";
const NAME_REASON: &str = "do without it, or write the reason into docs/decisions.md and add it to the table \
     in xtask/src/layers/arrows.rs";
const MAKE_OPTIONAL: &str = "declare it `optional = true` behind a feature";

fn check_arrow(members: &[&str], arrow: &Arrow) -> Option<Finding> {
    let rule = rule_of(&arrow.from)?;
    let to = arrow.to.as_str();
    if members.contains(&to) {
        return (!rule.allows(to, arrow.kind))
            .then(|| finding(arrow, "is an arrow against the layers", TURN_ARROW));
    }
    match (&rule.foreign, arrow.kind) {
        (Any, _) | (_, Kind::Test) => None,
        (Only(always, _), _) if always.contains(&to) => None,
        (Only(_, optional), Kind::Optional) if optional.contains(&to) => None,
        (Only(_, optional), _) if optional.contains(&to) => {
            Some(finding(arrow, "is there in every build", MAKE_OPTIONAL))
        }
        _ => Some(finding(
            arrow,
            "is not on the list of foreign crates",
            NAME_REASON,
        )),
    }
}

fn rule_of(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}

fn finding(arrow: &Arrow, what: &str, remedy: &'static str) -> Finding {
    let Arrow { from, to, .. } = arrow;
    Finding::new(from, format!("its dependency `{to}` {what}"), remedy)
}
