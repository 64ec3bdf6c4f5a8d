//! Any bytes at all go through the whole program: reading, linting and every format.
//!
//! `cargo +nightly fuzz run check fuzz/corpus/check fixtures/broken`

#![no_main]

use catchall::Options;
use catchall::json::{Document, Layout};
use catchall::report::{self, Format, Style};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for layout in [Layout::Json, Layout::Lines] {
        let documents = [Document::parse("fuzz.json", bytes.to_vec(), layout)];
        let checked = catchall::check(&documents, &Options::default());
        let style = Style { color: false, width: 80 };
        for format in [Format::Full(style), Format::Concise, Format::Json] {
            report::write(&mut std::io::sink(), format, &documents, &checked).unwrap();
        }
    }
});
