//! What admins call authenticators, their types and methods.

use crate::authenticators::methods_of;
use crate::outcome::actions::AuthenticationMethod;
use crate::outcome::title;
use crate::reach::Names;
use crate::wording::printable;

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
    title(key, None).map_or_else(|| kind(key), str::to_owned)
}

/// An entry `{key, method, id}` of a list of authenticators.
pub(super) fn entry(entry: &AuthenticationMethod<'_>, names: &Names<'_, '_>) -> String {
    let its_key = entry.key.text().unwrap_or_default().to_lowercase();
    let method = entry.method.text().map(str::to_lowercase);
    let exact = method.as_deref().and_then(|method| title(&its_key, Some(method)));
    let has_one = methods_of(&its_key).take(2).count() == 1;
    let mut words = match (exact, method) {
        (Some(words), _) => words.to_owned(),
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
