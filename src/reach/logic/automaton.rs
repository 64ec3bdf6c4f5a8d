//! A text that meets some patterns and not others, sought state by state (Aho and Corasick,
//! "Efficient string matching", 1975, for what is contained).

use std::collections::{HashMap, HashSet, VecDeque};

use super::budget::Budget;

/// How a pattern compares (Policy API, "User Identifier Condition object"). Regular expressions are
/// not among them: whether Okta searches or matches in full is not settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Test {
    Equals,
    StartsWith,
    Contains,
    Suffix,
    /// The text is there, whatever it is.
    Known,
}

/// What came of a search.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Search {
    /// This text; without a character where any will do that is in no pattern.
    Found(Vec<Option<char>>),
    /// There is none, for the sake of those of the unmet patterns that stood in the way.
    Nothing { in_the_way: Vec<bool> },
    /// There is too much to look at.
    GaveUp,
}

/// All that matters of a text: how it starts, how it ends, and what it has met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct State {
    /// How it starts, while it is the start of a pattern.
    start: Option<usize>,
    /// The longest end that is the start of a part.
    end: usize,
    /// Which of the patterns that have to be met are met for good.
    met: u128,
}

/// Reads texts, over the characters of the patterns and any other.
pub(super) struct Automaton {
    alphabet: Vec<Option<char>>,
    starts: Trie,
    ends: Trie,
    /// Of each node of `ends`, that of the longest end of it that is another one.
    shorter: Vec<usize>,
    /// What has to be met for good.
    wanted: u128,
    /// What has to be met where the text ends.
    wanted_ends: Vec<usize>,
    /// There are more patterns to be met than bits, or more to read than may be.
    is_too_large: bool,
    unmet: usize,
}

/// What is known of a text at a node.
#[derive(Debug, Default)]
struct Node {
    next: HashMap<char, usize>,
    /// Bits of patterns that are met.
    met: u128,
    /// Met patterns that are met if the text ends here.
    met_at_end: Vec<usize>,
    /// Unmet patterns that are met.
    unmet: Vec<usize>,
    /// Unmet patterns that are met if the text ends here.
    unmet_at_end: Vec<usize>,
}

struct Trie(Vec<Node>);

impl Trie {
    fn new() -> Self {
        Self(vec![Node::default()])
    }

    fn insert(&mut self, value: &str) -> &mut Node {
        let mut at = 0;
        for char in value.chars() {
            let new = self.0.len();
            at = *self.0[at].next.entry(char).or_insert(new);
            if at == new {
                self.0.push(Node::default());
            }
        }
        &mut self.0[at]
    }
}

/// More states are not looked at for one text.
const MOST_STATES: usize = 50_000;

impl Automaton {
    pub(super) fn of(met: &[(Test, String)], unmet: &[(Test, String)], budget: &Budget) -> Self {
        let (mut starts, mut ends) = (Trie::new(), Trie::new());
        let mut wanted = 0;
        let mut wanted_ends = Vec::new();
        for (n, (test, value)) in met.iter().enumerate() {
            let bit = 1_u128.checked_shl(n as u32).unwrap_or_default();
            match test {
                Test::Known => {}
                Test::StartsWith => starts.insert(value).met |= bit,
                Test::Contains => ends.insert(value).met |= bit,
                Test::Equals => starts.insert(value).met_at_end.push(n),
                Test::Suffix => ends.insert(value).met_at_end.push(n),
            }
            match test {
                Test::Known => {}
                Test::StartsWith | Test::Contains => wanted |= bit,
                Test::Equals | Test::Suffix => wanted_ends.push(n),
            }
        }
        for (n, (test, value)) in unmet.iter().enumerate() {
            match test {
                Test::Known => starts.insert("").unmet.push(n),
                Test::StartsWith => starts.insert(value).unmet.push(n),
                Test::Contains => ends.insert(value).unmet.push(n),
                Test::Equals => starts.insert(value).unmet_at_end.push(n),
                Test::Suffix => ends.insert(value).unmet_at_end.push(n),
            }
        }
        let values = met.iter().chain(unmet).map(|(_, value)| value);
        let chars: HashSet<char> = values.flat_map(|value| value.chars()).collect();
        let mut chars: Vec<char> = chars.into_iter().collect();
        chars.sort_unstable();
        let alphabet = [None].into_iter().chain(chars.into_iter().map(Some)).collect();
        let mut automaton = Self {
            alphabet,
            starts,
            shorter: vec![0; ends.0.len()],
            ends,
            wanted,
            wanted_ends,
            is_too_large: met.len() > 128,
            unmet: unmet.len(),
        };
        automaton.link(budget);
        automaton
    }

