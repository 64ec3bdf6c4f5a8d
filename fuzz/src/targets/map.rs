//! Any bytes at all are put on a map, and every verdict on it is tried.

use catchall::json::Layout;

use super::invariants::{maps_hold, verdicts_hold, workspace};

pub fn run(bytes: &[u8]) {
    let workspace = workspace("fuzz.json", bytes, Layout::Json);
    maps_hold(&workspace);
    verdicts_hold(&workspace);
}
