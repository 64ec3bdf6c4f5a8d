//! What expressions in rules of authentication policies do not know: functions and attributes as
//! Classic Engine writes them, and misspelt names.
//!
//! No document lists all names that Okta knows. A wholly unknown one is no finding.

use crate::diagnostic::Severity;
use crate::expression::{Call, Comparison, Expression, Phrase, Reference};
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, is_base_attribute, provider_expressions, readable};
use crate::wording::nearest;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

/// Functions about groups (Classic OEL reference, "Group functions").
const GROUP_FUNCTIONS: [&str; 6] = [
    "isMemberOfGroup",
    "isMemberOfAnyGroup",
    "isMemberOfGroupName",
    "isMemberOfGroupNameStartsWith",
    "isMemberOfGroupNameContains",
    "isMemberOfGroupNameRegex",
];

/// Functions about groups, managers and directories (the same, "Group functions",
/// "Manager/Assistant functions", "Directory and Workday functions").
const OTHER_FUNCTIONS: [&str; 9] = [
    "getFilteredGroups",
    "getManagerUser",
    "getManagerAppUser",
    "getAssistantUser",
    "getAssistantAppUser",
    "hasDirectoryUser",
    "hasWorkdayUser",
    "findDirectoryUser",
    "findWorkdayUser",
];

/// What expressions start from (OEL reference, "Reference attributes" and "Time functions").
const ROOTS: [&str; 7] =
    ["user", "device", "security", "session", "login", "accessRequest", "DateTime"];

/// Methods, as Okta documents them (OEL reference, "Functions"; help center, "Expression Language
/// attributes for devices").
const METHODS: [&str; 49] = [
    "add",
    "contains",
    "flatten",
    "getGroups",
    "getLinkedObject",
    "isEmpty",
    "isMemberOf",
    "length",
    "minusDays",
    "minusHours",
    "minusMinutes",
    "minusSeconds",
    "now",
    "parseCountryCode",
    "parseStringTime",
    "parseUnixTime",
    "parseWindowsTime",
    "plusDays",
    "plusHours",
    "plusMinutes",
    "plusSeconds",
    "remove",
    "removeSpaces",
    "replace",
    "replaceFirst",
    "size",
    "substring",
    "substringAfter",
    "substringBefore",
    "toAlpha2",
    "toAlpha3",
    "toInteger",
    "toLowerCase",
    "toName",
    "toNumber",
    "toNumeric",
    "toString",
    "toUnix",
    "toUpperCase",
    "toWindows",
    "toZone",
    "versionEqualTo",
    "versionGreaterThan",
    "versionLessThan",
    "withinDays",
    "withinHours",
    "withinMinutes",
    "withinSeconds",
    "getInternalProperty",
];

/// Methods that only a user has.
const USER_METHODS: [&str; 3] = ["isMemberOf", "getGroups", "getLinkedObject"];

/// Members of what expressions start from (OEL reference, "Reference attributes"; help center,
/// "Expression Language attributes for devices").
const MEMBERS: [(&str, &[&str]); 9] = [
    (
        "user",
        &["status", "created", "lastUpdated", "passwordChanged", "lastLogin", "profile", "realmId"],
    ),
    ("device", &["profile", "provider", "assurance", "caller"]),
    (
        "device.profile",
        &[
            "diskEncryptionType",
            "displayName",
            "integrityDebug",
            "integrityEmulator",
            "integrityHook",
            "integrityJailbreak",
            "integrityRepackage",
            "managed",
            "manufacturer",
            "osVersion",
            "platform",
            "registered",
            "secureHardwarePresent",
            "serialNumber",
            "tpmPublicKeyHash",
        ],
    ),
    ("device.provider", &["oktaVerify", "deviceAccess"]),
    ("device.assurance", &["screenLockType"]),
    ("security", &["risk", "behaviors"]),
    ("security.risk", &["level"]),
    ("login", &["identifier"]),
    ("accessRequest", &["operation", "authenticator", "metadata"]),
];

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    if let Some((node, expression)) = rule.conditions.expression() {
        check_expression(node, &expression, cx);
    }
    for (node, expression) in provider_expressions(rule).filter_map(readable) {
        check_expression(node, &expression, cx);
    }
}

fn check_expression<'d>(node: Node<'d>, expression: &Expression<'_>, cx: &mut Cx<'_, 'd>) {
    let whole = expression.whole();
    let mistakes = whole.references().into_iter().filter_map(mistake);
    let misspelt = whole.calls().filter_map(misspelt_method);
    let bare = whole.parts().into_iter().filter_map(|part| bare_text(part.comparison()?));
    for (message, help) in mistakes.chain(misspelt).chain(bare) {
        cx.report(node, message).help(help);
    }
}

