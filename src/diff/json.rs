//! A difference for programs.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Change, Diff, Direction, Side};
use crate::wording::write_json;

pub(super) fn write(out: &mut dyn Write, diff: &Diff) -> io::Result<()> {
    let Diff { changes, not_compared, taken_as_unchanged, compared } = diff;
    let value = json!({
        "version": 1,
        "changes": changes.iter().map(change).collect::<Vec<_>>(),
        "notCompared": not_compared,
        "takenAsUnchanged": taken_as_unchanged,
        "compared": compared,
    });
    write_json(out, &value)
}

fn change(change: &Change) -> Value {
    json!({
        "kind": change.kind(),
        "direction": match change.direction() {
            Direction::Weaker => "weaker",
            Direction::Changed => "changed",
            Direction::Stronger => "stronger",
        },
        "target": change.target,
        "settings": change.settings,
        "signIn": change.sign_in,
        "isSure": change.is_sure,
        "gained": change.gained,
        "old": side(&change.old),
        "new": side(&change.new),
    })
}

fn side(side: &Side) -> Value {
    let Side { policy, rule, location, outcome } = side;
    json!({
        "policy": policy.as_ref().map(|policy| policy.to_json()),
        "rule": rule.as_ref().map(|rule| rule.to_json()),
        "outcome": outcome,
        "file": location.as_ref().map(|location| &*location.file),
        "line": location.as_ref().map(|location| location.start.line),
        "pointer": location.as_ref().and_then(|location| location.pointer.as_deref()),
    })
}
