//! Random exports, the sign-ins that they can tell apart, and what to do where one of them shows a
//! mistake.

mod conditions;
mod exports;
mod random;
mod set;
mod trial;
mod universe;

use std::collections::BTreeSet;

use catchall::json::Document;
use serde_json::Value;

use crate::documents::document;

pub use conditions::KINDS;
pub use exports::{Scale, another_condition, draw};
pub use random::Random;
pub use set::Set;
pub use trial::{Checked, Disagreement, claim, try_all};
pub use universe::{Pair, Universe, filled};

/// An export, with what its conditions can tell apart.
#[derive(Clone)]
pub struct Case {
    pub export: Value,
    pub universe: Universe,
    /// The sign-ins that it is tried with.
    pub pairs: Vec<Pair>,
}

/// The export as a file.
pub fn parse(export: &Value) -> Document {
    let document = document("export.json", export);
    assert_eq!(document.syntax_errors(), []);
    document
}

/// The export with those of its rules whose ids are `kept`, numbered as Okta does when rules are
/// deleted: it closes the gaps of the older types.
pub fn with_rules(export: &Value, kept: impl Fn(&str) -> bool) -> Value {
    let mut export = export.clone();
    for policy in export["policies"].as_array_mut().unwrap() {
        if let Some(rules) = policy.get_mut("rules").and_then(Value::as_array_mut) {
            let number = |rule: &Value| rule["priority"].as_u64();
            let before: BTreeSet<u64> = rules.iter().filter_map(number).collect();
            rules.retain(|rule| kept(rule["id"].as_str().unwrap()));
            let after: BTreeSet<u64> = rules.iter().filter_map(number).collect();
            let gaps: Vec<u64> = before.difference(&after).copied().collect();
            for rule in
                rules.iter_mut().filter(|rule| rule["id"].as_str().unwrap().starts_with("0pr"))
            {
                if let Some(number) = number(rule) {
                    let closed = gaps.iter().filter(|gap| **gap < number).count() as u64;
                    rule["priority"] = (number - closed).into();
                }
            }
        }
    }
    export
}