fn is_or_is_near(name: &str, known: &[&'static str]) -> bool {
    known.contains(&name) || nearest(name, known.iter().copied()).is_some()
}

/// A name that stands for nothing, compared with an attribute: a text without its quotes.
fn bare_text(comparison: Comparison<'_>) -> Option<(String, String)> {
    // Roots in other places of Okta's, and words with a meaning of their own.
    const KNOWN: [&str; 9] =
        ["true", "false", "null", "app", "appuser", "org", "request", "access", "idpuser"];
    let is_attribute = |side: Phrase<'_>| {
        let path = side.path()?;
        ROOTS.contains(&path.split_once('.')?.0).then_some(())
    };
    let text = match (is_attribute(comparison.left), is_attribute(comparison.right)) {
        (Some(()), None) => comparison.right,
        (None, Some(())) => comparison.left,
        _ => return None,
    };
    let name = text.path().filter(|path| !path.contains(['.', '$']))?;
    let is_known = ROOTS.iter().chain(&KNOWN).any(|known| known.eq_ignore_ascii_case(&name));
    let message = format!("`{name}` is a name that stands for nothing; a text is put in quotes");
    (!is_known).then(|| (message, format!("Write `'{name}'`")))
}

/// What is wrong with the name of a method. A wholly unknown one may be Java's.
fn misspelt_method(call: Call<'_>) -> Option<(String, String)> {
    if call.receiver.is_empty() || METHODS.contains(&call.name) {
        return None;
    }
    let meant = nearest(call.name, METHODS)?;
    Some((format!("expressions know no method `{}`", call.name), format!("Write `{meant}`")))
}

/// A member that is a near miss of one that Okta documents, with that one, or that leaves out what
/// it stands in.
fn misspelt_member(path: &str) -> Option<(String, String)> {
    let lacks_part =
        |whole: &str| (format!("expressions know no `{path}`"), format!("Write `{whole}`"));
    if let Some(name) = path.strip_prefix("device.") {
        let mut profile = MEMBERS.iter().filter(|(owner, _)| *owner == "device.profile");
        if profile.any(|(_, known)| known.contains(&name)) {
            return Some(lacks_part(&format!("device.profile.{name}")));
        }
    }
    if ["security.level", "security.risk", "security.riskLevel", "security.risklevel"]
        .contains(&path)
    {
        return Some(lacks_part("security.risk.level"));
    }
    MEMBERS.iter().find_map(|(owner, known)| {
        let rest = path.strip_prefix(owner)?.strip_prefix('.')?;
        let name = rest.split('.').next().unwrap_or(rest);
        let meant = nearest(name, known.iter().copied()).filter(|_| !known.contains(&name))?;
        // Spring's language may take the first letter in either case.
        let is_same =
            name.get(1..) == meant.get(1..) && name[..1].eq_ignore_ascii_case(&meant[..1]);
        let message = format!("expressions know no `{owner}.{name}`");
        (!is_same).then(|| (message, format!("Write `{owner}.{meant}`")))
    })
}

/// What is wrong with a reference, and what to write instead.
fn mistake(reference: Reference<'_>) -> Option<(String, String)> {
    let path = reference.path.path()?;
    let attribute = reference.attribute();
    let of_classic = |help: &str| {
        let message = format!("`{path}` is of Classic Engine's language, not of Identity Engine's");
        Some((message, help.to_owned()))
    };
    let Some((root, member)) = path.split_once('.') else {
        return match path.as_str() {
            _ if !reference.is_called => None,
            name if is_or_is_near(name, &GROUP_FUNCTIONS) => {
                of_classic("Write `user.isMemberOf({'group.id': '...'})` with the id of the group")
            }
            name if is_or_is_near(name, &OTHER_FUNCTIONS) => {
                of_classic("Write it with the functions of Identity Engine, as methods of a value")
            }
            name => {
                let method = nearest(name, USER_METHODS)
                    .or(USER_METHODS.into_iter().find(|one| *one == name))?;
                let message = format!("`{name}` is called on nothing, and is a method of `user`");
                Some((message, format!("Write `user.{method}(...)`")))
            }
        };
    };
    match (root, reference.is_called) {
        ("user", _) if attribute.as_deref().is_some_and(is_of_profile) => {
            of_classic(&format!("Write `user.profile.{member}`"))
        }
        _ if ROOTS.contains(&root) => misspelt_member(&attribute?),
        _ => {
            // Spring's language may take a name in another letter case.
            let meant = nearest_root(root).filter(|meant| !meant.eq_ignore_ascii_case(root))?;
            Some((format!("expressions know no `{root}`"), format!("Write `{meant}`")))
        }
    }
}

/// Whether a path of a user leaves out `profile`.
fn is_of_profile(path: &str) -> bool {
    path.strip_prefix("user.")
        .is_some_and(|rest| is_base_attribute(rest.split('.').next().unwrap_or(rest)))
}

fn nearest_root(root: &str) -> Option<&'static str> {
    // Too short a name for `nearest`, and the one that is written most.
    let is_user = ["usr", "use", "ser", "uer", "usre"].contains(&root);
    if is_user { Some("user") } else { nearest(root, ROOTS) }
}
