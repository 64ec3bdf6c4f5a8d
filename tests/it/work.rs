//! What reachability costs, in steps that are the same on every machine: no more than what the size
//! of an export allows, and far less for policies as people write them.

use catchall::export::assemble;
use catchall::reach::{Analysis, Facts, RuleIndex, Verdict, analyse};
use serde_json::{Value, json};

use crate::documents::recognised;
use crate::random_exports::Random;

/// What the questions of an export took, and what came of them.
#[derive(Debug, Default, PartialEq, Eq)]
struct Work {
    steps: u64,
    /// The letter of each verdict, in order.
    verdicts: String,
}

impl Work {
    fn of(policies: &[Value]) -> Self {
        let documents = recognised(&[("export.json", json!(policies))]);
        let exports = assemble(&documents, &[], None).all;
        let facts = Facts::of(&exports[0]);
        let mut work = Self::default();
        for analysis in analyse(&exports[0], &facts) {
            for (place, _) in analysis.competition.rules() {
                work.verdicts.push(Self::letter(&analysis, place));
                analysis.redundant_with(place);
                analysis.reached_by_gap(place);
                analysis.let_in(place);
            }
            for policy in 0..analysis.competition.policies.len() {
                analysis.falls_through(policy);
            }
            work.steps += analysis.steps();
        }
        work
    }

    fn letter(analysis: &Analysis<'_, '_>, place: RuleIndex) -> char {
        match analysis.verdict(place) {
            Verdict::Reachable(_) => 'r',
            Verdict::Unreachable(_) => 'u',
            Verdict::Contradictory(_) => 'c',
            Verdict::Undecided => '?',
            Verdict::Disputed => '!',
        }
    }

    fn count(&self, verdict: char) -> usize {
        self.verdicts.chars().filter(|one| *one == verdict).count()
    }
}

fn rule(n: usize, conditions: &Value, access: &str) -> Value {
    json!({
        "id": format!("rul{n:017}"), "type": "ACCESS_POLICY", "status": "ACTIVE",
        "name": format!("Rule {n}"), "priority": n, "system": false, "conditions": conditions,
        "actions": {"appSignOn": {"access": access, "verificationMethod": {
            "type": "ASSURANCE", "factorMode": "2FA",
            "reauthenticateIn": format!("PT{}H", n % 7 + 1), "constraints": []}}},
    })
}

fn policy(rules: Vec<Value>) -> Vec<Value> {
    vec![json!({
        "id": format!("rst{:017}", 0), "type": "ACCESS_POLICY", "status": "ACTIVE", "name": "Policy",
        "priority": 1, "system": false, "conditions": null, "_embedded": {"rules": rules},
    })]
}

fn groups(random: &mut Random, pool: usize, most: usize) -> Value {
    let count = 1 + random.below(most);
    (0..count).map(|_| json!(format!("00g{:017}", random.below(pool)))).collect()
}

fn zone(random: &mut Random) -> Value {
    let list = ["include", "exclude"][random.below(2)];
    json!({"connection": "ZONE", list: [format!("nzo{:017}", random.below(12))]})
}

/// A policy of rules for groups, some of them from zones or at a level of risk, three in ten of which
/// deny.
fn mixed(rules: usize) -> Vec<Value> {
    let random = &mut Random::new(1);
    let rule = |n| {
        let mut conditions = json!({"people": {"groups": {"include": groups(random, 50, 3)}}});
        if random.below(10) < 4 {
            conditions["network"] = zone(random);
        }
        if random.below(4) == 0 {
            let level = *random.pick(&["LOW", "MEDIUM", "HIGH"]);
            conditions["riskScore"] = json!({"level": level});
        }
        rule(n, &conditions, if random.below(10) < 3 { "DENY" } else { "ALLOW" })
    };
    policy((0..rules).map(rule).collect())
}

/// Policies for groups, tried one after the other.
fn sequence(policies: usize, rules: usize) -> Vec<Value> {
    let random = &mut Random::new(2);
    let policy = |n: usize| {
        let rule = |m: usize| {
            let access = if random.below(10) < 3 { "DENY" } else { "ALLOW" };
            json!({
                "id": format!("rul{n:09}{m:08}"), "type": "SIGN_ON", "status": "ACTIVE",
                "name": format!("Rule {n}-{m}"), "priority": m, "system": false,
                "conditions": {"network": zone(random)},
                "actions": {"signon": {"access": access}},
            })
        };
        let rules: Vec<Value> = (0..rules).map(rule).collect();
        json!({
            "id": format!("rst{n:017}"), "type": "OKTA_SIGN_ON", "status": "ACTIVE",
            "name": format!("Policy {n}"), "priority": n + 1, "system": false,
            "conditions": {"people": {"groups": {"include": groups(random, policies, 3)}}},
            "_embedded": {"rules": rules},
        })
    };
    (0..policies).map(policy).collect()
}

fn expression(text: &str) -> Value {
    json!({"elCondition": {"condition": text}})
}

