//! An export's policies and rules as typed views over the documents.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use crate::json::Node;
use crate::okta::Key;

use super::engine::Engine;
use super::helper::Helpers;
use super::list::{List, Together};
use super::order::{self, Priority};
use super::recognise::self_link;
use super::references::AccessPolicyLink;
use super::split::says_the_same;
use super::types::PolicyType;

/// What describes one org at one moment.
#[derive(Debug, Default)]
pub struct Export<'d> {
    /// The policies, in document order.
    pub policies: Vec<Policy<'d>>,
    /// Rules whose policy is not in the export, in document order.
    pub loose_rules: Vec<PolicyRule<'d>>,
    /// Policies that stand in the export a second time, with another text.
    pub policy_copies: Vec<Policy<'d>>,
    /// Rules that stand in the export a second time, with another text.
    pub rule_copies: Vec<PolicyRule<'d>>,
    /// Bodies of requests to simulate.
    pub simulations: Vec<Node<'d>>,
    /// Answers to such requests.
    pub simulation_results: Vec<Node<'d>>,
    /// What Okta answered to requests that failed.
    pub error_answers: Vec<Node<'d>>,
    /// Which policies apps are mapped to, where it is not the apps that say so.
    pub(super) mappings: Vec<AccessPolicyLink<'d>>,
    /// The objects that policies refer to.
    pub helpers: Helpers<'d>,
    /// The engine that the org runs on, where the export tells it or the user did.
    pub engine: Option<Engine>,
}

impl<'d> Export<'d> {
    /// The policies that compete for the same sign-ins: those of one ordered type (and, for
    /// authorization servers, of one server), as Okta tries them. Each turn holds the policies of
    /// one priority: more than one is a tie, whose order is unknown. Inactive policies, and those
    /// known to have no rules, take no part.
    pub fn evaluation_order(&self, policy: &Policy<'d>) -> Vec<Vec<&Policy<'d>>> {
        order::turns(self.competitors(policy))
    }

    /// The policies of each ordered type (and authorization server) that came together, in document
    /// order: in one list or, where they came alone, in one directory. What came apart may have
    /// been read at different times, when priorities were others.
    pub fn competitions(&self) -> Vec<Vec<&Policy<'d>>> {
        let ordered = self
            .policies
            .iter()
            .filter(|policy| policy.kind.is_ordered() && !policy.has_unknown_rivals);
        let mut groups = groups(ordered, |policy| policy.competition());
        groups.retain(|policies| policies.len() > 1);
        groups
    }

