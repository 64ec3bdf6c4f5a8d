//! Phishing resistance in one constraint, and another beside it that demands nothing of the kind.
//! Constraints are alternatives (Policy API, "Constraints"), so that an attacker picks the weaker.

use super::one_factor_suffices::known_alone;
use crate::authenticators::{Authenticator, Characteristic};
use crate::diagnostic::Severity;
use crate::lints::actions::redundant_alternative::{implies, is_clear};
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::{Constraint, PolicyRule};
use crate::reach::Facts;
use crate::satisfiability::able;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Export(check)]);

const RESISTANT: Characteristic = Characteristic::PhishingResistant;

fn check<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    excerpt.rules().for_each(|rule| check_rule(rule, excerpt.facts(), cx));
}

fn check_rule<'d>(rule: &PolicyRule<'d>, facts: &Facts<'_>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification_in_effect().filter(|method| method.allows()) else {
        return;
    };
    let demands_it =
        |one: &Constraint<'d>| one.required().find_map(|demand| demand.requires(RESISTANT));
    let Some(strong) = method.alternatives().iter().find(|one| demands_it(one).is_some()) else {
        return;
    };
    let Some(demanded) = demands_it(strong) else {
        return;
    };
    // Of one that demands all that another does, `redundant-alternative` speaks.
    // That a password alone is enough for everybody, `one-factor-suffices` says.
    let is_told = |one: &Constraint<'d>| known_alone(rule, one, facts).is_some();
    let is_weak = |one: &&Constraint<'d>| {
        is_clear(one)
            && !demands_any(one)
            && !is_surely_resistant(one)
            && !implies(one, strong)
            && !is_told(one)
    };
    for weak in method.alternatives().iter().filter(is_weak) {
        cx.report(weak.node, "this alternative lets in without phishing resistance")
            .label(demanded, "demanded in another alternative only")
            .help(
                "Demand phishing resistance here, too, or write a rule of its own for those who \
                 cannot",
            );
    }
}

/// Whether a factor has to have any characteristic: somebody thought about it, then.
fn demands_any(alternative: &Constraint<'_>) -> bool {
    let is_said = |characteristic: &Characteristic| *characteristic != Characteristic::UserPresence;
    alternative.required().any(|demand| {
        let mut said = Characteristic::ALL.iter().filter(|one| is_said(one));
        said.any(|one| demand.requires(*one).is_some())
    })
}

/// Whether all that can meet it is phishing-resistant, said or not.
fn is_surely_resistant(alternative: &Constraint<'_>) -> bool {
    let resists = |row: &&Authenticator| row.can(RESISTANT);
    alternative.required().any(|demand| able(demand).is_none_or(|able| able.iter().all(resists)))
}
