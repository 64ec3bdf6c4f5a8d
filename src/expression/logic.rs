//! The Boolean structure of an expression: `&&`, `||`, `!`, the same in words, and parentheses
//! around parts that are not looked into.

use super::{Kind, Phrase, tokens};

/// What an expression joins. `P` is a part that it joins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Logic<P> {
    Part(P),
    Not(Box<Logic<P>>),
    And(Vec<Logic<P>>),
    Or(Vec<Logic<P>>),
}

/// Deeper nesting stays one part.
const DEEPEST: usize = 64;
/// Longer chains of `&&` or `||` stay one part.
const LONGEST: usize = 256;

impl<P> Logic<P> {
    /// The same of other parts.
    pub(crate) fn map<Q>(self, to: &impl Fn(P) -> Q) -> Logic<Q> {
        let all = |parts: Vec<Self>| parts.into_iter().map(|part| part.map(to)).collect();
        match self {
            Self::Part(part) => Logic::Part(to(part)),
            Self::Not(inner) => Logic::Not(Box::new(inner.map(to))),
            Self::And(parts) => Logic::And(all(parts)),
            Self::Or(parts) => Logic::Or(all(parts)),
        }
    }

    fn collect_parts(self, found: &mut Vec<P>) {
        match self {
            Self::Part(part) => found.push(part),
            Self::Not(inner) => inner.collect_parts(found),
            Self::And(parts) | Self::Or(parts) => {
                parts.into_iter().for_each(|part| part.collect_parts(found));
            }
        }
    }
}

