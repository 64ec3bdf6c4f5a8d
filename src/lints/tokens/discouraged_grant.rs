//! The implicit and the password grant (RFC 9700, "Best Current Practice for OAuth 2.0 Security",
//! sections 2.1.2 and 2.4).

use crate::export::{PolicyRule, Status, grants};
use crate::finding::{Findings, Severity};
use crate::lints::{Check, Declaration};

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Rule(check)]).pedantic();

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    if rule.status != Status::Active {
        return;
    }
    for grant in grants(rule) {
        let danger = match grant.as_str().as_deref() {
            Some("implicit") => {
                "puts tokens into the address of a page, where others can read them"
            }
            Some("password") => "gives users' passwords to the client, past any other factor",
            _ => continue,
        };
        findings
            .at(grant, format!("the grant {} {danger}", grant.brief()))
            .help("Let clients use \"authorization_code\" with PKCE, then remove this grant");
    }
}
