//! What surely does not parse, whatever Okta's language may know besides: a sign that no operator
//! has, an operator without a value on a side, values without an operator between them.
//!
//! Read as Spring's language is (Spring Framework, "Expression Language", and its tokenizer), of
//! which Okta's is a subset. What Spring reads and Okta refuses is no flaw here.

use super::{Kind, Phrase};

/// A place at which an expression surely does not parse.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Flaw<'e> {
    pub(crate) kind: FlawKind,
    /// What is wrong, as it was written.
    pub(crate) phrase: Phrase<'e>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FlawKind {
    /// An operator or punctuation with nothing before it.
    NothingBefore,
    /// An operator or punctuation with nothing after it.
    NothingAfter,
    /// Operators with nothing between them.
    Doubled,
    /// Values with no operator between them.
    SideBySide,
    /// Signs that no operator has, with the operator that was probably meant.
    NoOperator(Option<&'static str>),
    /// A text in quotes that open no text.
    TypographicQuotes,
    /// Brackets with nothing in them that need something.
    EmptyBrackets,
    /// Something that has no meaning at its place.
    Stray,
    /// A `?` whose alternative lacks.
    NoAlternative,
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Value,
    Operator,
}

/// What stands between two brackets, or in none.
#[derive(Debug, Clone, Copy)]
struct Level {
    is_call: bool,
    open: char,
    /// Each `?` that still waits for its `:`.
    questions: usize,
    last_question: usize,
}

impl Level {
    /// Whether `?`, `:` or `,` may follow a value here.
    fn expects(self, word: &str) -> bool {
        match word {
            ":" => self.questions > 0 || self.open == '{',
            "," => self.is_call || matches!(self.open, '{' | '['),
            _ => true,
        }
    }

    /// Keeps count of each `?` without its `:`.
    fn count_question(&mut self, word: &str, n: usize) {
        match word {
            "?" => {
                self.questions += 1;
                self.last_question = n;
            }
            ":" => self.questions = self.questions.saturating_sub(1),
            _ => {}
        }
    }
}

impl<'e> Phrase<'e> {
    /// Where the expression surely does not parse, one flaw for each mistake.
    pub(crate) fn flaws(self) -> Vec<Flaw<'e>> {
        // Constructors and templates have rules of their own.
        let is_template = |n: usize| self.word(n).ends_with('$') && self.word(n + 1) == "{";
        let is_constructor =
            |n: usize| self.word(n) == "new" && self.kind(n + 1) == Some(Kind::Word);
        if (0..self.tokens.len()).any(|n| is_template(n) || is_constructor(n)) {
            return Vec::new();
        }
        let top = Level { is_call: false, open: ' ', questions: 0, last_question: 0 };
        let mut scan = Scan {
            phrase: self,
            next: Next::Value,
            levels: vec![top],
            flaws: Vec::new(),
            mistaken: None,
        };
        let mut n = 0;
        while n < self.tokens.len() {
            n = match scan.next {
                Next::Value => scan.value(n),
                Next::Operator => scan.operator(n),
            };
        }
        scan.end()
    }

    fn kind(self, n: usize) -> Option<Kind> {
        self.tokens.get(n).map(|token| token.kind)
    }

    /// Whether nothing stands between the token before `n` and the one at `n`.
    fn is_joined(self, n: usize) -> bool {
        n > 0 && n < self.tokens.len() && self.tokens[n - 1].end == self.tokens[n].start
    }

    /// Whether a selection or projection starts at `n`, as in `.?[…]`.
    fn is_selection(self, n: usize) -> bool {
        matches!(self.word(n), "?" | "!" | "^" | "$") && self.word(n + 1) == "["
    }

    /// Whether the token at `n` joins two values and can do nothing else.
    fn is_infix(self, n: usize) -> bool {
        const WORDS: [&str; 10] = ["and", "or", "eq", "ne", "lt", "gt", "le", "ge", "div", "mod"];
        is_infix_sign(self.word(n)) || WORDS.iter().any(|word| self.is_word_operator(n, word))
    }

    /// Whether the token at `n` joins two values where one stands before it.
    fn joins(self, n: usize) -> bool {
        // Elsewhere these are names, or signs of a number.
        const WORDS: [&str; 3] = ["matches", "between", "instanceof"];
        self.is_infix(n)
            || matches!(self.word(n), "+" | "-")
            || WORDS.iter().any(|word| self.is_word_operator(n, word))
    }
}

