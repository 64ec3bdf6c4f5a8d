//! Factor sequencing, that is `CHALLENGE` for `access`, in Identity Engine. Only Classic Engine has
//! it (provider for Terraform, `okta_policy_rule_signon`); no document of Identity Engine does.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Engine, PolicyRule, SignOn};

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Rule(check)]).only_in(Engine::Identity);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    if let Some(access) = SignOn::of(rule).and_then(|signon| signon.access("CHALLENGE")) {
        cx.report(access, "access is \"CHALLENGE\", which Classic Engine alone knows")
            .help("Set access to \"ALLOW\", and demand factors in the authentication policies");
    }
}
