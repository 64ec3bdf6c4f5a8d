//! Settings of passkeys on another authenticator: groups of WebAuthn models, and the promotion,
//! which is also bound to an optional enrollment (Policy API, "Policy Authenticator Constraints
//! object"; Okta's OpenAPI description, `EnrollmentPolicyAuthenticatorPromotion`).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Enrollable, Enrollment, Policy};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    for entry in Enrollable::authenticators(policy) {
        let groups =
            entry.node.at(&[Key::CONSTRAINTS, Key::AAGUID_GROUPS]).filter(|g| g.has_elements());
        let promotion = entry.detail(Key::PROMOTION);
        let is_passkey = matches!(&*entry.key, "webauthn" | "passkey");
        for (name, setting) in [("aaguidGroups", groups), ("promotion", promotion)] {
            if let Some(setting) = setting.filter(|_| !is_passkey) {
                let message =
                    format!("{name} stands on \"{}\"; only \"webauthn\" has it", entry.key);
                cx.report(setting, message)
                    .help(format!("Move {name} to \"webauthn\", or remove it"));
            }
        }
        if let Some(promotion) = promotion.filter(|_| is_passkey) {
            promotion_of_what_is_not_optional(&entry, promotion, cx);
        }
    }
}

fn promotion_of_what_is_not_optional<'d>(
    entry: &Enrollable<'d>,
    promotion: Node<'d>,
    cx: &mut Cx<'_, 'd>,
) {
    if matches!(entry.enrollment, Enrollment::NotAllowed | Enrollment::Required) {
        let demand = entry.demand_node();
        let message = format!(
            "promotion nudges users to an optional enrollment, but self is {}",
            demand.brief()
        );
        cx.report(promotion, message)
            .label(demand, "not \"OPTIONAL\"")
            .help("Remove promotion, or set self to \"OPTIONAL\"");
    }
}
