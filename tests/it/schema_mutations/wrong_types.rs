//! Values of a wrong type are told once: no lint takes what it cannot read for what is not there.

use std::collections::BTreeSet;

use catchall::diagnostic::Severity;
use serde_json::{Value, json};

use super::fit::{Place, Role, expand};
use super::judge::is_of_type;
use super::trial::{Trial, put};

/// Gives the value at each place another type, and returns what follows from it in other lints.
pub fn try_all_types(trial: &Trial<'_>, title: &str, places: &[Place]) -> (usize, Vec<String>) {
    let (mut tried, mut follows) = (0, Vec::new());
    let mut seen = BTreeSet::new();
    // Links and what is embedded tell what the object is.
    let places: Vec<&Place> =
        places.iter().filter(|place| !place.pointer().starts_with("/_")).collect();
    let rich = rich(trial, &places);
    for place in places {
        let pointer = place.pointer();
        let types = expand(&place.applied).into_iter().filter(|one| one.role == Role::Asserted);
        let types: Vec<&Value> = types.filter_map(|one| one.schema.get("type")).collect();
        // What has no type that can be read may be no zone.
        let is_kind = title == "network zone" && pointer == "/type";
        if pointer.is_empty() || is_kind || types.is_empty() || !seen.insert(pointer.clone()) {
            continue;
        }
        let fitted = || trial.clean(place).map(|(fitted, _)| fitted).ok();
        let around = rich.pointer(&pointer).map(|_| rich.clone()).or_else(fitted);
        let Some(around) = around else { continue };
        let before: BTreeSet<String> =
            trial.check(&around).iter().map(|found| found.place()).collect();
        for value in wrong_values(&types) {
            let mut object = around.clone();
            put(&mut object, &pointer, value.clone());
            tried += 1;
            let found = trial.check(&object).into_iter();
            let new = found.filter(|found| {
                !before.contains(&found.place()) && !found.is_wrong_type_at(&pointer)
            });
            let lines: Vec<String> = new.map(|found| found.line()).collect();
            if !lines.is_empty() {
                follows.push(format!("{title} {pointer} {value}: {lines:#?}"));
            }
        }
    }
    (tried, follows)
}

fn wrong_values(types: &[&Value]) -> Vec<Value> {
    let all = [json!("true"), json!(["x"]), json!({}), json!(7)];
    let is_right = |value: &Value| {
        types.iter().all(|types| match types {
            Value::Array(types) => types.iter().any(|one| is_of_type(value, one)),
            one => is_of_type(value, one),
        })
    };
    all.into_iter().filter(|value| !is_right(value)).take(2).collect()
}

/// An object with a value at as many places as go together: what a lint looks for beside the value
/// is there.
fn rich(trial: &Trial<'_>, places: &[&Place]) -> Value {
    let mut rich = trial.seed.clone();
    let is_clean =
        |object: &Value| trial.check(object).iter().all(|one| one.severity < Severity::Warning);
    for place in places {
        let is_there = rich.pointer(&place.pointer()).is_some();
        let fuller = if is_there { None } else { place.fit(&rich) };
        rich = fuller.filter(is_clean).unwrap_or(rich);
    }
    rich
}
