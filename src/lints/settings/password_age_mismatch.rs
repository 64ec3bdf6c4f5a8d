//! Ages of a password that contradict each other: a warning before the password has any age or
//! without an expiry, and a least age above the greatest (Policy API, "Age object").

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::Policy;
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Policy(check)]);

const MINUTES_A_DAY: i64 = 24 * 60;

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(age) = policy.node.at(&[Key::SETTINGS, Key::PASSWORD, Key::AGE]) else {
        return;
    };
    let Some((expiry, max_days)) = count(age, Key::MAX_AGE_DAYS) else {
        return;
    };
    if let Some((warning, days)) = count(age, Key::EXPIRE_WARN_DAYS).filter(|(_, days)| *days > 0) {
        if max_days == 0 {
            cx.report(
                warning,
                format!("users are warned {days} days before expiry, which never comes"),
            )
            .label(expiry, "passwords do not expire")
            .help("Set expireWarnDays to 0, or maxAgeDays to the days until expiry");
        } else if max_days > 0 && days >= max_days {
            let message = format!(
                "users are warned {days} days before expiry, but a password lives {max_days} days"
            );
            cx.report(warning, message)
                .label(expiry, "the whole life of a password")
                .help("Set expireWarnDays to fewer days than maxAgeDays");
        }
    }
    if let Some((least, minutes)) = count(age, Key::MIN_AGE_MINUTES)
        && max_days > 0
        && minutes / MINUTES_A_DAY >= max_days
    {
        let message = format!(
            "a password can't be changed for {minutes} minutes, but expires after {max_days} days"
        );
        cx.report(least, message)
            .label(expiry, "expires before")
            .help("Set minAgeMinutes to less time than maxAgeDays");
    }
}

fn count<'d>(age: Node<'d>, name: Key) -> Option<(Node<'d>, i64)> {
    let node = age.field(name)?;
    Some((node, node.said_i64()?))
}
