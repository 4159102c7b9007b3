//! The public types of the crates that hold the key, as their roots list them: whoever adds one has to show
//! that it tells nothing.

use super::canary;

const CASSETTE: &str = include_str!("../../../crates/deck-cassette/src/lib.rs");
const CLIENT: &str = include_str!("../../../crates/deck-client/src/lib.rs");
const TRANSPORT: &str = include_str!("../../../crates/deck-transport/src/lib.rs");

/// What is no type that could show anything, or is not compiled here.
const EXEMPT: &[&str] = &[
    // Traits: a type that implements one has its own `Debug`.
    "Clock",
    "Jitter",
    "Observer",
    "Transport",
    // Feature `tower`: writes the name of the service's type.
    "TowerTransport",
];

#[tokio::test]
async fn no_public_type_is_missing_from_the_canary_test() {
    let shown: Vec<_> = canary::scene()
        .await
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    for root in [CASSETTE, CLIENT, TRANSPORT] {
        let types = exported_types(root);
        assert!(types.len() > 5, "{types:?}");
        for name in types {
            let is_known = shown.contains(&name) || EXEMPT.contains(&name);
            assert!(
                is_known,
                "{name} is public: add it to tests/it/security/canary.rs"
            );
        }
    }
}

/// Returns the names in the `pub use` lines of a root that begin as types do.
fn exported_types(root: &str) -> Vec<&str> {
    let lines = root
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub use "));
    let names = lines.flat_map(|line| {
        let path = line.trim_end_matches(';');
        let names = match path.split_once('{') {
            Some((_, names)) => names.trim_end_matches('}'),
            None => path.rsplit("::").next().unwrap(),
        };
        names.split(',').map(str::trim)
    });
    names.filter(|name| is_type(name)).collect()
}

fn is_type(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase)
}

#[test]
fn names_are_found_alone_and_in_braces() {
    let root = [
        "pub use crate::a::One;",
        "    pub use self::b::{Two, three, FOUR};",
        "pub use c::five;",
        "use d::Six;",
    ];
    let root = root.join("\n");

    assert_eq!(exported_types(&root), ["One", "Two"]);
}
