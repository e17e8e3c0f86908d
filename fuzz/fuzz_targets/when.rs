#![no_main]

libfuzzer_sys::fuzz_target!(|text: &[u8]| convene_fuzz::when::holds(text));
