//! The lints of the category `guards`: what came of the guards that `catchall.toml` states.

pub(super) mod guard_broken;
pub(super) mod guard_not_checked;
pub(super) mod guard_not_proved;

use super::{Cx, Draft};
use crate::guard::{Breach, Held};
use crate::json::Node;
use crate::model::named;
use crate::okta::Key;
use crate::wording::{printable, series};

/// Reports a rule that breaks a guard, or may: where it stands, with the guard and the rule by which the
/// session began.
fn report<'c, 'd>(
    held: &Held<'d, 'd>,
    breach: &Breach<'d>,
    message: &str,
    cx: &'c mut Cx<'_, 'd>,
) -> &'c mut Draft<'d> {
    let draft = cx.report(label(breach.rule), message).of_guard(&held.stated.name);
    let session = breach.session_rule.map(label);
    if let Some(session) = session {
        draft.label(session, "this lets the user into Okta");
    }
    draft.label_bytes(&held.stated.file, held.stated.span.clone(), "this guard")
}

/// What to point at to speak of a rule.
fn label(rule: Node<'_>) -> Node<'_> {
    rule.field(Key::NAME).unwrap_or(rule)
}

/// `guard "Admins" demands 2 factors,`.
fn demand(held: &Held<'_, '_>, breach: &Breach<'_>) -> String {
    let what = series(breach.what.iter().cloned(), "and");
    format!("{} demands {what},", guard(held))
}

/// `guard "Admins"`.
fn guard(held: &Held<'_, '_>) -> String {
    format!("guard \"{}\"", printable(&held.stated.name))
}

/// `rule "Office"`.
fn rule(breach: &Breach<'_>) -> String {
    let rule = named(breach.rule);
    match rule.name.or(rule.id) {
        Some(name) => format!("rule \"{}\"", printable(&name)),
        None => "a rule without a name".to_owned(),
    }
}
