//! Claims, and what to do where one does not hold.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;
use serde_json::{Value, json};

use super::Case;
use super::random::Random;

/// A claim that does not hold, with what shows it.
#[derive(Debug)]
pub struct Disagreement {
    claim: &'static str,
    detail: String,
}

/// What comes of checking claims.
pub type Checked = Result<(), Disagreement>;

/// Fails with the claim unless it `holds`.
pub fn claim(claim: &'static str, holds: bool, detail: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err(Disagreement { claim, detail: detail() }) }
}

/// Draws cases and tries them. `{name}_CASES` and `{name}_SEED` in the environment say how many,
/// and which. Where one fails, its export is made as small as it gets.
pub fn try_all(
    name: &str,
    cases: u64,
    draw: impl Fn(&mut Random) -> Case + Sync,
    check: impl Fn(&Case, &mut Random) -> Checked + Sync,
) {
    let setting = |what: &str, default| {
        let value = std::env::var(format!("{name}_{what}"));
        value.map_or(default, |value| value.parse().expect("a number"))
    };
    let (cases, seed): (u64, u64) = (setting("CASES", cases), setting("SEED", 1));
    let failure = (0..cases).into_par_iter().find_map_first(|n| {
        // So that the cases of neighbouring seeds have nothing in common.
        let seed = Random::new(seed).next() ^ n;
        let mut random = Random::new(Random::new(seed).next());
        let case = draw(&mut random);
        let check = |case: &Case| {
            let checked = catch_unwind(AssertUnwindSafe(|| check(case, &mut random.clone())));
            checked.unwrap_or_else(|_| claim("nothing panics", false, String::new))
        };
        let first = check(&case).err()?;
        let fails = |case: &Case| check(case).is_err_and(|found| found.claim == first.claim);
        let smallest = shrunk(case, fails);
        let last = check(&smallest).unwrap_err();
        Some((n, last, smallest.export))
    });
    if let Some((n, Disagreement { claim, detail }, export)) = failure {
        panic!("case {n} of {name}_SEED={seed}: it does not hold that {claim}: {detail}\n{export}");
    }
}

/// The smallest export that still fails.
fn shrunk(mut case: Case, fails: impl Fn(&Case) -> bool) -> Case {
    loop {
        let smaller = smaller(&case.export).into_iter().find_map(|export| {
            let smaller = Case { export, ..case.clone() };
            fails(&smaller).then_some(smaller)
        });
        match smaller {
            Some(smaller) => case = smaller,
            None => return case,
        }
    }
}

/// The export without one policy, rule or condition, or one resource that no condition names. What
/// the universe rests on stays: resources that are named, and system policies.
fn smaller(export: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    let named = export["policies"].to_string();
    for list in ["zones", "apps"] {
        for (n, resource) in export[list].as_array().unwrap().iter().enumerate() {
            if !named.contains(resource["id"].as_str().unwrap()) {
                all.push(without_element(export, &format!("/{list}"), n));
            }
        }
    }
    let policies = export["policies"].as_array().unwrap();
    for (n, policy) in policies.iter().enumerate() {
        let is_system = policy["system"] == json!(true);
        if !is_system {
            all.push(without_element(export, "/policies", n));
            all.extend(without_each_condition(export, &format!("/policies/{n}")));
        }
        let rules = policy["rules"].as_array().map_or(0, Vec::len);
        for m in 0..rules {
            let path = format!("/policies/{n}/rules");
            all.push(without_element(export, &path, m));
            all.extend(without_each_condition(export, &format!("{path}/{m}")));
        }
    }
    all
}

fn without_element(export: &Value, path: &str, n: usize) -> Value {
    let mut smaller = export.clone();
    smaller.pointer_mut(path).unwrap().as_array_mut().unwrap().remove(n);
    smaller
}

fn without_each_condition(export: &Value, path: &str) -> Vec<Value> {
    let path = format!("{path}/conditions");
    let conditions = export.pointer(&path).and_then(Value::as_object);
    let names = conditions.into_iter().flat_map(|conditions| conditions.keys());
    names
        .map(|name| {
            let mut smaller = export.clone();
            smaller.pointer_mut(&path).unwrap().as_object_mut().unwrap().remove(name);
            smaller
        })
        .collect()
}
