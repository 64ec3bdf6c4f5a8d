//! A policy that does what another one does anyway: the next in the order, or, of authentication
//! policies, any (Policy API, "Authentication policy": merge duplicate policies with identical
//! rules).

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

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
fn mapped<'d>(Excerpt { export, .. }: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let own = of_oktas_own_apps(export);
    let is_own = |policy: &Policy<'d>| {
        has_oktas_name(policy) || policy.id().is_some_and(|id| own.contains(id.as_ref()))
    };
    let for_apps = export.policies.iter().filter(|policy| policy.is_for_apps());
    let told = for_apps.filter(|policy| !is_own(policy));
    let told = told.filter_map(|policy| Some((policy, Effect::of(policy)?)));
    // Most differ in their first rule already.
    let mut alike: HashMap<_, Vec<_>> = HashMap::new();
    for (policy, effect) in told {
        alike.entry(effect.beginning()).or_default().push((policy, effect));
    }
    let mut known: HashMap<_, (&Policy<'d>, Effect<'d>)> = HashMap::new();
    for (policy, effect) in alike.into_values().filter(|alike| alike.len() > 1).flatten() {
        let (first, of_first) = match known.entry(effect.digest()) {
            Entry::Vacant(free) => {
                free.insert((policy, effect));
                continue;
            }
            Entry::Occupied(taken) => taken.into_mut(),
        };
        if !effect.is_equal(of_first) {
            continue;
        }
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
    let name = policy.node.field(Key::NAME);
    name.is_some_and(|name| NAMES.iter().any(|own| name.is_str(own)))
}

/// What an active policy demands and does, apart from names and from whom it is for.
struct Effect<'d> {
    /// Conditions of the policy but `people`, its settings, and the conditions and actions of each of
    /// its rules, in order.
    said: Vec<Option<Node<'d>>>,
    conditions: Vec<Member<'d>>,
}

impl<'d> Effect<'d> {
    /// `None` where the export does not tell.
    fn of(policy: &Policy<'d>) -> Option<Self> {
        let turns = policy.evaluation_order();
        let is_known = policy.status == Status::Active && policy.has_all_rules && !turns.is_empty();
        // Of rules in one turn, nobody knows which is tried first.
        if !is_known || turns.iter().any(|turn| turn.len() > 1) {
            return None;
        }
        // Whom it is for is the callers' question.
        let conditions = policy.node.field(Key::CONDITIONS).into_iter().flat_map(Node::fields);
        let of_rule = |rule: &&PolicyRule<'d>| {
            [Key::CONDITIONS, Key::ACTIONS].map(|key| rule.node.field(key))
        };
        let rules = turns.iter().flatten().flat_map(of_rule);
        Some(Self {
            said: [policy.node.field(Key::SETTINGS)].into_iter().chain(rules).collect(),
            conditions: conditions.filter(|one| one.name() != Key::PEOPLE).collect(),
        })
    }

    /// Equal for equal effects: how much is said, and a digest of the settings and the first rule.
    fn beginning(&self) -> (usize, Vec<Option<u64>>) {
        (self.said.len(), digests(self.said.iter().take(3)).collect())
    }

    /// Equal for equal effects, and rarely for others.
    fn digest(&self) -> Vec<Option<u64>> {
        let said = digests(&self.said);
        said.chain([Reading::Stated.digest_members(self.conditions.iter().copied())]).collect()
    }

    fn is_equal(&self, other: &Self) -> bool {
        let are_equal = |(one, other): (&Option<Node<'d>>, &Option<Node<'d>>)| match (one, other) {
            (Some(one), Some(other)) => Reading::Stated.are_equal(*one, *other),
            (Some(only), None) | (None, Some(only)) => Reading::Stated.digest(*only).is_none(),
            (None, None) => true,
        };

        self.said.len() == other.said.len()
            && self.said.iter().zip(&other.said).all(are_equal)
            && Reading::Stated.are_equal_members(
                self.conditions.iter().copied(),
                other.conditions.iter().copied(),
            )
    }
}

fn digests<'e, 'd: 'e>(
    said: impl IntoIterator<Item = &'e Option<Node<'d>>>,
) -> impl Iterator<Item = Option<u64>> {
    said.into_iter().map(|said| Reading::Stated.digest((*said)?))
}
