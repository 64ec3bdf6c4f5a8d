//! Any bytes at all go through the whole program: reading, linting and every format.

use catchall::json::Layout;

use super::invariants::{check_holds, workspace};

pub fn run(bytes: &[u8]) {
    for layout in [Layout::Json, Layout::Lines] {
        check_holds(&workspace("fuzz.json", bytes, layout));
    }
}
