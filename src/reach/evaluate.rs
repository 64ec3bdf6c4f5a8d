//! Which rule takes one sign-in: policies and rules tried in order, the first that matches wins
//! (Policy API, "Policy evaluation"). Plain and slow: what the solver claims is held against this.

use super::competition::{Competition, Place, RankedPolicy};
use super::context::{Context, Readings};
use super::facts::Facts;
use super::sign_in::SignIn;
use super::truth::Truth;

/// The answer to one sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstMatch {
    /// This rule takes it.
    Rule(Place),
    /// No rule takes it.
    Nothing,
    /// It depends on what the context does not tell, or on which of two rules with the same
    /// priority comes first.
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
    let policies: Vec<(usize, &RankedPolicy<'_, 'd>)> =
        competition.policies.iter().enumerate().collect();
    for turn in policies.chunk_by(|(_, one), (_, other)| one.turn == other.turn) {
        let mut answers = Vec::new();
        for (n, policy) in turn {
            match in_policy(*n, policy, &sign_in) {
                FirstMatch::Nothing => {}
                answer => answers.push(answer),
            }
        }
        match answers[..] {
            [] => {}
            [answer] => return answer,
            _ => return FirstMatch::Undefined,
        }
    }
    FirstMatch::Nothing
}

fn in_policy<'d>(n: usize, policy: &RankedPolicy<'_, 'd>, sign_in: &SignIn<'_, 'd>) -> FirstMatch {
    let applies = policy.applies(sign_in);
    if applies == Truth::False {
        return FirstMatch::Nothing;
    }
    let rules: Vec<_> = policy.rules.iter().enumerate().collect();
    for turn in rules.chunk_by(|(_, one), (_, other)| one.turn == other.turn) {
        let mut matches = Vec::new();
        for (rule, ranked) in turn {
            match ranked.matches(sign_in) {
                Truth::False => {}
                truth => matches.push((Place { policy: n, rule: *rule }, truth)),
            }
        }
        match matches[..] {
            [] => {}
            [(place, Truth::True)] if applies == Truth::True => return FirstMatch::Rule(place),
            _ => return FirstMatch::Undefined,
        }
    }
    FirstMatch::Nothing
}
