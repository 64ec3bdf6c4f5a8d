//! A characteristic of possession factors on a `knowledge` constraint (Policy API, constraint
//! table: "only set for POSSESSION constraints").

use crate::export::{PolicyRule, constraints};
use crate::finding::{Findings, Severity};
use crate::lints::{Check, Declaration};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

const POSSESSION_ONLY: [&str; 6] = [
    "deviceBound",
    "hardwareProtection",
    "phishingResistant",
    "userPresence",
    "userVerification",
    "userVerificationMethods",
];

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    for knowledge in constraints(rule.node).filter_map(|constraint| constraint.field("knowledge")) {
        for name in POSSESSION_ONLY {
            if let Some(value) = knowledge.field(name) {
                let message =
                    format!("{name} stands on knowledge; only possession factors have it");
                findings
                    .at(value, message)
                    .help(format!("Move {name} to possession, or remove it"));
            }
        }
    }
}
