//! What expressions in rules of authentication policies do not know: functions and attributes as
//! Classic Engine writes them, and misspelt names.
//!
//! No document lists all names that Okta knows. A wholly unknown one is no finding.

use super::{Check, Declaration};
use crate::export::{PolicyRule, expression, is_base_attribute};
use crate::expression::Reference;
use crate::finding::{Findings, Severity};
use crate::wording::nearest;

pub(super) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

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

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    let Some((node, expression)) = expression(rule) else {
        return;
    };
    for reference in expression.whole().references() {
        if let Some((message, help)) = mistake(reference) {
            findings.at(node, message).help(help);
        }
    }
}

/// What is wrong with a reference, and what to write instead.
fn mistake(reference: Reference<'_>) -> Option<(String, String)> {
    let path = reference.path.path()?;
    let of_classic = |help: &str| {
        let message = format!("`{path}` is of Classic Engine's language, not of Identity Engine's");
        Some((message, help.to_owned()))
    };
    let Some((root, member)) = path.split_once('.') else {
        return match path.as_str() {
            _ if !reference.is_called => None,
            name if GROUP_FUNCTIONS.contains(&name) => {
                of_classic("Write `user.isMemberOf({'group.id': '...'})` with the id of the group")
            }
            name if OTHER_FUNCTIONS.contains(&name) => {
                of_classic("Write it with the functions of Identity Engine, as methods of a value")
            }
            _ => None,
        };
    };
    match (root, reference.is_called) {
        ("user", true) if member == "getInternalProperty" => {
            of_classic("Name the property itself, as in `user.status`")
        }
        ("user", _) => {
            let attribute = member.split('.').next().unwrap_or(member);
            let is_function = reference.is_called && attribute == member;
            let is_profiled = !is_function && is_base_attribute(attribute);
            if !is_profiled {
                return None;
            }
            of_classic(&format!("Write `user.profile.{member}`"))
        }
        _ if ROOTS.contains(&root) => None,
        _ => {
            // Spring's language may take a name in another letter case.
            let meant = nearest(root, ROOTS).filter(|meant| !meant.eq_ignore_ascii_case(root))?;
            Some((format!("expressions know no `{root}`"), format!("Write `{meant}`")))
        }
    }
}
