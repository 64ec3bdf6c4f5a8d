//! The evaluation order for people: each policy and rule in the order that Okta tries them, with
//! its conditions and outcome in words, and what is proved of it.

#[cfg(feature = "server")]
mod entries;
mod human;
mod json;
mod outcome;
mod weakest;

#[cfg(feature = "server")]
pub(crate) use entries::{Entry, entries};
pub(crate) use outcome::words as outcome_words;

use std::collections::HashMap;
use std::io::{self, Write};

use crate::diagnostic::{Named, Notice, NoticeKind};
use crate::export::Exports;
use crate::json::{Document, Node};
use crate::model::{Export, KNOWN_TYPES, Policy, PolicyRule, PolicyType, Status, named};
use crate::okta::Key;
use crate::reach::{Analysis, Competition, Facts, Names, RuleIndex, Verdict};
use weakest::Weakest;

/// How the map is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapFormat {
    /// For people.
    Human {
        /// Whether to use colours.
        color: bool,
    },
    /// One JSON object, version 1.
    Json,
}

/// Writes the evaluation order of everything in `exports`, and what there is to say beside it.
///
/// # Errors
/// What `out` answers.
pub fn write(
    out: &mut impl Write,
    format: MapFormat,
    exports: &Exports<'_>,
    notices: &[Notice],
) -> io::Result<()> {
    let facts: Vec<Facts<'_>> = exports.all.iter().map(Facts::of).collect();
    let of_exports = exports.all.iter().zip(&facts);
    let orders: Vec<_> =
        of_exports.flat_map(|(export, facts)| orders(export, facts, &|_| true)).collect();
    match format {
        MapFormat::Human { color } => human::write(out, color, &orders, notices),
        MapFormat::Json => json::write(out, &orders, notices),
    }
}

