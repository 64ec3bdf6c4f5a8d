//! The bytes choose a small export; all that is claimed of it is held against all of its sign-ins, as in
//! `tests/it/reach_oracle.rs`.

use crate::random_exports::Random;
use crate::reach_oracle::{claims_hold, small_export};

pub fn run(bytes: &[u8]) {
    let mut random = Random::of(bytes);
    let case = small_export(&mut random);
    if let Err(disagreement) = claims_hold(&case, &mut random) {
        panic!("{disagreement:?}\n{}", case.export);
    }
}
