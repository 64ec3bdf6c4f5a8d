//! A criterion for groups that the functions do not know (OEL reference, "Group functions": the keys
//! that are supported, the types of groups, and the two operators).

use crate::diagnostic::Severity;
use crate::expression::{Call, Expression, Phrase};
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;
use crate::wording::{list, nearest};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

const NAME: &str = "group.profile.name";
const KEYS: [&str; 5] = ["group.id", "group.source.id", "group.type", NAME, "operator"];
const TYPES: [&str; 3] = ["OKTA_GROUP", "APP_GROUP", "BUILT_IN"];
const OPERATORS: [&str; 2] = ["EXACT", "STARTS_WITH"];

const EXAMPLE: &str = "Write criteria such as `{'group.id': '...'}`";

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some((node, expression)) = rule.conditions.expression() else {
        return;
    };
    for criteria in calls_about_groups(&expression) {
        let elements = criteria.arguments.elements();
        if elements.is_empty() {
            let message = format!("`{}` is given no criterion", criteria.phrase.text());
            cx.report(node, message).help(EXAMPLE);
        }
        for element in elements {
            match element.entries() {
                Some(entries) => {
                    for (key, value) in entries {
                        check_entry(node, key, value, cx);
                    }
                }
                // What is not written out may be a criterion.
                None if element.quoted().is_some() || element.text().starts_with('{') => {
                    let message = format!("`{}` is not a criterion for groups", element.text());
                    cx.report(node, message).help(EXAMPLE);
                }
                None => {}
            }
        }
    }
}

/// The calls whose arguments are criteria for groups.
pub(crate) fn calls_about_groups<'e>(
    expression: &'e Expression<'_>,
) -> impl Iterator<Item = Call<'e>> {
    let is_about_groups = |call: &Call<'_>| {
        matches!(call.name, "isMemberOf" | "getGroups") && call.receiver.text() == "user"
    };
    expression.whole().calls().filter(is_about_groups)
}

fn check_entry<'d>(node: Node<'d>, key: Phrase<'_>, value: Phrase<'_>, cx: &mut Cx<'_, 'd>) {
    let Some(key) = key.quoted() else {
        return;
    };
    let known: &[&str] = match key {
        "group.type" => &TYPES,
        "operator" => &OPERATORS,
        _ if KEYS.contains(&key) => return,
        _ => {
            // Okta may add keys: only what is surely meant for a known one is told.
            let meant = if key == "group.name" { Some(NAME) } else { nearest(key, KEYS) };
            if let Some(meant) = meant {
                cx.report(node, format!("\"{key}\" is not a criterion for groups"))
                    .help(format!("Write '{meant}'"));
            }
            return;
        }
    };
    let texts = value.values().into_iter().filter_map(Phrase::quoted);
    for text in texts.filter(|text| !known.contains(text)) {
        let help = match nearest(text, known.iter().copied()) {
            Some(meant) => format!("Write '{meant}'"),
            None => format!("Use one of {}", list(known.iter().copied())),
        };
        cx.report(node, format!("{key} is never \"{text}\"")).help(help);
    }
}
