//! An authenticator that a constraint both allows and excludes (Policy API, "Constraints":
//! `authenticationMethods` is what to use, `excludedAuthenticationMethods` what not to).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Demand, PolicyRule};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification_in_effect() else {
        return;
    };
    for (allowed, excluded) in method.demands().flat_map(|demand| overlaps(demand)) {
        let key = allowed.field(Key::KEY).map(Node::brief).unwrap_or_default();
        let what = match allowed.field(Key::METHOD) {
            Some(method) => format!("{key} ({})", method.as_str().unwrap_or_default()),
            None => key,
        };
        cx.report(excluded, format!("{what} is both allowed and excluded"))
            .label(allowed, "allowed here")
            .help("Remove it from one of the lists");
    }
}

/// What is allowed, with what excludes all of it.
pub(crate) fn overlaps<'d>(demand: &Demand<'d>) -> Vec<(Node<'d>, Node<'d>)> {
    let entries = |name| demand.list(name).into_iter().flat_map(Node::elements);
    let overlap = |allowed: Node<'d>| {
        let excluded = entries(Demand::EXCLUDED).find(|excluded| covers(*excluded, allowed))?;
        Some((allowed, excluded))
    };
    entries(Demand::ALLOWED).filter_map(overlap).collect()
}

/// Whether an exclusion takes all that `allowed` stands for: it may leave the method or the
/// instance open.
fn covers(excluded: Node<'_>, allowed: Node<'_>) -> bool {
    let text = |node: Node<'_>, name: Key| Some(node.field(name)?.as_str()?.to_ascii_lowercase());
    let covers = |name| {
        let is_open = excluded.field(name).is_none();
        let excluded = text(excluded, name);
        is_open || (excluded.is_some() && excluded == text(allowed, name))
    };
    text(excluded, Key::KEY).is_some() && [Key::KEY, Key::METHOD, Key::ID].into_iter().all(covers)
}
