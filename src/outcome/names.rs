//! Names by which people mean authenticators and their methods.

use std::fmt;
use std::str::FromStr;

use super::uses::Use;
use crate::authenticators::{AUTHENTICATORS, NEWER, is_known_method, methods_of, older};
use crate::wording::{nearest, printable};

/// An authenticator, one of its methods, or a method of whichever authenticator.
///
/// ```
/// use catchall::outcome::AuthenticatorName;
///
/// for name in ["okta_verify", "okta_verify:push", "sms", "password"] {
///     assert_eq!(name.parse::<AuthenticatorName>()?.to_string(), name);
/// }
/// let error = "okta_verfy".parse::<AuthenticatorName>().unwrap_err();
/// assert_eq!(error.meant.as_deref(), Some("okta_verify"));
/// // Okta adds authenticators: one that nothing is known of may be right.
/// assert!("palm_reader".parse::<AuthenticatorName>().is_ok());
/// # Ok::<(), catchall::outcome::UnknownName>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AuthenticatorName {
    key: Option<String>,
    method: Option<String>,
}

/// A text that names no authenticator and no method.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{}\" names no authenticator and no method", printable(.name))]
pub struct UnknownName {
    /// The text.
    pub name: String,
    /// What was probably meant.
    pub meant: Option<String>,
}

/// A key that Okta's table of authenticators lacks, and its constraints take (OpenAPI description,
/// `AuthenticationMethodObject.key`).
const TEMPORARY_ACCESS_CODE: &str = "tac";

impl AuthenticatorName {
    /// The key of the authenticator, such as `okta_verify`.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// The method, such as `push`.
    pub fn method(&self) -> Option<&str> {
        self.method.as_deref()
    }

    /// Whether it names the use.
    pub fn names(&self, one: &Use) -> bool {
        self.is_of(one.key.as_deref(), one.method.as_deref())
    }

    /// Whether it names a use with this key and method. Newer keys of an authenticator and the key and
    /// method that they stand for are one.
    pub(super) fn is_of(&self, key: Option<&str>, method: Option<&str>) -> bool {
        let (own_key, own_method) = since_long(self.key(), self.method());
        let (key, method) = since_long(key, method);
        own_key.is_none_or(|own| key == Some(own))
            && own_method
                .is_none_or(|own| method.is_some_and(|method| method.eq_ignore_ascii_case(own)))
    }
}

/// The key and method that a newer key stands for; those that are given, for one that is none.
fn since_long<'n>(
    key: Option<&'n str>,
    method: Option<&'n str>,
) -> (Option<&'n str>, Option<&'n str>) {
    match key.and_then(older) {
        Some(row) => (Some(row.key), Some(row.method)),
        None => (key, method),
    }
}

fn keys() -> impl Iterator<Item = &'static str> {
    let described = AUTHENTICATORS.iter().chain(&NEWER).map(|row| row.key);
    described.chain([TEMPORARY_ACCESS_CODE])
}

impl FromStr for AuthenticatorName {
    type Err = UnknownName;

    /// Reads `key`, `key:method` or `method`. A name that is not known is taken for a key, unless it is
    /// close to one that is.
    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let name = text.trim().to_ascii_lowercase();
        let unknown = |meant: Option<String>| UnknownName { name: text.to_owned(), meant };
        let (key, method) = match name.split_once(':') {
            Some((key, method)) => (key.trim(), Some(method.trim())),
            None => (name.as_str(), None),
        };
        if key.is_empty() || method.is_some_and(str::is_empty) {
            return Err(unknown(None));
        }
        let is_key = keys().any(|known| known == key);
        if method.is_none() && !is_key && is_known_method(key) {
            return Ok(Self { key: None, method: Some(name) });
        }
        if !is_key {
            let methods = AUTHENTICATORS.iter().map(|row| row.method);
            let methods = methods.filter(|_| method.is_none());
            if let Some(meant) = nearest(key, keys().chain(methods)) {
                let method = method.map(|method| format!(":{method}")).unwrap_or_default();
                return Err(unknown(Some(format!("{meant}{method}"))));
            }
        }
        if let Some(method) = method.filter(|method| methods_of(key).all(|known| known != *method))
            && let Some(meant) = nearest(method, methods_of(key))
        {
            return Err(unknown(Some(format!("{key}:{meant}"))));
        }
        Ok(Self { key: Some(key.to_owned()), method: method.map(str::to_owned) })
    }
}

impl fmt::Display for AuthenticatorName {
    /// As it is written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<&str> = [self.key(), self.method()].into_iter().flatten().collect();
        f.write_str(&parts.join(":"))
    }
}
