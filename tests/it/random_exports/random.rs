//! Chance that can be repeated.

/// The splitmix64 generator: the same numbers on every machine.
#[derive(Debug, Clone)]
pub struct Random {
    state: u64,
    /// What is chosen first, last one first.
    choices: Vec<u8>,
}

impl Random {
    pub fn new(seed: u64) -> Self {
        Self { state: seed, choices: Vec::new() }
    }

    /// Chooses as the bytes say, one for each choice, so that a fuzzer can change one of them; then by
    /// chance.
    pub fn of(bytes: &[u8]) -> Self {
        Self { choices: bytes.iter().rev().copied().collect(), ..Self::new(0) }
    }

    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        let chosen = self.choices.pop().map_or_else(|| self.next(), u64::from);
        (chosen % bound as u64) as usize
    }

    pub fn between(&mut self, (least, most): (usize, usize)) -> usize {
        least + self.below(most - least + 1)
    }

    /// Whether something comes true that does so `chance` times in a hundred.
    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// One to `most` of them.
    pub fn some<T: Clone>(&mut self, from: &[T], most: usize) -> Vec<T> {
        let mut shuffled = from.to_vec();
        self.shuffle(&mut shuffled);
        shuffled.truncate(1 + self.below(most.min(from.len())));
        shuffled
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for n in (1..items.len()).rev() {
            items.swap(n, self.below(n + 1));
        }
    }
}
