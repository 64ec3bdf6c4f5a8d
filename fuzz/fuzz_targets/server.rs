#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| catchall_fuzz::targets::server::run(bytes));
