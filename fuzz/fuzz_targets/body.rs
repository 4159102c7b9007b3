//! Runs `deck_tests::properties::body` on what the fuzzer makes up.

#![no_main]

use deck_tests::properties::body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::check(bytes));
