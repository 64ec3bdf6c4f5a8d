//! Sets of the sign-ins of one case, by their numbers.

/// A bit for each sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set(Vec<u64>);

impl Set {
    /// Of `count` sign-ins none.
    pub fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    pub fn insert(&mut self, n: usize) {
        self.0[n / 64] |= 1 << (n % 64);
    }

    pub fn has(&self, n: usize) -> bool {
        self.0[n / 64] >> (n % 64) & 1 == 1
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub fn first(&self) -> Option<usize> {
        (0..self.0.len() * 64).find(|n| self.has(*n))
    }

    pub fn or(&self, other: &Self) -> Self {
        self.joined(other, |own, others| own | others)
    }

    pub fn and(&self, other: &Self) -> Self {
        self.joined(other, |own, others| own & others)
    }

    pub fn minus(&self, other: &Self) -> Self {
        self.joined(other, |own, others| own & !others)
    }

    fn joined(&self, other: &Self, join: impl Fn(u64, u64) -> u64) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(own, others)| join(*own, *others)).collect())
    }

    /// Whether at most `size` of the sets together have all that this one has.
    pub fn is_covered(&self, size: usize, sets: &[&Self]) -> bool {
        let is_covered_with = |n: usize| self.minus(sets[n]).is_covered(size - 1, &sets[n + 1..]);
        self.is_empty() || size > 0 && (0..sets.len()).any(is_covered_with)
    }
}
