//! What admins call authenticators, their types and methods.

use crate::authenticators::methods_of;
use crate::outcome::actions::AuthenticationMethod;
use crate::reach::Names;
use crate::wording::printable;

/// By key, and by method where an authenticator has several (Policy API, "Authenticator key, type,
/// method, and characteristic relationships for constraints"; Admin Console, "Authenticators").
const AUTHENTICATORS: [(&str, Option<&str>, &str); 26] = [
    ("okta_password", None, "password"),
    ("security_question", None, "security question"),
    ("okta_email", None, "email"),
    ("phone_number", Some("sms"), "SMS"),
    ("phone_number", Some("voice"), "voice call"),
    ("phone_number", None, "phone"),
    ("duo", None, "Duo"),
    ("symantec_vip", None, "Symantec VIP"),
    ("google_otp", None, "Google Authenticator"),
    ("okta_verify", Some("totp"), "Okta Verify code"),
    ("okta_verify", Some("push"), "Okta Verify push"),
    ("okta_verify", Some("signed_nonce"), "Okta FastPass"),
    ("okta_verify", None, "Okta Verify"),
    ("okta_verify_totp", None, "Okta Verify code"),
    ("okta_verify_push", None, "Okta Verify push"),
    ("okta_verify_fastpass", None, "Okta FastPass"),
    ("custom_app", None, "custom app"),
    ("webauthn", None, "WebAuthn"),
    ("passkey", None, "passkey"),
    ("custom_otp", None, "custom OTP"),
    ("onprem_mfa", None, "on-prem MFA"),
    ("rsa_token", None, "RSA token"),
    ("yubikey_token", None, "YubiKey OTP"),
    ("external_idp", None, "external IdP"),
    ("smart_card_idp", None, "smart card"),
    ("tac", None, "temporary access code"),
];

/// Types and methods that their own names do not say well.
const KINDS: [(&str, &str); 8] = [
    ("sms", "SMS"),
    ("voice", "voice call"),
    ("otp", "OTP"),
    ("totp", "TOTP"),
    ("webauthn", "WebAuthn"),
    ("signed_nonce", "Okta FastPass"),
    ("idp", "IdP"),
    ("cert", "smart card"),
];

/// A type or method.
pub(super) fn kind(name: &str) -> String {
    let name = name.to_lowercase();
    let known = KINDS.iter().find(|(kind, _)| *kind == name);
    known.map_or_else(|| printable(&name).replace('_', " "), |(_, words)| (*words).to_owned())
}

/// An authenticator, whichever of its methods is used.
pub(super) fn key(key: &str) -> String {
    named(key, None).unwrap_or_else(|| kind(key))
}

/// An entry `{key, method, id}` of a list of authenticators.
pub(super) fn entry(entry: &AuthenticationMethod<'_>, names: &Names<'_, '_>) -> String {
    let its_key = entry.key.text().unwrap_or_default().to_lowercase();
    let method = entry.method.text().map(str::to_lowercase);
    let exact = method.as_deref().and_then(|method| named(&its_key, Some(method)));
    let has_one = methods_of(&its_key).take(2).count() == 1;
    let mut words = match (exact, method) {
        (Some(words), _) => words,
        (None, Some(method)) if !has_one && method != its_key => {
            format!("{} by {}", key(&its_key), kind(&method))
        }
        (None, _) => key(&its_key),
    };
    if let Some(id) = entry.id.text() {
        words.push_str(&format!(" {}", names.of(id)));
    }
    words
}

fn named(key: &str, method: Option<&str>) -> Option<String> {
    let known = AUTHENTICATORS.iter().find(|(known, its, _)| *known == key && *its == method)?;
    Some(known.2.to_owned())
}