fn is_infix_sign(word: &str) -> bool {
    matches!(
        word,
        "&&" | "||" | "==" | "!=" | "<=" | ">=" | "<" | ">" | "=" | "*" | "/" | "%" | "^"
    )
}

fn is_typographic(word: &str) -> bool {
    matches!(
        word,
        "‘" | "’"
            | "‚"
            | "‛"
            | "“"
            | "”"
            | "„"
            | "‟"
            | "«"
            | "»"
            | "‹"
            | "›"
            | "′"
            | "″"
            | "´"
            | "`"
    )
}

/// The operator that somebody means who writes these signs.
fn meant(signs: &str) -> Option<&'static str> {
    match signs {
        "===" | "====" | ":=" => Some("=="),
        "!==" | "<>" | "=!=" => Some("!="),
        "=>" => Some(">="),
        "=<" => Some("<="),
        "=~" => Some("matches"),
        "->" | "::" => Some("."),
        "&" | "&&&" => Some("&&"),
        "|" | "|||" => Some("||"),
        _ => None,
    }
}

struct Scan<'e> {
    phrase: Phrase<'e>,
    next: Next,
    levels: Vec<Level>,
    flaws: Vec<Flaw<'e>>,
    /// Where the last mistake ends: what starts there follows from it.
    mistaken: Option<usize>,
}

impl<'e> Scan<'e> {
    fn report(&mut self, kind: FlawKind, from: usize, to: usize) {
        if self.mistaken.is_none_or(|end| from > end) {
            self.flaws.push(Flaw { kind, phrase: self.phrase.slice(from..to) });
        }
        self.mistaken = self.mistaken.max(Some(to));
    }

    /// Reads the token at `n` where a value has to come.
    fn value(&mut self, n: usize) -> usize {
        let phrase = self.phrase;
        if let Some(end) = self.signs_or_quotes(n) {
            return end;
        }
        match phrase.word(n) {
            "!" | "+" | "-" | "#" | "@" | "&" => {}
            _ if phrase.is_word_operator(n, "not") || phrase.is_selection(n) => {}
            ":" if n > 0 && phrase.word(n - 1) == "{" && phrase.word(n + 1) == "}" => {}
            "." => {
                self.lacks_value(n);
                self.next = Next::Operator;
                return self.member(n);
            }
            word if phrase.is_infix(n) || matches!(word, "," | "?" | ":") => {
                self.lacks_value(n);
                if let Some(level) = self.levels.last_mut() {
                    level.count_question(word, n);
                }
            }
            _ => match phrase.kind(n) {
                Some(Kind::Open) => self.open(n),
                Some(Kind::Close) => {
                    self.lacks_value_before_close(n);
                    self.close(n);
                }
                Some(Kind::Sign) => self.report(FlawKind::Stray, n, n + 1),
                _ => self.next = Next::Operator,
            },
        }
        n + 1
    }