/// The orders of an export in which a policy or rule is that somebody wants to see.
fn orders<'e, 'd>(
    export: &'e Export<'d>,
    facts: &'e Facts<'d>,
    is_wanted: &(dyn Fn(Node<'d>) -> bool + Sync),
) -> Vec<Order<'e, 'd>> {
    let names = Names { resources: &export.resources, facts };
    let apps = Apps::of(export);
    let analyses: Vec<Analysis<'_, '_>> =
        Competition::map_all(export, is_wanted, |competition| Analysis::of(competition, facts));
    let of_analyses = analyses.iter().map(|analysis| Order::of(analysis, &apps, &names));
    let mut of_export: Vec<Order<'_, '_>> = of_analyses.collect();
    // Rules of a policy that is not in the export, none of which is active.
    of_export.retain(|order| order.policies.iter().any(PolicyEntry::shows_something));
    let skipped = skipped_policies(export, &analyses);
    let skipped = skipped.filter(|(policy, _)| is_wanted(policy.node));
    of_export.extend(skipped.map(|(policy, why)| {
        let rules = policy.rules.iter().map(|rule| RuleEntry::skipped(rule, &names)).collect();
        let entry = PolicyEntry::skipped(policy, why, rules, &apps);
        Order::of_one(policy.kind, policy.authorization_server(), entry)
    }));
    let orphans = export.orphan_rules.iter().filter(|rule| is_wanted(rule.node));
    of_export.extend(orphans.filter_map(|rule| {
        let why = skip_reason(rule.status, rule.node)?;
        let entry = PolicyEntry::of_rules(why, vec![RuleEntry::skipped(rule, &names)]);
        Some(Order::of_one(rule.kind, None, entry))
    }));
    of_export.sort_by_key(|order| {
        KNOWN_TYPES.iter().position(|known| order.kind.known() == Some(known))
    });
    of_export
}

/// The policies that Okta does not try, each with why.
fn skipped_policies<'e, 'd>(
    export: &'e Export<'d>,
    analyses: &[Analysis<'_, 'd>],
) -> impl Iterator<Item = (&'e Policy<'d>, String)> {
    let ranked = analyses.iter().flat_map(|analysis| &analysis.competition.policies);
    let tried: Vec<Node<'d>> =
        ranked.filter_map(|ranked| ranked.policy).map(|policy| policy.node).collect();
    export.policies.iter().filter_map(move |policy| {
        let is_empty = policy.has_all_rules && policy.rules.is_empty();
        let is_passed_over = is_empty && !tried.contains(&policy.node);
        let without_rules = is_passed_over.then(|| "without rules: Okta skips it".to_owned());
        Some((policy, skip_reason(policy.status, policy.node).or(without_rules)?))
    })
}

/// Why Okta skips an object, if its status makes it.
fn skip_reason(status: Status, node: Node<'_>) -> Option<String> {
    match status {
        Status::Active => None,
        Status::Inactive => Some("inactive: Okta skips it".to_owned()),
        Status::Other => {
            let status = node.field(Key::STATUS).map(Node::brief).unwrap_or_default();
            Some(format!("its status is {status}: Okta skips it"))
        }
    }
}

/// Says which documents are on no map, since they are not JSON.
pub fn left_out<'d>(documents: impl Iterator<Item = &'d Document>) -> impl Iterator<Item = Notice> {
    let broken = documents.filter(|document| !document.syntax_errors().is_empty());
    broken.map(|document| {
        let name = document.name();
        let message = format!("{name} is left out: it is not JSON (see `catchall check`)");
        Notice::of_file(NoticeKind::NotJson, name, message)
    })
}

/// The policies that Okta tries one after the other, or one policy alone.
struct Order<'e, 'd> {
    kind: PolicyType,
    authorization_server: Option<String>,
    policies: Vec<PolicyEntry<'e, 'd>>,
}

struct PolicyEntry<'e, 'd> {
    policy: Option<&'e Policy<'d>>,
    named: Option<Named>,
    turn: usize,
    conditions: Vec<String>,
    /// The apps that are mapped to it; none where the export does not tell.
    apps: Option<Vec<Named>>,
    /// The least that gets anybody in, where that is known.
    weakest: Option<Weakest>,
    standing: Standing<'d>,
    falls_through: Option<Sample>,
    /// The rules as Okta tries them, then those that it skips.
    rules: Vec<RuleEntry<'e, 'd>>,
    has_all_rules: bool,
}

struct RuleEntry<'e, 'd> {
    rule: &'e PolicyRule<'d>,
    named: Named,
    /// None where Okta skips the rule.
    turn: Option<usize>,
    conditions: Vec<String>,
    outcome: String,
    standing: Standing<'d>,
    redundant_with: Option<RuleName<'d>>,
}

/// Which apps are mapped to which policy.
struct Apps(HashMap<String, Vec<Named>>);

impl Apps {
    fn of(export: &Export<'_>) -> Self {
        let mut apps: HashMap<String, Vec<Named>> = HashMap::new();
        for link in export.access_policy_links() {
            let name = export.resources.name(&link.app);
            let app = Named::clipped(name.as_deref(), Some(&link.app));
            let of_policy = apps.entry(link.policy).or_default();
            if !of_policy.contains(&app) {
                of_policy.push(app);
            }
        }
        for policy in export.unmapped_policies() {
            apps.entry(policy.id().unwrap_or_default().into_owned()).or_default();
        }
        for of_policy in apps.values_mut() {
            of_policy.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        }
        Self(apps)
    }

    /// The apps of a policy; none where the export does not tell.
    fn of_policy(&self, policy: &Policy<'_>) -> Option<Vec<Named>> {
        self.0.get(policy.id()?.as_ref()).cloned()
    }
}

/// What is proved of a policy or rule, ready to be shown.
enum Standing<'d> {
    Reachable(Sample),
    Unreachable(Vec<RuleName<'d>>),
    Contradictory(Vec<String>),
    Undecided,
    Disputed,
    /// Why Okta does not try it.
    Skipped(String),
}

/// A sign-in.
struct Sample {
    words: String,
    /// What has to hold of what catchall does not look into, as clauses.
    opaque: Vec<String>,
    witness: crate::reach::Witness,
}

/// A rule of an order, as it is called there.
struct RuleName<'d> {
    policy: Option<Named>,
    rule: Named,
    index: RuleIndex,
    #[cfg_attr(not(feature = "server"), expect(dead_code, reason = "editors go there"))]
    node: Node<'d>,
}