    /// As [`competitions`](Self::competitions), in turns, and with each policy of another type by
    /// itself.
    pub(crate) fn sequences<'e>(&'e self) -> Vec<Vec<Vec<&'e Policy<'d>>>> {
        let groups = groups(self.policies.iter().enumerate(), |(n, policy)| {
            let competition = policy.competition();
            let alone = (!policy.kind.is_ordered() || policy.has_unknown_rivals).then_some(*n);
            (competition, alone)
        });
        let policies = groups.iter().map(|group| group.iter().map(|(_, policy)| *policy));
        policies.map(order::turns).collect()
    }

    /// The policies that compete with `policy`, itself included, in document order; it alone where
    /// its type knows no order.
    pub fn competitors(&self, policy: &Policy<'d>) -> impl Iterator<Item = &Policy<'d>> {
        let is_competitor = |other: &Policy<'d>| {
            if !policy.kind.is_ordered() {
                return other.node == policy.node;
            }
            other.kind == policy.kind
                && other.authorization_server() == policy.authorization_server()
        };
        self.policies.iter().filter(move |other| is_competitor(other))
    }

    /// The rules of one policy that came together, in document order, for each policy; also of
    /// policies that are not in the export. A rule of which nothing tells the policy is by itself.
    pub fn rule_lists(&self) -> Vec<Vec<&PolicyRule<'d>>> {
        let mut lists: Vec<_> = self.policies.iter().flat_map(Policy::rule_lists).collect();
        lists.extend(self.loose_rule_lists());
        lists
            .extend(self.loose_rules.iter().filter(|rule| rule.is_astray()).map(|rule| vec![rule]));
        lists
    }

    /// As [`rule_lists`](Self::rule_lists), of policies that are not in the export.
    pub(crate) fn loose_rule_lists(&self) -> Vec<Vec<&PolicyRule<'d>>> {
        // A list without links is taken for one policy's, unless it shows that it is not.
        let of_one = |rules: &Vec<&PolicyRule<'d>>| {
            rules[0].policy_id().is_some() || may_be_of_one_policy(rules)
        };
        let known = self.loose_rules.iter().filter(|rule| !rule.is_astray());
        let mut lists = groups(known, |rule| {
            (rule.policy_id(), rule.kind.to_string(), Together::of(rule.list, rule.node))
        });
        lists.retain(of_one);
        lists
    }

    /// As [`loose_rule_lists`](Self::loose_rule_lists), each with whether it has all rules of its
    /// policy, as far as the export tells.
    pub(crate) fn loose_rule_lists_told_whole(&self) -> Vec<(Vec<&PolicyRule<'d>>, bool)> {
        let lists = self.loose_rule_lists();
        let mut lists_of: HashMap<String, usize> = HashMap::new();
        for policy in lists.iter().filter_map(|rules| rules[0].policy_id()) {
            *lists_of.entry(policy).or_default() += 1;
        }
        let is_only = |rules: &[&PolicyRule<'d>]| {
            rules[0].policy_id().is_none_or(|policy| lists_of.get(&policy) == Some(&1))
        };
        let lists = lists.into_iter().map(|rules| {
            let are_all = is_only(&rules) && are_all_rules(rules.iter().copied());
            (rules, are_all)
        });
        lists.collect()
    }

    /// The rules of each policy from whatever lists they came, with the policy; also of policies
    /// that are not in the export.
    pub(crate) fn rules_by_policy(&self) -> Vec<(Option<&Policy<'d>>, Vec<&PolicyRule<'d>>)> {
        let known = self.loose_rules.iter().filter(|rule| !rule.is_astray());
        let loose = groups(known, |rule| {
            let policy = rule.policy_id();
            let list = policy.is_none().then(|| Together::of(rule.list, rule.node));
            (policy, list, rule.kind.to_string())
        });
        let loose = loose.into_iter().map(|rules| (None, rules));
        let known =
            self.policies.iter().map(|policy| (Some(policy), policy.rules.iter().collect()));
        known.chain(loose).filter(|(_, rules): &(_, Vec<_>)| !rules.is_empty()).collect()
    }

    /// The policies and rules of which a copy says something else, with the copy: nobody knows which
    /// is in force.
    pub(crate) fn ambiguous(&self) -> Vec<(Node<'d>, Node<'d>)> {
        let copies = self.policy_copies.iter().map(|policy| policy.node);
        let copies: Vec<_> = copies.chain(self.rule_copies.iter().map(|rule| rule.node)).collect();
        if copies.is_empty() {
            return Vec::new();
        }
        let id = |node: Node<'d>| node.field(Key::ID)?.as_str();
        let objects = self.policies.iter().map(|policy| policy.node);
        let objects = objects.chain(self.rules().map(|rule| rule.node));
        let by_id: HashMap<_, _> = objects.filter_map(|node| Some((id(node)?, node))).collect();
        let pairs = copies.into_iter().filter_map(|copy| Some((*by_id.get(&id(copy)?)?, copy)));
        pairs.filter(|(object, copy)| !says_the_same(*object, *copy)).collect()
    }

    /// Whether no policy of an ordered type is missing: they are numbered from 1 without gaps, and the
    /// default comes last (guide "Policy and rule prioritization").
    pub(crate) fn has_all_policies(&self, kind: &str) -> bool {
        let of_kind = || self.policies.iter().filter(|policy| policy.kind.is(kind));
        let last = of_kind().filter(|policy| policy.system).find_map(|it| it.priority.number());
        last.is_some_and(|last| usize::try_from(last).is_ok_and(|last| last <= of_kind().count()))
    }

    /// All rules, those without their policy last.
    pub fn rules(&self) -> impl Iterator<Item = &PolicyRule<'d>> {
        let of_policies = self.policies.iter().flat_map(|policy| &policy.rules);
        of_policies.chain(&self.loose_rules)
    }
}