    /// Reads the token at `n` where a value has come.
    fn operator(&mut self, n: usize) -> usize {
        let phrase = self.phrase;
        if let Some(end) = self.signs_or_quotes(n) {
            return end;
        }
        let level = self.levels.last();
        match phrase.word(n) {
            _ if phrase.is_selection(n) => {}
            "." => return self.member(n),
            "?" if phrase.word(n + 1) == "." && phrase.is_joined(n + 1) => {}
            "?" if phrase.word(n + 1) == ":" => {
                self.next = Next::Value;
                return n + 2;
            }
            word @ ("?" | ":" | ",") => {
                if level.is_some_and(|level| !level.expects(word)) {
                    self.report(FlawKind::Stray, n, n + 1);
                }
                if let Some(level) = self.levels.last_mut() {
                    level.count_question(word, n);
                }
                self.next = Next::Value;
            }
            _ if phrase.joins(n) => self.next = Next::Value,
            "!" | "#" | "@" | "~" | ";" => self.report(FlawKind::Stray, n, n + 1),
            _ if phrase.is_word_operator(n, "not") => self.report(FlawKind::Stray, n, n + 1),
            word => match phrase.kind(n) {
                Some(Kind::Close) => self.close(n),
                Some(Kind::Open) => {
                    let is_call = word == "(" && n > 0 && phrase.is_name(n - 1);
                    if !is_call && word != "[" {
                        self.side_by_side(n);
                    }
                    self.open(n);
                }
                Some(Kind::Sign) => self.report(FlawKind::Stray, n, n + 1),
                // In a text, a quote is doubled.
                Some(Kind::Text) if phrase.is_joined(n) && self.continues_text(n) => {}
                _ => self.side_by_side(n),
            },
        }
        n + 1
    }

    /// Signs that together are no operator, and texts in quotes that are none.
    fn signs_or_quotes(&mut self, n: usize) -> Option<usize> {
        let phrase = self.phrase;
        if is_typographic(phrase.word(n)) {
            let closing = (n + 1..phrase.tokens.len()).find(|n| is_typographic(phrase.word(*n)));
            let end = closing.unwrap_or(n) + 1;
            self.report(FlawKind::TypographicQuotes, n, end);
            self.next = Next::Operator;
            return Some(end);
        }
        let is_part =
            |n: usize| is_infix_sign(phrase.word(n)) || matches!(phrase.word(n), "&" | "|" | "~");
        let is_pair = |first: &str, second: &str| {
            phrase.word(n) == first && phrase.word(n + 1) == second && phrase.is_joined(n + 1)
        };
        let is_foreign = is_pair(":", "=") || is_pair("-", ">") || is_pair(":", ":");
        let starts = is_part(n) || is_foreign;
        if !starts || phrase.is_selection(n) {
            return None;
        }
        let mut end = if is_foreign { n + 2 } else { n + 1 };
        while phrase.is_joined(end) && is_part(end) && !phrase.is_selection(end) {
            end += 1;
        }
        // `&` before a value refers to a bean.
        let is_alone = end == n + 1;
        let is_operator =
            is_infix_sign(phrase.word(n)) || self.next == Next::Value && phrase.word(n) == "&";
        if is_alone && is_operator {
            return None;
        }
        let signs = phrase.slice(n..end).text();
        self.report(FlawKind::NoOperator(meant(signs)), n, end);
        self.next = Next::Value;
        Some(end)
    }

    /// Reads the `.` at `n`, and what it leads to.
    fn member(&mut self, n: usize) -> usize {
        let phrase = self.phrase;
        if phrase.kind(n + 1) == Some(Kind::Word) {
            return n + 2;
        }
        let may_follow = phrase.is_selection(n + 1) || matches!(phrase.word(n + 1), "#" | "[");
        if !may_follow {
            self.report(FlawKind::NothingAfter, n, n + 1);
        }
        // A variable's name comes as a value does.
        if phrase.word(n + 1) == "#" && phrase.kind(n + 2) == Some(Kind::Word) {
            return n + 3;
        }
        n + 1
    }

    fn continues_text(&self, n: usize) -> bool {
        let quote = |n: usize| self.phrase.word(n).chars().next();
        n > 0 && self.phrase.kind(n - 1) == Some(Kind::Text) && quote(n) == quote(n - 1)
    }

