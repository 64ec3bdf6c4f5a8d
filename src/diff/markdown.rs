//! A difference as a reviewer would write it, for a comment on a pull request.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::human::summary;
use super::{Change, Diff, Direction, Side};
use crate::outcome::Dimension;
use crate::wording::{escaped_in_markdown as escaped, printable, series};

pub(super) fn write(out: &mut dyn Write, diff: &Diff) -> io::Result<()> {
    writeln!(out, "### What this changes for sign-ins\n")?;
    writeln!(out, "{}.", summary(diff))?;
    for (direction, heading) in [
        (Direction::Weaker, "Weaker"),
        (Direction::Changed, "Changed, neither weaker nor stronger"),
        (Direction::Stronger, "Stronger"),
    ] {
        let groups = diff.of_direction(direction);
        if !groups.is_empty() {
            writeln!(out, "\n#### {heading}\n")?;
        }
        groups.iter().try_for_each(|changes| writeln!(out, "- {}", sentences(changes)))?;
    }
    let unchanged = diff.taken_as_unchanged.iter().map(|object| {
        format!("The {object} changed itself; what it matches was compared as if it had not.")
    });
    let not_compared = diff.not_compared.iter().map(|why| format!("Not compared: {why}."));
    let mut notes = unchanged.chain(not_compared).peekable();
    if notes.peek().is_some() {
        writeln!(out, "\n#### What this does not say\n")?;
    }
    notes.try_for_each(|note| writeln!(out, "- {}", escaped(&note)))
}

/// What changes for the same sign-ins, in a few sentences.
fn sentences(changes: &[&Change]) -> String {
    let Some(Change { target, sign_in, is_sure, old, new, .. }) = changes.first() else {
        return String::new();
    };
    let are = if *is_sure { "are" } else { "may be" };
    let what: BTreeSet<&str> = changes.iter().map(|change| what(change)).collect();
    let mut text = format!(
        "**{}**: sign-ins such as {} {are} {}. Before, {}; now, {}.",
        escaped(target),
        escaped(sign_in),
        series(what.into_iter().map(str::to_owned), "and"),
        side(old),
        side(new)
    );
    for Change { gained, settings, .. } in changes {
        if let Some(gained) = gained {
            text += &format!(" It now suffices to sign in with {}.", escaped(gained));
        }
        if !settings.is_empty() {
            text += &format!(" Settings: `{}`.", settings.join("`, `"));
        }
    }
    if let Some(location) = &new.location {
        let file = printable(&location.file).replace('`', "'");
        text += &format!(" (`{file}:{}`)", location.start.line);
    }
    text
}

/// What becomes of the sign-ins, to stand after "are".
fn what(change: &Change) -> &'static str {
    match (change.dimension, change.direction()) {
        (Dimension::Access, Direction::Weaker) => "now let in",
        (Dimension::Access, Direction::Stronger) => "no longer let in",
        (Dimension::Assurance, Direction::Weaker) => "now let in with less",
        (Dimension::Assurance, Direction::Stronger) => "now asked for more",
        (Dimension::Reauthentication | Dimension::Inactivity, Direction::Weaker) => {
            "asked to authenticate again less often"
        }
        (Dimension::Reauthentication | Dimension::Inactivity, Direction::Stronger) => {
            "asked to authenticate again more often"
        }
        (Dimension::Session, Direction::Weaker) => "given a longer session",
        (Dimension::Session, Direction::Stronger) => "given a shorter session",
        (Dimension::SessionPrompt, Direction::Weaker) => "prompted less often",
        (Dimension::SessionPrompt, Direction::Stronger) => "prompted more often",
        (Dimension::Tokens, Direction::Weaker) => "given tokens that last longer",
        (Dimension::Tokens, Direction::Stronger) => "given tokens that last less long",
        (Dimension::Routing, _) => "sent elsewhere to sign in",
        _ => "treated otherwise",
    }
}

fn side(side: &Side) -> String {
    let rule = side.rule.as_ref().and_then(|rule| rule.name.as_ref().or(rule.id.as_ref()));
    let policy = side.policy.as_ref().and_then(|one| one.name.as_ref().or(one.id.as_ref()));
    let outcome = escaped(&side.outcome);
    match (rule, policy) {
        (Some(rule), Some(policy)) => {
            format!("rule “{}” of “{}” decides: {outcome}", escaped(rule), escaped(policy))
        }
        (Some(rule), None) => format!("rule “{}” decides: {outcome}", escaped(rule)),
        _ => outcome,
    }
}
