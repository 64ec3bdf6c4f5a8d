//! Enrollment settings with both `authenticators` and `factors`, or with the one that `type` does
//! not name (Policy API, "Authenticator enrollment policy", Policy Settings data: the two are
//! mutually exclusive, and `type` is `FACTORS` where it is left out).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Policy, PolicyType};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(settings) =
        policy.node.field(Key::SETTINGS).filter(|_| policy.kind == PolicyType::MFA_ENROLL)
    else {
        return;
    };
    let authenticators = settings.field(Key::AUTHENTICATORS).filter(|list| list.is_array());
    let factors = settings.field(Key::FACTORS).filter(|factors| factors.fields().next().is_some());
    let kind = settings.field(Key::TYPE);
    let is_kind = |name: &str| kind.filter(|kind| kind.is_str(name));
    match (authenticators.filter(|list| list.has_elements()), factors) {
        (Some(authenticators), Some(factors)) => {
            cx.report(factors, "settings has both authenticators and factors; Okta keeps only one")
                .label(authenticators, "the other one")
                .help("Remove factors: they are Classic Engine's form of the same settings");
        }
        (Some(authenticators), None) => {
            if let Some(kind) = is_kind("FACTORS") {
                let message = "settings has authenticators, but its type is \"FACTORS\"";
                let finding =
                    cx.report(authenticators, message).label(kind, "names the other form");
                finding.help("Set type to \"AUTHENTICATORS\"");
            }
        }
        (None, Some(factors)) => {
            if let Some(kind) = is_kind("AUTHENTICATORS") {
                let message = "settings has factors, but its type is \"AUTHENTICATORS\"";
                let finding = cx.report(factors, message).label(kind, "names the other form");
                finding.help("Write the factors as authenticators, or set type to \"FACTORS\"");
            }
        }
        (None, None) => {}
    }
    if let (Some(authenticators), None, None) = (authenticators, factors, kind) {
        cx.report(
            authenticators,
            "settings has authenticators, but no type, which means \"FACTORS\"",
        )
        .severity(Severity::Warning)
        .help("Set type to \"AUTHENTICATORS\"");
    }
}
