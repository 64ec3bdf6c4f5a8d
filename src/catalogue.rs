//! The catalogue of lints, as `catchall rules` lists it.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::diagnostic::Tier;
use crate::lints::Lint;
use crate::wording::series;

/// The categories of lints, and what each is about.
pub const CATEGORIES: &[(&str, &str)] = &[
    ("fields", "fields that are misspelt, missing, misplaced, or hold what Okta does not take"),
    ("conditions", "conditions that contradict themselves or say less than they seem to"),
    ("expressions", "expressions of the Okta Expression Language"),
    ("actions", "what rules do: authenticators, factors, sessions, providers"),
    ("settings", "settings of password and enrollment policies"),
    ("export", "an export as a whole: what is doubled, cut off, contradictory or too much"),
    ("order", "priorities, defaults, and lists of policies and rules that do not add up"),
    ("reachability", "policies and rules that can never fire, with proof"),
    ("references", "ids of objects that are gone, inactive or of no use"),
    ("posture", "what is valid, but weak"),
    ("tokens", "authorization servers and the tokens that they give out"),
    ("zones", "network zones"),
    ("devices", "device assurance policies"),
    ("simulation", "requests to simulate sign-ins, and their answers"),
    ("guards", "what users demand of all sign-ins, in `catchall.toml`"),
    ("config", "settings of catchall that are out of date or of no use"),
];

/// Writes the lints for people, by category.
///
/// # Errors
/// What `out` answers.
pub fn write_list(out: &mut impl Write, lints: &[&Lint]) -> io::Result<()> {
    let mut lints = lints.to_vec();
    lints.sort_by_key(|lint| (lint.category, lint.name));
    let width = lints.iter().map(|lint| lint.name.len()).max().unwrap_or_default();
    for (n, category) in lints.chunk_by(|one, other| one.category == other.category).enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", category[0].category)?;
        for lint in category {
            let severity = lint.severity().name();
            write!(out, "  {:width$}  {severity:7}  {}", lint.name, lint.summary())?;
            match requirements(lint) {
                Some(requirements) => writeln!(out, " ({requirements})")?,
                None => writeln!(out)?,
            }
        }
    }
    Ok(())
}

/// What an export must be or hold for the lint to run, and what the user must ask for, in words.
pub fn requirements(lint: &Lint) -> Option<String> {
    let tier = (lint.tier() == Tier::Pedantic).then(|| Tier::Pedantic.name().to_owned());
    let needs = series(lint.needs().iter().map(|kind| kind.plural()), "or");
    let needs = (!needs.is_empty()).then(|| format!("needs {needs}"));
    let engine = lint.engine().map(|engine| format!("{engine} only"));
    let requirements: Vec<String> = tier.into_iter().chain(needs).chain(engine).collect();
    (!requirements.is_empty()).then(|| requirements.join("; "))
}

/// Writes the lints as one JSON array, sorted by name.
///
/// # Errors
/// What `out` answers.
pub fn write_json(out: &mut impl Write, lints: &[&Lint]) -> io::Result<()> {
    let described: Vec<Value> = lints.iter().map(|lint| describe(lint)).collect();
    serde_json::to_writer_pretty(&mut *out, &described)?;
    writeln!(out)
}

fn describe(lint: &Lint) -> Value {
    json!({
        "name": lint.name,
        "category": lint.category,
        "severity": lint.severity().name(),
        "tier": lint.tier().name(),
        "summary": lint.summary(),
        "needs": lint.needs().iter().map(|kind| kind.name()).collect::<Vec<_>>(),
        "engine": lint.engine().map(|engine| engine.to_string()),
        "constraints": lint.covers().collect::<Vec<_>>(),
        "url": lint.url(),
    })
}