impl<'e, 'd> Order<'e, 'd> {
    fn of(analysis: &Analysis<'e, 'd>, apps: &Apps, names: &Names<'_, 'd>) -> Self {
        let competition = &analysis.competition;
        let name = |index: RuleIndex| RuleName {
            policy: competition.policies[index.policy].policy.map(|policy| named(policy.node)),
            rule: named(competition.rule(index).rule.node),
            index,
            node: competition.rule(index).rule.node,
        };
        let sample = |witness: crate::reach::Witness| Sample {
            words: witness.words(names),
            opaque: witness.opaque_clauses(names),
            witness,
        };
        let standing = |verdict: Verdict| match verdict {
            Verdict::Reachable(witness) => Standing::Reachable(sample(witness)),
            Verdict::Unreachable(cover) => {
                Standing::Unreachable(cover.into_iter().map(name).collect())
            }
            Verdict::Contradictory(conditions) => Standing::Contradictory(conditions),
            Verdict::Undecided => Standing::Undecided,
            Verdict::Disputed => Standing::Disputed,
        };
        let policies = competition.policies.iter().enumerate().map(|(n, ranked)| {
            let rules = ranked.rules.iter().enumerate().map(|(m, ranked)| {
                let index = RuleIndex { policy: n, rule: m };
                RuleEntry {
                    rule: ranked.rule,
                    named: named(ranked.rule.node),
                    turn: Some(ranked.turn),
                    conditions: ranked.words(names),
                    outcome: outcome::words(ranked.rule, names),
                    standing: standing(analysis.verdict(index)),
                    redundant_with: analysis.redundant_with(index).map(name),
                }
            });
            let of_policy = ranked.policy.map_or(&[][..], |policy| &policy.rules);
            let skipped = of_policy.iter().filter(|rule| rule.status != Status::Active);
            let skipped = skipped.map(|rule| RuleEntry::skipped(rule, names));
            PolicyEntry {
                policy: ranked.policy,
                named: ranked.policy.map(|policy| named(policy.node)),
                turn: ranked.turn,
                conditions: ranked.words(names),
                apps: ranked.policy.and_then(|policy| apps.of_policy(policy)),
                weakest: Weakest::of(analysis, n),
                standing: standing(analysis.policy_verdict(n)),
                falls_through: analysis.falls_through(n).map(sample),
                rules: rules.chain(skipped).collect(),
                has_all_rules: ranked.has_all_rules,
            }
        });
        let first = competition.policies.iter().find_map(|ranked| ranked.policy);
        Self {
            kind: competition.kind,
            authorization_server: first.and_then(|policy| policy.authorization_server()),
            policies: policies.collect(),
        }
    }

    fn of_one(
        kind: PolicyType,
        authorization_server: Option<String>,
        entry: PolicyEntry<'e, 'd>,
    ) -> Self {
        Self { kind, authorization_server, policies: vec![entry] }
    }
}

impl<'e, 'd> PolicyEntry<'e, 'd> {
    fn shows_something(&self) -> bool {
        self.policy.is_some() || !self.rules.is_empty()
    }

    /// A policy that Okta skips.
    fn skipped(
        policy: &'e Policy<'d>,
        why: String,
        rules: Vec<RuleEntry<'e, 'd>>,
        apps: &Apps,
    ) -> Self {
        Self {
            policy: Some(policy),
            named: Some(named(policy.node)),
            apps: apps.of_policy(policy),
            has_all_rules: policy.has_all_rules,
            ..Self::of_rules(why, rules)
        }
    }

    /// Skipped rules of a policy that is not in the export.
    fn of_rules(why: String, rules: Vec<RuleEntry<'e, 'd>>) -> Self {
        Self {
            policy: None,
            named: None,
            turn: 0,
            conditions: Vec::new(),
            apps: None,
            weakest: None,
            standing: Standing::Skipped(why),
            falls_through: None,
            rules,
            has_all_rules: false,
        }
    }
}

impl<'e, 'd> RuleEntry<'e, 'd> {
    /// A rule that Okta skips.
    fn skipped(rule: &'e PolicyRule<'d>, names: &Names<'_, 'd>) -> Self {
        let why = skip_reason(rule.status, rule.node);
        let why = why.unwrap_or_else(|| "its policy is skipped".to_owned());
        Self {
            rule,
            named: named(rule.node),
            turn: None,
            conditions: Vec::new(),
            outcome: outcome::words(rule, names),
            standing: Standing::Skipped(why),
            redundant_with: None,
        }
    }
}
