//! Whether somebody still waits for what is found.

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether somebody still waits for what is found; once lost, it does not come back.
pub(crate) struct Interest<'i> {
    is_wanted: &'i (dyn Fn() -> bool + Sync),
    is_lost: AtomicBool,
}

impl<'i> Interest<'i> {
    pub(crate) fn while_it(is_wanted: &'i (dyn Fn() -> bool + Sync)) -> Self {
        Self { is_wanted, is_lost: AtomicBool::new(false) }
    }

    /// Looks whether there still is some: without, nothing more is looked at.
    pub(super) fn lasts(&self) -> bool {
        let lasts = !self.was_lost() && (self.is_wanted)();
        if !lasts {
            self.is_lost.store(true, Ordering::Relaxed);
        }
        lasts
    }

    /// Whether something was not looked at for that.
    pub(crate) fn was_lost(&self) -> bool {
        self.is_lost.load(Ordering::Relaxed)
    }
}
