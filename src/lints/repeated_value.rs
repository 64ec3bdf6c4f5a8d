//! The same value twice in a list whose order and counts mean nothing.

use std::collections::HashMap;

use super::{Check, Declaration};
use crate::export::digest;
use crate::finding::{Findings, Severity};
use crate::shape::Violation;

pub(super) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Shape(&["uniqueItems"], check)]);

fn check<'d>(violation: &Violation<'d>, findings: &mut Findings<'d>) {
    let mut seen = HashMap::new();
    for value in violation.node.elements() {
        let first = *seen.entry(digest(value)).or_insert(value);
        if first == value {
            continue;
        }
        let message =
            format!("{} stands in {} more than once", findings.name(value), violation.name);
        findings
            .at(value, message)
            .label(first, "here first")
            .help("Remove the repetition")
            .explained_by(violation);
    }
}
