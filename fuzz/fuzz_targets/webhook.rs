//! Runs `deck_tests::properties::webhook` on what the fuzzer makes up.

#![no_main]

use deck_tests::properties::webhook;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| webhook::check(bytes));
