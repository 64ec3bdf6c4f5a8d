//! An update of a profile enrollment rule without `uiSchemaId` (Policy API, "Profile Enrollment
//! Action object": if present, all policy updates must include it).
//!
//! What a server returned has an id, and by itself timestamps and links, too; servers give some forms
//! a `uiSchemaId` only. What lacks these is the body of a request, perhaps made from what was read,
//! and since Okta creates the only rule of the type, of an update.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, ProfileEnrollment};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(form) = ProfileEnrollment::of(rule) else {
        return;
    };
    let is_set = |key: &Key| rule.node.field(*key).is_some();
    let is_read = rule.node.parent().is_some()
        || [Key::CREATED, Key::LAST_UPDATED, Key::LINKS].iter().any(is_set);
    let is_body = rule.id().is_none() || !is_read;
    if is_body && form.node.field(Key::UI_SCHEMA_ID).is_none() {
        cx.report(form.node, "uiSchemaId is missing, which an update has to repeat")
            .help("Copy uiSchemaId from the rule that Okta returns, if it has one")
            .for_lack_of(["uiSchemaId"]);
    }
}
