//! An authenticator with two entries in an enrollment policy. Only of kinds with several instances
//! may a key stand twice, with ids that differ.

use std::collections::HashMap;

use crate::authenticators::methods_of;
use crate::diagnostic::{Safety, Severity};
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Enrollable, Policy, Reading};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let mut first_entries = HashMap::new();
    for entry in Enrollable::authenticators(policy) {
        // Without an id, nobody knows which instance is meant; and a new kind may have several.
        let may_be_another = entry.has_instances() || methods_of(&entry.key).next().is_none();
        if entry.id.is_none() && may_be_another {
            continue;
        }
        let what = match entry.node.field(Key::ID) {
            Some(id) => format!("{} of the kind \"{}\"", cx.name(id), entry.key),
            None => format!("\"{}\"", entry.key),
        };
        let first = *first_entries.entry((entry.key, entry.id)).or_insert(entry.node);
        if first != entry.node {
            let message = format!("the authenticator {what} has two entries");
            let finding = cx.report(entry.node, message).label(first, "the first one");
            finding.help("Keep the entry that says what you want, and remove the other one");
            if Reading::Whole.are_equal(first, entry.node) {
                finding.fix(Safety::Safe, "Remove it, since it says the same").remove(entry.node);
            }
        }
    }
}
