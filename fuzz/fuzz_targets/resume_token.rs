//! Runs `deck_tests::properties::resume_token` on what the fuzzer makes up.

#![no_main]

use deck_tests::properties::resume_token;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| resume_token::check(bytes));
