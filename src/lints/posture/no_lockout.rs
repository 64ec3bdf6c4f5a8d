//! A password policy that never locks an account, however many wrong passwords are tried, and with
//! it an automatic unlock that has nothing to unlock (Policy API, "Lockout object": 0 is no limit).

use crate::diagnostic::{Severity, Tier};
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Policy, directory_of};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(lockout) = policy.node.at(&[Key::SETTINGS, Key::PASSWORD, Key::LOCKOUT]) else {
        return;
    };
    let attempts = lockout.field(Key::MAX_ATTEMPTS);
    let Some(attempts) = attempts.filter(|attempts| attempts.said_i64() == Some(0)) else {
        return;
    };
    let directory = directory_of(policy);
    let help = "Set maxAttempts to the wrong passwords that users may try, such as 10";
    match directory {
        Some(provider) => {
            let message =
                "Okta counts no wrong passwords, so only the directory can lock an account";
            let finding = cx.report(attempts, message).help(help);
            finding.severity(Severity::Info).tier(Tier::Pedantic);
            finding.label(provider, "keeps the passwords");
        }
        None => {
            let message = "wrong passwords never lock an account: anybody may guess without limit";
            cx.report(attempts, message).help(help);
        }
    }
    let unlock = lockout.field(Key::AUTO_UNLOCK_MINUTES);
    let is_set = |minutes: &i64| *minutes > 0;
    if let Some((unlock, minutes)) =
        unlock.and_then(|unlock| Some((unlock, unlock.said_i64().filter(is_set)?)))
    {
        let message = format!("accounts are unlocked after {minutes} minutes, but never locked");
        let finding = cx.report(unlock, message);
        finding
            .severity(Severity::Info)
            .label(attempts, "no limit")
            .help("Set maxAttempts to a number above 0, or autoUnlockMinutes to 0");
        if directory.is_some() {
            finding.tier(Tier::Pedantic);
        }
    }
}