/// Whether rules may all be of one policy: it has one default, and no priority twice (guide "Policy
/// and rule prioritization": Okta shifts the others on a collision).
pub(super) fn may_be_of_one_policy(rules: &[&PolicyRule<'_>]) -> bool {
    may_be_siblings(rules.iter().map(|rule| (rule.system, rule.priority)))
}

/// Whether policies may all be of one authorization server, as rules of one policy.
pub(super) fn may_be_of_one_server(policies: &[&Policy<'_>]) -> bool {
    may_be_siblings(policies.iter().map(|policy| (policy.system, policy.priority)))
}

/// Takes of each whether it is a default, and its priority.
fn may_be_siblings(items: impl Iterator<Item = (bool, Priority)> + Clone) -> bool {
    let mut numbers = HashSet::new();
    let mut taken = items.clone().filter_map(|(_, priority)| priority.number());
    items.filter(|(is_default, _)| *is_default).count() < 2
        && taken.all(|number| numbers.insert(number))
}

/// Whether these are all rules of a policy, as far as an export that has no others tells: one list
/// has them, and shows none to be missing.
pub(super) fn are_all_rules<'e, 'd: 'e>(
    rules: impl Iterator<Item = &'e PolicyRule<'d>> + Clone,
) -> bool {
    list_of(rules.clone()).is_some() && !shows_that_some_lack(rules)
}

/// The list that has all these rules, if one has.
fn list_of<'e, 'd: 'e>(mut rules: impl Iterator<Item = &'e PolicyRule<'d>>) -> Option<List<'d>> {
    let list = rules.next()?.list?;
    rules.all(|rule| rule.list == Some(list)).then_some(list)
}

/// Whether rules that came in a list cannot be all of their policy: the older types are numbered from
/// 1 without gaps (guide "Policy and rule prioritization"), and the lists of some others end with the
/// catch-all rule.
fn shows_that_some_lack<'e, 'd: 'e>(
    mut rules: impl Iterator<Item = &'e PolicyRule<'d>> + Clone,
) -> bool {
    let Some(kind) = rules.clone().next().map(|rule| rule.kind) else {
        return false;
    };
    if kind.ends_with_catch_all() {
        return rules.all(|rule| rule.is_served() && rule.is_custom());
    }
    if !kind.is_numbered_from_one() {
        return false;
    }
    let count = rules.clone().count();
    let numbers = rules.map(|rule| rule.priority.number().filter(|_| rule.id().is_some()));
    let is_beyond = |number: &i64| usize::try_from(*number).is_ok_and(|number| number > count);
    // Where two share a number, that is what went wrong.
    numbers
        .collect::<Option<HashSet<i64>>>()
        .is_some_and(|numbers| numbers.len() == count && numbers.iter().any(is_beyond))
}

/// Groups in the order of first appearance.
pub(super) fn groups<T, K: Eq + Hash>(
    items: impl IntoIterator<Item = T>,
    key: impl Fn(&T) -> K,
) -> Vec<Vec<T>> {
    let mut places: HashMap<K, usize> = HashMap::new();
    let mut groups: Vec<Vec<T>> = Vec::new();
    for item in items {
        let place = *places.entry(key(&item)).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        groups[place].push(item);
    }
    groups
}

/// Whether an object takes part in evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Also where `status` is absent: the default of the Policy API.
    Active,
    /// Skipped by Okta.
    Inactive,
    /// Anything else, such as `INVALID`, once returned for rules whose objects had gone.
    Other,
}

impl Status {
    fn of(node: Node<'_>) -> Self {
        match node.field(Key::STATUS) {
            None => Self::Active,
            Some(status) if status.is_str("ACTIVE") => Self::Active,
            Some(status) if status.is_str("INACTIVE") => Self::Inactive,
            Some(_) => Self::Other,
        }
    }
}

/// A policy.
#[derive(Debug)]
pub struct Policy<'d> {
    /// The policy's own JSON.
    pub node: Node<'d>,
    /// Its type.
    pub kind: PolicyType,
    /// Its place in the order.
    pub priority: Priority,
    /// Whether Okta created it as a default.
    pub system: bool,
    /// Whether it takes part in evaluation.
    pub status: Status,
    /// The list that it came in, if it did not come alone.
    pub list: Option<List<'d>>,
    /// The rules of it that are in the export, in document order.
    pub rules: Vec<PolicyRule<'d>>,
    /// Whether one list has all rules that the export knows: then no rule is missing, as far as an
    /// export can tell.
    pub has_all_rules: bool,
    /// Whether that list is inside the policy.
    pub(super) are_rules_embedded: bool,
    /// Whether its list of mappings is in the export, and empty.
    pub(crate) has_no_mappings: bool,
    /// Whether it is of an authorization server of which nothing tells the other policies.
    pub(super) has_unknown_rivals: bool,
}

impl<'d> Policy<'d> {
    pub(super) fn of(node: Node<'d>, list: Option<List<'d>>) -> Self {
        let named = node.field(Key::TYPE).and_then(Node::as_str);
        Self {
            node,
            kind: named.map_or(PolicyType::Unknown, |name| PolicyType::meant_by_policy(&name)),
            list,
            priority: Priority::of(node),
            system: is_system(node),
            status: Status::of(node),
            rules: Vec::new(),
            has_all_rules: false,
            are_rules_embedded: false,
            has_no_mappings: false,
            has_unknown_rivals: false,
        }
    }