    fn open(&mut self, n: usize) {
        let open = self.phrase.word(n).chars().next().unwrap_or(' ');
        let is_call = open == '(' && n > 0 && self.phrase.is_name(n - 1);
        self.levels.push(Level { is_call, open, questions: 0, last_question: 0 });
        self.next = Next::Value;
    }

    fn close(&mut self, n: usize) {
        self.end_level(n);
        self.next = Next::Operator;
    }

    fn end_level(&mut self, n: usize) {
        if let Some(level) = self.levels.pop().filter(|level| level.questions > 0) {
            self.report(FlawKind::NoAlternative, level.last_question, n);
        }
    }

    /// Reports that no value stands before the operator at `n`.
    fn lacks_value(&mut self, n: usize) {
        let Some(before) = n.checked_sub(1) else {
            return self.report(FlawKind::NothingBefore, n, n + 1);
        };
        let phrase = self.phrase;
        let is_between = matches!(phrase.word(before), "," | "?" | ":")
            || phrase.kind(before) == Some(Kind::Open);
        match phrase.word(n) {
            "." | "?" | ":" | "," if !is_between => {
                self.report(FlawKind::NothingAfter, before, before + 1);
            }
            _ if is_between => self.report(FlawKind::NothingBefore, n, n + 1),
            _ if phrase.is_infix(before) => self.report(FlawKind::Doubled, before, n + 1),
            _ => self.report(FlawKind::NothingAfter, before, before + 1),
        }
    }

    fn lacks_value_before_close(&mut self, n: usize) {
        let phrase = self.phrase;
        let before = n.saturating_sub(1);
        if phrase.kind(before) == Some(Kind::Open) {
            let is_call = self.levels.last().is_some_and(|level| level.is_call);
            if !is_call && phrase.word(before) != "{" {
                self.report(FlawKind::EmptyBrackets, before, n + 1);
            }
            return;
        }
        let is_empty_map = phrase.word(before) == ":" && phrase.word(before - 1) == "{";
        // Spring's language lets the arguments of a call end with a comma.
        if !is_empty_map && phrase.word(before) != "," {
            self.report(FlawKind::NothingAfter, before, before + 1);
        }
    }

