//! Text into queries, by recursive descent: `or` binds least, then `and`, then `not`.

use std::ops::Range;
use std::str::FromStr;

use super::error::{Problem, QueryError};
use super::forms::{Form, Others};
use super::syntax::{Query, Term, Value};
use super::tokens::{self, Kind, Token};
use crate::expression::Expression;
use crate::wording::nearest;

/// The longest query, in bytes.
const LONGEST: usize = 64 * 1024;
/// How deep parentheses nest.
const DEEPEST: usize = 64;

impl FromStr for Query {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        if text.len() > LONGEST {
            let problem = Problem::TooLong { length: text.len(), most: LONGEST };
            return Err(QueryError::at(0..text.len(), problem));
        }
        let tokens = tokens::read(text)?;
        let mut parser = Parser { tokens: &tokens, end: text.len(), depth: 0 };
        let query = parser.any()?;
        match parser.tokens {
            [] => Ok(query),
            _ => Err(parser.unexpected("`and` or `or`")),
        }
    }
}

struct Parser<'t> {
    /// What is not read yet.
    tokens: &'t [Token],
    /// Where the text ends.
    end: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn any(&mut self) -> Result<Query, QueryError> {
        self.several("or", Self::all, Query::Any)
    }

    fn all(&mut self) -> Result<Query, QueryError> {
        self.several("and", Self::negated, Query::All)
    }

    fn several(
        &mut self,
        word: &str,
        part: impl Fn(&mut Self) -> Result<Query, QueryError>,
        whole: impl Fn(Vec<Query>) -> Query,
    ) -> Result<Query, QueryError> {
        let first = part(self)?;
        let mut others = Vec::new();
        while self.take(|token| token.is(word)).is_some() {
            others.push(part(self)?);
        }
        match others.is_empty() {
            true => Ok(first),
            false => Ok(whole([vec![first], others].concat())),
        }
    }

    fn negated(&mut self) -> Result<Query, QueryError> {
        let mut is_negated = false;
        while self.take(|token| token.is("not")).is_some() {
            is_negated = !is_negated;
        }
        Ok(match (is_negated, self.single()?) {
            (true, Query::Not(query)) => *query,
            (true, query) => Query::Not(Box::new(query)),
            (false, query) => query,
        })
    }

    fn single(&mut self) -> Result<Query, QueryError> {
        if let Some(open) = self.take(|token| token.kind == Kind::Open) {
            if self.depth == DEEPEST {
                return Err(QueryError::at(open.span.clone(), Problem::TooDeep { most: DEEPEST }));
            }
            self.depth += 1;
            let query = self.any()?;
            self.depth -= 1;
            self.expect(&Kind::Close, "`)`")?;
            return Ok(query);
        }
        if self.take(|token| token.is("any")).is_some() {
            return Ok(Query::Everything);
        }
        if self.take(|token| token.is("none")).is_some() {
            return Ok(Query::Nothing);
        }
        self.term()
    }

    fn term(&mut self) -> Result<Query, QueryError> {
        const EXPECTED: &str = "a question such as `group(…)`";
        let is_operator = |token: &Token| ["and", "or"].iter().any(|word| token.is(word));
        let word = self.tokens.first().filter(|token| !is_operator(token));
        let Some(Token { kind: Kind::Word(name), span }) = word else {
            return Err(self.unexpected(EXPECTED));
        };
        let form = Form::named(name).ok_or_else(|| {
            let known = Form::all().map(Form::name).chain(["any", "none", "not"]);
            let meant = nearest(name, known);
            let problem = Problem::UnknownForm { name: name.clone(), meant };
            QueryError::at(span.clone(), problem)
        })?;
        self.tokens = self.tokens.get(1..).unwrap_or_default();
        self.expect(&Kind::Open, "`(`")?;
        let mut values = vec![self.value(form)?];
        while self.take(|token| token.kind == Kind::Comma).is_some() {
            values.push(self.value(form)?);
        }
        let close = self.expect(&Kind::Close, "`,` or `)`")?;
        Ok(Query::Term(Term { form, values, span: span.start..close.end }))
    }

    fn value(&mut self, form: Form) -> Result<Value, QueryError> {
        let token = self.take(|token| match &token.kind {
            Kind::Word(text) | Kind::Text(text) => !text.trim().is_empty(),
            Kind::Open | Kind::Close | Kind::Comma => false,
        });
        let Some(Token { kind: Kind::Word(text) | Kind::Text(text), span }) = token else {
            return Err(self.unexpected("a value"));
        };
        let is_readable = || {
            let expression = Expression::read(text.as_str().into());
            expression.is_ok_and(|expression| expression.may_parse())
        };
        if form.row().others == Others::Expression && !is_readable() {
            return Err(QueryError::at(span.clone(), Problem::Expression));
        }
        Ok(Value { text: text.clone(), span: span.clone() })
    }

    fn take(&mut self, is_it: impl Fn(&Token) -> bool) -> Option<&'t Token> {
        let (first, rest) = self.tokens.split_first()?;
        is_it(first).then(|| {
            self.tokens = rest;
            first
        })
    }

    fn expect(&mut self, kind: &Kind, expected: &'static str) -> Result<Range<usize>, QueryError> {
        let found = self.take(|token| token.kind == *kind);
        found.map(|token| token.span.clone()).ok_or_else(|| self.unexpected(expected))
    }

    /// Something else stands next.
    fn unexpected(&self, expected: &'static str) -> QueryError {
        let Some(Token { kind, span }) = self.tokens.first() else {
            let problem = Problem::Unexpected { expected, found: None };
            return QueryError::at(self.end..self.end, problem);
        };
        let found = match kind {
            Kind::Word(text) | Kind::Text(text) => text,
            Kind::Open => "(",
            Kind::Close => ")",
            Kind::Comma => ",",
        };
        let problem = Problem::Unexpected { expected, found: Some(found.to_owned()) };
        QueryError::at(span.clone(), problem)
    }
}
