//! What somebody says of sign-ins, to ask about those of which it is true.

use std::borrow::Cow;

use super::conditions::{Meaning, expression, network};
use super::dimensions::{Choice, Membership};
use super::logic::{Atoms, Formula};
use super::names::Names;
use super::sign_in::SignIn;
use super::truth::Truth;
use crate::wording::series;

/// Something that is true of a sign-in or not.
///
/// ```
/// use catchall::reach::{Membership, Query};
///
/// let contractors = Query::Has(Membership::Group, "00gContractors".to_owned());
/// let office = Query::Has(Membership::Zone, "nzoOffice".to_owned());
/// let outside = Query::All(vec![contractors, Query::Not(Box::new(office))]);
/// assert_ne!(outside, Query::TRUE);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// All of these are; true without any.
    All(Vec<Query>),
    /// At least one of these is; false without any.
    Any(Vec<Query>),
    /// This is not.
    Not(Box<Query>),
    /// The sign-in's one value of the choice is this.
    Is(Choice, String),
    /// This is among what the sign-in has.
    Has(Membership, String),
    /// An expression of the Okta Expression Language is true.
    Expression(String),
}

impl Query {
    /// True of every sign-in.
    pub const TRUE: Self = Self::All(Vec::new());
}

/// A query, its parts read as conditions are.
#[derive(Debug)]
pub(super) enum Statement<'d> {
    All(Vec<Statement<'d>>),
    Any(Vec<Statement<'d>>),
    Not(Box<Statement<'d>>),
    Is(Choice, String),
    Has(Membership, String),
    Meaning(Box<dyn Meaning<'d> + 'd>),
}

impl<'d> From<&Query> for Statement<'d> {
    fn from(query: &Query) -> Self {
        let each = |parts: &[Query]| parts.iter().map(Self::from).collect();
        match query {
            Query::All(parts) => Self::All(each(parts)),
            Query::Any(parts) => Self::Any(each(parts)),
            Query::Not(part) => Self::Not(Box::new(Self::from(&**part))),
            Query::Is(choice, value) => Self::Is(*choice, value.clone()),
            // What an inactive zone matches is not said.
            Query::Has(Membership::Zone, zone) => Self::Meaning(network::from(zone.clone())),
            Query::Has(membership, value) => Self::Has(*membership, value.clone()),
            Query::Expression(text) => Self::Meaning(expression::of_text(text)),
        }
    }
}

impl<'d> Statement<'d> {
    pub(super) fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        match self {
            Self::All(parts) => Formula::all(parts.iter().map(|part| part.formula(atoms))),
            Self::Any(parts) => Formula::any(parts.iter().map(|part| part.formula(atoms))),
            Self::Not(part) => !part.formula(atoms),
            Self::Is(choice, value) => atoms.is(*choice, Cow::Owned(value.clone())),
            Self::Has(membership, value) => atoms.has(*membership, Cow::Owned(value.clone())),
            Self::Meaning(meaning) => meaning.formula(atoms),
        }
    }

    pub(super) fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        match self {
            Self::All(parts) => Truth::all(parts.iter().map(|part| part.holds(sign_in))),
            Self::Any(parts) => Truth::any(parts.iter().map(|part| part.holds(sign_in))),
            Self::Not(part) => !part.holds(sign_in),
            Self::Is(choice, value) => sign_in.is(*choice, value),
            Self::Has(membership, value) => sign_in.has(*membership, value),
            Self::Meaning(meaning) => meaning.holds(sign_in),
        }
    }

    /// The query in words, to stand after "where".
    pub(super) fn words(&self, names: &Names<'_, 'd>) -> String {
        let each = |parts: &[Self], joint| match parts {
            [only] => only.words(names),
            parts => series(parts.iter().map(|part| part.words(names)), joint),
        };
        let clause = |clause: &str, called: String| format!("{clause} {called}");
        match self {
            Self::All(parts) => each(parts, "and"),
            Self::Any(parts) => each(parts, "or"),
            Self::Not(part) => format!("not ({})", part.words(names)),
            Self::Is(choice, value) => {
                let dimension = choice.dimension();
                clause(dimension.clause, names.called(dimension, value))
            }
            Self::Has(membership, value) => {
                let dimension = membership.dimension();
                clause(dimension.clause, names.called(dimension, value))
            }
            Self::Meaning(meaning) => meaning.words(names),
        }
    }
}
