//! A routing rule whose `idpSelectionType` contradicts the rest of it (Policy API, "Limitations" of
//! IdP discovery: no provider with `DYNAMIC`, no expression with `SPECIFIC`; "IdP object": an
//! expression is required with `DYNAMIC`).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, Routing};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(routing) = Routing::of(rule) else {
        return;
    };
    let Some(selection) = routing.selection else {
        return;
    };
    let criteria = routing.criteria().into_iter().flat_map(Node::elements);
    let is_written = |text: &Node<'d>| text.as_str().is_some_and(|text| !text.is_empty());
    let mut expressions =
        criteria.filter_map(|one| one.field(Key::PROVIDER_EXPRESSION).filter(is_written));
    let providers = routing.providers.filter(|list| list.has_elements());
    match selection.as_str().as_deref() {
        Some("DYNAMIC") => {
            if let Some(providers) = providers {
                cx.report(providers, "idpSelectionType is \"DYNAMIC\", but providers names an IdP")
                    .label(selection, "an expression picks the IdP")
                    .help("Empty providers, or set idpSelectionType to \"SPECIFIC\"");
            }
            if expressions.next().is_none() {
                cx.report(
                    selection,
                    "idpSelectionType is \"DYNAMIC\", but no providerExpression picks the IdP",
                )
                .help("Add matchCriteria with a providerExpression");
            }
        }
        Some("SPECIFIC") => {
            if let Some(expression) = expressions.next() {
                cx.report(
                    expression,
                    "idpSelectionType is \"SPECIFIC\", but there is a providerExpression",
                )
                .label(selection, "providers picks the IdP")
                .help("Remove matchCriteria, or set idpSelectionType to \"DYNAMIC\"");
            }
        }
        _ => {}
    }
}
