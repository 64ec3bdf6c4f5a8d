//! An attribute compared with a text that it never is (OEL reference, "Reference attributes"; help
//! center, "Expression Language attributes for devices"; Users API, `status`).

use crate::diagnostic::Severity;
use crate::expression::{Call, Operator, Phrase};
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;
use crate::wording::{list, nearest};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

/// An attribute whose values Okta lists.
pub(crate) struct Attribute {
    pub(super) path: &'static str,
    pub(super) values: &'static [&'static str],
    /// Whether Okta adds values: then only near misses are surely wrong.
    pub(super) is_open: bool,
}

const ATTRIBUTES: [Attribute; 7] = [
    Attribute { path: "security.risk.level", values: &["LOW", "MEDIUM", "HIGH"], is_open: false },
    Attribute {
        path: "user.status",
        values: &[
            "STAGED",
            "PROVISIONED",
            "ACTIVE",
            "RECOVERY",
            "PASSWORD_EXPIRED",
            "LOCKED_OUT",
            "SUSPENDED",
            "DEPROVISIONED",
        ],
        is_open: false,
    },
    Attribute {
        path: "device.profile.platform",
        values: &[
            "IOS",
            "ANDROID",
            "WINDOWS",
            "MACOS",
            "CHROMEOS",
            "MOBILE_OTHER",
            "DESKTOP_OTHER",
        ],
        is_open: true,
    },
    Attribute {
        path: "device.profile.diskEncryptionType",
        values: &["NONE", "FULL", "USER", "ALL_INTERNAL_VOLUMES", "SYSTEM_VOLUME"],
        is_open: true,
    },
    Attribute {
        path: "device.assurance.screenLockType",
        values: &["NONE", "PASSCODE", "BIOMETRIC"],
        is_open: true,
    },
    Attribute {
        path: "accessRequest.authenticator.key",
        values: &[
            "custom_app",
            "custom_otp",
            "duo",
            "external_idp",
            "google_otp",
            "okta_email",
            "okta_password",
            "okta_verify",
            "onprem_mfa",
            "phone_number",
            "rsa_token",
            "security_question",
            "smart_card_idp",
            "symantec_vip",
            "webauthn",
            "yubikey_token",
        ],
        is_open: true,
    },
    Attribute {
        path: "device.caller.bindingType",
        values: &["LOOPBACK", "APPLE_SSO_EXTENSION"],
        is_open: true,
    },
];

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    check_values(rule, &ATTRIBUTES, cx);
}

/// Reports the texts that the attributes are compared with and never are.
pub(crate) fn check_values<'d>(
    rule: &PolicyRule<'d>,
    attributes: &[Attribute],
    cx: &mut Cx<'_, 'd>,
) {
    let Some((node, expression)) = rule.conditions.expression() else {
        return;
    };
    let whole = expression.whole();
    let comparisons = whole.parts().into_iter().filter_map(Phrase::comparison);
    let compared = comparisons.filter(|one| one.operator == Operator::Equality).flat_map(|one| {
        attributes
            .iter()
            .filter_map(move |attribute| Some((attribute, one.quoted(attribute.path)?)))
    });
    for (attribute, text) in compared.chain(looked_for(whole, attributes)) {
        // A single letter stands for a value in a sketch.
        let is_sketch = text.chars().count() < 2;
        let meant = nearest(text, attribute.values.iter().copied());
        let is_possible = attribute.values.contains(&text);
        if is_possible || meant.is_none() && (attribute.is_open || is_sketch) {
            continue;
        }
        let help = match meant {
            Some(meant) => format!("Write \"{meant}\""),
            None => format!("Use one of {}", list(attribute.values.iter().copied())),
        };
        cx.report(node, format!("{} is never \"{text}\"", attribute.path)).help(help);
    }
}

/// What is looked for as in `{'LOW', 'MEDIUM'}.contains(security.risk.level)`.
fn looked_for<'e, 'a>(
    whole: Phrase<'e>,
    attributes: &'a [Attribute],
) -> impl Iterator<Item = (&'a Attribute, &'e str)> {
    // A text contains parts of itself.
    let is_in_list = |call: &Call<'_>| call.name == "contains" && call.receiver.quoted().is_none();
    whole.calls().filter(is_in_list).flat_map(move |call| {
        let path = call.arguments.path();
        let attribute = attributes.iter().find(|one| path.as_deref() == Some(one.path));
        let texts = call.receiver.values().into_iter().filter_map(Phrase::quoted);
        texts.filter_map(move |text| Some((attribute?, text)))
    })
}
