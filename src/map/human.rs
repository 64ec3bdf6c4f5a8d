//! The map for people.

use std::io::{self, Write};

use super::{Order, PolicyEntry, RuleEntry, RuleName, Standing};
use crate::export::Selection;
use crate::finding::Named;
use crate::json::Node;
use crate::wording::printable;

pub(super) fn write(out: &mut impl Write, orders: &[Order<'_, '_>]) -> io::Result<()> {
    let mut heading = String::new();
    for order in orders {
        let this = order_heading(order);
        if this != heading {
            writeln!(out, "{this}\n")?;
            heading = this;
        }
        for entry in &order.policies {
            policy(out, entry, order.policies.len() > 1)?;
        }
    }
    Ok(())
}

fn order_heading(order: &Order<'_, '_>) -> String {
    let how = match order.kind.known().map(|known| known.selection) {
        Some(Selection::Ordered) => "tried in this order, until a rule of one matches",
        Some(Selection::OrderedInServer) => "tried in this order within their server",
        Some(Selection::Mapped) => "each for the apps that it is mapped to",
        Some(Selection::Single) | None => "one for the org",
    };
    let server = order.authorization_server.as_ref();
    let server = server.map(|id| format!(" of server {id}")).unwrap_or_default();
    format!("{}{server}: {how}", order.kind)
}

fn policy(out: &mut impl Write, entry: &PolicyEntry<'_, '_>, is_numbered: bool) -> io::Result<()> {
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
        writeln!(out, "   for {}", entry.conditions.join("; "))?;
    }
    match &entry.standing {
        Standing::Reachable(_) => {}
        Standing::Skipped => return writeln!(out, "   inactive: Okta skips it\n"),
        other => writeln!(out, "   {}", standing(other, entry.named.as_ref()))?,
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
        rule(out, rule_entry, entry)?;
    }
    if let Some(sample) = &entry.falls_through {
        writeln!(out, "   ↓ falls through: {}\n", sample.words)?;
    }
    Ok(())
}

fn rule(
    out: &mut impl Write,
    entry: &RuleEntry<'_, '_>,
    policy: &PolicyEntry<'_, '_>,
) -> io::Result<()> {
    let number = match entry.turn {
        Some(_) => entry.rule.priority.map_or_else(|| "?".to_owned(), |n| n.to_string()),
        None => "–".to_owned(),
    };
    writeln!(out, "   {number:>3}  {}", entry.named)?;
    if entry.turn.is_none() {
        return writeln!(out, "        inactive: Okta skips it\n");
    }
    let conditions = match entry.conditions.join("; ") {
        none if none.is_empty() => "always".to_owned(),
        conditions => format!("if {conditions}"),
    };
    writeln!(out, "        {conditions}")?;
    writeln!(out, "        then {}", entry.outcome)?;
    writeln!(out, "        {}", standing(&entry.standing, policy.named.as_ref()))?;
    if let Some(other) = &entry.redundant_with {
        writeln!(out, "        redundant: without it, rule {} would do the same", other.rule)?;
    }
    writeln!(out)
}

fn standing(standing: &Standing, own_policy: Option<&Named>) -> String {
    match standing {
        Standing::Reachable(sample) => format!("✓ reachable: {}", sample.words),
        Standing::Unreachable(cover) => {
            let names: Vec<String> = cover.iter().map(|name| rule_name(name, own_policy)).collect();
            format!("✗ unreachable: taken by {}", names.join(" and "))
        }
        Standing::Contradictory(conditions) => {
            format!("✗ never matches: {} cannot be met", conditions.join(" and "))
        }
        Standing::Undecided => "? not decided: too many combinations".to_owned(),
        Standing::Disputed => {
            "? not decided: catchall contradicts itself here, which is a mistake in catchall"
                .to_owned()
        }
        Standing::Skipped => "inactive: Okta skips it".to_owned(),
    }
}

fn rule_name(name: &RuleName, own_policy: Option<&Named>) -> String {
    match &name.policy {
        Some(policy) if Some(policy) != own_policy => {
            format!("rule {} of policy {policy}", name.rule)
        }
        _ => format!("rule {}", name.rule),
    }
}