    /// Whether it came in a list of what there is, and not of bodies of requests.
    pub(crate) fn is_listed(&self) -> bool {
        self.list.is_some() && self.id().is_some()
    }

    /// The policy's id; requests to create one have none.
    pub fn id(&self) -> Option<Cow<'d, str>> {
        self.node.field(Key::ID).and_then(Node::as_str)
    }

    /// What to call the policy in a sentence.
    pub fn title(&self) -> String {
        title("policy", self.node)
    }

    /// Whether it has exactly as many embedded rules as Okta embeds at most (Policy API, "Get a
    /// Policy with Rules"), so that more may exist. A list with the default rule, which is the last,
    /// is whole, and so is one that came apart.
    pub(crate) fn may_be_cut(&self) -> bool {
        const MOST_EMBEDDED: usize = 20;
        self.are_rules_embedded
            && self.rules.len() == MOST_EMBEDDED
            && !self.rules.iter().any(|rule| rule.system)
    }

    /// The list that has all rules that the export knows, if one has.
    pub(crate) fn list_of_rules(&self) -> Option<List<'d>> {
        list_of(self.rules.iter())
    }

    /// Whether Okta wrote the object, rather than an admin: it has what nobody writes by hand. Then
    /// what is not beside it in a list was not there when Okta answered.
    pub(crate) fn is_served(&self) -> bool {
        is_served(self.node)
    }

    /// Whether it is surely no default of Okta's: `system` is false or left out, not unreadable.
    pub(crate) fn is_custom(&self) -> bool {
        is_custom(self.node)
    }

    /// What kind of resource an authentication policy says that it is for, if it is `kind`: `APP`,
    /// or `END_USER_ACCOUNT_MANAGEMENT` for the Okta account management policy. Some engines and
    /// endpoints don't say (OpenAPI description, `AccessPolicy`).
    pub(crate) fn resource(&self, kind: &str) -> Option<Node<'d>> {
        self.resource_type().filter(|resource| resource.is_str(kind))
    }

    /// Whether it is an authentication policy that does not say that it is for anything but apps.
    pub(crate) fn is_for_apps(&self) -> bool {
        // The one of account management can only be read.
        let is_read_only = || {
            let allowed = self.node.at(&[Key::LINKS, Key::SELF, Key::HINTS, Key::ALLOW]);
            allowed.is_some_and(|allowed| allowed.strings().eq(["GET"]))
        };
        let is_for_apps = match self.resource_type() {
            Some(resource) => resource.is_str("APP"),
            None => !is_read_only(),
        };
        self.kind.is("ACCESS_POLICY") && is_for_apps
    }

    fn resource_type(&self) -> Option<Node<'d>> {
        self.node.at(&[Key::EMBEDDED, Key::RESOURCE_TYPE])
    }

    /// What a policy shares with those of an ordered type that it competes with: the type, the
    /// authorization server, and that they came together.
    pub(crate) fn competition(&self) -> impl Eq + Hash + use<'d> {
        let together = Together::of(self.list, self.node);
        (self.kind.to_string(), self.authorization_server(), together)
    }

    /// Whether it is of an authorization server, and nothing tells of which.
    pub(crate) fn is_astray(&self) -> bool {
        self.kind.is("OAUTH_AUTHORIZATION_POLICY") && self.authorization_server().is_none()
    }

    /// The rules that came together, in document order: all of them, unless they were read at
    /// different times.
    pub(crate) fn rule_lists(&self) -> Vec<Vec<&PolicyRule<'d>>> {
        groups(&self.rules, |rule| Together::of(rule.list, rule.node))
    }

    /// What to point at to speak of the policy as a whole.
    pub(crate) fn label(&self) -> Node<'d> {
        self.node.field(Key::NAME).unwrap_or(self.node)
    }

    /// The rules as Okta tries them. Each turn holds the rules of one priority: more than one is a
    /// tie, whose order is unknown. Inactive rules take no part.
    pub fn evaluation_order(&self) -> Vec<Vec<&PolicyRule<'d>>> {
        order::turns(self.rules.iter())
    }

    /// The authorization server that the policy belongs to, for `OAUTH_AUTHORIZATION_POLICY`.
    /// The policy names it only in its links.
    pub fn authorization_server(&self) -> Option<String> {
        let link = self_link(self.node)?;
        let (_, after) = link.split_once("/authorizationServers/")?;
        after.split('/').next().map(str::to_owned)
    }
}

