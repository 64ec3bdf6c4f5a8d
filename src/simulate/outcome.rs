//! What a sign-in comes to: what the rule for the session and the rule for the app do together.

use super::evaluation::{Evaluation, Found};
use crate::map;
use crate::model::PolicyType;
use crate::outcome::Access;
use crate::reach::{Names, RuleIndex};
use crate::wording::series;

/// What the session policy and the policy of the app come to together: a user has to get past both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// Whether the user gets in; none where that depends on what is not known.
    pub access: Option<Access>,
    /// As a sentence without a full stop.
    pub words: String,
}

/// Joins what was asked for; none where neither was.
pub(super) fn joined(
    evaluations: &[Evaluation<'_, '_>],
    is_blocked: bool,
    names: &Names<'_, '_>,
) -> Option<Joined> {
    let of = |kind, what: &'static str| {
        let evaluation = evaluations.iter().find(|evaluation| evaluation.kind == kind)?;
        Some((what, evaluation.found.as_ref().ok()))
    };
    let session = of(PolicyType::OKTA_SIGN_ON, "session");
    let app = of(PolicyType::ACCESS_POLICY, "app");
    let asked: Vec<(&str, Option<&Found<'_, '_>>)> = session.into_iter().chain(app).collect();
    if asked.is_empty() {
        return None;
    }
    if is_blocked {
        let words = "denied (refused before any policy)".to_owned();
        return Some(Joined { access: Some(Access::Deny), words });
    }
    let accesses: Vec<Option<Access>> =
        asked.iter().map(|(_, found)| found.and_then(access)).collect();
    let access = if accesses.contains(&Some(Access::Deny)) {
        Some(Access::Deny)
    } else if accesses.iter().all(|access| *access == Some(Access::Allow)) {
        Some(Access::Allow)
    } else {
        None
    };
    let parts = asked.iter().map(|(what, found)| {
        let open = || "open".to_owned();
        format!("{what}: {}", found.map_or_else(open, |found| words(found, names)))
    });
    let all = match access {
        Some(Access::Allow) => "allowed",
        Some(Access::Deny) => "denied",
        None => "open",
    };
    let words = format!("{all} ({})", series(parts, "and"));
    Some(Joined { access, words })
}

/// What the rules that could be first say of access, if they agree.
pub(super) fn access(found: &Found<'_, '_>) -> Option<Access> {
    let competition = &found.analysis.competition;
    let of = |index: RuleIndex| Access::of(competition.rule(index).rule);
    let mut each = found.possible.rules.iter().map(|possible| of(possible.index));
    let first = each.next()??;
    (found.is_whole() && each.all(|other| other == Some(first))).then_some(first)
}

fn words(found: &Found<'_, '_>, names: &Names<'_, '_>) -> String {
    let competition = &found.analysis.competition;
    let does = |index: RuleIndex| map::outcome_words(competition.rule(index).rule, names);
    match (found.certain(), found.possible.rules.len()) {
        (Some(index), _) => does(index),
        (None, 0) => "no rule takes it".to_owned(),
        (None, 1) => {
            format!("{}, or what no rule of the export says", does(found.possible.rules[0].index))
        }
        (None, several) => format!("what one of {several} rules says"),
    }
}
