//! A policy that does what another one does anyway: the next in the order, or, of authentication
//! policies, any (Policy API, "Authentication policy": merge duplicate policies with identical
//! rules).

use std::collections::HashSet;
use std::collections::hash_map::Entry;

use foldhash::HashMap;
use rayon::prelude::*;

use crate::diagnostic::Severity;
use crate::json::{Member, Node};
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::{Export, Policy, PolicyRule, Reading, Status};
use crate::okta::Key;
use crate::reach::{Analysis, Names};

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Reach(ordered), Check::Export(mapped)]).pedantic();

fn ordered<'d>(analysis: &Analysis<'_, 'd>, _: &Names<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let policies = &analysis.competition.policies;
    for (n, pair) in policies.windows(2).enumerate() {
        // Of policies in one turn, nobody knows which is next.
        let is_alone =
            |one: &usize| policies.iter().filter(|other| other.turn == *one).count() == 1;
        if let [policy, next] = pair
            && [policy.turn, next.turn].iter().all(is_alone)
            && let (Some(policy), Some(next)) = (policy.policy, next.policy)
            && stays_whole(analysis, n + 1)
        {
            followed_by_same(policy, next, cx);
        }
    }
}

/// Whether no other lint advises to delete anything of the policy, perhaps because another one does
/// the same.
fn stays_whole(analysis: &Analysis<'_, '_>, policy: usize) -> bool {
    let competition = &analysis.competition;
    let is_dead =
        competition.policies[policy].is_custom() && analysis.policy_cover(policy).is_some();
    let mut of_policy = competition.rules().filter(|(place, _)| place.policy == policy);
    !is_dead
        && of_policy.all(|(place, ranked)| {
            let is_dead =
                analysis.cover(place).is_some() && analysis.cover_in_policy(place).is_none();
            ranked.rule.system || !is_dead && analysis.redundant_with(place).is_none()
        })
}

fn followed_by_same<'d>(policy: &Policy<'d>, next: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    if !policy.kind.is_for_groups() || !next.system && !is_within(policy, next) {
        return;
    }
    let is_same = || match (Effect::of(policy), Effect::of(next)) {
        (Some(effect), Some(of_next)) => effect.is_equal(&of_next),
        _ => false,
    };
    if policy.system || !is_same() {
        return;
    }
    let message = format!(
        "{} changes nothing: without it, {} would do the same to the same people",
        policy.title(),
        next.title()
    );
    cx.report(policy.label(), message)
        .label(next.label(), "does the same")
        .help("Delete it, unless it is there for a change to come");
}

/// Whether everybody whom `policy` is for gets to `next` without it.
fn is_within(policy: &Policy<'_>, next: &Policy<'_>) -> bool {
    let groups = |policy: &Policy<'_>| -> Option<HashSet<String>> {
        let groups = policy.node.at(&[Key::CONDITIONS, Key::PEOPLE, Key::GROUPS, Key::INCLUDE])?;
        Some(groups.strings().map(String::from).collect())
    };
    match (groups(policy), groups(next)) {
        (Some(own), Some(others)) => !own.is_empty() && own.is_subset(&others),
        _ => false,
    }
}

/// Policies that apps are mapped to. Okta keeps those for its own apps apart: who tightens the one for
/// the Admin Console does not mean the dashboard (help center, "Preset authentication policies").
fn mapped<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    if excerpt.policies().next().is_none() {
        return;
    }
    let export = excerpt.export;
    let own = of_oktas_own_apps(export);
    let is_own = |policy: &Policy<'d>| {
        has_oktas_name(policy) || policy.id().is_some_and(|id| own.contains(id.as_ref()))
    };
    let told = export.policies.par_iter().filter_map(|policy| {
        Effect::of(policy).filter(|_| policy.is_for_apps() && !is_own(policy))
    });
    let told: Vec<Effect<'_, 'd>> = told.collect();
    // Most differ in their first rule already.
    let mut alike: HashMap<_, Vec<_>> = HashMap::default();
    for effect in told {
        alike.entry(effect.beginning()).or_default().push(effect);
    }
    let is_looked_at = |effect: &Effect<'_, 'd>| excerpt.has(effect.policy.node);
    alike.retain(|_, alike| alike.len() > 1 && alike.iter().any(is_looked_at));
    let mut known: HashMap<_, Effect<'_, 'd>> = HashMap::default();
    for effect in alike.into_values().flatten() {
        let of_first = match known.entry(effect.digest()) {
            Entry::Vacant(free) => {
                free.insert(effect);
                continue;
            }
            Entry::Occupied(taken) => taken.into_mut(),
        };
        if !effect.is_equal(of_first) {
            continue;
        }
        let (policy, first) = (effect.policy, of_first.policy);
        let message = format!("{} and {} have the same rules", first.title(), policy.title());
        cx.report(policy.label(), message)
            .label(first.label(), "the same rules")
            .help("Move the apps of one to the other, so that there is one place to change");
    }
}

