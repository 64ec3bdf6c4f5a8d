//! The Okta Expression Language, a subset of Spring's, as far as its expressions can be read
//! without knowing all of it: tokens, brackets, references, calls, comparisons and the Boolean
//! structure.
//!
//! Okta extends the language, and no document gives its grammar. What is not understood here is
//! never said to be wrong: it stays a phrase that is nothing in particular. Wrong is what no grammar
//! of the kind can have, such as an operator without a value (`syntax`).

mod logic;
mod syntax;
mod tokens;

use std::borrow::Cow;
use std::collections::HashMap;

pub(crate) use logic::Logic;
pub(crate) use syntax::{Flaw, FlawKind};
pub(crate) use tokens::Unreadable;
use tokens::{Kind, Token};

/// An expression whose brackets and quotes match.
#[derive(Debug)]
pub(crate) struct Expression<'t> {
    text: Cow<'t, str>,
    tokens: Vec<Token>,
}

impl<'t> Expression<'t> {
    pub(crate) fn read(text: Cow<'t, str>) -> Result<Self, Unreadable> {
        let tokens = tokens::read(&text)?;
        Ok(Self { text, tokens })
    }

    /// Whether nothing shows that Okta cannot read it.
    pub(crate) fn may_parse(&self) -> bool {
        self.whole().flaws().is_empty()
    }

    /// The expression as a whole.
    pub(crate) fn whole(&self) -> Phrase<'_> {
        Phrase { text: &self.text, tokens: &self.tokens }
    }
}

/// A part of an expression.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Phrase<'e> {
    /// The text of the whole expression.
    text: &'e str,
    tokens: &'e [Token],
}

/// A call of a function or of a method.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call<'e> {
    pub(crate) name: &'e str,
    /// What the method is called on; empty for a function.
    pub(crate) receiver: Phrase<'e>,
    pub(crate) arguments: Phrase<'e>,
    /// All of it, receiver and arguments included.
    pub(crate) phrase: Phrase<'e>,
}

/// A name that stands by itself, with what follows it after dots, such as `user.profile.email`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reference<'e> {
    /// The path; the last of its names is that of a method if it is called.
    pub(crate) path: Phrase<'e>,
    pub(crate) is_called: bool,
}

impl Reference<'_> {
    /// The path of the attribute that is referred to, without a method that is called on it.
    pub(crate) fn attribute(self) -> Option<String> {
        let path = self.path.path()?;
        if self.is_called {
            path.rsplit_once('.').map(|(path, _)| path.to_owned())
        } else {
            Some(path)
        }
    }
}

/// Two values that are compared.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Comparison<'e> {
    pub(crate) left: Phrase<'e>,
    pub(crate) operator: Operator,
    /// Whether it holds where the values differ.
    pub(crate) is_unequal: bool,
    pub(crate) right: Phrase<'e>,
}

impl<'e> Comparison<'e> {
    /// The quoted text that the attribute with this path is compared with, on whichever side.
    pub(crate) fn quoted(self, path: &str) -> Option<&'e str> {
        let is_it = |side: Phrase<'_>| side.path().is_some_and(|found| found == path);
        match (is_it(self.left), is_it(self.right)) {
            (true, false) => self.right.quoted(),
            (false, true) => self.left.quoted(),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    /// `==` or `!=`.
    Equality,
    /// `<`, `>`, `<=` or `>=`.
    Order,
}

impl Operator {
    fn of(token: &str) -> Option<Self> {
        match token {
            "==" | "!=" | "eq" | "ne" => Some(Self::Equality),
            "<" | ">" | "<=" | ">=" | "lt" | "gt" | "le" | "ge" => Some(Self::Order),
            _ => None,
        }
    }
}

impl<'e> Phrase<'e> {
    /// The phrase as it was written.
    pub(crate) fn text(self) -> &'e str {
        match self.tokens {
            [] => "",
            [first, .., last] => &self.text[first.start..last.end],
            [only] => &self.text[only.start..only.end],
        }
    }

