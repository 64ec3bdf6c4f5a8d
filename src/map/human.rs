//! The map for people.

use std::io::{self, Write};

use super::weakest::Weakest;
use super::{Order, PolicyEntry, RuleEntry, RuleName, Standing};
use crate::diagnostic::{Named, Notice};
use crate::json::Node;
use crate::model::Selection;
use crate::wording::{all_of, harmless, printable, series};

pub(super) fn write(
    out: &mut impl Write,
    color: bool,
    orders: &[Order<'_, '_>],
    notices: &[Notice],
) -> io::Result<()> {
    let mut heading = String::new();
    for order in orders {
        let this = order_heading(order);
        if this != heading {
            writeln!(out, "{this}\n")?;
            heading = this;
        }
        for entry in &order.policies {
            policy(out, color, entry, order.policies.len() > 1)?;
        }
    }
    notices.iter().try_for_each(|notice| writeln!(out, "{notice}"))
}

fn order_heading(order: &Order<'_, '_>) -> String {
    let how = match order.kind.known().map(|known| known.selection) {
        Some(Selection::Ordered) => "tried in this order, until a rule of one matches",
        Some(Selection::OrderedInServer) => "tried in this order within their server",
        Some(Selection::Mapped) => "each for the apps that it is mapped to",
        Some(Selection::Single) | None => "one for the org",
    };
    let server = order.authorization_server.as_ref();
    let server = server.map(|id| format!(" of server {}", printable(id))).unwrap_or_default();
    format!("{}{server}: {how}", order.kind)
}

fn policy(
    out: &mut impl Write,
    color: bool,
    entry: &PolicyEntry<'_, '_>,
    is_numbered: bool,
) -> io::Result<()> {
    let number = if is_numbered { format!("{}. ", entry.turn + 1) } else { String::new() };
    let in_file = |node: Node<'_>| format!("in {}", printable(node.document().name()));
    match (&entry.named, entry.policy, entry.rules.first()) {
        (Some(named), Some(policy), _) => {
            writeln!(out, "{number}policy {named} {}", in_file(policy.node))?;
        }
        (_, _, Some(rule)) => {
            let file = in_file(rule.rule.node);
            writeln!(out, "{number}rules {file} of a policy that is not in the export")?;
        }
        _ => {}
    }
    if !entry.conditions.is_empty() {
        writeln!(out, "   if {}", harmless(&all_of(&entry.conditions)))?;
    }
    if let Some(apps) = &entry.apps {
        writeln!(out, "   {}", used_by(apps))?;
    }
    if let Some(weakest) = &entry.weakest {
        writeln!(out, "   {}", harmless(&weakest_way(weakest)))?;
    }
    match &entry.standing {
        Standing::Reachable(_) => {}
        // Of a policy that is not in the export, the rule that is skipped is what there is to show.
        Standing::Skipped(_) if entry.policy.is_none() => {}
        Standing::Skipped(why) => return writeln!(out, "   {}\n", harmless(why)),
        other => writeln!(out, "   {}", standing(other, entry.named.as_ref(), color))?,
    }
    if entry.rules.is_empty() {
        let why = match entry.has_all_rules {
            true => "no rule of it is active",
            false => "its rules are not in the export",
        };
        writeln!(out, "   {why}")?;
    }
    writeln!(out)?;
    for rule_entry in &entry.rules {
        rule(out, color, rule_entry, entry)?;
    }
    if let Some(sample) = &entry.falls_through {
        writeln!(out, "   ↓ falls through: {}\n", harmless(&sample.words))?;
    }
    Ok(())
}

/// How many apps a policy names.
const MOST_APPS: usize = 5;

pub(super) fn used_by(apps: &[Named]) -> String {
    let called = |app: &Named| match (&app.name, &app.id) {
        (Some(name), _) => format!("\"{}\"", printable(name)),
        (None, id) => printable(id.as_deref().unwrap_or("an app without an id")),
    };
    let mut names: Vec<String> = apps.iter().map(called).collect();
    if names.len() > MOST_APPS {
        let others = names.split_off(MOST_APPS).len();
        names.push(format!("{others} other{}", if others == 1 { "" } else { "s" }));
    }
    match names.is_empty() {
        true => "used by no app of the export".to_owned(),
        false => format!("used by {}", series(names, "and")),
    }
}

/// `the weakest way in: with a password and Duo, by rule "Employees" (rul1)`.
pub(super) fn weakest_way(Weakest { proof, rule }: &Weakest) -> String {
    format!("the weakest way in: with {proof}, by rule {rule}")
}

fn rule(
    out: &mut impl Write,
    color: bool,
    entry: &RuleEntry<'_, '_>,
    policy: &PolicyEntry<'_, '_>,
) -> io::Result<()> {
    let number = match entry.turn {
        Some(_) => entry.rule.priority.number().map_or_else(|| "?".to_owned(), |n| n.to_string()),
        None => "–".to_owned(),
    };
    writeln!(out, "   {number:>3}  {}", entry.named)?;
    if let Standing::Skipped(why) = &entry.standing {
        return writeln!(out, "        {}\n", harmless(why));
    }
    let conditions = match all_of(&entry.conditions) {
        none if none.is_empty() => "always".to_owned(),
        conditions => format!("if {conditions}"),
    };
    writeln!(out, "        {}", harmless(&conditions))?;
    writeln!(out, "        then {}", harmless(&entry.outcome))?;
    writeln!(out, "        {}", standing(&entry.standing, policy.named.as_ref(), color))?;
    if let Some(other) = &entry.redundant_with {
        writeln!(out, "        redundant: without it, rule {} would do the same", other.rule)?;
    }
    writeln!(out)
}

fn standing(standing: &Standing<'_>, own_policy: Option<&Named>, color: bool) -> String {
    const GREEN: u8 = 32;
    const YELLOW: u8 = 33;
    const RED: u8 = 31;
    let words = harmless(&words(standing, own_policy));
    let (mark, hue) = match standing {
        Standing::Reachable(_) => ('✓', GREEN),
        Standing::Unreachable(_) | Standing::Contradictory(_) => ('✗', RED),
        Standing::Undecided | Standing::Disputed => ('?', YELLOW),
        Standing::Skipped(_) => return words,
    };
    match color {
        true => format!("\u{1b}[{hue}m{mark} {words}\u{1b}[0m"),
        false => format!("{mark} {words}"),
    }
}

/// What is proved, in words.
pub(super) fn words(standing: &Standing<'_>, own_policy: Option<&Named>) -> String {
    match standing {
        Standing::Reachable(sample) => format!("reachable: {}", sample.words),
        Standing::Unreachable(cover) => {
            let names: Vec<String> = cover.iter().map(|name| rule_name(name, own_policy)).collect();
            format!("unreachable: already matched by {}", series(names, "and"))
        }
        Standing::Contradictory(conditions) => {
            let at_once = if conditions.len() > 1 { " at once" } else { "" };
            let conditions = series(conditions.iter().cloned(), "and");
            format!("never matches: {conditions} cannot be met{at_once}")
        }
        Standing::Undecided => "not decided: too many combinations".to_owned(),
        Standing::Disputed => {
            "not decided: catchall contradicts itself here, which is a mistake in catchall"
                .to_owned()
        }
        Standing::Skipped(why) => why.clone(),
    }
}

fn rule_name(name: &RuleName<'_>, own_policy: Option<&Named>) -> String {
    match &name.policy {
        Some(policy) if Some(policy) != own_policy => {
            format!("rule {} of policy {policy}", name.rule)
        }
        _ => format!("rule {}", name.rule),
    }
}
