//! What a rule does, in words.

use std::borrow::Cow;

use crate::export::PolicyRule;
use crate::json::Node;
use crate::reach::Names;
use crate::wording::printable;

/// The actions of a rule, in words to stand after "then".
pub(super) fn words(rule: &PolicyRule<'_>, names: &Names<'_, '_>) -> String {
    let actions = rule.node.field("actions");
    let words: Vec<String> = actions
        .into_iter()
        .flat_map(Node::members)
        .filter(|action| !action.value.is_null())
        .filter_map(|action| match action.key.as_str()?.as_ref() {
            "appSignOn" => Some(app_sign_on(action.value)),
            "signon" => Some(sign_on(action.value)),
            "enroll" => Some(enroll(action.value)),
            "idp" => Some(idp(action.value, names)),
            "profileEnrollment" => Some(profile_enrollment(action.value)),
            "token" => Some(token(action.value)),
            "passwordChange" => Some(permission("change the password", action.value)),
            "selfServicePasswordReset" => Some(permission("reset it", action.value)),
            "selfServiceUnlock" => Some(permission("unlock the account", action.value)),
            other => Some(printable(other)),
        })
        .collect();
    if words.is_empty() { "nothing that the file says".to_owned() } else { words.join("; ") }
}

fn text<'d>(node: Node<'d>, path: &[&str]) -> Option<Cow<'d, str>> {
    node.at(path)?.as_str()
}

fn is(node: Node<'_>, path: &[&str], value: &str) -> bool {
    node.at(path).is_some_and(|field| field.is_str(value))
}

fn permission(what: &str, action: Node<'_>) -> String {
    let verb = if is(action, &["access"], "DENY") { "may not" } else { "may" };
    format!("{verb} {what}")
}

fn app_sign_on(action: Node<'_>) -> String {
    if is(action, &["access"], "DENY") {
        return "deny".to_owned();
    }
    let Some(method) = action.field("verificationMethod") else {
        return "allow".to_owned();
    };
    let factors = match text(method, &["type"]).as_deref() {
        Some("AUTH_METHOD_CHAIN") => "a chain of authentication methods".to_owned(),
        Some("ID_PROOFING") => "identity proofing".to_owned(),
        _ => assurance(method),
    };
    let again = match text(method, &["reauthenticateIn"]) {
        Some(every) if every == "PT0S" => ", every time".to_owned(),
        Some(every) => format!(", again after {}", duration(&every)),
        None => String::new(),
    };
    format!("allow with {factors}{again}")
}

/// `any 2 factors`, or what the constraints demand of them.
fn assurance(method: Node<'_>) -> String {
    let count = match text(method, &["factorMode"]).as_deref() {
        Some("1FA") => "1 factor",
        Some("2FA") => "2 factors",
        _ => "factors",
    };
    let constraints = method.field("constraints").into_iter().flat_map(Node::elements);
    let alternatives: Vec<String> = constraints.map(constraint).collect();
    if alternatives.is_empty() || alternatives.iter().any(String::is_empty) {
        return format!("any {count}");
    }
    format!("{count}: {}", alternatives.join(", or "))
}

fn constraint(constraint: Node<'_>) -> String {
    let classes = ["knowledge", "possession", "inherence"];
    let demanded = classes.iter().filter_map(|class| {
        let demand = constraint.field(class)?;
        let property = |(field, word): &(&str, &'static str)| {
            is(demand, &[field], "REQUIRED").then_some(*word)
        };
        let properties: Vec<&str> = PROPERTIES.iter().filter_map(property).collect();
        let lists = ["types", "methods"].iter().filter_map(|list| demand.field(list));
        let kinds: Vec<String> = lists
            .flat_map(|list| list.strings())
            .map(|kind| printable(&kind).to_lowercase().replace('_', " "))
            .collect();
        let properties = if properties.is_empty() {
            String::new()
        } else {
            format!("{} ", properties.join(", "))
        };
        let kinds =
            if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(" or ")) };
        Some(format!("{properties}{class}{kinds}"))
    });
    demanded.collect::<Vec<_>>().join(" and ")
}

const PROPERTIES: [(&str, &str); 4] = [
    ("phishingResistant", "phishing-resistant"),
    ("hardwareProtection", "hardware-protected"),
    ("deviceBound", "device-bound"),
    ("userVerification", "user-verifying"),
];

