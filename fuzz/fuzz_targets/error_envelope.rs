//! Runs `deck_tests::properties::error_envelope` on what the fuzzer makes up.

#![no_main]

use deck_tests::properties::error_envelope;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| error_envelope::check(bytes));