    /// The phrase without spaces that do not count.
    pub(crate) fn normal(self) -> String {
        let mut normal = String::new();
        for token in self.words() {
            let is_apart = |char| tokens::is_word(char) || matches!(char, '\'' | '"');
            if normal.ends_with(tokens::is_word) && token.starts_with(is_apart) {
                normal.push(' ');
            }
            normal.push_str(token);
        }
        normal
    }

    pub(crate) fn is_empty(self) -> bool {
        self.tokens.is_empty()
    }

    /// The text of each token.
    fn words(self) -> impl Iterator<Item = &'e str> {
        (0..self.tokens.len()).map(move |n| self.word(n))
    }

    /// The text of the token at `n`; empty beyond the last.
    fn word(self, n: usize) -> &'e str {
        #[cfg(test)]
        tests::WORDS.with(|words| words.set(words.get() + 1));
        self.tokens.get(n).map_or("", |token| &self.text[token.start..token.end])
    }

    fn slice(self, range: std::ops::Range<usize>) -> Self {
        Self { tokens: &self.tokens[range], ..self }
    }

    /// Whether the token at `n` names a value, a member or a function.
    fn is_name(self, n: usize) -> bool {
        const OPERATORS: [&str; 13] = [
            "and", "or", "not", "eq", "ne", "lt", "gt", "le", "ge", "div", "mod", "matches",
            "between",
        ];
        let (word, is_member) = (self.word(n), n > 0 && self.word(n - 1) == ".");
        let is_operator = OPERATORS.iter().any(|name| word.eq_ignore_ascii_case(name));
        self.tokens.get(n).is_some_and(|token| token.kind == Kind::Word)
            && !word.starts_with(|char: char| char.is_ascii_digit())
            && (is_member || !is_operator)
    }

    /// The places of tokens that are in no brackets, brackets themselves included.
    fn outside(self) -> Vec<usize> {
        let mut places = Vec::new();
        let mut n = 0;
        while n < self.tokens.len() {
            places.push(n);
            n = match self.closing(n).filter(|close| *close > n) {
                Some(close) => close,
                None if self.tokens[n].kind == Kind::Open => break,
                None => n + 1,
            };
        }
        places
    }

    /// The place of the bracket that closes the one at `open`.
    fn closing(self, open: usize) -> Option<usize> {
        let token = self.tokens.get(open).filter(|token| token.kind == Kind::Open)?;
        Some(open + token.to_partner).filter(|close| *close < self.tokens.len())
    }

    /// The place of the bracket that `close` closes.
    fn opening(self, close: usize) -> Option<usize> {
        let token = self.tokens.get(close).filter(|token| token.kind == Kind::Close)?;
        close.checked_sub(token.to_partner)
    }

    /// The phrase without parentheses around all of it.
    pub(crate) fn unwrapped(self) -> Self {
        const DEEPEST: usize = 64;
        let mut inner = self;
        for _ in 0..DEEPEST {
            if !inner.is_wrapped() {
                break;
            }
            inner = inner.slice(1..inner.tokens.len() - 1);
        }
        inner
    }

    fn is_wrapped(self) -> bool {
        let last = self.tokens.len().saturating_sub(1);
        last > 1 && self.word(0) == "(" && self.outside() == [0, last]
    }

    /// The names of a path such as `user.profile.email`, without spaces; none for anything else.
    pub(crate) fn path(self) -> Option<String> {
        let is_of_path =
            |n: usize| if n.is_multiple_of(2) { self.is_name(n) } else { self.word(n) == "." };
        let is_path = self.tokens.len() % 2 == 1 && (0..self.tokens.len()).all(is_of_path);
        is_path.then(|| self.words().collect())
    }

    /// What stands between the quotes of a quoted text, if the phrase is one.
    pub(crate) fn quoted(self) -> Option<&'e str> {
        match self.tokens {
            [only] if only.kind == Kind::Text => Some(&self.text[only.start + 1..only.end - 1]),
            _ => None,
        }
    }

    /// Whether the phrase is a number.
    pub(crate) fn is_number(self) -> bool {
        let text = self.text();
        text.starts_with(|char: char| char.is_ascii_digit()) && text.parse::<f64>().is_ok()
    }

    /// The elements between commas, of what stands in brackets.
    pub(crate) fn elements(self) -> Vec<Self> {
        self.split(|word| word == ",")
    }

    fn split(self, is_between: impl Fn(&str) -> bool) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut start = 0;
        for n in self.outside() {
            if is_between(self.word(n)) {
                parts.push(self.slice(start..n));
                start = n + 1;
            }
        }
        parts.push(self.slice(start..self.tokens.len()));
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// The keys and values of a map such as `{'group.id': '00g1'}`; none for anything else.
    pub(crate) fn entries(self) -> Option<Vec<(Self, Self)>> {
        let last = self.tokens.len().checked_sub(1)?;
        if self.word(0) != "{" || self.outside() != [0, last] {
            return None;
        }
        let elements = self.slice(1..last).elements();
        let entries =
            elements.into_iter().map(|element| match element.split(|word| word == ":")[..] {
                [key, value] => Some((key, value)),
                _ => None,
            });
        entries.collect()
    }

    /// The values of a list such as `{'one', 'two'}`, or the one value that it is.
    pub(crate) fn values(self) -> Vec<Self> {
        match self.tokens.len().checked_sub(1) {
            Some(last) if self.word(0) == "{" && self.outside() == [0, last] => {
                self.slice(1..last).elements()
            }
            _ => vec![self],
        }
    }

    /// The comparison that the phrase is.
    pub(crate) fn comparison(self) -> Option<Comparison<'e>> {
        let outside = self.outside();
        let is_looser = |n: &usize| matches!(self.word(*n), "?" | ":" | "=" | "&&" | "||" | ",");
        let is_loose = outside.iter().any(is_looser);
        let mut operators = outside.into_iter().filter_map(|n| {
            let is_member = n > 0 && self.word(n - 1) == ".";
            Operator::of(self.word(n)).filter(|_| !is_member).map(|operator| (n, operator))
        });
        let ((n, operator), None) = (operators.next()?, operators.next()) else {
            return None;
        };
        let (left, right) = (self.slice(0..n), self.slice(n + 1..self.tokens.len()));
        (!is_loose && !left.is_empty() && !right.is_empty()).then_some(Comparison {
            left: left.unwrapped(),
            operator,
            is_unequal: matches!(self.word(n), "!=" | "ne"),
            right: right.unwrapped(),
        })
    }

    /// The calls in the phrase, in the order of their names.
    pub(crate) fn calls(self) -> impl Iterator<Item = Call<'e>> {
        // Where each call starts, by where it ends: that of what is called on it is known, then.
        let mut starts: HashMap<usize, usize> = HashMap::new();
        (0..self.tokens.len()).filter_map(move |n| {
            let close = self.is_name(n).then(|| self.called(n)).flatten()?;
            let is_method = n > 1 && self.word(n - 1) == ".";
            let start = if is_method { self.chain_start_after(n - 2, &starts)? } else { n };
            starts.insert(close, start);
            Some(Call {
                name: self.word(n),
                receiver: self.slice(start..if is_method { n - 1 } else { start }),
                arguments: self.slice(n + 2..close),
                phrase: self.slice(start..close + 1),
            })
        })
    }

    /// Where the arguments end of what the name at `n` calls, if it does.
    fn called(self, n: usize) -> Option<usize> {
        (self.word(n + 1) == "(").then(|| self.closing(n + 1)).flatten()
    }

    /// Where the chain of members, calls and indexes starts that the token at `end` ends.
    fn chain_start(self, end: usize) -> Option<usize> {
        self.chain_start_after(end, &HashMap::new())
    }

    /// The same, where it is known of some ends.
    fn chain_start_after(self, end: usize, known: &HashMap<usize, usize>) -> Option<usize> {
        let mut at = end;
        loop {
            if let Some(start) = known.get(&at) {
                return Some(*start);
            }
            if self.tokens[at].kind == Kind::Close {
                at = self.opening(at)?;
                let before = at.checked_sub(1);
                match (self.word(at), before) {
                    ("(", Some(name)) if self.is_name(name) => at = name,
                    // A list of the elements that meet something, or of what they hold.
                    ("[", Some(sign)) if matches!(self.word(sign), "!" | "?" | "^") => at = sign,
                    ("[", Some(indexed)) => {
                        at = indexed;
                        continue;
                    }
                    _ => {}
                }
            }
            match at.checked_sub(2) {
                Some(before) if self.word(at - 1) == "." => at = before,
                _ => return Some(at),
            }
        }
    }

    /// The call that the phrase is, its receiver included.
    pub(crate) fn call(self) -> Option<Call<'e>> {
        let close = self.tokens.len().checked_sub(1)?;
        let open = self.opening(close).filter(|open| *open < close && self.word(*open) == "(")?;
        let name = open.checked_sub(1).filter(|name| self.is_name(*name))?;
        let is_method = name > 1 && self.word(name - 1) == ".";
        let start = if is_method { self.chain_start(name - 2)? } else { name };
        (start == 0).then_some(Call {
            name: self.word(name),
            receiver: self.slice(0..if is_method { name - 1 } else { 0 }),
            arguments: self.slice(open + 1..close),
            phrase: self,
        })
    }

    /// The references in the phrase. What stands in square brackets may be about the elements of a
    /// list, so that names there mean something else.
    pub(crate) fn references(self) -> Vec<Reference<'e>> {
        let mut references = Vec::new();
        let mut n = 0;
        while n < self.tokens.len() {
            let is_free = n == 0 || !matches!(self.word(n - 1), "." | "#" | "@");
            if self.word(n) == "[" {
                n = self.closing(n).unwrap_or(n);
            } else if is_free && self.is_name(n) {
                let start = n;
                while self.word(n + 1) == "." && self.is_name(n + 2) {
                    n += 2;
                }
                let path = self.slice(start..n + 1);
                references.push(Reference { path, is_called: self.word(n + 1) == "(" });
            }
            n += 1;
        }
        references
    }

    /// Every `=` between two values: its place in the expression, and it with these values. `===`, `=>` and the like are mistakes of
    /// another kind, or not in our grammar.
    pub(crate) fn assignments(self) -> impl Iterator<Item = (usize, Self)> {
        let equals = (1..self.tokens.len()).filter(move |n| self.word(*n) == "=");
        equals.filter_map(move |n| {
            let (before, after) = (self.tokens[n - 1].kind, self.tokens.get(n + 1)?.kind);
            let is_negation = matches!(self.word(n + 1), "!" | "-");
            if before == Kind::Sign || after == Kind::Sign && !is_negation {
                return None;
            }
            let place = self.tokens[n].start;
            Some((place, self.slice(self.chain_start(n - 1)?..n + 2)))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    thread_local! {
        /// How often a token was looked at.
        pub(super) static WORDS: Cell<usize> = const { Cell::new(0) };
    }

    /// How often tokens are looked at, for four times as much of an expression as for once.
    fn growth(text: &dyn Fn(usize) -> String, look: &dyn Fn(Phrase<'_>) -> usize) -> usize {
        let [few, many] = [200, 800].map(|times| {
            let text = text(times);
            let expression = read(&text);
            WORDS.set(0);
            look(expression.whole());
            WORDS.get()
        });
        many.div_ceil(few)
    }

    #[test]
    fn long_expressions_are_looked_at_in_proportion() {
        let chain = |times: usize| format!("x{} == 'a'", ".f(y)".repeat(times));
        let nested = |times: usize| format!("{}x{}", "f(".repeat(times), ")".repeat(times));
        let beside = |times: usize| "a ".repeat(times);
        let assigned = |times: usize| format!("{}a{}", "(".repeat(times), ") = b".repeat(times));
        for text in [&chain as &dyn Fn(usize) -> String, &nested, &beside, &assigned] {
            for look in [
                &(|phrase: Phrase<'_>| phrase.calls().count()) as &dyn Fn(Phrase<'_>) -> usize,
                &|phrase| phrase.flaws().len(),
                &|phrase| phrase.references().len(),
                &|phrase| phrase.assignments().count(),
                &|phrase| phrase.parts().len(),
                &|phrase| usize::from(phrase.mixed().is_some()),
            ] {
                let growth = growth(text, look);
                assert!(growth <= 5, "{}: {growth} times", text(3));
            }
        }
    }

    pub(super) fn read(text: &str) -> Expression<'_> {
        let read = Expression::read(text.into());
        read.unwrap_or_else(|error| unreachable!("{text}: {error:?}"))
    }

    fn paths(text: &str) -> Vec<String> {
        let expression = read(text);
        let references = expression.whole().references();
        references
            .iter()
            .map(|reference| {
                let call = if reference.is_called { "()" } else { "" };
                format!("{}{call}", reference.path.normal())
            })
            .collect()
    }

    #[test]
    fn references() {
        for (text, expected) in [
            ("user.profile.email", &["user.profile.email"][..]),
            ("user . status == 'user.x'", &["user.status"]),
            ("user.getGroups({'group.id': g}).![profile.name]", &["user.getGroups()", "g"]),
            ("a.b[c.d].e", &["a.b"]),
            ("'x'.length() > 1.5", &[]),
            ("#root.a && @bean.b", &[]),
        ] {
            assert_eq!(paths(text), expected, "{text}");
        }
    }

    #[test]
    fn calls() {
        let shown = |text: &str| -> Vec<String> {
            let expression = read(text);
            let calls = expression.whole().calls();
            calls
                .map(|call| {
                    let (receiver, arguments) = (call.receiver.text(), call.arguments.text());
                    format!("{receiver}|{}|{arguments}", call.name)
                })
                .collect()
        };
        for (text, expected) in [
            ("f(a, g())", &["|f|a, g()", "|g|"][..]),
            ("x == 'a'.parse().toInteger(2)", &["'a'|parse|", "'a'.parse()|toInteger|2"]),
            ("user.profile.level.toInteger() > 3", &["user.profile.level|toInteger|"]),
            ("(a).b(c)[0].d()", &["(a)|b|c", "(a).b(c)[0]|d|"]),
            ("{1, 2}.contains(x)", &["{1, 2}|contains|x"]),
            ("a and (b) or not (c)", &[]),
            (
                "user.getGroups(x).![id].size() > 1",
                &["user|getGroups|x", "user.getGroups(x).![id]|size|"],
            ),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn comparisons() {
        let shown = |text: &str| {
            let expression = read(text);
            let comparison = expression.whole().comparison()?;
            let (left, right) = (comparison.left.text(), comparison.right.text());
            Some(format!("{left}|{:?}|{right}", comparison.operator))
        };
        for (text, expected) in [
            ("a.b == 'x'", Some("a.b|Equality|'x'")),
            ("'x' ne (a.b)", Some("'x'|Equality|a.b")),
            ("a >= 3", Some("a|Order|3")),
            ("a.eq == 3", Some("a.eq|Equality|3")),
            ("a == b == c", None),
            ("a == b ? c : d", None),
            ("f(a == b)", None),
            ("== 3", None),
        ] {
            assert_eq!(shown(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn assignments() {
        for (text, expected) in [
            ("user.status = 'ACTIVE'", Some("user.status = 'ACTIVE'")),
            ("f(a='b')", Some("a='b'")),
            ("a =!b", Some("a =!")),
            ("a == 'b = c' && d != e && f <= g && h >= i", None),
            ("a === b", None),
            ("a == = b", None),
            ("= b", None),
            ("a =", None),
            ("a => b", None),
            ("a =~ b", None),
        ] {
            let expression = read(text);
            let found = expression.whole().assignments().next().map(|(_, phrase)| phrase.text());
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn maps_and_lists() {
        let expression = read("{'group.profile.name': {'A', 'B'}, 'operator': 'EXACT'}");
        let entries = expression.whole().entries().unwrap_or_default();
        let keys: Vec<_> = entries.iter().filter_map(|(key, _)| key.quoted()).collect();
        assert_eq!(keys, ["group.profile.name", "operator"]);
        let values: Vec<_> = entries[0].1.values().into_iter().filter_map(Phrase::quoted).collect();
        assert_eq!(values, ["A", "B"]);
        assert!(read("{1, 2}").whole().entries().is_none());
        assert!(read("user.id").whole().entries().is_none());
    }
}
