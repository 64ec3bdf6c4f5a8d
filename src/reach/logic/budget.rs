//! Bounds on work. It is counted in steps, so that an answer does not depend on the machine.

use std::cell::Cell;

/// What one question may still cost. A step is a literal that is looked at or assigned, a state of
/// an automaton, an element of a set: some nanoseconds.
#[derive(Debug)]
pub(crate) struct Budget {
    granted: u64,
    /// What the item in hand may cost.
    share: Cell<u64>,
    /// What is kept for items that come after.
    reserve: Cell<u64>,
    /// How many of the items that are done took all they may.
    given_up: Cell<usize>,
}

/// One item may take so much of what is left, however many come after: the hard ones are few.
const LARGEST_SHARE: u64 = 16;

impl Budget {
    pub(crate) fn of(steps: u64) -> Self {
        Self {
            granted: steps,
            share: Cell::new(steps),
            reserve: Cell::new(0),
            given_up: Cell::new(0),
        }
    }

    /// Gives the next item its share, where so many are still to come, itself included. What others
    /// left over is shared, too.
    pub(crate) fn begin(&self, items: usize) {
        self.given_up.set(self.given_up());
        let left = self.share.get() + self.reserve.get();
        let items = u64::try_from(items).unwrap_or(u64::MAX);
        let share = left / items.clamp(1, LARGEST_SHARE);
        self.share.set(share);
        self.reserve.set(left - share);
    }

    pub(crate) fn spend(&self, steps: u64) {
        self.share.set(self.share.get().saturating_sub(steps));
    }

    /// What the item in hand may still cost.
    pub(crate) fn left(&self) -> u64 {
        self.share.get()
    }

    pub(crate) fn is_spent(&self) -> bool {
        self.share.get() == 0
    }

    /// Nothing more is to be found out about the item in hand.
    pub(crate) fn give_up(&self) {
        self.share.set(0);
    }

    /// How many items took all they may, that in hand included: what is said of them is not all.
    pub(crate) fn given_up(&self) -> usize {
        self.given_up.get() + usize::from(self.is_spent())
    }

    /// How much was spent in all.
    pub(crate) fn spent(&self) -> u64 {
        self.granted - self.share.get() - self.reserve.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_that_takes_all_it_may_leaves_others_their_share() {
        let budget = Budget::of(1_600);
        budget.begin(100);
        budget.spend(1_000_000);
        assert!(budget.is_spent());
        assert_eq!((budget.spent(), budget.given_up()), (100, 1));
        budget.begin(2);
        assert_eq!(budget.left(), 750);
        budget.spend(50);
        budget.begin(1);
        assert_eq!(budget.left(), 1_450);
        assert_eq!((budget.spent(), budget.given_up()), (150, 1));
    }
}
