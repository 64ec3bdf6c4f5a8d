//! Which rule takes one sign-in: policies and rules tried in order, the first that matches wins
//! (Policy API, "Policy evaluation"). Plain and slow: what the solver claims is held against this.

use super::competition::{Competition, RankedPolicy, RuleIndex};
use super::context::Context;
use super::doubts::Readings;
use super::facts::Facts;
use super::sign_in::SignIn;
use super::truth::Truth;

/// The answer to one sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FirstMatch {
    /// This rule takes it.
    Rule(RuleIndex),
    /// One of these rules takes it: they have the same priority, so that nobody knows which.
    OneOf(Vec<RuleIndex>),
    /// No rule takes it.
    Nothing,
    /// It depends on what the context does not tell.
    Undefined,
}

/// The first rule that matches `context`, in three-valued logic as in Okta's simulations: what the
/// context does not tell leaves conditions on it undefined.
pub fn first_match<'d>(
    competition: &Competition<'_, 'd>,
    context: &Context,
    readings: &Readings,
    facts: &Facts<'d>,
) -> FirstMatch {
    let sign_in = SignIn { context, readings, facts };
    // Behind the policies in `zip`, so that none is taken in vain.
    let mut numbers = 0..;
    for turn in competition.policies.chunk_by(|one, other| one.turn == other.turn) {
        let policies = turn.iter().zip(numbers.by_ref());
        let answers = policies.map(|(policy, n)| in_policy(n, policy, &sign_in));
        match answers.fold(FirstMatch::Nothing, FirstMatch::or) {
            FirstMatch::Nothing => {}
            answer => return answer,
        }
    }
    FirstMatch::Nothing
}

fn in_policy<'d>(n: usize, policy: &RankedPolicy<'_, 'd>, sign_in: &SignIn<'_, 'd>) -> FirstMatch {
    let applies = policy.applies(sign_in);
    if applies == Truth::False {
        return FirstMatch::Nothing;
    }
    let mut numbers = 0..;
    for turn in policy.rules.chunk_by(|one, other| one.turn == other.turn) {
        let rules = turn.iter().zip(numbers.by_ref());
        let answers = rules.map(|(ranked, rule)| match ranked.matches(sign_in) {
            Truth::False => FirstMatch::Nothing,
            Truth::True if applies == Truth::True => {
                FirstMatch::Rule(RuleIndex { policy: n, rule })
            }
            _ => FirstMatch::Undefined,
        });
        match answers.fold(FirstMatch::Nothing, FirstMatch::or) {
            FirstMatch::Nothing => {}
            answer => return answer,
        }
    }
    FirstMatch::Nothing
}

impl FirstMatch {
    /// The answer of two that have the same turn.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, answer) | (answer, Self::Nothing) => answer,
            (Self::Undefined, _) | (_, Self::Undefined) => Self::Undefined,
            (one, other) => Self::OneOf(one.indexes().into_iter().chain(other.indexes()).collect()),
        }
    }

    fn indexes(self) -> Vec<RuleIndex> {
        match self {
            Self::Rule(index) => vec![index],
            Self::OneOf(indexes) => indexes,
            Self::Nothing | Self::Undefined => Vec::new(),
        }
    }
}
