//! A profile enrollment form without the base attributes (Policy API, "Profile Enrollment policy":
//! `email`, `firstName` and `lastName` cannot be deleted).
//!
//! One rule that a server returned has no `lastName`, so this is no error.

use super::{Check, Declaration};
use crate::export::{PolicyRule, ProfileEnrollment};
use crate::finding::{Findings, Severity};
use crate::json::Node;
use crate::wording::list;

pub(super) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

const BASE_ATTRIBUTES: [&str; 3] = ["email", "firstName", "lastName"];

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    let Some(attributes) = ProfileEnrollment::of(rule).and_then(|form| form.attributes) else {
        return;
    };
    if !attributes.is_array() {
        return;
    }
    let is_asked = |name: &str| {
        let mut asked = attributes.elements().filter_map(|attribute| attribute.field("name"));
        asked.any(|asked: Node<'_>| asked.is_str(name))
    };
    let missing: Vec<&str> = BASE_ATTRIBUTES.into_iter().filter(|name| !is_asked(name)).collect();
    if !missing.is_empty() {
        findings
            .at(attributes, format!("profileAttributes lacks {}", list(missing)))
            .help("Add what is missing: Okta keeps the base attributes in every form");
    }
}
