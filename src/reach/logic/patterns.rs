//! Patterns of user identifiers as languages: which sets of them one text can meet.

use std::borrow::Cow;

use super::automaton::{Automaton, Search, Test};
use super::budget::Budget;

/// A pattern for a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Pattern<'d> {
    pub(crate) test: Test,
    pub(crate) value: Cow<'d, str>,
}

impl<'d> Pattern<'d> {
    pub(crate) const KNOWN: Self = Self { test: Test::Known, value: Cow::Borrowed("") };

    pub(crate) fn takes(&self, text: &str, ignore_case: bool) -> bool {
        let (text, value) = (fold(text, ignore_case), fold(&self.value, ignore_case));
        let value = value.as_ref();
        match self.test {
            Test::Equals => text == value,
            Test::StartsWith => text.starts_with(value),
            Test::Contains => text.contains(value),
            Test::Suffix => text.ends_with(value),
            Test::Known => true,
        }
    }
}

/// The text without letter case, each character by itself, so that parts fold as the whole does.
fn fold(text: &str, ignore_case: bool) -> Cow<'_, str> {
    if ignore_case {
        Cow::Owned(text.chars().flat_map(char::to_lowercase).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether some text meets patterns.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum MatchingText {
    /// This one does.
    Found(String),
    /// None does, because of these of the patterns that it should and should not meet, by index.
    Impossible { met: Vec<usize>, unmet: Vec<usize> },
    /// It took too long to find out.
    GaveUp,
}

/// A text that all of `met` take, and none of `unmet` does.
pub(crate) fn text(
    met: &[&Pattern<'_>],
    unmet: &[&Pattern<'_>],
    ignore_case: bool,
    budget: &Budget,
) -> MatchingText {
    let takes = |pattern: &&&Pattern<'_>, text: &str| pattern.takes(text, ignore_case);
    let is_met = |text: &str| {
        met.iter().all(|pattern| takes(&pattern, text))
            && !unmet.iter().any(|pattern| takes(&pattern, text))
    };
    let length: usize = met.iter().chain(unmet).map(|pattern| 1 + pattern.value.len() / 8).sum();
    budget.spend(length as u64);
    let guess = guess(met, other_char(met.iter().chain(unmet).copied(), ignore_case), ignore_case);
    if is_met(&guess) {
        return MatchingText::Found(guess);
    }
    if let Some(plain) = plainly_impossible(met, unmet, ignore_case, budget) {
        return plain;
    }
    let folded = |patterns: &[&Pattern<'_>]| -> Vec<(Test, String)> {
        let fold = |one: &&Pattern<'_>| (one.test, fold(&one.value, ignore_case).into_owned());
        patterns.iter().map(fold).collect()
    };
    let automaton = Automaton::of(&folded(met), &folded(unmet), budget);
    match automaton.search(&vec![true; unmet.len()], budget) {
        Search::GaveUp => MatchingText::GaveUp,
        Search::Found(text) => {
            let other = other_char(met.iter().chain(unmet).copied(), ignore_case);
            let text = text.into_iter().map(|char| char.unwrap_or(other)).collect::<String>();
            if is_met(&text) { MatchingText::Found(text) } else { MatchingText::GaveUp }
        }
        Search::Nothing { in_the_way } => MatchingText::Impossible {
            met: (0..met.len()).collect(),
            unmet: fewest(&automaton, in_the_way, budget),
        },
    }
}

/// Of so many patterns that stand in the way, which could be left out is looked at one by one.
const FEW: usize = 16;

/// Those of the patterns without which there would be a text.
fn fewest(automaton: &Automaton, in_the_way: Vec<bool>, budget: &Budget) -> Vec<usize> {
    let numbers =
        |heeded: &[bool]| -> Vec<usize> { (0..heeded.len()).filter(|n| heeded[*n]).collect() };
    let mut heeded = in_the_way;
    let all = numbers(&heeded);
    for n in all.iter().filter(|_| all.len() <= FEW) {
        if !heeded[*n] {
            continue;
        }
        heeded[*n] = false;
        match automaton.search(&heeded, budget) {
            Search::Nothing { in_the_way } => heeded = in_the_way,
            _ => heeded[*n] = true,
        }
    }
    numbers(&heeded)
}

/// That one or two patterns alone show that there is no text: nearly always one lies within another.
fn plainly_impossible(
    met: &[&Pattern<'_>],
    unmet: &[&Pattern<'_>],
    ignore_case: bool,
    budget: &Budget,
) -> Option<MatchingText> {
    let values = |patterns: &[&Pattern<'_>]| -> Vec<(Test, String)> {
        let fold = |one: &&Pattern<'_>| (one.test, fold(&one.value, ignore_case).into_owned());
        patterns.iter().map(fold).collect()
    };
    let (met, unmet) = (values(met), values(unmet));
    budget.spend((met.len() * (met.len() + unmet.len())) as u64);
    for (n, one) in met.iter().enumerate() {
        let clash = met[..n].iter().position(|other| excludes(one, other));
        if let Some(m) = clash {
            return Some(MatchingText::Impossible { met: vec![m, n], unmet: Vec::new() });
        }
        if let Some(m) = unmet.iter().position(|other| is_within(one, other)) {
            return Some(MatchingText::Impossible { met: vec![n], unmet: vec![m] });
        }
    }
    None
}

/// Whether the second takes every text that the first takes. There are characters in neither.
fn is_within((test, value): &(Test, String), (other, part): &(Test, String)) -> bool {
    match (test, other) {
        (_, Test::Known) => true,
        (Test::Equals, Test::Equals) => value == part,
        (Test::Equals | Test::StartsWith, Test::StartsWith) => value.starts_with(part),
        (Test::Equals | Test::Suffix, Test::Suffix) => value.ends_with(part),
        (Test::Known, _) => false,
        (_, Test::Contains) => value.contains(part),
        _ => false,
    }
}

/// Whether no text is taken by both.
fn excludes(one: &(Test, String), other: &(Test, String)) -> bool {
    match (one.0, other.0) {
        (Test::Equals, _) => !is_within(one, other),
        (_, Test::Equals) => !is_within(other, one),
        (Test::StartsWith, Test::StartsWith) => {
            !one.1.starts_with(&other.1) && !other.1.starts_with(&one.1)
        }
        (Test::Suffix, Test::Suffix) => !one.1.ends_with(&other.1) && !other.1.ends_with(&one.1),
        _ => false,
    }
}

/// A character that is in no pattern, and that folding leaves alone.
fn other_char<'p>(patterns: impl Iterator<Item = &'p Pattern<'p>>, ignore_case: bool) -> char {
    let values: Vec<_> = patterns.map(|pattern| fold(&pattern.value, ignore_case)).collect();
    let is_free = |char: &char| !values.iter().any(|value| value.contains(*char));
    let mut others = "xyzuvwqkj0123456789".chars().chain('\u{4e00}'..='\u{9fff}');
    others.find(is_free).unwrap_or('\u{a000}')
}

/// A simple text that the patterns take, where they can be met one beside the other.
fn guess(met: &[&Pattern<'_>], other: char, ignore_case: bool) -> String {
    let of = |test| {
        let of_test = met.iter().filter(move |pattern| pattern.test == test);
        of_test.map(|pattern| fold(&pattern.value, ignore_case).into_owned())
    };
    if let Some(exact) = of(Test::Equals).next() {
        return exact;
    }
    let longest = |test| of(test).max_by_key(String::len).unwrap_or_default();
    let mut parts = vec![longest(Test::StartsWith)];
    parts.extend(of(Test::Contains));
    parts.push(longest(Test::Suffix));
    parts.join(&other.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TESTS: [Test; 4] = [Test::Equals, Test::StartsWith, Test::Contains, Test::Suffix];

    fn patterns() -> Vec<Pattern<'static>> {
        let values = ["a", "ab", "Ba"];
        let of = |value: &'static str| TESTS.map(|test| Pattern { test, value: value.into() });
        values.into_iter().flat_map(of).collect()
    }

    /// Every text over a few characters, one of them in no pattern.
    fn texts() -> Vec<String> {
        let mut texts = vec![String::new()];
        for start in 0.. {
            let Some(text) = texts.get(start).filter(|text| text.len() < 5).cloned() else {
                break;
            };
            texts.extend("abBx".chars().map(|char| format!("{text}{char}")));
        }
        texts
    }

    #[test]
    fn searches_agree_with_all_short_texts() {
        let (patterns, texts) = (patterns(), texts());
        for ignore_case in [false, true] {
            let takes = |pattern: &Pattern<'_>| -> Vec<bool> {
                texts.iter().map(|text| pattern.takes(text, ignore_case)).collect()
            };
            let taken: Vec<Vec<bool>> = patterns.iter().map(takes).collect();
            let all = 0..patterns.len();
            for (one, two, not) in all.clone().flat_map(|one| {
                let all = all.clone();
                all.clone().flat_map(move |two| all.clone().map(move |not| (one, two, not)))
            }) {
                let is_possible =
                    (0..texts.len()).any(|n| taken[one][n] && taken[two][n] && !taken[not][n]);
                let [met_one, met_two, unmet] = [one, two, not].map(|n| &patterns[n]);
                let budget = Budget::of(1_000_000);
                let found = text(&[met_one, met_two], &[unmet], ignore_case, &budget);
                let shown = format!("{met_one:?} {met_two:?} not {unmet:?} {ignore_case}");
                assert_ne!(found, MatchingText::GaveUp, "{shown}");
                match found {
                    MatchingText::Found(text) => {
                        assert!(is_possible, "{text} for {shown}");
                        assert!(met_one.takes(&text, ignore_case), "{text} for {shown}");
                        assert!(met_two.takes(&text, ignore_case), "{text} for {shown}");
                        assert!(!unmet.takes(&text, ignore_case), "{text} for {shown}");
                    }
                    MatchingText::Impossible { met, unmet } => {
                        assert!(!is_possible, "{met:?} {unmet:?} for {shown}");
                    }
                    MatchingText::GaveUp => {}
                }
            }
        }
    }

    #[test]
    fn one_pattern_within_another_is_to_blame() {
        let of = |test, value: &'static str| Pattern { test, value: value.into() };
        let narrow = of(Test::Suffix, "a.b.com");
        let others = [of(Test::StartsWith, "a"), of(Test::Suffix, "b.com")];
        let text = |met: &[&Pattern<'_>], unmet: &[&Pattern<'_>], ignore_case: bool| {
            text(met, unmet, ignore_case, &Budget::of(1_000_000))
        };
        let search = text(&[&narrow], &[&others[0], &others[1]], false);
        assert_eq!(search, MatchingText::Impossible { met: vec![0], unmet: vec![1] });
        let letters = of(Test::Suffix, "B.com");
        assert!(matches!(text(&[&narrow], &[&letters], false), MatchingText::Found(_)));
        assert!(matches!(text(&[&narrow], &[&letters], true), MatchingText::Impossible { .. }));
    }
}
