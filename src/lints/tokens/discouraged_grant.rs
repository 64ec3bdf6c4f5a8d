//! The implicit and the password grant (RFC 9700, "Best Current Practice for OAuth 2.0 Security",
//! sections 2.1.2 and 2.4).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, Status};

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Rule(check)]).pedantic();

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    if rule.status != Status::Active {
        return;
    }
    for grant in rule.conditions.grants() {
        let danger = match grant.as_str().as_deref() {
            Some("implicit") => {
                "puts tokens into the address of a page, where others can read them"
            }
            Some("password") => "gives users' passwords to the client, past any other factor",
            _ => continue,
        };
        cx.report(grant, format!("the grant {} {danger}", grant.brief()))
            .help("Let clients use \"authorization_code\" with PKCE, then remove this grant");
    }
}
