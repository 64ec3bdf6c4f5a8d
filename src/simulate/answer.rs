//! A simulation as Okta answers it, with what goes beyond Okta in members of its own.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::beyond;
use super::evaluation::{Evaluation, Found};
use super::expected::Difference;
use super::outcome::Joined;
use super::{Simulation, status};
use crate::diagnostic::Named;
use crate::map;
use crate::model::named;
use crate::outcome::Access;
use crate::reach::{Names, RuleIndex, TracedCondition, TracedPolicy, TracedRule, Truth, Witness};
use crate::wording::write_json;

/// What an answer has besides the policies and rules that match (Policy API, "Access simulation",
/// parameter `expand`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Expand {
    /// Those that were evaluated and do not match: `EVALUATED`.
    pub evaluated: bool,
    /// The conditions of each: `RULE`.
    pub rule: bool,
}

/// Within this version members are only added to `x-catchall`.
const VERSION: u8 = 1;

impl Simulation<'_, '_> {
    /// Writes the body of the answer, with where it differs from a recorded one.
    ///
    /// # Errors
    /// What `out` answers.
    pub fn write_json(
        &self,
        out: &mut dyn Write,
        expand: Expand,
        differences: &[Difference],
    ) -> io::Result<()> {
        let mut answer = self.to_json(expand);
        if !differences.is_empty() {
            let each = differences.iter().map(Difference::to_json).collect::<Vec<_>>();
            answer[beyond::NAME]["differences"] = each.into();
        }
        write_json(out, &answer)
    }

    /// The body of the answer.
    pub fn to_json(&self, expand: Expand) -> Value {
        let names = self.names();
        let each = self.evaluations.iter().map(|evaluation| to_json(evaluation, expand, &names));
        let joined = self.joined.as_ref().map(|Joined { access, words }| {
            let access = access.map(|access| match access {
                Access::Allow => "ALLOW",
                Access::Deny => "DENY",
            });
            json!({"access": access, "words": words})
        });
        json!({
            "evaluation": each.collect::<Vec<_>>(),
            beyond::NAME: {
                "version": VERSION,
                "blockedBy": self.blocked_by.as_ref().map(Named::to_json),
                "outcome": joined,
                "notes": self.notes,
            },
        })
    }
}

fn to_json(evaluation: &Evaluation<'_, '_>, expand: Expand, names: &Names<'_, '_>) -> Value {
    let found = evaluation.found.as_ref();
    let list = |wanted: Truth| {
        let found = found.ok().into_iter();
        let policies = found.flat_map(|found| {
            let traced = found.trace.policies.iter();
            traced.filter_map(|traced| policy(traced, wanted, found, expand))
        });
        json!({"policies": policies.collect::<Vec<_>>()})
    };
    let none = || json!({"policies": []});
    json!({
        // Always null in Okta's answers; of a type that nobody can evaluate there is no other word.
        "status": found.err().map(|_| status(Truth::Undefined)),
        "policyType": evaluation.kind.to_string(),
        "result": list(Truth::True),
        "undefined": list(Truth::Undefined),
        "evaluated": if expand.evaluated { list(Truth::False) } else { none() },
        beyond::NAME: match found {
            Ok(found) => beyond_okta(found, names),
            Err(why) => json!({"certain": false, "why": why}),
        },
    })
}

/// The policy with those of its rules that have the status; none where neither has it.
fn policy(
    traced: &TracedPolicy,
    wanted: Truth,
    found: &Found<'_, '_>,
    expand: Expand,
) -> Option<Value> {
    let ranked = &found.analysis.competition.policies[traced.policy];
    // In a policy that may apply, a rule that matches may take the sign-in.
    let standing = |rule: &TracedRule| match (traced.applies, rule.status) {
        (Truth::Undefined, Truth::True) => Truth::Undefined,
        (_, status) => status,
    };
    let rules: Vec<Value> = traced
        .rules
        .iter()
        .filter(|rule| standing(rule) == wanted)
        .map(|rule| {
            let object = found.analysis.competition.rule(rule.index).rule.node;
            entry(&named(object), rule.status, &rule.conditions, expand).into()
        })
        .collect();
    if rules.is_empty() && traced.status != wanted {
        return None;
    }
    let own = ranked.policy.map(|policy| named(policy.node)).unwrap_or_default();
    let mut value = entry(&own, traced.status, &traced.conditions, expand);
    value.insert("rules".to_owned(), rules.into());
    Some(value.into())
}

fn entry(
    own: &Named,
    truth: Truth,
    conditions: &[TracedCondition],
    expand: Expand,
) -> Map<String, Value> {
    let shown = if expand.rule { conditions } else { &[] };
    let parts = shown.iter().flat_map(|condition| &condition.parts);
    let conditions = parts.map(|part| json!({"type": part.name, "status": status(part.status)}));
    let conditions: Vec<Value> = conditions.collect();
    let mut value = Map::new();
    value.insert("id".to_owned(), own.id.clone().into());
    value.insert("name".to_owned(), own.name.clone().into());
    value.insert("status".to_owned(), status(truth).into());
    value.insert("conditions".to_owned(), conditions.into());
    value
}

fn beyond_okta(found: &Found<'_, '_>, names: &Names<'_, '_>) -> Value {
    let competition = &found.analysis.competition;
    let rule = |index: RuleIndex| {
        let policy = competition.policies[index.policy].policy;
        let rule = competition.rule(index).rule;
        json!({
            "policy": policy.map(|policy| named(policy.node).to_json()),
            "rule": named(rule.node).to_json(),
            "outcome": map::outcome_words(rule, names),
        })
    };
    let given = |witness: &Witness| (*witness != Witness::default()).then(|| witness.words(names));
    let possible = found.possible.rules.iter().map(|possible| {
        let mut value = rule(possible.index);
        value["given"] = possible.given.as_ref().and_then(given).into();
        value
    });
    let nothing = found.possible.nothing.as_ref();
    json!({
        "certain": found.certain().is_some(),
        "possible": possible.collect::<Vec<_>>(),
        "nothing": nothing.map(|witness| json!({"given": given(witness)})),
        "lacking": found.lacking,
        "isDecided": !found.possible.is_open,
    })
}
