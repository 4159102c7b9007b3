//! Runs `deck_tests::properties::query` on what the fuzzer makes up.

#![no_main]

use deck_tests::properties::query;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| query::check(bytes));
