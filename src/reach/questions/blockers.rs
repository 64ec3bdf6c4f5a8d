//! Rules that may take a sign-in before another one does.

use std::ops::Range;

/// Rules by their numbers.
#[derive(Clone, Copy)]
pub(super) enum Blockers<'b> {
    /// Those in some ranges that count.
    Such(&'b [Range<usize>], &'b dyn Fn(usize) -> bool),
    /// These, in order.
    Listed(&'b [usize]),
}

impl<'b> Blockers<'b> {
    pub(super) fn all(ranges: &'b [Range<usize>]) -> Self {
        Self::Such(ranges, &|_| true)
    }

    /// How many there may be.
    pub(super) fn most(self) -> usize {
        match self {
            Self::Such(ranges, _) => ranges.iter().map(ExactSizeIterator::len).sum(),
            Self::Listed(rules) => rules.len(),
        }
    }

    pub(super) fn iter(self) -> Box<dyn Iterator<Item = usize> + 'b> {
        match self {
            Self::Such(ranges, counts) => {
                Box::new(ranges.iter().cloned().flatten().filter(move |n| counts(*n)))
            }
            Self::Listed(rules) => Box::new(rules.iter().copied()),
        }
    }

    /// Those that may take a sign-in, where `candidates` are those of a range that may, each with
    /// what it takes to find it.
    pub(super) fn among<C>(
        self,
        candidates: impl Fn(Range<usize>) -> C + 'b,
    ) -> Box<dyn Iterator<Item = (usize, usize)> + 'b>
    where
        C: Iterator<Item = (usize, usize)> + 'b,
    {
        match self {
            Self::Such(ranges, counts) => {
                let found = ranges.iter().cloned().flat_map(candidates);
                Box::new(found.filter(move |(n, _)| counts(*n)))
            }
            Self::Listed(rules) => Box::new(rules.iter().map(|n| (*n, 1))),
        }
    }
}
