//! A rule for grants that stand for a user, which names no users and no groups. Okta refuses it:
//! "At least one of conditions.people.users.include or conditions.people.groups.include must
//! contain a valid user or group" (okta/okta-developer-docs issue 1622).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Lists, PolicyRule};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

/// The grants that the server's message names.
const OF_USERS: [&str; 3] = ["authorization_code", "implicit", "password"];

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let of_users =
        rule.conditions.grants().find(|grant| OF_USERS.iter().any(|name| grant.is_str(name)));
    let Some(grant) = of_users else {
        return;
    };
    let people = rule.condition(Key::PEOPLE);
    // What cannot be read may name some.
    let names_any = |key| {
        let lists = people.and_then(|people| people.field(key)).map(Lists::of);
        lists.is_some_and(|lists| !lists.are_readable() || lists.included().is_some())
    };
    if people.is_some_and(|people| !people.is_object()) {
        return;
    }
    if names_any(Key::USERS) || names_any(Key::GROUPS) {
        return;
    }
    let place = people.or_else(|| rule.node.field(Key::CONDITIONS)).unwrap_or(rule.node);
    cx.report(place, format!("the rule is for {}, but for no users and no groups", grant.brief()))
        .label(grant, "stands for a user")
        .help("Name users or groups in people, \"EVERYONE\" in groups.include for all")
        .for_lack_of(["people", "users", "groups", "include"]);
}
