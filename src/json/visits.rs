//! Counts how often values are visited, for `cargo bench --bench visits`: reading once is a promise.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

static STEPS: AtomicU64 = AtomicU64::new(0);
static LOOKUPS: AtomicU64 = AtomicU64::new(0);

/// What was done to the values of all documents so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visits {
    /// Steps from a member or element to the next, as loops and look-ups take them.
    pub steps: u64,
    /// Members that were asked for by name.
    pub lookups: u64,
}

/// What was done so far.
pub fn visits() -> Visits {
    Visits { steps: STEPS.load(Relaxed), lookups: LOOKUPS.load(Relaxed) }
}

pub(super) fn step() {
    STEPS.fetch_add(1, Relaxed);
}

pub(super) fn lookup() {
    LOOKUPS.fetch_add(1, Relaxed);
}
