//! What holds for any bytes that come from outside: the properties that the fuzz targets in `fuzz/` have too,
//! on inputs drawn anew in each run and on those that fuzzing has found.

mod inputs;
mod near;

use deck_tests::properties;
use proptest::prelude::*;

fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..400),
        any::<String>().prop_map(String::into_bytes),
    ]
}

/// Draws any bytes, inputs that are near a valid one, and inputs of the right structure for one property, and
/// runs it on its corpus.
macro_rules! property {
    ($name:ident, $dictionary:literal) => {
        mod $name {
            use super::*;

            #[test]
            fn holds_for_the_whole_corpus() {
                for input in near::corpus(stringify!($name)) {
                    properties::$name::check(&input);
                }
            }

            proptest! {
                #[test]
                fn holds_for_any_bytes(bytes in any_bytes()) {
                    properties::$name::check(&bytes);
                }

                #[test]
                fn holds_near_the_corpus(bytes in near::inputs(stringify!($name), $dictionary)) {
                    properties::$name::check(&bytes);
                }

                #[test]
                fn holds_for_the_right_structure(bytes in inputs::$name()) {
                    properties::$name::check(&bytes);
                }
            }
        }
    };
}

property!(page, "json");
property!(error_envelope, "json");
property!(query, "query");
property!(resume_token, "query");
property!(model, "json");
property!(body, "json");
property!(retry_after, "retry_after");
property!(ndjson_import, "json");
property!(webhook, "webhook");
