//! A version compared with `<` or `>`, which compares texts (OEL reference, "Device": versions are
//! compared with `versionGreaterThan` and `versionLessThan`).

use crate::diagnostic::Severity;
use crate::expression::Operator;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some((node, expression)) = rule.conditions.expression() else {
        return;
    };
    for part in expression.whole().parts() {
        let Some(comparison) = part.comparison() else {
            continue;
        };
        let sides = [(comparison.left, comparison.right), (comparison.right, comparison.left)];
        let version = sides.into_iter().find_map(|(version, text)| {
            let path = version.path().filter(|path| is_version(path))?;
            text.quoted().filter(|text| is_dotted_number(text)).map(|text| (path, text))
        });
        if let Some((path, text)) = version.filter(|_| comparison.operator == Operator::Order) {
            let message = format!(
                "`{}` compares texts, and as a text \"10\" comes before \"9\"",
                part.text()
            );
            cx.report(node, message).help(format!(
                "Use `{path}.versionGreaterThan('{text}')` or `{path}.versionLessThan('{text}')`"
            ));
        }
    }
}

fn is_version(path: &str) -> bool {
    path.starts_with("device.") && (path.ends_with(".version") || path.ends_with("Version"))
}

fn is_dotted_number(text: &str) -> bool {
    text.starts_with(|char: char| char.is_ascii_digit())
        && text.chars().all(|char| char.is_ascii_digit() || char == '.')
}
