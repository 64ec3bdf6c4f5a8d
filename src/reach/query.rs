//! Which sign-ins are meant.

use super::dimensions::{Choice, Membership};

/// A formula over what a sign-in is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// All of these hold.
    All(Vec<Query>),
    /// One of these holds.
    Any(Vec<Query>),
    /// This does not.
    Not(Box<Query>),
    /// The sign-in has this value.
    Is(Choice, String),
    /// The sign-in has this value among others.
    Has(Membership, String),
    /// This expression of the Okta Expression Language is true.
    Expression(String),
}

impl Query {
    /// Every sign-in.
    pub const TRUE: Self = Self::All(Vec::new());
}
