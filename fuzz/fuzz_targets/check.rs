//! Any bytes at all go through the whole program: reading, linting and every format.
//!
//! `cargo +nightly fuzz run check fuzz/corpus/check fixtures/broken`

#![no_main]

use catchall::{Options, Workspace};
use catchall::json::{Document, Layout};
use catchall::output::{FORMATS, Style};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for layout in [Layout::Json, Layout::Lines] {
        let mut workspace = Workspace::new(Options::default());
        workspace.insert(Document::parse("fuzz.json", bytes.to_vec(), layout));
        let report = workspace.check();
        let style = Style { color: false, width: 80 };
        for format in FORMATS {
            format.write(&mut std::io::sink(), &report, &workspace, style).unwrap();
        }
    }
});
