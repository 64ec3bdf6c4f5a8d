//! A group by name without an operator, which defaults to `STARTS_WITH` (OEL reference, "Group
//! functions").

use super::group_criterion::calls_about_groups;
use crate::diagnostic::Severity;
use crate::expression::Phrase;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some((node, expression)) = rule.conditions.expression() else {
        return;
    };
    for criteria in calls_about_groups(&expression) {
        for name in criteria.arguments.elements().into_iter().filter_map(name_without_operator) {
            let message = format!(
                "`{}` accepts every group whose name starts with \"{name}\"",
                criteria.phrase.text()
            );
            cx.report(node, message)
                .help("Add `'operator': 'EXACT'` beside the name, or use 'group.id'");
        }
    }
}

/// The name that a criterion looks for, if it says nothing of how.
fn name_without_operator(criterion: Phrase<'_>) -> Option<&str> {
    let entries = criterion.entries()?;
    let [(key, value)] = entries[..] else {
        return None;
    };
    if key.quoted() != Some("group.profile.name") {
        return None;
    }
    value.values().into_iter().filter_map(Phrase::quoted).find(|name| !is_meant_as_prefix(name))
}

/// Whether the name plainly is the start of others, as `AWS-` or `West Coast.*`.
fn is_meant_as_prefix(name: &str) -> bool {
    !name.ends_with(|char: char| char.is_alphanumeric() || char == ')')
}
