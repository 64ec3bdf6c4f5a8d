//! Members that Okta knows, moved to where it does not know them: each is told, by one finding.

use std::collections::BTreeSet;

use serde_json::Value;

use super::fit::{Applied, Place, Role, Step, expand, inside};
use super::judge::{present, says_nothing};
use super::schemas::{Described, Schema, escape};
use super::trial::Trial;

/// Members that may move in silence, and why.
struct Exception {
    /// As `clean.json` calls the object; any where empty.
    object: &'static str,
    names: &'static [&'static str],
    why: &'static str,
}

const EXCEPTIONS: &[Exception] = &[
    Exception {
        object: "",
        names: &["id", "name", "displayName", "type", "status", "key", "value"],
        why: "Okta may give such a name to any object one day; they are told only where the nearest \
              place that they belong in lacks them",
    },
    Exception {
        object: "SESSION_VIOLATION_DETECTION rule",
        names: &["level"],
        why: "its place is known to be that of other types",
    },
    Exception {
        object: "device assurance policy",
        names: &["platform"],
        why: "what has no platform is taken for no such policy",
    },
    Exception {
        object: "request",
        names: &["_links", "_embedded"],
        why: "Okta alone writes them, and nothing is lost",
    },
];

/// What was moved.
#[derive(Default)]
pub struct Moves {
    pub told: usize,
    /// Of what nobody is told, as a reasoned exception has it.
    pub excepted: usize,
    /// Of what nobody is told: from where to where.
    pub silent: Vec<String>,
    /// What is told more than once.
    pub repeated: Vec<String>,
}

/// Moves the member at each place to the objects around the one that it stands in.
pub fn try_all_levels(object: &Described, trial: &Trial<'_>, places: &[Place]) -> Moves {
    let mut moves = Moves::default();
    let mut tried = BTreeSet::new();
    for place in places {
        let from = place.pointer();
        let (Some((parent, _)), Some((_, Step::Member(name)))) =
            (from.rsplit_once('/'), place.route.last())
        else {
            continue;
        };
        if from.starts_with("/_") || !tried.insert(from.clone()) {
            continue;
        }
        let Ok((fitted, before)) = trial.clean(place) else { continue };
        let Some(value) = fitted.pointer(&from).filter(|value| !says_nothing(value)) else {
            continue;
        };
        let mut without = fitted.clone();
        without.pointer_mut(parent).and_then(Value::as_object_mut).unwrap().remove(name);
        for to in around(parent, &without) {
            if !is_strange(object.schema, &to, name) {
                continue;
            }
            let mut moved = without.clone();
            moved.pointer_mut(&to).unwrap()[name] = value.clone();
            let found = trial.check(&moved);
            let is_old = |line: &String| before.iter().any(|old| old.line() == *line);
            let mut new: Vec<String> = found.iter().map(|found| found.line()).collect();
            new.retain(|line| !is_old(line));
            let what = format!("{}: {from} to {to}/{}", object.title(), escape(name));
            match new.len() {
                0 if is_excepted(object, name) => moves.excepted += 1,
                0 => moves.silent.push(what),
                1 => moves.told += 1,
                _ => moves.repeated.push(format!("{what}: {new:#?}")),
            }
        }
    }
    moves
}

fn is_excepted(object: &Described, name: &str) -> bool {
    let title = object.title();
    EXCEPTIONS.iter().any(|Exception { object, names, why }| {
        assert!(!why.is_empty());
        (object.is_empty() || *object == title) && names.contains(&name)
    })
}

/// The objects inside and around the one at `pointer`: its members, those of the one that it stands
/// in, and so on outwards.
fn around(pointer: &str, object: &Value) -> BTreeSet<String> {
    let mut around = BTreeSet::new();
    let mut at = Some(pointer);
    while let Some(here) = at {
        let value = object.pointer(here).unwrap();
        if value.is_object() && here != pointer {
            around.insert(here.to_owned());
        }
        for (name, _) in present(value).filter(|(_, member)| member.is_object()) {
            around.insert(format!("{here}/{}", escape(name)));
        }
        at = here.rsplit_once('/').map(|(outer, _)| outer);
    }
    around.remove(pointer);
    around.retain(|there| !there.starts_with("/_"));
    around
}

/// Whether Okta has a list of the names at the place, without this one.
fn is_strange(root: Schema, pointer: &str, name: &str) -> bool {
    let mut here = vec![Applied { schema: root, role: Role::Asserted }];
    for token in pointer.split('/').skip(1) {
        let step = match token.parse::<usize>() {
            Ok(_) => Step::Element,
            Err(_) => Step::Member(token.replace("~1", "/").replace("~0", "~")),
        };
        here = inside(&with_branches(here), &step);
    }
    let here = with_branches(here);
    let is_listed = here.iter().any(|one| one.schema.get("x-near-miss").is_some());
    is_listed && here.iter().all(|one| one.schema.member(name).is_none())
}

/// What applies, whatever conditions hold.
fn with_branches(applied: Vec<Applied>) -> Vec<Applied> {
    let all = expand(&applied);
    let branches = all.iter().flat_map(|one| {
        let below = ["then", "else"].into_iter().filter_map(|branch| one.schema.below(&[branch]));
        below.map(|schema| Applied { schema, ..*one })
    });
    let branches: Vec<Applied> = branches.collect();
    [all.clone(), expand(&branches)].concat()
}
