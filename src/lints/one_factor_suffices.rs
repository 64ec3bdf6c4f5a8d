//! A rule that lets users in with a single factor that may be a password (Policy API, "Verification
//! Method JSON examples", "Any single factor").

use super::{Check, Declaration};
use crate::authenticators::is_knowledge_only;
use crate::export::{PolicyRule, VerificationMethod};
use crate::finding::{Findings, Severity};
use crate::json::Node;

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
    if !is_one || !method.is_unconstrained() || rule.system {
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
