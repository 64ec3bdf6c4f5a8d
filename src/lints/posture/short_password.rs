//! A password policy that is content with short passwords. Okta's default and the least that NIST
//! SP 800-63B allows are 8 characters.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Policy, directory_of};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Policy(check)]);

/// Lengths that the Admin Console takes and that are too short. What is shorter still, the schema
/// refuses.
const SHORT: std::ops::Range<i64> = 4..8;

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    // Passwords that a directory keeps have the length that the directory demands.
    if directory_of(policy).is_some() {
        return;
    }
    let Some(length) =
        policy.node.at(&[Key::SETTINGS, Key::PASSWORD, Key::COMPLEXITY, Key::MIN_LENGTH])
    else {
        return;
    };
    if let Some(characters) = length.said_i64().filter(|number| SHORT.contains(number)) {
        cx.report(length, format!("{characters} characters are enough for a password"))
            .help("Set minLength to 8 at least, better to 12 or more");
    }
}
