//! Runs `deck_tests::properties::retry_after` on what the fuzzer makes up.

#![no_main]

use deck_tests::properties::retry_after;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| retry_after::check(bytes));
