//! What people call authenticators, and what users show with them.

use std::fmt;

use super::proofs::Proof;
use super::uses::{Use, UserVerification};
use crate::wording::{printable, series};

/// What an authenticator is called, and what its user shows: by key, and by method where it has several
/// (Policy API, "Authenticator key, type, method, and characteristic relationships for constraints";
/// Admin Console, "Authenticators").
const AUTHENTICATORS: [(&str, Option<&str>, &str, &str); 26] = [
    ("okta_password", None, "password", "a password"),
    ("security_question", None, "security question", "the answer to a security question"),
    ("okta_email", None, "email", "a one-time code by email"),
    ("phone_number", Some("sms"), "SMS", "a text message"),
    ("phone_number", Some("voice"), "voice call", "a voice call"),
    ("phone_number", None, "phone", "a phone"),
    ("duo", None, "Duo", "Duo"),
    ("symantec_vip", None, "Symantec VIP", "a Symantec VIP code"),
    ("google_otp", None, "Google Authenticator", "a Google Authenticator code"),
    ("okta_verify", Some("totp"), "Okta Verify code", "an Okta Verify code"),
    ("okta_verify", Some("push"), "Okta Verify push", "an Okta Verify push"),
    ("okta_verify", Some("signed_nonce"), "Okta FastPass", "Okta FastPass"),
    ("okta_verify", None, "Okta Verify", "Okta Verify"),
    ("okta_verify_totp", None, "Okta Verify code", "an Okta Verify code"),
    ("okta_verify_push", None, "Okta Verify push", "an Okta Verify push"),
    ("okta_verify_fastpass", None, "Okta FastPass", "Okta FastPass"),
    ("custom_app", None, "custom app", "a push to a custom app"),
    ("webauthn", None, "WebAuthn", "WebAuthn"),
    ("passkey", None, "passkey", "a passkey"),
    ("custom_otp", None, "custom OTP", "a custom one-time code"),
    ("onprem_mfa", None, "on-prem MFA", "an on-prem MFA code"),
    ("rsa_token", None, "RSA token", "an RSA token code"),
    ("yubikey_token", None, "YubiKey OTP", "a YubiKey one-time code"),
    ("external_idp", None, "external IdP", "an external IdP"),
    ("smart_card_idp", None, "smart card", "a smart card"),
    ("tac", None, "temporary access code", "a temporary access code"),
];

/// What an authenticator is called, of one method or of whichever.
pub(crate) fn title(key: &str, method: Option<&str>) -> Option<&'static str> {
    entry(key, method).map(|(title, _)| title)
}

fn entry(key: &str, method: Option<&str>) -> Option<(&'static str, &'static str)> {
    let is_it = |one: &&(&str, Option<&str>, _, _)| one.0 == key && one.1 == method;
    AUTHENTICATORS.iter().find(is_it).map(|(_, _, title, shown)| (*title, *shown))
}

impl fmt::Display for Use {
    /// What the user shows, such as "an Okta Verify push with biometrics".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = self.method.as_deref();
        let known = self.key.as_deref().and_then(|key| {
            let key = key.to_lowercase();
            entry(&key, method).or_else(|| entry(&key, None))
        });
        match (known, self.key.as_deref(), method) {
            (Some((_, shown)), ..) => f.write_str(shown)?,
            (None, Some(name), _) | (None, None, Some(name)) => {
                write!(f, "\"{}\"", printable(name))?;
            }
            (None, None, None) => f.write_str("an authenticator that no table describes")?,
        }
        f.write_str(match self.verification {
            UserVerification::None => "",
            UserVerification::Pin => " with a PIN",
            UserVerification::Biometrics => " with biometrics",
        })
    }
}

impl fmt::Display for Proof {
    /// What the user shows, to stand after "with": "a password alone", "a password and a text message".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_slice() {
            [] => f.write_str("nothing"),
            [only] => write!(f, "{only} alone"),
            several => f.write_str(&series(several.iter().map(Use::to_string), "and")),
        }
    }
}
