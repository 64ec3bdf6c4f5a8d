//! A rule that lets users in with a single factor that may be a password (Policy API, "Verification
//! Method JSON examples", "Any single factor"; "Constraints" are alternatives).

use super::trusts_user_agent::constrains;
use super::{Check, Declaration};
use crate::authenticators::{Characteristic, is_knowledge_only};
use crate::export::{Demand, PolicyRule, VerificationMethod};
use crate::finding::{Findings, Severity};
use crate::json::Node;
use crate::satisfiability::able;

pub(super) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    let Some(method) = VerificationMethod::of(rule).filter(VerificationMethod::allows) else {
        return;
    };
    check_assurance(rule, &method, findings);
    check_chains(rule, &method, findings);
}

fn check_assurance<'d>(
    rule: &PolicyRule<'d>,
    method: &VerificationMethod<'d>,
    findings: &mut Findings<'d>,
) {
    let is_one = method.is_assurance() && method.factors() == Some(1);
    // Of the catch-all there is more to say, which `catch-all-one-factor` does.
    if !is_one || rule.system {
        return;
    }
    for alternative in method.alternatives() {
        if let Some((demand, what)) = known_alone(rule, alternative) {
            findings
                .at(demand.node, format!("a {what} alone gets in through {}", rule.title()))
                .help("Ask for two factors, or constrain the one to a possession factor");
        }
    }
    if !method.is_unconstrained() {
        return;
    }
    if let Some(mode) = method.node.field("factorMode") {
        let message =
            format!("any single factor gets in through {}, a password alone, too", rule.title());
        findings
            .at(mode, message)
            .help("Ask for two factors, or constrain the one to a possession factor");
    }
}

/// What everybody can know that is all that an alternative demands.
pub(super) fn known_alone<'d>(
    rule: &PolicyRule<'d>,
    alternative: Node<'d>,
) -> Option<(Demand<'d>, String)> {
    let mut demands = Demand::of(alternative).filter(Demand::is_required);
    let (Some(demand), None) = (demands.next(), demands.next()) else {
        return None;
    };
    // What stands on the wrong class is not what is meant.
    let is_misplaced =
        Characteristic::ALL.into_iter().any(|one| demand.node.field(one.name()).is_some());
    // Who writes it out for some, means it.
    let is_for_some = rule.node.field("conditions").is_some_and(constrains);
    let able = able(&demand).filter(|_| !is_misplaced && !is_for_some)?;
    let known = able.iter().find(|row| is_knowledge_only(row.key))?;
    Some((demand, known.kind.replace('_', " ")))
}

fn check_chains<'d>(
    rule: &PolicyRule<'d>,
    method: &VerificationMethod<'d>,
    findings: &mut Findings<'d>,
) {
    for steps in method.chains() {
        let [only] = steps.as_slice() else {
            continue;
        };
        let keys = only.methods().filter_map(|method| method.field("key"));
        let is_knowledge = |key: &Node<'d>| key.as_str().is_some_and(|key| is_knowledge_only(&key));
        for key in keys.filter(is_knowledge) {
            let message = format!(
                "the chain has one step, so {} alone gets in through {}",
                key.brief(),
                rule.title()
            );
            findings
                .at(key, message)
                .severity(Severity::Warning)
                .help("Add a step with a possession factor to the chain");
        }
    }
}
