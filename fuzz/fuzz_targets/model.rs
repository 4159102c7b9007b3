//! Runs `deck_tests::properties::model` on what the fuzzer makes up.

#![no_main]

use deck_tests::properties::model;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| model::check(bytes));
