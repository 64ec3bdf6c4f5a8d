//! An expression, or a part that it joins, whose value is surely no Boolean (OEL reference,
//! "Conditional expressions": expressions must evaluate to Boolean).
//!
//! Custom attributes may be Boolean, and so may functions that we do not know.

use crate::diagnostic::Severity;
use crate::expression::Phrase;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, is_base_attribute};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some((node, expression)) = rule.conditions.expression() else {
        return;
    };
    for part in expression.whole().parts() {
        if let Some(kind) = kind(part) {
            let text = part.text();
            let message = format!("the condition must be true or false, but `{text}` is {kind}");
            cx.report(node, message).help("Compare it with a value, or call a Boolean function");
        }
    }
}

/// What a phrase is that is surely no Boolean.
fn kind(phrase: Phrase<'_>) -> Option<&'static str> {
    if let Some(text) = phrase.quoted() {
        // Spring's language reads these as Booleans.
        let is_boolean = ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word));
        return (!is_boolean).then_some("a text");
    }
    if phrase.is_number() {
        return Some("a number");
    }
    match phrase.path() {
        Some(path) => path_kind(&path),
        None if phrase.is_chain() => call_kind(phrase.call()?.name),
        None => None,
    }
}

fn path_kind(path: &str) -> Option<&'static str> {
    match path {
        "user.id"
        | "user.status"
        | "security.risk.level"
        | "accessRequest.operation"
        | "session.id"
        | "login.identifier"
        | "device.profile.osVersion"
        | "device.profile.platform" => Some("a text"),
        "user.created" | "user.lastUpdated" | "user.passwordChanged" | "user.lastLogin" => {
            Some("a point in time")
        }
        "security.behaviors" | "session.amr" => Some("a list"),
        _ => {
            let attribute = path.strip_prefix("user.profile.")?;
            is_base_attribute(attribute).then_some("a text")
        }
    }
}

/// What functions return (OEL reference, "Functions").
fn call_kind(function: &str) -> Option<&'static str> {
    match function {
        "toUpperCase" | "toLowerCase" | "substring" | "replace" | "replaceFirst"
        | "removeSpaces" | "substringBefore" | "substringAfter" | "toAlpha2" | "toAlpha3"
        | "toNumeric" | "toName" | "toWindows" | "toUnix" | "toString" => Some("a text"),
        "length" | "size" | "toInteger" | "toNumber" => Some("a number"),
        "getGroups" | "flatten" => Some("a list"),
        "now" | "parseWindowsTime" | "parseUnixTime" | "parseStringTime" | "toZone"
        | "plusDays" | "plusHours" | "plusMinutes" | "plusSeconds" | "minusDays" | "minusHours"
        | "minusMinutes" | "minusSeconds" => Some("a point in time"),
        _ => None,
    }
}