fn sign_on(action: Node<'_>) -> String {
    if is(action, &["access"], "DENY") {
        return "deny".to_owned();
    }
    let mut words = "allow".to_owned();
    if action.field("requireFactor").and_then(Node::as_bool) == Some(true) {
        words.push_str(match text(action, &["factorPromptMode"]).as_deref() {
            Some("ALWAYS") => " with a second factor every time",
            Some("DEVICE") => " with a second factor once per device",
            Some("SESSION") => " with a second factor once per session",
            _ => " with a second factor",
        });
    }
    let minutes = |field| action.at(&["session", field])?.as_i64();
    match minutes("maxSessionLifetimeMinutes") {
        Some(0) => words.push_str(", for a session without end"),
        Some(lifetime) => words.push_str(&format!(", for {}", span(60 * lifetime))),
        None => {}
    }
    if let Some(idle) = minutes("maxSessionIdleMinutes") {
        words.push_str(&format!(", ended after {} idle", span(60 * idle)));
    }
    words
}

fn enroll(action: Node<'_>) -> String {
    match text(action, &["self"]).as_deref() {
        Some("LOGIN") => "enroll at the next sign-in".to_owned(),
        Some("CHALLENGE") => "enroll when first asked for a factor".to_owned(),
        Some("NEVER") => "do not enroll".to_owned(),
        _ => "enroll".to_owned(),
    }
}

fn idp(action: Node<'_>, names: &Names<'_, '_>) -> String {
    let providers = action.field("providers").into_iter().flat_map(Node::elements);
    let providers: Vec<String> = providers
        .map(|provider| {
            let text = |key| provider.field(key).and_then(Node::as_str);
            match (text("name"), text("id"), text("type")) {
                (Some(name), ..) => format!("\"{}\"", printable(&name)),
                (None, Some(id), _) => names.of(&id),
                (None, None, Some(kind)) if kind == "OKTA" => "Okta".to_owned(),
                (None, None, kind) => printable(&kind.unwrap_or_default()),
            }
        })
        .collect();
    if is(action, &["idpSelectionType"], "DYNAMIC") {
        return "sign in at the provider that an expression picks".to_owned();
    }
    format!("sign in at {}", providers.join(" or "))
}

fn profile_enrollment(action: Node<'_>) -> String {
    let register = if is(action, &["unknownUserAction"], "REGISTER") {
        "let unknown users register"
    } else {
        "turn unknown users away"
    };
    let asked = action.field("profileAttributes").into_iter().flat_map(Node::elements).count();
    format!("{register}, ask for {asked} attributes")
}

fn token(action: Node<'_>) -> String {
    let minutes = action.field("accessTokenLifetimeMinutes").and_then(Node::as_i64);
    match minutes {
        Some(minutes) => format!("access tokens for {}", span(60 * minutes)),
        None => "tokens".to_owned(),
    }
}

/// An ISO 8601 duration in words; as it is, where it mixes units.
fn duration(text: &str) -> String {
    let simple = |unit: &str, seconds: i64| {
        let number =
            text.strip_prefix(unit)?.strip_suffix(|char: char| char.is_ascii_uppercase())?;
        number.parse::<i64>().ok()?.checked_mul(seconds)
    };
    let seconds = match text.chars().last() {
        Some('H') => simple("PT", 3600),
        Some('M') if text.starts_with("PT") => simple("PT", 60),
        Some('S') => simple("PT", 1),
        Some('D') => simple("P", 86_400),
        _ => None,
    };
    seconds.map_or_else(|| printable(text), span)
}

/// A number of seconds in the largest unit that fits.
fn span(seconds: i64) -> String {
    const UNITS: [(i64, &str); 4] =
        [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")];
    let fits = |(unit, _): &&(i64, &str)| seconds != 0 && seconds % unit == 0;
    let (unit, name) = UNITS.iter().find(fits).copied().unwrap_or((1, "second"));
    let count = seconds / unit;
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_in_words() {
        for (text, words) in [
            ("PT2H", "2 hours"),
            ("PT1H", "1 hour"),
            ("PT24H", "1 day"),
            ("PT90M", "90 minutes"),
            ("P30D", "30 days"),
            ("PT1H30M", "PT1H30M"),
            ("P1Y", "P1Y"),
        ] {
            assert_eq!(duration(text), words, "{text}");
        }
    }
}
