//! Counts how often values are visited, for `cargo bench --bench visits`: reading once is a promise.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

static STEPS: AtomicU64 = AtomicU64::new(0);
static LOOKUPS: AtomicU64 = AtomicU64::new(0);

/// What was done to the values of all documents so far.
#[cfg(feature = "count-visits")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visits {
    /// Steps from a member or element to the next, as loops and look-ups take them.
    pub steps: u64,
    /// Members that were asked for by name.
    pub lookups: u64,
}

/// What was done so far.
#[cfg(feature = "count-visits")]
pub fn visits() -> Visits {
    Visits { steps: STEPS.load(Relaxed), lookups: LOOKUPS.load(Relaxed) }
}

#[cfg(test)]
thread_local! {
    static OWN: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// The steps of this thread, which other tests do not disturb.
#[cfg(test)]
pub(super) fn steps_of_thread() -> u64 {
    OWN.get()
}

pub(super) fn step() {
    #[cfg(test)]
    OWN.set(OWN.get() + 1);
    STEPS.fetch_add(1, Relaxed);
}

pub(super) fn lookup() {
    LOOKUPS.fetch_add(1, Relaxed);
}
