//! What came of guards, for people.

use std::io::{self, Write};

use super::{Breach, Guards, Held, Standing, Verdict};
use crate::json::Node;
use crate::model::named;
use crate::wording::{harmless, printable, series};

pub(super) fn write(out: &mut dyn Write, guards: &Guards, held: &[Held<'_, '_>]) -> io::Result<()> {
    held.iter().try_for_each(|one| write_guard(out, one))?;
    if held.iter().flat_map(|one| &one.verdicts).any(Verdict::is_assumed) {
        for assumption in &guards.assumptions {
            let reason = assumption.reason.as_ref();
            let reason = reason.map(|reason| format!(": {}", printable(reason)));
            let that = printable(&assumption.that.to_string());
            writeln!(out, "assumed: {that}{}", reason.unwrap_or_default())?;
        }
    }
    writeln!(out, "{}", summary(held))
}

/// `3 guards: 2 proved, 1 refuted`.
fn summary(held: &[Held<'_, '_>]) -> String {
    let names = ["proved", "refuted", "not proved", "not checked"];
    let counts = names.into_iter().filter_map(|name| {
        let count = held.iter().filter(|one| one.name() == name).count();
        (count > 0).then(|| format!("{count} {name}"))
    });
    let counts: Vec<String> = counts.collect();
    let plural = if held.len() == 1 { "" } else { "s" };
    format!("{} guard{plural}: {}", held.len(), counts.join(", "))
}

fn write_guard(out: &mut dyn Write, held: &Held<'_, '_>) -> io::Result<()> {
    let Held { stated, export, verdicts } = held;
    let export = export.as_ref().map(|file| format!(" (the export with {})", harmless(file)));
    let as_assumed = match verdicts.iter().any(Verdict::is_assumed) && held.is_proved() {
        true => ", as assumed",
        false => "",
    };
    write!(
        out,
        "{}{as_assumed}: {}{}",
        held.name(),
        printable(&stated.name),
        export.unwrap_or_default()
    )?;
    if held.is_proved() {
        let targets = verdicts.iter().map(|verdict| harmless(&verdict.target));
        return writeln!(out, ": {}", targets.collect::<Vec<_>>().join("; "));
    }
    writeln!(out)?;
    verdicts.iter().try_for_each(|verdict| write_verdict(out, verdict))
}

fn write_verdict(out: &mut dyn Write, verdict: &Verdict<'_>) -> io::Result<()> {
    let Verdict { target, standing } = verdict;
    let target = harmless(target);
    let breaches = match standing {
        Standing::Proved { .. } => return writeln!(out, "  {target}: proved"),
        Standing::NotChecked(why) if target.is_empty() => {
            return writeln!(out, "  {}", harmless(why));
        }
        Standing::NotChecked(why) => return writeln!(out, "  {target}: {}", harmless(why)),
        Standing::Refuted(breaches) | Standing::NotProved(breaches) => breaches,
    };
    breaches.iter().try_for_each(|breach| {
        writeln!(out, "  {target}: {}", rule(breach.rule, breach.policy))?;
        lines(breach).iter().try_for_each(|line| writeln!(out, "    {}", harmless(line)))
    })
}

/// What there is to say of a breach, a line each.
fn lines(breach: &Breach<'_>) -> Vec<String> {
    let Breach { session_rule, session_policy, sign_in, what, proof, why, .. } = breach;
    let such = if breach.is_sure { "such as" } else { "possibly such as" };
    let mut lines = vec![format!("for sign-ins {such} {sign_in}")];
    let session = session_rule.map(|session| rule(session, *session_policy));
    lines.extend(session.map(|session| format!("in a session by {session}")));
    lines.extend(proof.as_ref().map(|proof| format!("who get in with {proof}")));
    let is_told = !what.is_empty();
    lines.extend(is_told.then(|| format!("demanded: {}", series(what.iter().cloned(), "and"))));
    lines.extend(why.iter().map(|why| format!("not sure, since {why}")));
    lines
}

/// `rule "Office" of policy "Apps", policies/apps.json:12`.
fn rule(rule: Node<'_>, policy: Option<Node<'_>>) -> String {
    let document = rule.document();
    let of = policy.map(|policy| format!(" of policy {}", named(policy)));
    let line = document.position(rule.span().start).line;
    let rule = named(rule);
    format!("rule {rule}{}, {}:{line}", of.unwrap_or_default(), harmless(document.name()))
}