/// The ids of the policies of Okta's own apps. Names of other apps start with that of their org; the
/// connector between orgs is a customer's, too.
fn of_oktas_own_apps(export: &Export<'_>) -> HashSet<String> {
    let is_own = |app: &str| {
        let name = export.resources.get(app).and_then(|app| app.node.field(Key::NAME)?.as_str());
        name.is_some_and(|name| {
            name == "saasure" || name.starts_with("okta_") && name != "okta_org2org"
        })
    };
    let links = export.access_policy_links().filter(|link| is_own(&link.app));
    links.map(|link| link.policy).collect()
}

/// Whether Okta named the policy after an app of its own.
fn has_oktas_name(policy: &Policy<'_>) -> bool {
    const NAMES: [&str; 3] = ["Okta Admin Console", "Okta Dashboard", "Okta Browser Plugin"];
    let name = policy.head.name();
    name.is_some_and(|name| NAMES.iter().any(|own| name.is_str(own)))
}

/// What an active policy demands and does, apart from names and from whom it is for: its conditions but
/// `people`, its settings, and the conditions and actions of each of its rules, in order.
struct Effect<'e, 'd> {
    policy: &'e Policy<'d>,
    rules: Vec<&'e PolicyRule<'d>>,
}

impl<'e, 'd> Effect<'e, 'd> {
    /// `None` where the export does not tell.
    fn of(policy: &'e Policy<'d>) -> Option<Self> {
        if policy.status != Status::Active || !policy.has_all_rules {
            return None;
        }
        let turns = policy.evaluation_order();
        // Of rules in one turn, nobody knows which is tried first.
        if turns.is_empty() || turns.iter().any(|turn| turn.len() > 1) {
            return None;
        }
        Some(Self { policy, rules: turns.into_iter().flatten().collect() })
    }

    /// Equal for equal effects: how many rules there are, and a digest of the settings and the first.
    fn beginning(&self) -> (usize, Option<u64>, Option<[Option<u64>; 2]>) {
        let first = self.rules.first().map(|rule| rule.digests());
        (self.rules.len(), digest(self.settings()), first)
    }

    /// Equal for equal effects, and rarely for others.
    fn digest(&self) -> (Option<u64>, Vec<[Option<u64>; 2]>, Option<u64>) {
        let rules = self.rules.iter().map(|rule| rule.digests());
        let conditions = Reading::Stated.digest_members(self.conditions());
        (digest(self.settings()), rules.collect(), conditions)
    }

    fn is_equal(&self, other: &Self) -> bool {
        let pairs = self.rules.iter().zip(&other.rules);
        let mut pairs = pairs.flat_map(|(one, other)| one.said().into_iter().zip(other.said()));
        self.rules.len() == other.rules.len()
            && are_equal(self.settings(), other.settings())
            && pairs.all(|(one, other)| are_equal(one, other))
            && Reading::Stated.are_equal_members(self.conditions(), other.conditions())
    }

    fn settings(&self) -> Option<Node<'d>> {
        self.policy.node.field(Key::SETTINGS)
    }

    /// Whom it is for is the callers' question.
    fn conditions(&self) -> impl Iterator<Item = Member<'d>> + use<'d> {
        let conditions = self.policy.node.field(Key::CONDITIONS).into_iter().flat_map(Node::fields);
        conditions.filter(|one| one.name() != Key::PEOPLE)
    }
}

fn digest(said: Option<Node<'_>>) -> Option<u64> {
    Reading::Stated.digest(said?)
}

fn are_equal(one: Option<Node<'_>>, other: Option<Node<'_>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => Reading::Stated.are_equal(one, other),
        (Some(only), None) | (None, Some(only)) => Reading::Stated.digest(only).is_none(),
        (None, None) => true,
    }
}
