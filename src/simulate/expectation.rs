//! What scenarios expect of sign-ins, and whether it is so.

use std::ops::Range;

use super::evaluation::Found;
use super::{Simulation, outcome};
use crate::json::Node;
use crate::okta::Key;
use crate::outcome::Access;
use crate::reach::RuleIndex;
use crate::wording::{nearest, printable, series};

/// A value with the bytes that say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// The bytes of its file.
    pub span: Range<usize>,
}

/// What has to be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// A rule of this policy takes the sign-in, by its name or id.
    Policy(Placed<String>),
    /// This rule takes it, by its name or id.
    Rule(Placed<String>),
    /// The user gets in, or does not.
    Access(Placed<Access>),
}

/// Whether what is expected is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It is so, whatever else is so of the sign-in.
    Holds,
    /// That depends on what the scenario, or the export, does not tell.
    Undecided,
    /// It is not so.
    Fails,
}

/// Whether it is so, with what there is to say where it is not, or may not be.
type Judged = (Standing, Option<String>);

impl Expectation {
    /// Whether it is so of a sign-in, as far as the policies tell that were evaluated last; access is what
    /// session and app come to together, unless `is_of_type` says that it is about these policies alone.
    pub(super) fn judged(&self, is_of_type: bool, simulation: &Simulation<'_, '_>) -> Judged {
        match self {
            Self::Access(expected) => access(expected.value, is_of_type, simulation),
            Self::Policy(expected) => taken("policy", expected, simulation, |found, index| {
                let policy = found.analysis.competition.policies[index.policy].policy;
                policy.map(|policy| policy.node)
            }),
            Self::Rule(expected) => taken("rule", expected, simulation, |found, index| {
                Some(found.analysis.competition.rule(index).rule.node)
            }),
        }
    }
}

fn access(expected: Access, is_of_type: bool, simulation: &Simulation<'_, '_>) -> Judged {
    let of_type = || simulation.evaluations.last()?.found.as_ref().ok().and_then(outcome::access);
    let joined = simulation.joined.as_ref();
    let is_joined = joined.is_some() && (!is_of_type || simulation.blocked_by.is_some());
    let access = if is_joined { joined.and_then(|joined| joined.access) } else { of_type() };
    let word = |access| if access == Access::Allow { "allow" } else { "deny" };
    let told = |what: &str| Some(format!("expected to {}, and {what}", word(expected)));
    match access {
        Some(access) if access == expected => (Standing::Holds, None),
        Some(access) => (Standing::Fails, told(&format!("it is to {}", word(access)))),
        None => (Standing::Undecided, told("that is open")),
    }
}

/// Whether all rules that could be first are of the expected object, or none is.
fn taken<'s, 'e, 'd>(
    what: &str,
    expected: &Placed<String>,
    simulation: &'s Simulation<'e, 'd>,
    object: impl Fn(&'s Found<'e, 'd>, RuleIndex) -> Option<Node<'d>>,
) -> Judged {
    let told =
        |why: &str| Some(format!("expected {what} \"{}\", and {why}", printable(&expected.value)));
    let found = match simulation.evaluations.last().map(|evaluation| &evaluation.found) {
        Some(Ok(found)) => found,
        Some(Err(why)) if simulation.blocked_by.is_some() => return (Standing::Fails, told(why)),
        Some(Err(why)) => return (Standing::Undecided, told(why)),
        None => return (Standing::Undecided, None),
    };
    let called = |index| object(found, index).map(names).unwrap_or_default();
    let is_it = |index| called(index).contains(&expected.value);
    let possible = &found.possible.rules;
    let count = possible.iter().filter(|possible| is_it(possible.index)).count();
    if count > 0 {
        let is_sure = count == possible.len() && found.is_whole();
        let open = || (Standing::Undecided, told("that is open"));
        return if is_sure { (Standing::Holds, None) } else { open() };
    }
    let tried: Vec<String> =
        found.analysis.competition.rules().flat_map(|(index, _)| called(index)).collect();
    let is_tried = tried.contains(&expected.value);
    if found.possible.is_open || (!is_tried && !found.lacking.is_empty()) {
        return (Standing::Undecided, told("that is open"));
    }
    if !is_tried {
        let meant = nearest(&expected.value, tried.iter().map(String::as_str));
        let meant = meant.map(|meant| format!(" (did you mean \"{}\"?)", printable(meant)));
        let meant = meant.unwrap_or_default();
        return (
            Standing::Fails,
            told(&format!("no such {what} is tried for this sign-in{meant}")),
        );
    }
    let titles = possible.iter().map(|possible| found.title(possible.index));
    let others = series(titles, "or");
    let instead =
        if others.is_empty() { "no rule takes it".to_owned() } else { format!("it is {others}") };
    (Standing::Fails, told(&instead))
}

/// What an object is called: its name and its id, as far as it has them.
fn names(node: Node<'_>) -> Vec<String> {
    let text = |key| node.field(key)?.as_str().map(|text| text.into_owned());
    [Key::NAME, Key::ID].into_iter().filter_map(text).collect()
}
