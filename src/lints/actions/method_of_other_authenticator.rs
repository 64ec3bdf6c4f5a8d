//! A key and a method that do not go together, such as `google_otp` with `totp` (Policy API,
//! "Authenticator key, type, method, and characteristic relationships for constraints").

use crate::authenticators::{is_known_method, methods_of};
use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Demand, PolicyRule};
use crate::okta::Key;
use crate::wording::series;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification_in_effect() else {
        return;
    };
    let in_constraints = method.demands().flat_map(|demand| {
        let lists = [Demand::ALLOWED, Demand::EXCLUDED];
        lists.into_iter().filter_map(move |name| demand.list(name)).flat_map(Node::elements)
    });
    let in_chains = method.steps().flat_map(|step| step.methods());
    for entry in in_constraints.chain(in_chains) {
        check_pair(entry, cx);
    }
}

fn check_pair<'d>(entry: Node<'d>, cx: &mut Cx<'_, 'd>) {
    let (Some(key), Some(method)) = (entry.field(Key::KEY), entry.field(Key::METHOD)) else {
        return;
    };
    let (Some(key_name), Some(name)) = (key.as_str(), method.as_str()) else {
        return;
    };
    let known: Vec<&str> = methods_of(&key_name).collect();
    // Okta may have added a method that the table has nowhere.
    let is_of_other = is_known_method(&name)
        && !known.is_empty()
        && !known.iter().any(|known| known.eq_ignore_ascii_case(&name));
    if !is_of_other {
        return;
    }
    let known = series(known.iter().map(|known| format!("\"{known}\"")), "or");
    let message = format!("{} has no method {}, only {known}", key.brief(), method.brief());
    cx.report(method, message)
        .label(key, "the authenticator")
        .help(format!("Write {known}, or the key of the authenticator that was meant"));
}
