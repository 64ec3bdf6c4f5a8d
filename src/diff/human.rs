//! A difference for people.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::{Change, Diff, Direction, Side};
use crate::wording::{harmless, printable};

pub(super) fn write(out: &mut dyn Write, diff: &Diff) -> io::Result<()> {
    for (direction, heading) in [
        (Direction::Weaker, "Weaker"),
        (Direction::Changed, "Changed, neither weaker nor stronger"),
        (Direction::Stronger, "Stronger"),
    ] {
        let groups = diff.of_direction(direction);
        if !groups.is_empty() {
            writeln!(out, "{heading}\n")?;
        }
        groups.iter().try_for_each(|changes| write_changes(out, changes))?;
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
    let [weaker, changed, stronger] =
        [Direction::Weaker, Direction::Changed, Direction::Stronger].map(|one| diff.count(one));
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

/// What changes for the same sign-ins.
fn write_changes(out: &mut dyn Write, changes: &[&Change]) -> io::Result<()> {
    let Some(Change { target, sign_in, is_sure, old, new, .. }) = changes.first() else {
        return Ok(());
    };
    let kinds = changes.iter().map(|change| change.kind()).collect::<BTreeSet<_>>();
    let kinds = kinds.into_iter().collect::<Vec<_>>().join(", ");
    writeln!(out, "{kinds}: {}", harmless(target))?;
    let such = if *is_sure { "such as" } else { "possibly" };
    writeln!(out, "  for sign-ins {such} {}", harmless(sign_in))?;
    writeln!(out, "  before: {}", harmless(&side(old)))?;
    writeln!(out, "  now:    {}", harmless(&side(new)))?;
    for change in changes {
        if !change.settings.is_empty() {
            writeln!(out, "  settings: {}", change.settings.join(", "))?;
        }
        if let Some(gained) = &change.gained {
            writeln!(out, "  now suffices: {}", harmless(gained))?;
        }
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