impl<'e> Phrase<'e> {
    /// What is joined, and how.
    pub(crate) fn logic(self) -> Logic<Phrase<'e>> {
        self.structure(0)
    }

    /// The parts that are joined, however that is.
    pub(crate) fn parts(self) -> Vec<Phrase<'e>> {
        let mut parts = Vec::new();
        self.logic().collect_parts(&mut parts);
        parts
    }

    fn structure(self, depth: usize) -> Logic<Phrase<'e>> {
        let part = Logic::Part(self);
        let outside = self.outside();
        // `?`, `:` and `=` bind more loosely than `||`: what they join is one part.
        let is_loose = |n: &usize| matches!(self.word(*n), "?" | ":" | "=");
        if depth == DEEPEST || outside.iter().any(is_loose) {
            return part;
        }
        // `||` binds more loosely than `&&`.
        let ors = self.places(&outside, Self::is_or);
        let is_or = !ors.is_empty();
        let joints = if is_or { ors } else { self.places(&outside, Self::is_and) };
        if !joints.is_empty() {
            let starts = std::iter::once(0).chain(joints.iter().map(|n| n + 1));
            let ends = joints.iter().copied().chain([self.tokens.len()]);
            let parts: Vec<_> = starts.zip(ends).map(|(from, to)| self.slice(from..to)).collect();
            if parts.len() > LONGEST || parts.iter().any(|part| part.is_empty()) {
                return part;
            }
            let parts = parts.into_iter().map(|part| part.structure(depth + 1)).collect();
            return if is_or { Logic::Or(parts) } else { Logic::And(parts) };
        }
        let is_negation = self.word(0) == "!" || self.is_word_operator(0, "not");
        let inner = if is_negation { self.slice(1..self.tokens.len()) } else { self };
        let negated = |logic| if is_negation { Logic::Not(Box::new(logic)) } else { logic };
        if inner.is_wrapped() {
            return negated(inner.slice(1..inner.tokens.len() - 1).structure(depth + 1));
        }
        // `!a == b` negates `a`: only a part without operators is negated as a whole.
        if is_negation && inner.is_chain() { negated(Logic::Part(inner)) } else { part }
    }

    fn places(self, among: &[usize], is_it: impl Fn(Self, usize) -> bool) -> Vec<usize> {
        among.iter().copied().filter(|n| is_it(self, *n)).collect()
    }

    fn is_or(self, n: usize) -> bool {
        self.word(n) == "||" || self.is_word_operator(n, "or")
    }

    fn is_and(self, n: usize) -> bool {
        self.word(n) == "&&" || self.is_word_operator(n, "and")
    }

    pub(super) fn is_word_operator(self, n: usize, word: &str) -> bool {
        let is_member = n > 0 && self.word(n - 1) == "." || self.word(n + 1) == ".";
        self.word(n).eq_ignore_ascii_case(word) && !is_member
    }

    /// Whether no operator stands outside brackets.
    pub(crate) fn is_chain(self) -> bool {
        let outside = self.outside();
        let is_plain = |n: &usize| match self.tokens[*n].kind {
            Kind::Sign => matches!(self.word(*n), "." | ","),
            _ => true,
        };
        // Two words in a row are an operator in words.
        let is_word_at = |n: usize| self.word(n).starts_with(tokens::is_word);
        let has_operator = outside
            .windows(2)
            .any(|pair| pair[1] == pair[0] + 1 && is_word_at(pair[0]) && is_word_at(pair[1]));
        !outside.is_empty() && outside.iter().all(is_plain) && !has_operator
    }

    /// The first stretch that joins parts with both `&&` and `||` and no parentheses between them.
    pub(crate) fn mixed(self) -> Option<Phrase<'e>> {
        /// One level of nesting: where the stretch starts, and what it has been seen to join with.
        struct Level {
            start: usize,
            has_and: bool,
            has_or: bool,
        }
        let from = |start| Level { start, has_and: false, has_or: false };
        let mut levels = vec![from(0)];
        for n in 0..=self.tokens.len() {
            let kind = self.tokens.get(n).map(|token| token.kind);
            let ends = matches!(self.word(n), "," | "?" | ":")
                && !(n > 0 && self.word(n - 1) == "." || self.word(n + 1) == ".");
            if kind == Some(Kind::Open) {
                levels.push(from(n + 1));
            } else if ends || matches!(kind, None | Some(Kind::Close)) {
                let level = levels.pop()?;
                if level.has_and && level.has_or {
                    return Some(self.slice(level.start..n));
                }
                if ends {
                    levels.push(from(n + 1));
                }
            } else if let Some(level) = levels.last_mut() {
                level.has_and |= self.is_and(n);
                level.has_or |= self.is_or(n);
            }
        }
        None
    }

    /// The alternatives that `||` joins, outside brackets.
    pub(crate) fn alternatives(self) -> Vec<Phrase<'e>> {
        let places = self.places(&self.outside(), Self::is_or);
        let starts = std::iter::once(0).chain(places.iter().map(|n| n + 1));
        let ends = places.iter().copied().chain([self.tokens.len()]);
        starts.zip(ends).map(|(from, to)| self.slice(from..to)).collect()
    }

    /// Whether `&&` joins parts of the phrase, outside brackets.
    pub(crate) fn has_and(self) -> bool {
        self.outside().into_iter().any(|n| self.is_and(n))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;
    use super::*;

    /// The structure with parts in angle brackets.
    fn shown(text: &str) -> String {
        fn show(logic: &Logic<Phrase<'_>>) -> String {
            match logic {
                Logic::Part(part) => format!("<{}>", part.normal()),
                Logic::Not(inner) => format!("not {}", show(inner)),
                Logic::And(parts) => format!("({})", all(parts, " and ")),
                Logic::Or(parts) => format!("({})", all(parts, " or ")),
            }
        }
        fn all(parts: &[Logic<Phrase<'_>>], word: &str) -> String {
            parts.iter().map(show).collect::<Vec<_>>().join(word)
        }
        show(&read(text).whole().logic())
    }

    #[test]
    fn structure_of_expressions() {
        for (text, structure) in [
            ("a == 'x'", "<a=='x'>"),
            ("a&&b||c", "((<a> and <b>) or <c>)"),
            ("a && (b or c)", "(<a> and (<b> or <c>))"),
            ("a || b || c", "(<a> or <b> or <c>)"),
            ("!a", "not <a>"),
            (
                "not user.isMemberOf({'group.id': {'00g1'}})",
                "not <user.isMemberOf({'group.id':{'00g1'}})>",
            ),
            ("!(a == b && c)", "not (<a==b> and <c>)"),
            ("!a == b", "<!a==b>"),
            ("!a eq b", "<!a eq b>"),
            ("a  matches'b'", "<a matches 'b'>"),
            ("a ? b : c || d", "<a?b:c||d>"),
            ("(a ? b : c) || d", "(<a?b:c> or <d>)"),
            ("a == 'x && y'", "<a=='x && y'>"),
            ("a == 'it''s' && b", "(<a=='it''s'> and <b>)"),
            ("a == 'x\\d' && b", "(<a=='x\\d'> and <b>)"),
            ("a &&", "<a&&>"),
            ("((a))", "<a>"),
            ("(a) == (b)", "<(a)==(b)>"),
            ("user.profile.orderBy == 1", "<user.profile.orderBy==1>"),
            ("user.and.or == 1 OR b", "(<user.and.or==1> or <b>)"),
        ] {
            assert_eq!(shown(text), structure, "{text}");
        }
    }

    #[test]
    fn mixed_operators() {
        for (text, mixed) in [
            ("a || b && c", Some("a || b && c")),
            ("x && (a or b AND c)", Some("a or b AND c")),
            ("f(a, b || c && d)", Some("b || c && d")),
            ("a || (b && c)", None),
            ("a && b && c", None),
            ("a && b ? c || d : e", None),
            ("f(a || b, c && d)", None),
            ("a == '&&' || b", None),
            ("a.?[b && c] || d", None),
            ("a?.b && c || d", Some("a?.b && c || d")),
        ] {
            let expression = read(text);
            assert_eq!(expression.whole().mixed().map(Phrase::text), mixed, "{text}");
        }
    }
}
