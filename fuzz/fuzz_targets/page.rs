//! Runs `deck_tests::properties::page` on what the fuzzer makes up.

#![no_main]

use deck_tests::properties::page;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| page::check(bytes));
