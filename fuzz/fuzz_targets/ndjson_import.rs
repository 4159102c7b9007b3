//! Runs `deck_tests::properties::ndjson_import` on what the fuzzer makes up.

#![no_main]

use deck_tests::properties::ndjson_import;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ndjson_import::check(bytes));
