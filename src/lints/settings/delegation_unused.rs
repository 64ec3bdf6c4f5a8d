//! An option for Active Directory users in a password policy for users of Okta (Policy API,
//! "Options object").

use crate::diagnostic::{Safety, Severity};
use crate::lints::{Check, Cx, Declaration};
use crate::model::Policy;
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let option = policy.node.at(&[Key::SETTINGS, Key::DELEGATION, Key::OPTIONS, Key::SKIP_UNLOCK]);
    let provider = policy.node.at(&[Key::CONDITIONS, Key::AUTH_PROVIDER, Key::PROVIDER]);
    let option = option.filter(|option| option.said_bool() == Some(true));
    let provider = provider.filter(|provider| provider.is_str("OKTA"));
    if let (Some(option), Some(provider)) = (option, provider) {
        cx.report(option, "skipUnlock concerns Active Directory users; the policy is for others")
            .label(provider, "users whose passwords Okta keeps")
            .help("Set skipUnlock to false, or set it on the policy for Active Directory users")
            .fix(Safety::Safe, "Set skipUnlock to false")
            .replace(option, false);
    }
}