    /// Reports the values before and at `n`, and those that follow without an operator, once.
    fn side_by_side(&mut self, n: usize) {
        let phrase = self.phrase;
        let mut end = n + 1;
        if phrase.kind(n) == Some(Kind::Open) {
            end = phrase.closing(n).map_or(end, |close| close + 1);
        }
        loop {
            let opens = matches!(phrase.word(end), "[")
                || phrase.word(end) == "(" && phrase.is_name(end - 1);
            if opens {
                end = phrase.closing(end).map_or(end, |close| close) + 1;
            } else if phrase.word(end) == "." && phrase.kind(end + 1) == Some(Kind::Word) {
                end += 2;
            } else {
                break;
            }
        }
        // What ends where this starts is part of the same mistake.
        let ends_here = |flaw: &&mut Flaw<'e>| {
            flaw.kind == FlawKind::SideBySide
                && flaw.phrase.tokens.last().map(|token| token.end)
                    == phrase.tokens.get(n - 1).map(|token| token.end)
        };
        if let Some(flaw) = self.flaws.last_mut().filter(ends_here) {
            let first = flaw.phrase.tokens.first().map(|token| token.start);
            let from = phrase.tokens.partition_point(|token| Some(token.start) < first);
            flaw.phrase = phrase.slice(from..end);
            self.mistaken = Some(end);
            return;
        }
        let start = phrase.chain_start(n - 1).unwrap_or(n - 1);
        self.report(FlawKind::SideBySide, start, end);
    }

    fn end(mut self) -> Vec<Flaw<'e>> {
        let count = self.phrase.tokens.len();
        if self.next == Next::Value && count > 0 {
            self.report(FlawKind::NothingAfter, count - 1, count);
        }
        self.end_level(count);
        self.flaws
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::read;
    use super::*;

    fn flaws(text: &str) -> Vec<(FlawKind, &str)> {
        let expression = read(text);
        let found = expression.whole().flaws();
        let places = found.iter().map(|flaw| {
            let start = flaw.phrase.tokens.first().map_or(0, |token| token.start);
            (flaw.kind, &text[start..start + flaw.phrase.text().len()])
        });
        places.collect()
    }

    #[test]
    fn what_surely_does_not_parse() {
        use FlawKind::{
            Doubled, EmptyBrackets, NoAlternative, NoOperator, NothingAfter, NothingBefore,
            SideBySide, Stray, TypographicQuotes,
        };
        for (text, kind, phrase) in [
            ("user.status == 'ACTIVE' &&", NothingAfter, "&&"),
            ("user.status == 'ACTIVE' and", NothingAfter, "and"),
            ("a == ", NothingAfter, "=="),
            ("!", NothingAfter, "!"),
            ("a && !", NothingAfter, "!"),
            ("user.", NothingAfter, "."),
            ("user..status == 'A'", NothingAfter, "."),
            ("(a &&) || b", NothingAfter, "&&"),
            ("f(a ||)", NothingAfter, "||"),
            ("{'group.id':}", NothingAfter, ":"),
            ("a ? b :", NothingAfter, ":"),
            ("|| b", NothingBefore, "||"),
            ("== 'x'", NothingBefore, "=="),
            ("OR a", NothingBefore, "OR"),
            ("a && (|| b)", NothingBefore, "||"),
            (".status == 'x'", NothingBefore, "."),
            ("f(, a)", NothingBefore, ","),
            ("a && && b", Doubled, "&& &&"),
            ("a && || b", Doubled, "&& ||"),
            ("a == == b", Doubled, "== =="),
            ("a or and b", Doubled, "or and"),
            ("a == eq 'b'", Doubled, "== eq"),
            ("a && == b", Doubled, "&& =="),
            ("user status == 'ACTIVE'", SideBySide, "user status"),
            ("user.status 'ACTIVE'", SideBySide, "user.status 'ACTIVE'"),
            ("a == 'b' c == 'd'", SideBySide, "'b' c"),
            ("user.profile.title contains 'x'", SideBySide, "user.profile.title contains 'x'"),
            ("f(a) (b)", SideBySide, "f(a) (b)"),
            ("(a == 1) (b == 2)", SideBySide, "(a == 1) (b == 2)"),
            ("f(a b)", SideBySide, "a b"),
            ("a == 'it' 's'", SideBySide, "'it' 's'"),
            ("user.isMemberOf{'group.id': 'x'}", SideBySide, "user.isMemberOf{'group.id': 'x'}"),
            ("a === 'b'", NoOperator(Some("==")), "==="),
            ("a !== 'b'", NoOperator(Some("!=")), "!=="),
            ("a <> 'b'", NoOperator(Some("!=")), "<>"),
            ("a => 3", NoOperator(Some(">=")), "=>"),
            ("a =< 3", NoOperator(Some("<=")), "=<"),
            ("a =~ 'b'", NoOperator(Some("matches")), "=~"),
            ("a & b", NoOperator(Some("&&")), "&"),
            ("a | b", NoOperator(Some("||")), "|"),
            ("a &&& b", NoOperator(Some("&&")), "&&&"),
            ("a := 'b'", NoOperator(Some("==")), ":="),
            ("a->b == 'c'", NoOperator(Some(".")), "->"),
            ("a::b", NoOperator(Some(".")), "::"),
            ("a == \u{2018}ACTIVE\u{2019}", TypographicQuotes, "\u{2018}ACTIVE\u{2019}"),
            (
                "a.contains(\u{201c}New Device\u{201d})",
                TypographicQuotes,
                "\u{201c}New Device\u{201d}",
            ),
            ("a == `b`", TypographicQuotes, "`b`"),
            ("a == \u{201e}it\u{2019}s\u{201c}", TypographicQuotes, "\u{201e}it\u{2019}"),
            ("() && a", EmptyBrackets, "()"),
            ("a[] == 'b'", EmptyBrackets, "[]"),
            ("a ! = b", Stray, "!"),
            ("a not b", Stray, "not"),
            ("a == 'b';", Stray, ";"),
            ("a \u{2260} 'b'", Stray, "\u{2260}"),
            ("a, b", Stray, ","),
            ("(a, b)", Stray, ","),
            ("a : b", Stray, ":"),
            ("a ? b", NoAlternative, "? b"),
        ] {
            assert_eq!(flaws(text), [(kind, phrase)], "{text}");
        }
        assert_eq!(flaws("a b && c &&").len(), 2);
    }

    /// Okta's documents and Spring's language show these forms.
    #[test]
    fn what_may_parse() {
        for text in [
            "a",
            "-1.6.toInteger() == -2",
            "a - -1 > +b * (c % 2)",
            "!!a && ! (b) and not c",
            "a ? b : c ? d : e",
            "a ?: b",
            "a?.b?.c(d)",
            "user.getGroups({'group.type': {'OKTA_GROUP'}}, {'group.profile.name': 'x'}).![profile.name]",
            "a.?[b == 'c'].size() > 0 && a.^[d] != null && a.$[e] == null",
            "{}.isEmpty() && {:} != null",
            "{{1}, {2, 3}}.flatten()",
            "a[0]['b'].c",
            "a == 'it''s' && b == \"say \"\"x\"\"\"",
            "a matches '.*' || b MATCHES 'x'",
            "a between {1, 2} && b instanceof T(String)",
            "T(java.lang.Math).random() * 100.0 > 1e3",
            "#root.a && @bean.b && &@factory",
            "new java.util.Date() == null",
            "a GE 3 AND b ne 'x' or c lt 0x1F",
            "a.matches('x') && user.and.or && user.not.in",
            "f(a,)",
            "a == \u{e9}t\u{e9}",
            "a == '\u{2018}quoted\u{2019}'",
            "user.profile.$attribute == ${value}",
            "a = 'b'",
            "a =!b",
            "a.[0] && b?.[1]",
            "{'a': x ? y : z, 'b': {1}}",
            "user.profile.isContractor && user.isMemberOf({'group.profile.name': 'W'}) ? \"x\" : \"y\"",
            "'2015-06-17'.parseStringTime('dd MMMM yyyy HH:mm:ss').plusDays(-1)",
            "{1, 2, 3}.contains('one')",
        ] {
            assert_eq!(flaws(text), [], "{text}");
        }
    }

    /// A part of a generated expression.
    #[derive(Debug, Clone)]
    enum Piece {
        /// A value without which its operators lack one.
        Value(String),
        /// An operator that joins values.
        Infix(&'static str),
        /// Anything else.
        Other(String),
    }

    fn text_of(pieces: &[Piece]) -> String {
        let words = pieces.iter().map(|piece| match piece {
            Piece::Value(text) | Piece::Other(text) => text.as_str(),
            Piece::Infix(operator) => operator,
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// Expressions as Spring's grammar makes them.
    fn expression() -> impl Strategy<Value = Vec<Piece>> {
        let value = prop_oneof![
            "[a-d](\\.[e-h]{1,5}){0,2}",
            "'[a-z &|=(]{0,5}'",
            "[0-9]{1,3}(\\.[0-9])?",
            Just("a.b('x', {'k': {1, 2}})".to_owned()),
            Just("a.![b].size()".to_owned()),
            Just("a?.b[0]".to_owned()),
            Just("-1".to_owned()),
            Just("(x ? y : z)".to_owned()),
            Just("(x ?: 'y')".to_owned()),
            Just("'it''s'".to_owned()),
            Just("{}".to_owned()),
            Just("T(Math).max(1, 2)".to_owned()),
        ];
        let leaf = value.prop_map(|value| vec![Piece::Value(value)]);
        leaf.prop_recursive(4, 24, 2, |inner| {
            let infix = prop_oneof![
                Just("&&"),
                Just("||"),
                Just("=="),
                Just("!="),
                Just("<="),
                Just(">"),
                Just("and"),
                Just("OR"),
                Just("eq"),
                Just("*"),
                Just("%"),
                Just("matches"),
            ];
            let joined = (inner.clone(), infix, inner.clone())
                .prop_map(|(left, infix, right)| [left, vec![Piece::Infix(infix)], right].concat());
            let around = prop_oneof![Just(("(", ")")), Just(("!(", ")")), Just(("not (", ")"))];
            let wrapped = (around, inner).prop_map(|((open, close), inner)| {
                let (open, close) = (Piece::Other(open.into()), Piece::Other(close.into()));
                [vec![open], inner, vec![close]].concat()
            });
            prop_oneof![3 => joined, 1 => wrapped]
        })
    }

    proptest! {
        #[test]
        fn what_the_grammar_makes_has_no_flaw(pieces in expression()) {
            let text = text_of(&pieces);
            prop_assert_eq!(flaws(&text), []);
        }

        #[test]
        fn anything_can_be_looked_at(
            words in proptest::collection::vec(
                prop::sample::select(vec![
                    "a", "'b'", "1", "(", ")", "[", "]", "{", "}", ".", "?", ":", ",", "&&", "==",
                    "=", "!", "-", "<", ">", "&", "|", "^", "$", "#", "not", "and", "matches", "\u{2018}",
                    " ", ";", "new",
                ]),
                0..12,
            ),
        ) {
            let text = words.concat();
            if let Ok(expression) = crate::expression::Expression::read(text.as_str().into()) {
                for flaw in expression.whole().flaws() {
                    prop_assert!(text.contains(flaw.phrase.text()) && !flaw.phrase.is_empty());
                }
            }
        }

        #[test]
        fn a_value_too_few_is_a_flaw(pieces in expression(), at in any::<prop::sample::Index>()) {
            let is_value = |n: &usize| matches!(pieces[*n], Piece::Value(_));
            let values: Vec<usize> = (0..pieces.len()).filter(is_value).collect();
            let mut fewer = pieces.clone();
            fewer.remove(*at.get(&values));
            // `matches` without a value on its left is a name.
            prop_assume!(!text_of(&pieces).contains("matches") && !fewer.is_empty());
            let text = text_of(&fewer);
            prop_assert_ne!(flaws(&text), [], "{}", text);
        }

        #[test]
        fn an_operator_too_many_is_a_flaw(
            pieces in expression(),
            at in any::<prop::sample::Index>(),
        ) {
            let is_infix = |n: &usize| matches!(pieces[*n], Piece::Infix(word) if word != "matches");
            let operators: Vec<usize> = (0..pieces.len()).filter(is_infix).collect();
            prop_assume!(!operators.is_empty());
            let place = *at.get(&operators);
            let mut more = pieces.clone();
            more.insert(place, pieces[place].clone());
            let text = text_of(&more);
            prop_assert_eq!(flaws(&text).len(), 1, "{}", text);
        }

        #[test]
        fn an_operator_too_few_is_a_flaw(
            pieces in expression(),
            at in any::<prop::sample::Index>(),
        ) {
            let is_infix = |n: &usize| matches!(pieces[*n], Piece::Infix(_));
            let operators: Vec<usize> = (0..pieces.len()).filter(is_infix).collect();
            prop_assume!(!operators.is_empty());
            let place = *at.get(&operators);
            // A minus joins, and a bracket after a name calls it.
            let next = text_of(&pieces[place + 1..]);
            prop_assume!(!next.starts_with(['-', '(']));
            let mut fewer = pieces.clone();
            fewer.remove(place);
            let text = text_of(&fewer);
            prop_assert_eq!(flaws(&text).len(), 1, "{}", text);
        }
    }
}
