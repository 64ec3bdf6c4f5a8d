//! An update of a profile enrollment rule without `uiSchemaId` (Policy API, "Profile Enrollment
//! Action object": if present, all policy updates must include it).
//!
//! A rule with an id was read from a server, which gives an id to some forms only. Without an id it
//! is the body of a request, and since Okta creates the only rule of the type, of an update.

use super::{Check, Declaration};
use crate::export::{PolicyRule, ProfileEnrollment};
use crate::finding::{Findings, Severity};

pub(super) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    let Some(form) = ProfileEnrollment::of(rule).filter(|_| rule.id().is_none()) else {
        return;
    };
    if form.node.field("uiSchemaId").is_none() {
        findings
            .at(form.node, "uiSchemaId is missing, which an update has to repeat")
            .help("Copy uiSchemaId from the rule that Okta returns, if it has one");
    }
}