    /// Finds of each end the next shorter one, and what is met with it.
    fn link(&mut self, budget: &Budget) {
        let mut left: VecDeque<usize> = VecDeque::from([0]);
        while let Some(at) = left.pop_front() {
            let mut next: Vec<(char, usize)> =
                self.ends.0[at].next.iter().map(|(char, to)| (*char, *to)).collect();
            next.sort_unstable();
            for (char, to) in next {
                let shorter = if at == 0 { 0 } else { self.step(self.shorter[at], char) };
                self.shorter[to] = shorter;
                let Node { met, met_at_end, unmet, unmet_at_end, .. } = &self.ends.0[shorter];
                let (met, met_at_end) = (*met, met_at_end.clone());
                let (unmet, unmet_at_end) = (unmet.clone(), unmet_at_end.clone());
                let node = &mut self.ends.0[to];
                node.met |= met;
                node.met_at_end.extend(met_at_end);
                node.unmet.extend(unmet);
                node.unmet_at_end.extend(unmet_at_end);
                budget.spend((1 + node.unmet.len() + node.unmet_at_end.len()) as u64);
                self.is_too_large |= budget.is_spent();
                if self.is_too_large {
                    return;
                }
                left.push_back(to);
            }
        }
    }

    /// The end after one more character.
    fn step(&self, mut end: usize, char: char) -> usize {
        loop {
            match self.ends.0[end].next.get(&char) {
                Some(next) => return *next,
                None if end == 0 => return 0,
                None => end = self.shorter[end],
            }
        }
    }

    /// The shortest text, where only those of the unmet patterns count that are `heeded`.
    pub(super) fn search(&self, heeded: &[bool], budget: &Budget) -> Search {
        if self.is_too_large {
            return Search::GaveUp;
        }
        budget.spend((self.starts.0.len() + self.ends.0.len()) as u64);
        let mut in_the_way = vec![false; self.unmet];
        let mut block = |unmet: &[usize]| {
            let first = unmet.iter().find(|n| heeded[**n]);
            first.inspect(|n| in_the_way[**n] = true).is_some()
        };
        let met = self.starts.0[0].met | self.ends.0[0].met;
        let first = State { start: Some(0), end: 0, met };
        if block(&self.starts.0[0].unmet) || block(&self.ends.0[0].unmet) {
            return Search::Nothing { in_the_way };
        }
        // Each state with the one before it and the character between them.
        let mut reached = vec![(first, 0, None)];
        let mut known = HashSet::from([first]);
        let mut at = 0;
        while let Some((state, _, _)) = reached.get(at).copied() {
            if self.ends_well(state, &mut block) {
                return Search::Found(spelt(&reached, at));
            }
            budget.spend(self.alphabet.len() as u64);
            if budget.is_spent() || reached.len() > MOST_STATES {
                budget.give_up();
                return Search::GaveUp;
            }
            for char in &self.alphabet {
                let next = self.after(state, *char);
                let start = next.start.map(|start| &self.starts.0[start].unmet);
                let is_blocked =
                    start.is_some_and(|unmet| block(unmet)) || block(&self.ends.0[next.end].unmet);
                if !is_blocked && known.insert(next) {
                    reached.push((next, at, *char));
                }
            }
            at += 1;
        }
        Search::Nothing { in_the_way }
    }

    fn after(&self, state: State, char: Option<char>) -> State {
        let start = state.start.zip(char);
        let start = start.and_then(|(start, char)| self.starts.0[start].next.get(&char).copied());
        let end = char.map_or(0, |char| self.step(state.end, char));
        let of_start = start.map_or(0, |start| self.starts.0[start].met);
        State { start, end, met: state.met | of_start | self.ends.0[end].met }
    }

    /// Whether a text may end here.
    fn ends_well(&self, state: State, block: &mut impl FnMut(&[usize]) -> bool) -> bool {
        let (start, end) =
            (state.start.map(|start| &self.starts.0[start]), &self.ends.0[state.end]);
        let is_met = |n: &usize| {
            end.met_at_end.contains(n) || start.is_some_and(|node| node.met_at_end.contains(n))
        };
        let is_wanted =
            state.met & self.wanted == self.wanted && self.wanted_ends.iter().all(is_met);
        is_wanted
            && !start.is_some_and(|node| block(&node.unmet_at_end))
            && !block(&end.unmet_at_end)
    }
}

/// The characters that lead to a state.
fn spelt(reached: &[(State, usize, Option<char>)], mut at: usize) -> Vec<Option<char>> {
    let mut text = Vec::new();
    while at > 0 {
        let (_, before, char) = reached[at];
        text.push(char);
        at = before;
    }
    text.reverse();
    text
}
