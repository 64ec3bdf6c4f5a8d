//! What the fuzz targets share with `tests/it/`, where `replay.rs` runs the same targets over `fuzz/seeds`.

#[path = "../../tests/it/documents.rs"]
#[allow(dead_code)]
mod documents;
#[path = "../../tests/it/random_exports/mod.rs"]
#[allow(dead_code, unused_imports)]
mod random_exports;
#[path = "../../tests/it/reach_oracle.rs"]
#[allow(dead_code, unused_imports)]
mod reach_oracle;
#[path = "../../tests/it/readers.rs"]
#[allow(dead_code)]
mod readers;
pub mod targets;
