//! Secrets that happen to lie in a text: nobody needs to see them to mend what is wrong with it.

use std::borrow::Cow;
use std::ops::Range;

/// What stands in place of a secret, as in the logs of CI jobs.
pub(super) const HIDDEN: &str = "***";

/// Whether a member of this name, or a line that starts with it, holds a secret.
#[cfg(feature = "full")]
pub(crate) fn is_secret_name(name: &str) -> bool {
    const WHOLE: [&str; 2] = ["cookie", "setcookie"];
    const ENDS: [&str; 9] = [
        "secret",
        "token",
        "password",
        "passwd",
        "passcode",
        "apikey",
        "privatekey",
        "authorization",
        "credential",
    ];
    // The longest of them, with separators.
    const LONGEST: usize = 64;
    let start = name.char_indices().rev().nth(LONGEST).map_or(0, |(at, _)| at);
    let letters = name[start..].chars().filter(char::is_ascii_alphanumeric);
    let plain: String = letters.map(|char| char.to_ascii_lowercase()).collect();
    let plain = plain.strip_suffix('s').unwrap_or(&plain);
    WHOLE.contains(&plain) || ENDS.iter().any(|end| plain.ends_with(end))
}

/// A text without secrets that are known by their form.
pub(crate) fn without_secrets(text: &str) -> Cow<'_, str> {
    let secrets = by_form(text);
    if secrets.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    let mut at = 0;
    for secret in secrets {
        safe.push_str(&text[at..secret.start]);
        safe.push_str(HIDDEN);
        at = secret.end;
    }
    safe.push_str(&text[at..]);
    Cow::Owned(safe)
}

/// Where the secrets of a line are: those that are known by their form, and those that stand behind
/// the name of a secret.
#[cfg(feature = "full")]
pub(super) fn in_line(line: &str) -> Vec<Range<usize>> {
    let mut secrets = by_form(line);
    secrets.extend(by_name(line));
    secrets.sort_by_key(|secret| (secret.start, secret.end));
    let mut end = 0;
    secrets.retain(|secret| {
        let is_new = secret.start >= end;
        end = end.max(secret.end);
        is_new
    });
    secrets
}

/// Credentials behind the scheme of an `Authorization` header (RFC 9110, section 11.6.2; Okta's own is
/// `SSWS`), tokens of Okta's API, JSON Web Tokens (RFC 7519) and private keys (RFC 7468).
fn by_form(text: &str) -> Vec<Range<usize>> {
    const LENGTH_OF_API_TOKEN: usize = 42;
    const LENGTH_OF_ID: usize = 20;
    const SHORTEST_JWT: usize = 20;
    let mut secrets: Vec<Range<usize>> = Vec::new();
    let mut before = 0..0;
    for word in words(text, |byte| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte)) {
        let said = &text[word.clone()];
        let scheme = &text[before.clone()];
        let gap = &text[before.end..word.start];
        let is_behind = !gap.is_empty() && gap.bytes().all(|byte| byte == b' ');
        // An id has 20 characters; what is longer and was cut is a token.
        let is_cut = said.len() > LENGTH_OF_ID && text[word.end..].starts_with('…');
        let is_api_token = (said.len() == LENGTH_OF_API_TOKEN || is_cut)
            && said.starts_with("00")
            && said.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        let is_jwt = said.starts_with("eyJ") && said.len() >= SHORTEST_JWT;
        if is_api_token || is_jwt || is_behind && is_credential(scheme, said) {
            secrets.push(word.clone());
        } else if said == "-----BEGIN" {
            let end = text[word.end..].find('"').map_or(text.len(), |end| word.end + end);
            secrets.push(word.end..end);
            return secrets;
        }
        before = word;
    }
    secrets
}

fn is_credential(scheme: &str, said: &str) -> bool {
    const SHORTEST: usize = 16;
    let is = |name: &str| scheme.eq_ignore_ascii_case(name);
    // "Basic authentication" is a name, too.
    let is_random =
        || said.len() >= SHORTEST && said.bytes().any(|byte| byte.is_ascii_digit() || byte == b'=');
    is("SSWS") || (is("Bearer") || is("Basic") || is("DPoP")) && is_random()
}

#[cfg(feature = "full")]
fn by_name(line: &str) -> Vec<Range<usize>> {
    let names = words(line, |byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    names
        .filter(|name| is_secret_name(&line[name.clone()]))
        .filter_map(|n| behind(line, n))
        .collect()
}

/// The text that is said of a name: in JSON, or in a header.
#[cfg(feature = "full")]
fn behind(line: &str, name: Range<usize>) -> Option<Range<usize>> {
    let rest = &line[name.end..];
    let after_quote = rest.strip_prefix(['"', '\'']);
    let is_json = after_quote.is_some();
    let after = after_quote.unwrap_or(rest).trim_start();
    let value = after.strip_prefix([':', '='])?.trim_start();
    let start = line.len() - value.len();
    let Some(quoted) = value.strip_prefix('"') else {
        // A header, all of which is the value; but no number, list or object of JSON.
        let is_value = !is_json && !value.is_empty() && !value.starts_with(['{', '[']);
        return is_value.then_some(start..line.len());
    };
    let mut is_escaped = false;
    let end = quoted.bytes().position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    });
    let end = end.map_or(line.len(), |end| start + 1 + end);
    (end > start + 1).then_some(start + 1..end)
}

/// The longest runs of such bytes, all of them ASCII.
fn words(text: &str, is_in: impl Fn(u8) -> bool) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes.get(at..)?.iter().position(|byte| is_in(*byte))?;
        let length = bytes[start..].iter().position(|byte| !is_in(*byte));
        at = length.map_or(bytes.len(), |length| start + length);
        Some(start..at)
    })
}

#[cfg(all(test, feature = "full"))]
mod tests {
    use super::*;

    fn hidden(line: &str) -> String {
        let mut shown = line.to_owned();
        for secret in in_line(line).into_iter().rev() {
            shown.replace_range(secret, HIDDEN);
        }
        shown
    }

    #[test]
    fn what_looks_like_a_secret_is_hidden() {
        for (line, shown) in [
            (r#""client_secret": "a\"b", "id": "x""#, r#""client_secret": "***", "id": "x""#),
            (r#"  "apiToken" : "abc"#, r#"  "apiToken" : "***"#),
            ("Authorization: SSWS abc", "Authorization: ***"),
            ("curl -H 'SSWS 00abc' x", "curl -H 'SSWS ***' x"),
            ("set-cookie: sid=1; Path=/", "set-cookie: ***"),
            (r#"{"x": "00aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789_-ab"}"#, r#"{"x": "***"}"#),
            (r#""eyJhbGciOiJIUzI1NiJ9.e30.abc_def""#, r#""***""#),
            ("\"-----BEGIN PRIVATE KEY-----\\nabc\"", "\"-----BEGIN***\""),
            ("Bearer abcdefghij0123456789=", "Bearer ***"),
            ("`\"00aBcDeFgHiJkLmNoPqRsTuVwX…`", "`\"***…`"),
        ] {
            assert_eq!(hidden(line), shown);
        }
    }

    #[test]
    fn what_is_none_is_shown() {
        for line in [
            r#""name": "Basic authentication for contractors""#,
            r#""id": "0prq2c8vXnR4tLb6Y5d7""#,
            r#""token": {"enroll": 1}, "password": null, "password": 1"#,
            r#""types": ["PASSWORD", "token"]"#,
            r#""passwordless": "x", "usePersistentCookie": "false""#,
        ] {
            assert_eq!(hidden(line), line);
        }
    }
}