/// Rules of one policy in turns, as [`Policy::evaluation_order`] gives them.
pub(crate) fn in_turns<'e, 'd>(rules: &[&'e PolicyRule<'d>]) -> Vec<Vec<&'e PolicyRule<'d>>> {
    order::turns(rules.iter().copied())
}

/// A rule of a policy.
#[derive(Debug)]
pub struct PolicyRule<'d> {
    /// The rule's own JSON.
    pub node: Node<'d>,
    /// The type of its policy.
    pub kind: PolicyType,
    /// The list that it came in, if it did not come alone.
    pub list: Option<List<'d>>,
    /// Its place in the order.
    pub priority: Priority,
    /// Whether Okta created it as a default or catch-all.
    pub system: bool,
    /// Whether it takes part in evaluation.
    pub status: Status,
    // Nearly every lint looks at these.
    conditions: Option<Node<'d>>,
    actions: Option<Node<'d>>,
}

impl<'d> PolicyRule<'d> {
    pub(super) fn of(node: Node<'d>, list: Option<List<'d>>) -> Self {
        Self {
            node,
            kind: PolicyType::of_rule_in(node, PolicyType::Unknown),
            list,
            priority: Priority::of(node),
            system: is_system(node),
            status: Status::of(node),
            conditions: node.field(Key::CONDITIONS),
            actions: node.field(Key::ACTIONS),
        }
    }

    /// As a rule of a policy of the type `policy`.
    pub(super) fn of_policy(self, policy: PolicyType) -> Self {
        Self { kind: PolicyType::of_rule_in(self.node, policy), ..self }
    }

    /// The rule's id; requests to create one have none.
    pub fn id(&self) -> Option<Cow<'d, str>> {
        self.node.field(Key::ID).and_then(Node::as_str)
    }

    /// What to call the rule in a sentence.
    pub fn title(&self) -> String {
        title("rule", self.node)
    }

    /// What to point at to speak of the rule as a whole.
    pub(crate) fn label(&self) -> Node<'d> {
        self.node.field(Key::NAME).unwrap_or(self.node)
    }

    /// The id of its policy, as its link tells it.
    pub fn policy_id(&self) -> Option<String> {
        let link = self_link(self.node)?;
        let (_, after) = link.split_once("/policies/")?;
        let (policy, rest) = after.split_once('/')?;
        rest.starts_with("rules").then(|| policy.to_owned())
    }

    /// Whether neither a link nor the place tells of which policy it is.
    fn is_astray(&self) -> bool {
        self.list.is_none() && self.policy_id().is_none()
    }

    /// Whether Okta wrote the object, rather than an admin: see [`Policy::is_served`].
    pub(crate) fn is_served(&self) -> bool {
        is_served(self.node)
    }

    /// Whether it is surely no default of Okta's: see [`Policy::is_custom`].
    pub(crate) fn is_custom(&self) -> bool {
        is_custom(self.node)
    }

    /// A condition of the rule, such as `network`.
    pub fn condition(&self, name: Key) -> Option<Node<'d>> {
        self.conditions?.field(name)
    }

    /// What the rule does, such as `appSignOn`.
    pub fn action(&self, name: Key) -> Option<Node<'d>> {
        self.actions?.field(name)
    }
}

/// Names are cut to this many characters in sentences. Okta's own limit is 50 to 100.
const LONGEST_NAME: usize = 100;

/// The object's name, which admins know, rather than its id.
fn title(what: &str, node: Node<'_>) -> String {
    let text = |key| node.field(key).and_then(Node::as_str);
    match (text(Key::NAME), text(Key::ID)) {
        (Some(name), _) if name.chars().count() > LONGEST_NAME => {
            let start: String = name.chars().take(LONGEST_NAME).collect();
            format!("{what} \"{start}…\"")
        }
        (Some(name), _) => format!("{what} \"{name}\""),
        (None, Some(id)) => format!("{what} {id}"),
        (None, None) => format!("a {what} without a name"),
    }
}

/// Whether the object has an id and what Okta alone gives it, timestamps or links.
fn is_served(node: Node<'_>) -> bool {
    const BY_OKTA: [Key; 3] = [Key::CREATED, Key::LAST_UPDATED, Key::LINKS];
    node.field(Key::ID).is_some() && BY_OKTA.iter().any(|key| node.field(*key).is_some())
}

fn is_custom(node: Node<'_>) -> bool {
    node.field(Key::SYSTEM).is_none_or(|system| system.said_bool() == Some(false))
}

/// Whether Okta created the object as a default.
pub(super) fn is_system(node: Node<'_>) -> bool {
    node.field(Key::SYSTEM).and_then(Node::as_bool) == Some(true)
}
