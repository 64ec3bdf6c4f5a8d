//! A rule of Identity Engine that lets users in and does not say by which primary factor (Policy
//! API, "Signon Action object": `primaryFactor` is required if `access` is `ALLOW`). Classic Engine
//! has no such member.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Engine, PolicyRule, SignOn};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Rule(check)]).only_in(Engine::Identity);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(signon) = SignOn::of(rule) else {
        return;
    };
    let Some(allowed) = signon.access("ALLOW") else {
        return;
    };
    if signon.node.field(Key::PRIMARY_FACTOR).is_none() {
        cx.report(signon.node, "access is \"ALLOW\", but primaryFactor is missing")
            .label(allowed, "lets users in")
            .help("Set primaryFactor to \"PASSWORD_IDP\" or \"PASSWORD_IDP_ANY_FACTOR\"");
    }
}
