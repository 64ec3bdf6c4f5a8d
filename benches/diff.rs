//! Comparing two exports, and proving what is demanded of all sign-ins.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

#[expect(dead_code, reason = "other benches write what it makes in other ways")]
mod believable;

use believable::Org;
use catchall::diff::Diff;
use catchall::export::{Recognised, assemble};
use catchall::guard::{About, Guard, Requirement, SessionStart, examine};
use catchall::json::{Document, Layout};
use catchall::outcome::Demand;
use divan::Bencher;
use serde_json::{Value, json};

fn main() {
    divan::main();
}

/// One hundred policies, in each of which one rule was moved.
#[divan::bench(args = [20, 100, 300], sample_count = 3, sample_size = 1)]
fn a_rule_moved_in_each_of_hundred_policies(bencher: Bencher, rules: usize) {
    let documents = [org(100, rules, false), org(100, rules, true)];
    let [old, new] = [&documents[..1], &documents[1..]].map(|one| assemble(one, &[], None));
    bencher.bench_local(|| Diff::of(&old.all[0], &new.all[0]).unwrap().changes.len());
}

/// A guard over one hundred policies.
#[divan::bench(args = [20, 100], sample_count = 3, sample_size = 1)]
fn a_guard_over_hundred_policies(bencher: Bencher, rules: usize) {
    let documents = [org(100, rules, false)];
    let exports = assemble(&documents, &[], None);
    let guard = Guard {
        about: About::Policies(vec!["ACCESS_POLICY".to_owned()]),
        when: None,
        requirement: Requirement::Each(Demand { factors: 2, ..Demand::default() }),
        session: SessionStart::Any,
    };
    bencher.bench_local(|| examine(&exports.all[0], &guard, &[]).len());
}

/// Policies of so many rules, in each of which one of the first was moved behind its middle.
fn org(policies: usize, rules: usize, is_moved: bool) -> Recognised {
    let org = Org { seed: 1, policies, rules };
    let mut all: Vec<Value> =
        org.policies().map(|policy| serde_json::from_str(&policy).unwrap()).collect();
    for policy in all.iter_mut().filter(|_| is_moved) {
        let rules = policy["_embedded"]["rules"].as_array_mut().unwrap();
        let (from, to) = (rules.len() / 10, rules.len() / 2);
        let moved = rules.remove(from);
        rules.insert(to, moved);
        for (n, rule) in rules.iter_mut().enumerate().filter(|(n, _)| (from..=to).contains(n)) {
            rule["priority"] = json!(n);
        }
    }
    let text = Value::Array(all).to_string().into_bytes();
    Recognised::of(Document::parse("policies.json", text, Layout::Json))
}
