//! A difference for people.

use std::io::{self, Write};

use super::{Change, Diff, Direction, Side};
use crate::wording::{harmless, printable};

pub(super) fn write(out: &mut dyn Write, diff: &Diff) -> io::Result<()> {
    for (direction, heading) in [
        (Direction::Weaker, "Weaker"),
        (Direction::Changed, "Changed, neither weaker nor stronger"),
        (Direction::Stronger, "Stronger"),
    ] {
        let mut changes = diff.of_direction(direction).peekable();
        if changes.peek().is_some() {
            writeln!(out, "{heading}\n")?;
        }
        changes.try_for_each(|change| write_change(out, change))?;
    }
    for object in &diff.taken_as_unchanged {
        writeln!(out, "note: {} changed itself; compared as if it had not", harmless(object))?;
    }
    for why in &diff.not_compared {
        writeln!(out, "note: not compared: {}", harmless(why))?;
    }
    writeln!(out, "{}", summary(diff))
}

/// How much differs, in one line.
pub(super) fn summary(diff: &Diff) -> String {
    let count = |direction| diff.of_direction(direction).count();
    let [weaker, changed, stronger] =
        [Direction::Weaker, Direction::Changed, Direction::Stronger].map(count);
    let compared = match diff.compared {
        1 => "1 evaluation order compared".to_owned(),
        many => format!("{many} evaluation orders compared"),
    };
    match weaker + changed + stronger {
        0 => format!("Nothing changes for any sign-in: {compared}"),
        _ => {
            format!("{weaker} weaker, {stronger} stronger, {changed} otherwise changed: {compared}")
        }
    }
}

fn write_change(out: &mut dyn Write, change: &Change) -> io::Result<()> {
    let Change { target, sign_in, is_sure, gained, old, new, .. } = change;
    writeln!(out, "{}: {}", change.kind(), harmless(target))?;
    let such = if *is_sure { "such as" } else { "possibly" };
    writeln!(out, "  for sign-ins {such} {}", harmless(sign_in))?;
    writeln!(out, "  before: {}", harmless(&side(old)))?;
    writeln!(out, "  now:    {}", harmless(&side(new)))?;
    if !change.settings.is_empty() {
        writeln!(out, "  settings: {}", change.settings.join(", "))?;
    }
    if let Some(gained) = gained {
        writeln!(out, "  now suffices: {}", harmless(gained))?;
    }
    if let Some(location) = &new.location {
        writeln!(out, "  at {}:{}", printable(&location.file), location.start.line)?;
    }
    writeln!(out)
}

/// `rule "Office" (rul1) of policy "Apps" (rst1): allow`.
pub(super) fn side(side: &Side) -> String {
    let rule = side.rule.as_ref().map(|rule| format!("rule {rule}"));
    let policy = side.policy.as_ref().map(|policy| format!(" of policy {policy}"));
    match rule {
        Some(rule) => format!("{rule}{}: {}", policy.unwrap_or_default(), side.outcome),
        None => side.outcome.clone(),
    }
}
