//! Patterns of user identifiers as languages: which sets of them one text can meet.

use std::borrow::Cow;

use regexsolver::Term;
use regexsolver::error::EngineError;
use regexsolver::execution_profile::ExecutionProfileBuilder;
use regexsolver::fast_automaton::PathOrder;

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
) -> MatchingText {
    let language = Language::of(met.iter().chain(unmet).copied(), ignore_case);
    let is_met = |text: &str| {
        met.iter().all(|pattern| pattern.takes(text, ignore_case))
            && !unmet.iter().any(|pattern| pattern.takes(text, ignore_case))
    };
    let guess = language.guess(met);
    if is_met(&guess) {
        return MatchingText::Found(guess);
    }
    // A bound on the size of automata, not on time: the answer is the same on every machine.
    let bounded = ExecutionProfileBuilder::new().max_number_of_states(20_000).build();
    match bounded.run(|| language.search(met, unmet)) {
        // The text comes from a library: it is no witness before it was tried.
        Ok(MatchingText::Found(text)) if !is_met(&text) => MatchingText::GaveUp,
        Ok(search) => search,
        Err(_) => MatchingText::GaveUp,
    }
}

/// Regular languages over the characters that matter: those of the patterns, and one that stands
/// for all others.
struct Language {
    /// Every text over these characters, as a regular expression.
    any: String,
    /// In no pattern.
    other: char,
    ignore_case: bool,
}

impl Language {
    fn of<'p>(patterns: impl Iterator<Item = &'p Pattern<'p>>, ignore_case: bool) -> Self {
        let values: Vec<_> = patterns.map(|pattern| fold(&pattern.value, ignore_case)).collect();
        let mut chars: Vec<char> = values.iter().flat_map(|value| value.chars()).collect();
        chars.sort_unstable();
        chars.dedup();
        // What folding leaves alone.
        let mut others = "xyzuvwqkj0123456789".chars().chain('\u{4e00}'..='\u{9fff}');
        let other = others.find(|char| chars.binary_search(char).is_err()).unwrap_or('\u{a000}');
        chars.push(other);
        let any = format!("[{}]*", chars.iter().copied().map(escaped).collect::<String>());
        Self { any, other, ignore_case }
    }

    fn term(&self, pattern: &Pattern<'_>) -> Result<Term, EngineError> {
        let value: String = fold(&pattern.value, self.ignore_case).chars().map(escaped).collect();
        let any = &self.any;
        Term::from_pattern(&match pattern.test {
            Test::Equals => value,
            Test::StartsWith => format!("{value}{any}"),
            Test::Suffix => format!("{any}{value}"),
            Test::Contains => format!("{any}{value}{any}"),
            Test::Known => any.clone(),
        })
    }

    fn search(
        &self,
        met: &[&Pattern<'_>],
        unmet: &[&Pattern<'_>],
    ) -> Result<MatchingText, EngineError> {
        // Nearly always one pattern lies within another.
        for (n, one) in met.iter().enumerate() {
            let guess = self.guess(&[one]);
            for (m, other) in unmet.iter().enumerate() {
                if other.takes(&guess, self.ignore_case)
                    && self.term(one)?.subset(&self.term(other)?)?
                {
                    return Ok(MatchingText::Impossible { met: vec![n], unmet: vec![m] });
                }
            }
        }
        let left = self.left(met, unmet)?;
        if !left.is_empty()? {
            let texts = left.generate_strings(1, 0, PathOrder::Sweep)?;
            return Ok(texts.into_iter().next().map_or(MatchingText::GaveUp, MatchingText::Found));
        }
        // Which patterns are to blame: those without which there would be a text.
        let mut blamed: Vec<usize> = (0..unmet.len()).collect();
        for n in 0..unmet.len() {
            let fewer: Vec<usize> = blamed.iter().copied().filter(|m| *m != n).collect();
            let patterns: Vec<&Pattern<'_>> = fewer.iter().map(|m| unmet[*m]).collect();
            if self.left(met, &patterns)?.is_empty()? {
                blamed = fewer;
            }
        }
        Ok(MatchingText::Impossible { met: (0..met.len()).collect(), unmet: blamed })
    }

    /// The texts that all of `met` take, and none of `unmet` does.
    fn left(&self, met: &[&Pattern<'_>], unmet: &[&Pattern<'_>]) -> Result<Term, EngineError> {
        let mut left = Term::from_pattern(&self.any)?;
        for pattern in met {
            left = left.intersection([&self.term(pattern)?])?;
        }
        for pattern in unmet {
            left = left.difference(&self.term(pattern)?)?;
        }
        Ok(left)
    }

    /// A simple text that the patterns take, where they can be met one beside the other.
    fn guess(&self, met: &[&Pattern<'_>]) -> String {
        let of = |test| {
            let of_test = met.iter().filter(move |pattern| pattern.test == test);
            of_test.map(|pattern| fold(&pattern.value, self.ignore_case).into_owned())
        };
        if let Some(exact) = of(Test::Equals).next() {
            return exact;
        }
        let longest = |test| of(test).max_by_key(String::len).unwrap_or_default();
        let mut parts = vec![longest(Test::StartsWith)];
        parts.extend(of(Test::Contains));
        parts.push(longest(Test::Suffix));
        parts.join(&self.other.to_string())
    }
}

/// The character in a regular expression.
fn escaped(char: char) -> String {
    format!("\\x{{{:x}}}", u32::from(char))
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
                let found = text(&[met_one, met_two], &[unmet], ignore_case);
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
        let search = text(&[&narrow], &[&others[0], &others[1]], false);
        assert_eq!(search, MatchingText::Impossible { met: vec![0], unmet: vec![1] });
        let letters = of(Test::Suffix, "B.com");
        assert!(matches!(text(&[&narrow], &[&letters], false), MatchingText::Found(_)));
        assert!(matches!(text(&[&narrow], &[&letters], true), MatchingText::Impossible { .. }));
    }
}
