#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| userlint_fuzz::reports(bytes));