#[test]
fn policies_as_people_write_them_are_decided_whole_for_little() {
    for (rules, most) in [(50, 400_000), (100, 2_000_000), (200, 12_000_000)] {
        let work = Work::of(&mixed(rules));
        assert_eq!(work.count('?') + work.count('!'), 0, "{}", work.verdicts);
        assert!(work.steps < most, "{rules} rules: {} steps", work.steps);
    }
}

#[test]
fn many_policies_in_one_sequence_are_decided_whole_for_little() {
    for (policies, most) in [(25, 1_000_000), (50, 4_000_000)] {
        let work = Work::of(&sequence(policies, 5));
        assert_eq!(work.count('?') + work.count('!'), 0, "{}", work.verdicts);
        assert!(work.steps < most, "{policies} policies: {} steps", work.steps);
    }
}

#[test]
fn rules_that_one_before_them_takes_cost_the_same_each() {
    let dead = |rules| {
        let conditions = |n: usize| {
            let mut conditions = json!({"people": {"groups": {"include": ["00gAll"]}}});
            if n > 0 {
                conditions["network"] =
                    json!({"connection": "ZONE", "include": [format!("nzo{n:017}")]});
            }
            conditions
        };
        let work =
            Work::of(&policy((0..rules).map(|n| rule(n, &conditions(n), "ALLOW")).collect()));
        assert_eq!(work.count('u'), rules - 1);
        work.steps
    };
    let (few, many) = (dead(300), dead(1_200));
    assert!(many < 5 * few, "{few} and {many} steps");
}

#[test]
fn nested_expressions_are_said_once() {
    let nested = |levels: usize| {
        let level = |inner: String, n: usize| {
            let joint = if n.is_multiple_of(2) { " || " } else { " && " };
            format!("({})", ["a", "b", "c", "d", "e", &inner].join(joint))
        };
        let text = (0..levels).fold("f".to_owned(), level);
        let rules = [expression(&text), expression("g"), json!({})];
        Work::of(&policy((0..3).map(|n| rule(n, &rules[n], "ALLOW")).collect()))
    };
    for levels in [3, 11, 60] {
        let work = nested(levels);
        assert_eq!(work.verdicts, "rrr", "{levels} levels");
        assert!(work.steps < 400_000, "{levels} levels: {} steps", work.steps);
    }
}

/// Clauses of three literals, some too few and some too many to be met at once, so that nobody knows
/// a short proof.
fn clauses(names: usize, count: usize) -> Vec<Value> {
    let random = &mut Random::new(3);
    let conditions = |_| {
        let mut literal = || {
            let not = if random.below(2) == 0 { "!" } else { "" };
            format!("{not}user.profile.a{}", random.below(names))
        };
        let clause = [literal(), literal(), literal()];
        expression(&clause.join(" && "))
    };
    let rules = (0..count).map(conditions).collect::<Vec<_>>();
    let last = json!({});
    let all = rules.iter().chain([&last]).enumerate();
    policy(all.map(|(n, conditions)| rule(n, conditions, "ALLOW")).collect())
}

#[test]
fn what_is_hard_ends_and_leaves_the_rest_its_share() {
    for (names, count) in [(20, 90), (100, 430)] {
        let export = clauses(names, count);
        let work = Work::of(&export);
        // What all competitions share, and what each value may cost.
        assert!(work.steps <= 100_000_000 + 10_000 * 8 * count as u64, "{} steps", work.steps);
        assert!(work.count('r') > count / 2, "{}", work.verdicts);
        assert_eq!(work.count('!'), 0, "{}", work.verdicts);
    }
}

#[test]
fn the_work_does_not_depend_on_the_threads() {
    let export = [mixed(40), sequence(20, 3)].concat();
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| Work::of(&export))
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn patterns_are_read_state_by_state() {
    let random = &mut Random::new(4);
    let mut pattern = || {
        let length = 1 + random.below(6);
        let value: String = (0..length).map(|_| ['a', 'b', 'c'][random.below(3)]).collect();
        let test = *random.pick(&["STARTS_WITH", "CONTAINS", "SUFFIX", "EQUALS"]);
        json!({"matchType": test, "value": value})
    };
    let mut rules: Vec<Value> = Vec::new();
    for n in 0..40 {
        let patterns: Vec<Value> = (0..8).map(|_| pattern()).collect();
        rules.push(json!({
            "id": format!("rul{n:017}"), "type": "IDP_DISCOVERY", "status": "ACTIVE",
            "name": format!("Rule {n}"), "priority": n, "system": false,
            "conditions": {"userIdentifier": {"type": "IDENTIFIER", "patterns": patterns}},
            "actions": {"idp": {"providers": [{"type": "OKTA"}]}},
        }));
    }
    let policy = json!({
        "id": "rst1", "type": "IDP_DISCOVERY", "status": "ACTIVE", "name": "Routing", "priority": 1,
        "system": true, "conditions": null, "_embedded": {"rules": rules},
    });
    let work = Work::of(&[policy]);
    assert_eq!(work.count('?') + work.count('!'), 0, "{}", work.verdicts);
    assert!(work.steps < 100_000_000, "{} steps", work.steps);
}
