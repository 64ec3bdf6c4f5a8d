//! One of Okta's own password policies with the other's users: "Active Directory Policy" is for
//! users of Active Directory, "Default Policy" for Okta's own, in all that servers returned.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Policy, PolicyType};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Policy(check)]);

/// The policies that Okta creates, and whose users they are for.
const PROVIDERS: [(&str, &str); 2] =
    [("Active Directory Policy", "ACTIVE_DIRECTORY"), ("Default Policy", "OKTA")];

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    if !policy.system || policy.kind != PolicyType::PASSWORD {
        return;
    }
    let Some(name) = policy.node.field(Key::NAME) else {
        return;
    };
    let Some(provider) = policy.node.at(&[Key::CONDITIONS, Key::AUTH_PROVIDER, Key::PROVIDER])
    else {
        return;
    };
    let Some((_, own)) = PROVIDERS.iter().find(|(policy, _)| name.is_str(policy)) else {
        return;
    };
    if !provider.is_str(own) {
        let message =
            format!("provider of {} is {}; Okta sets \"{own}\"", policy.title(), provider.brief());
        cx.report(provider, message)
            .label(name, "created by Okta")
            .help(format!("Set provider to \"{own}\", and add a policy for other users"));
    }
}
