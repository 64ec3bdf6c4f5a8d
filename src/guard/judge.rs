//! Whether what a sign-in meets is as demanded.

use super::Requirement;
use crate::outcome::{Access, Answer, AuthenticatorName, Demand, Outcome, Proof};

/// What is said of the outcomes that one sign-in meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Judgement {
    /// They are as demanded.
    Met,
    /// They surely are not.
    Broken {
        /// What is demanded and not met, in words to stand after "demands".
        what: Vec<String>,
        /// A way in that shows it.
        proof: Option<Proof>,
    },
    /// Nobody knows, for these reasons: clauses to stand after "since".
    Unclear(Vec<String>),
}

/// So many ways in are looked at.
const MOST_WAYS: usize = 10_000;

impl Requirement {
    /// Whether a session may break it that the app alone meets.
    pub(super) fn needs_session(&self) -> bool {
        match self {
            // What the app does not need, the session may.
            Self::Each(Demand { access, only, never, .. }) => {
                *access == Some(Access::Allow) || !only.is_empty() || !never.is_empty()
            }
            Self::Some(_) => true,
            Self::None(_) => false,
        }
    }

    pub(super) fn judge(&self, outcomes: &[&Outcome<'_>]) -> Judgement {
        match self {
            Self::Each(demand) => each(outcomes, demand),
            Self::Some(names) => match way_in(outcomes, names) {
                Way::In(_) => Judgement::Met,
                Way::None => Judgement::Broken { what: vec![self.words()], proof: None },
                Way::Unclear(why) => Judgement::Unclear(why),
            },
            Self::None(names) => match way_in(outcomes, names) {
                Way::None => Judgement::Met,
                Way::In(proof) => {
                    Judgement::Broken { what: vec![self.words()], proof: Some(proof) }
                }
                Way::Unclear(why) => Judgement::Unclear(why),
            },
        }
    }

    /// What is demanded, in words to stand after "demands".
    fn words(&self) -> String {
        let series = |names: &[AuthenticatorName]| {
            let quoted = names.iter().map(|name| format!("`{name}`"));
            crate::wording::series(quoted, "and")
        };
        match self {
            Self::Each(demand) => {
                let members = demand.members();
                crate::wording::series(members.iter().map(ToString::to_string), "and")
            }
            Self::Some(names) => format!("a way in with nothing but {}", series(names)),
            Self::None(names) if names.is_empty() => "denial".to_owned(),
            Self::None(names) => format!("no way in with nothing but {}", series(names)),
        }
    }
}

fn each(outcomes: &[&Outcome<'_>], demand: &Demand) -> Judgement {
    match Outcome::all_meet(outcomes, demand) {
        Answer::Met => Judgement::Met,
        Answer::Broken { what, proof } => {
            Judgement::Broken { what: what.iter().map(ToString::to_string).collect(), proof }
        }
        Answer::Unknown { why } => {
            Judgement::Unclear(why.iter().map(ToString::to_string).collect())
        }
    }
}

/// A way in with nothing but some authenticators.
enum Way {
    In(Proof),
    None,
    Unclear(Vec<String>),
}

/// What is accepted with more to it, so that the smallest ways in tell. Any is meant without names.
fn way_in(outcomes: &[&Outcome<'_>], names: &[AuthenticatorName]) -> Way {
    if outcomes.iter().any(|one| one.access == Some(Access::Deny)) {
        return Way::None;
    }
    // Whether they are explained at all.
    let anything = Demand { access: Some(Access::Allow), ..Demand::default() };
    if let Answer::Unknown { why } = Outcome::all_meet(outcomes, &anything) {
        return Way::Unclear(why.iter().map(ToString::to_string).collect());
    }
    let mut ways = Outcome::weakest(outcomes, MOST_WAYS).into_iter();
    let is_in = |proof: &Proof| {
        names.is_empty() || proof.0.iter().all(|one| names.iter().any(|name| name.names(one)))
    };
    ways.find(is_in).map_or(Way::None, Way::In)
}
