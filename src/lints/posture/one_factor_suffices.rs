//! A rule that lets users in with a single factor that may be a password (Policy API, "Verification
//! Method JSON examples", "Any single factor"; "Constraints" are alternatives).

use super::trusts_user_agent::constrains;
use crate::authenticators::{Characteristic, is_knowledge_only};
use crate::diagnostic::Severity;
use crate::json::{Member, Node};
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::{Constraint, Demand, PolicyRule, VerificationMethod};
use crate::okta::Key;
use crate::reach::Facts;
use crate::satisfiability::able;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Rule(check), Check::Export(check_knowledge)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification().filter(|method| method.allows()) else {
        return;
    };
    check_assurance(rule, method, cx);
    check_chains(rule, method, cx);
}

fn check_knowledge<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    for rule in excerpt.rules() {
        let method = rule.verification().filter(|method| method.allows());
        for alternative in method.into_iter().flat_map(VerificationMethod::alternatives) {
            if let Some((demand, what)) = known_alone(rule, alternative, excerpt.facts()) {
                cx.report(demand.node, format!("a {what} alone gets in through {}", rule.title()))
                    .help("Ask for two factors, or constrain the one to a possession factor");
            }
        }
    }
}

fn check_assurance<'d>(
    rule: &PolicyRule<'d>,
    method: &VerificationMethod<'d>,
    cx: &mut Cx<'_, 'd>,
) {
    let is_one = method.is_assurance() && method.factors() == Some(1);
    // Of the catch-all there is more to say, which `catch-all-one-factor` does.
    if !is_one || !method.is_unconstrained() || rule.system {
        return;
    }
    if let Some(mode) = method.factor_mode() {
        let message =
            format!("any single factor gets in through {}, a password alone, too", rule.title());
        cx.report(mode, message)
            .help("Ask for two factors, or constrain the one to a possession factor");
    }
}

/// What users know that is all that an alternative of a custom rule for everybody demands.
pub(crate) fn known_alone<'d>(
    rule: &PolicyRule<'d>,
    alternative: &Constraint<'d>,
    facts: &Facts<'_>,
) -> Option<(Demand<'d>, String)> {
    let method = rule.verification().filter(|method| method.is_assurance())?;
    // Who writes it out for some, means it.
    if method.factors() != Some(1) || rule.system || !is_for_everybody(rule, facts) {
        return None;
    }
    let mut demands = alternative.required();
    let (Some(demand), None) = (demands.next(), demands.next()) else {
        return None;
    };
    // What stands on the wrong class is not what is meant.
    let is_misplaced = Characteristic::ALL.into_iter().any(|one| demand.get(one.key()).is_some());
    let able = able(demand).filter(|_| !is_misplaced)?;
    let known = able.iter().find(|row| is_knowledge_only(row.key))?;
    Some((demand.clone(), known.kind.replace('_', " ")))
}

/// Whether no condition keeps anybody out: the group of everyone is no restriction.
fn is_for_everybody(rule: &PolicyRule<'_>, facts: &Facts<'_>) -> bool {
    let holds_everyone = |list: Node<'_>| list.strings().any(|group| facts.is_everyone(&group));
    let is_open = |condition: Member<'_>| {
        let groups = condition.value.at(&[Key::GROUPS, Key::INCLUDE]);
        let is_of_all = condition.key.is_str("people") && groups.is_some_and(holds_everyone);
        let mut lists = condition.value.fields().flat_map(|part| part.value.fields());
        match is_of_all {
            true => !lists.any(|list| Some(list.value) != groups && constrains(list.value)),
            false => !constrains(condition.value),
        }
    };
    rule.node.field(Key::CONDITIONS).into_iter().flat_map(Node::fields).all(is_open)
}

fn check_chains<'d>(rule: &PolicyRule<'d>, method: &VerificationMethod<'d>, cx: &mut Cx<'_, 'd>) {
    for steps in method.chains() {
        let [only] = &**steps else {
            continue;
        };
        let keys = only.methods().filter_map(|method| method.field(Key::KEY));
        let is_knowledge = |key: &Node<'d>| key.as_str().is_some_and(|key| is_knowledge_only(&key));
        for key in keys.filter(is_knowledge) {
            let message = format!(
                "the chain has one step, so {} alone gets in through {}",
                key.brief(),
                rule.title()
            );
            cx.report(key, message)
                .severity(Severity::Warning)
                .help("Add a step with a possession factor to the chain");
        }
    }
}
