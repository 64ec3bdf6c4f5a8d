//! Joins what was recognised: rules to their policies, documents to exports.

use std::borrow::Cow;
use std::cell::OnceCell;

use foldhash::{HashMap, HashSet};
use rayon::prelude::*;

use crate::diagnostic::{Notice, NoticeKind};
use crate::json::{Document, Node, NodeKey};
use crate::model::{
    AccessPolicyLink, Engine, Export, Id, List, ListKey, ObjectKind, Policy, PolicyObject,
    PolicyRule, Reading, Resource, ResourceKind, Resources, RuleObject, Together, are_all_rules,
    directory, groups, may_be_of_one_server, same_text,
};
use crate::okta::Key;

use super::comparison::not_compared;
use super::copies::Copies;
use super::engine;
use super::place::{Owner, Place, Topic};
use super::recognise::{FoundObject, Unread};
use super::recognised::{Recognised, Unit};
use super::split::{Part, Split, split};
use super::ties::lists_of_several_policies;

/// All that was recognised in a set of documents.
#[derive(Debug)]
pub struct Exports<'d> {
    /// The exports. Several where documents contradict each other: see [`assemble`].
    pub all: Vec<Export<'d>>,
    /// Indices into the documents that hold nothing of Okta's.
    pub unrelated: Vec<usize>,
    /// What was not joined or not compared.
    pub notices: Vec<Notice>,
}

/// Recognises and links what `documents` hold.
///
/// Documents form one export unless they contradict each other: the same id with different
/// content, different orgs in their links, or two defaults of one type. Then each directory is an
/// export of its own; where documents of one directory contradict each other, each of these is.
/// What lies below one of `roots`, paths of directories, is an export apart in any case. `engine`
/// is the engine that all exports come from, where that is known; else each tells it by itself.
pub fn assemble<'d>(
    documents: &'d [Recognised],
    roots: &[String],
    engine: Option<Engine>,
) -> Exports<'d> {
    let is_unrelated = |recognised: &Recognised| {
        // What is not even JSON may still be meant for Okta.
        recognised.document().syntax_errors().is_empty()
            && recognised.units().iter().all(|unit| unit.is_empty)
    };
    let unread = documents.iter().filter_map(|recognised| {
        let unread = recognised.units().iter().find_map(|unit| unit.unread)?;
        Some(notice_of(unread, recognised.document().name()))
    });
    let unread: Vec<Notice> = unread.collect();
    let numbered = documents.iter().enumerate();
    let unrelated = numbered.filter(|(_, document)| is_unrelated(document)).map(|(n, _)| n);
    let related = documents.iter().flat_map(Recognised::units).collect();
    let Split { exports, mut notices } = split(related, roots);
    notices.extend(unread);
    let exports = exports.into_par_iter().map(|part| join(part, engine));
    let all: Vec<Export<'_>> = exports.collect();
    notices.extend(all.iter().flat_map(not_compared));
    Exports { all, unrelated: unrelated.collect(), notices }
}

fn notice_of(unread: Unread, name: &str) -> Notice {
    let message = match unread {
        Unread::Terraform => format!(
            "{name} is Terraform's (a state, plan or configuration), which is not read: check what \
             Okta itself returns (GET /api/v1/policies, and /api/v1/policies/{{policyId}}/rules of \
             each)"
        ),
        Unread::Texts => format!(
            "{name} holds answers of Okta's as texts inside JSON, which are not read: save each as \
             JSON"
        ),
    };
    Notice::of_file(NoticeKind::Unread, name, message)
}

fn join<'d>(part: Part<'d>, engine: Option<Engine>) -> Export<'d> {
    let units = part.units.as_slice();
    let mut export = Export::default();
    let policies = Policies::of(units);
    let mut resources = Copies::with_room_for(0);
    for found in units.iter().flat_map(|unit| &unit.others) {
        match found.kind {
            ObjectKind::SimulateRequest => export.simulations.push(found.node),
            ObjectKind::SimulateResponse => export.simulation_results.push(found.node),
            ObjectKind::ErrorAnswer => export.error_answers.push(found.node),
            ObjectKind::Mapping => {
                export.mappings.extend(AccessPolicyLink::of_mapping(found.node));
            }
            ObjectKind::Policy | ObjectKind::Rule | ObjectKind::Resource(_) => {}
        }
    }
    for unit in units {
        for FoundObject { node, kind, place } in &unit.others {
            let ObjectKind::Resource(kind) = *kind else {
                continue;
            };
            let policy = policies.of_app(kind, place, unit);
            let is_of_policy = policy.is_some();
            let id = node.field(Key::ID).and_then(Node::as_str);
            resources.add(id, Resource { kind, node: *node, list: place.list, is_of_policy });
            let policy = policy.and_then(|policy| policies.all.get(policy).id());
            export.mappings.extend(AccessPolicyLink::of_listed(*node, policy));
        }
    }
    let in_list =
        |resource: &Resource<'d>| (resource.kind, Together::of(resource.list, resource.node));
    let mut chosen = resources.chosen(in_list, |resource| resource.list.is_some());
    let copies = chosen.take_differing(|one, other| !same_text(one.node, other.node));
    export.resources = Resources::of(chosen.in_document_order(), copies);
    let rules = Rules::of(&part, &policies);
    let without_mappings = policies.without(Topic::Mappings, units);
    let is_listed = |policy: &Policy<'_>| policy.list.is_some();
    let mut policies = policies.all.chosen(Policy::competition, is_listed);
    for policy in without_mappings {
        policies.objects[policy].1.has_no_mappings = true;
    }
    export.policy_copies = policies.take_differing(|one, other| !same_text(one.node, other.node));
    rules.join_to(&mut policies.objects, &mut export);
    export.policies = policies.in_document_order();
    mark_unknown_rivals(&mut export.policies);
    export.repeated_ids = part.repeated;
    export.engine = engine.or_else(|| engine::told_by(&export));
    // Only Classic Engine embeds rules, up to a number.
    if export.engine != Some(Engine::Identity) {
        for policy in &mut export.policies {
            policy.has_all_rules &= !policy.may_be_cut();
        }
    }
    export
}

/// The rules that were recognised, each with the place of its policy, if the export has it.
struct Rules<'d> {
    rules: Copies<RuleKey<'d>, FoundRule<'d>>,
    /// Lists inside policies.
    embedded: HashSet<ListKey>,
    /// Policies with a list of rules that is empty.
    without_rules: HashSet<usize>,
}

/// A rule, with the place of its policy, if the export has it.
type FoundRule<'d> = (Option<usize>, &'d RuleObject<'d>);

/// What makes two rules of one policy copies of each other.
#[derive(PartialEq, Eq, Hash)]
enum RuleKey<'d> {
    Id(Option<usize>, &'d Id<'d>),
    /// Without ids, the nth rule of a policy that says this in one list is the nth in another.
    Text(usize, Option<u64>, usize),
}

impl<'d> Rules<'d> {
    fn of(Part { units, repeated }: &Part<'d>, policies: &Policies<'d>) -> Self {
        let without_rules = policies.without(Topic::Rules, units);
        let mut alike: HashMap<_, usize> = HashMap::default();
        let rules = units.iter().flat_map(|&unit| unit.rules().map(move |found| (found, unit)));
        let of_several = lists_of_several(units);
        let read = rules.map(|((rule, place), unit)| {
            let is_of_one = place.list.is_none_or(|list| !of_several.contains(&list.key()));
            let policy = policies.of_rule(rule, place, unit, is_of_one);
            Read { rule, place, policy, is_of_one }
        });
        let mut read: Vec<_> = read.collect();
        join_by_copies(&mut read);
        let rules = Copies::with_room_for(read.len());
        let mut found = Self { rules, embedded: HashSet::default(), without_rules };
        let mut last = None;
        for Read { rule, place, policy, .. } in read {
            let embedded = place.list.filter(|_| place.policy.is_some());
            // Those of one list come one after the other.
            if embedded != last {
                found.embedded.extend(embedded.map(List::key));
                last = embedded;
            }
            let key = match (&rule.id, policy) {
                // No other has it.
                (Some(id), _) if !repeated.contains(id) => None,
                (Some(id), _) => Some(RuleKey::Id(policy, id)),
                (None, Some(policy)) => {
                    let text = Reading::Whole.digest(rule.node);
                    let together = Together::of(place.list, rule.node);
                    let nth = alike.entry((policy, text, together)).or_default();
                    *nth += 1;
                    Some(RuleKey::Text(policy, text, *nth))
                }
                (None, None) => None,
            };
            found.rules.add(key, (policy, rule));
        }
        found
    }

    fn join_to(self, policies: &mut [(usize, Policy<'d>)], export: &mut Export<'d>) {
        let group = |(policy, rule): &FoundRule<'d>| {
            let unknown = policy.is_none().then_some(rule.policy.as_ref());
            (*policy, unknown, Together::of(rule.list, rule.node))
        };
        // What is embedded may be cut off.
        let preference =
            |(_, rule): &FoundRule<'d>| rule.list.map(|list| !self.embedded.contains(&list.key()));
        let mut rules = self.rules.chosen(group, preference);
        let copies = rules.take_differing(|(_, one), (_, other)| !same_text(one.node, other.node));
        let in_policy = |(policy, rule): FoundRule<'d>| match policy {
            Some(policy) => PolicyRule::of_policy(rule, policies[policy].1.kind),
            None => PolicyRule::orphan(rule),
        };
        export.rule_copies = copies.into_iter().map(in_policy).collect();
        for (policy, rule) in rules.in_document_order() {
            match policy {
                Some(policy) => {
                    let policy = &mut policies[policy].1;
                    policy.rules.push(PolicyRule::of_policy(rule, policy.kind));
                }
                None => export.orphan_rules.push(PolicyRule::orphan(rule)),
            }
        }
        for (n, (_, policy)) in policies.iter_mut().enumerate() {
            policy.are_rules_embedded =
                policy.list_of_rules().is_some_and(|list| self.embedded.contains(&list.key()));
            policy.has_all_rules = match policy.rules.is_empty() {
                true => self.without_rules.contains(&n),
                false => are_all_rules(policy.rules.iter()),
            };
        }
    }
}

/// Marks the policies of authorization servers that may compete with any others: without a link to
/// their server, they came alone or in a list that shows that it is of several.
fn mark_unknown_rivals(policies: &mut [Policy<'_>]) {
    let without_server = policies.iter().filter(|policy| policy.is_astray());
    let lists = groups(without_server, |policy| policy.list.map(List::key));
    let of_one = lists.into_iter().filter(|policies| may_be_of_one_server(policies));
    let of_one: HashSet<ListKey> =
        of_one.filter_map(|policies| Some(policies.first()?.list?.key())).collect();
    for policy in policies.iter_mut().filter(|policy| policy.is_astray()) {
        policy.has_unknown_rivals = !policy.list.is_some_and(|list| of_one.contains(&list.key()));
    }
}

/// A rule where it was read.
struct Read<'d> {
    rule: &'d RuleObject<'d>,
    place: &'d Place<'d>,
    /// The place of its policy, if something tells it.
    policy: Option<usize>,
    /// Whether all rules of its list may be of one policy.
    is_of_one: bool,
}

impl Read<'_> {
    /// Whether neither a link nor the place tells of which policy it is.
    fn is_astray(&self) -> bool {
        self.policy.is_none() && self.rule.policy.is_none() && self.place.named_policy().is_none()
    }
}

/// Joins rules of which nothing tells the policy to that of their copies: an id stands for one rule
/// in an org. So too the rest of a list of one policy.
fn join_by_copies(read: &mut [Read<'_>]) {
    if !read.iter().any(Read::is_astray) {
        return;
    }
    let mut known: HashMap<&Id<'_>, Option<usize>> = HashMap::default();
    for Read { rule, policy, .. } in read.iter().filter(|one| one.policy.is_some()) {
        if let Some(id) = &rule.id {
            // In two policies, it tells nothing.
            let of = known.entry(id).or_insert(*policy);
            *of = of.filter(|of| Some(*of) == *policy);
        }
    }
    let of_copy = |rule: &RuleObject<'_>| known.get(rule.id.as_ref()?).copied().flatten();
    let mut of_list: HashMap<ListKey, Option<usize>> = HashMap::default();
    for Read { rule, place, .. } in read.iter().filter(|one| one.is_astray() && one.is_of_one) {
        if let (Some(list), Some(policy)) = (place.list, of_copy(rule)) {
            let of = of_list.entry(list.key()).or_insert(Some(policy));
            *of = of.filter(|of| *of == policy);
        }
    }
    for one in read.iter_mut().filter(|one| one.is_astray()) {
        let of_list = one.place.list.and_then(|list| of_list.get(&list.key()).copied().flatten());
        one.policy = of_list.or_else(|| of_copy(one.rule));
    }
}

/// The lists whose rules cannot all be of one policy.
fn lists_of_several(units: &[&Unit<'_>]) -> HashSet<ListKey> {
    let lines = units.iter().filter(|unit| unit.is_line).flat_map(|unit| unit.rules());
    let in_lines = lines.map(|(rule, _)| rule);
    let in_lines = in_lines.filter(|rule| matches!(rule.list, Some(List::Lines(_))));
    let arrays = units.iter().flat_map(|unit| &unit.ties.mixed).copied();
    arrays.chain(lists_of_several_policies(in_lines)).collect()
}

/// The policies that were recognised, and ways to find the place of one.
struct Policies<'d> {
    all: Copies<&'d Id<'d>, Policy<'d>>,
    by_node: HashMap<NodeKey, usize>,
    /// Each that was found, in document order, with its place.
    found: Vec<(&'d PolicyObject<'d>, usize)>,
    around: OnceCell<Around<'d>>,
}

/// Ways to find a policy by what is around a rule, where neither says it.
#[derive(Default)]
struct Around<'d> {
    /// By name, as scripts call files and keys.
    by_name: HashMap<String, Vec<usize>>,
    /// The policies of one document, for bundles that hold a policy and its rules side by side.
    by_document: HashMap<*const Document, Vec<(Node<'d>, usize)>>,
    /// The policies in one directory, for rule files beside the only one.
    by_directory: HashMap<&'d str, Vec<usize>>,
    /// The policies in files called `policy.json`, whose directories are about them.
    by_folder: HashMap<&'d str, Vec<usize>>,
}

impl<'d> Around<'d> {
    fn add(&mut self, policy: &'d PolicyObject<'d>, index: usize) {
        let node = policy.node;
        let name = policy.head.name().and_then(Node::as_str).map(|name| plain(&name));
        let named = self.by_name.entry(name.unwrap_or_default()).or_default();
        if !named.contains(&index) {
            named.push(index);
        }
        let document = node.document();
        self.by_document.entry(document).or_default().push((node, index));
        let beside = self.by_directory.entry(directory(document)).or_default();
        if !beside.contains(&index) {
            beside.push(index);
        }
        if document.name().to_ascii_lowercase().ends_with("/policy.json") {
            self.by_folder.entry(directory(document)).or_default().push(index);
        }
    }
}

impl<'d> Policies<'d> {
    fn of(units: &[&'d Unit<'d>]) -> Self {
        let count = units.iter().map(|unit| unit.policies.len()).sum();
        let mut all = Copies::with_room_for(count);
        let policies = units.iter().flat_map(|unit| &unit.policies);
        let found = policies.map(|one| (one, all.add(one.id.as_ref(), Policy::of(one))));
        let found: Vec<_> = found.collect();
        let by_node = found.iter().map(|(policy, index)| (policy.node.key(), *index)).collect();
        Self { all, by_node, found, around: OnceCell::new() }
    }

    fn around(&self) -> &Around<'d> {
        self.around.get_or_init(|| {
            let mut around = Around::default();
            self.found.iter().for_each(|(policy, index)| around.add(policy, *index));
            around
        })
    }

    /// The place of the policy that has this id.
    fn with_id(&self, id: Cow<'_, str>) -> Option<usize> {
        self.all.place(&&Id::of(id))
    }

    /// The policy of a rule: the one that holds it, else the one that its link names, else the
    /// one that its place names, else the one beside it, if that is of its type and all rules of
    /// the list can be of one policy.
    fn of_rule(
        &self,
        rule: &RuleObject<'d>,
        place: &Place<'d>,
        unit: &Unit<'d>,
        is_list_of_one: bool,
    ) -> Option<usize> {
        if let Some(policy) = place.policy {
            return self.holding(policy);
        }
        if let Some(id) = &rule.policy {
            return self.all.place(&id);
        }
        if let Some(id) = place.named_policy() {
            return self.with_id(Cow::Owned(id));
        }
        // The body of a request says nothing of its policy.
        if rule.id().is_none() && place.list.is_none() && place.owner.is_none() {
            return None;
        }
        let is_of_its_type = |policy: &usize| self.all.get(*policy).kind == rule.kind;
        let named_by_itself = || {
            let name = policy_name(rule.node)?.as_str()?;
            let named = self.around().by_name.get(&plain(&name))?;
            only(named.iter().copied().filter(is_of_its_type))
        };
        let named = || only(self.by_name(place, unit).filter(is_of_its_type));
        let beside = || self.beside(rule.node, place).filter(is_of_its_type);
        let suggested =
            || named().or_else(|| self.by_folder(unit)).or_else(beside).filter(|_| is_list_of_one);
        self.of_place(place, unit).or_else(named_by_itself).or_else(suggested)
    }

    /// The policies of which a list of this topic has no elements.
    fn without(&self, topic: Topic, units: &[&'d Unit<'d>]) -> HashSet<usize> {
        let empty =
            units.iter().flat_map(|unit| unit.empty_lists.iter().map(move |place| (place, unit)));
        let of_topic = empty.filter(|(place, unit)| self::topic(place, unit) == Some(topic));
        let policies = of_topic.filter_map(|(place, unit)| {
            let named = || only(self.by_name(place, unit));
            self.of_place(place, unit).or_else(named).or_else(|| self.by_folder(unit))
        });
        policies.collect()
    }

    /// The policy whose apps an app is listed among, as `GET /api/v1/policies/{policyId}/app` does.
    fn of_app(&self, kind: ResourceKind, place: &Place<'d>, unit: &Unit<'d>) -> Option<usize> {
        let is_listed = kind == ResourceKind::App && topic(place, unit) == Some(Topic::Mappings);
        is_listed.then(|| self.named_around(place, unit))?
    }

    /// The policy that the place is of: the one beside it, or the one named around it.
    fn of_place(&self, place: &Place<'d>, unit: &Unit<'d>) -> Option<usize> {
        let beside = match place.owner {
            Some(Owner::Beside(policy)) => self.holding(policy),
            _ => None,
        };
        beside.or_else(|| self.named_around(place, unit))
    }

    /// The policy that holds the place, or that keys, addresses and paths around it name.
    fn named_around(&self, place: &Place<'d>, unit: &Unit<'d>) -> Option<usize> {
        if let Some(policy) = place.policy {
            return self.holding(policy);
        }
        if let Some(id) = place.named_policy() {
            return self.with_id(Cow::Owned(id));
        }
        self.by_key(place).or_else(|| self.by_path(unit))
    }

    /// `<any name>/policy.json`, with the rules beside it or in a folder there.
    fn by_folder(&self, unit: &Unit<'d>) -> Option<usize> {
        let folder = directory(unit.document);
        let (around, name) = folder.rsplit_once('/').unwrap_or((folder, folder));
        let around = Some(around).filter(|_| Topic::of(name) == Some(Topic::Rules));
        let mut policies = [Some(folder), around].into_iter().flatten();
        let by_folder = &self.around().by_folder;
        policies.find_map(|folder| only(by_folder.get(folder)?.iter().copied()))
    }

    fn holding(&self, policy: Node<'d>) -> Option<usize> {
        self.by_node.get(&policy.key()).copied()
    }

    /// A bundle that maps policy ids to rules.
    fn by_key(&self, place: &Place<'d>) -> Option<usize> {
        self.with_id(place.key?.as_str()?)
    }

    /// `<policyId>/rules.json`, `<policyId>.rules.json`, `rules/<policyId>.json` and the like.
    fn by_path(&self, unit: &Unit<'d>) -> Option<usize> {
        unit.names().find_map(|part| {
            let mut words = part.split(|char: char| !char.is_ascii_alphanumeric());
            words.find_map(|word| self.with_id(Cow::Borrowed(word)))
        })
    }

    /// `{"rules": {"<name>": […]}}`, `{"policyName": "<name>", "rules": […]}`,
    /// `rules/<name>.json`, `<name>.rules.json`.
    fn by_name(&self, place: &Place<'d>, unit: &Unit<'d>) -> impl Iterator<Item = usize> {
        let by_name = &self.around().by_name;
        let beside = place.container.and_then(policy_name);
        let key = beside.or(place.key).and_then(Node::as_str).filter(|_| place.topic.is_some());
        let path = || {
            let stem = unit.file.rsplit_once('.').map_or(unit.file, |(stem, _)| stem);
            let mut around = unit.directories.iter().rev().copied();
            let (folder, around) = (around.next().unwrap_or_default(), around.next());
            let mut parts = [Some(stem), Some(folder), around].into_iter().flatten();
            let is_of_rules = parts.any(|part| Topic::of(part).is_some()) && place.owner.is_none();
            let mut names = [stem, folder].into_iter().filter(|_| is_of_rules).map(plain);
            names.find(|name| by_name.contains_key(name) && !name.is_empty())
        };
        let name = key.map(|key| plain(&key)).filter(|name| by_name.contains_key(name));
        let name = name.or_else(path).filter(|name| !name.is_empty());
        name.and_then(|name| by_name.get(&name)).into_iter().flatten().copied()
    }

    /// The only policy of the same bundle object, document or directory.
    fn beside(&self, node: Node<'d>, place: &Place<'d>) -> Option<usize> {
        let in_document = self.around().by_document.get(&(node.document() as *const _));
        if let Some(policies) = in_document {
            let inside = |policy: &&(Node<'d>, usize)| match place.container {
                Some(container) => {
                    let (around, policy) = (container.span(), policy.0.span());
                    around.start <= policy.start && policy.end <= around.end
                }
                None => true,
            };
            return only(policies.iter().filter(inside).map(|(_, index)| *index));
        }
        let beside = self.around().by_directory.get(directory(node.document()));
        only(beside.into_iter().flatten().copied())
    }
}

/// The name of the policy that an object says it is about.
fn policy_name(object: Node<'_>) -> Option<Node<'_>> {
    ["policyName", "policy_name"].iter().find_map(|name| object.field_named(name))
}

/// A name without what differs between names of policies, keys and files.
fn plain(name: &str) -> String {
    let words = name.split(|char: char| !char.is_alphanumeric());
    let words =
        words.filter(|word| !["rule", "rules"].iter().any(|of| word.eq_ignore_ascii_case(of)));
    words.map(str::to_lowercase).collect()
}

/// What the keys around a place speak of, or else the path of the file.
fn topic(place: &Place<'_>, unit: &Unit<'_>) -> Option<Topic> {
    place.topic.or_else(|| unit.names().find_map(Topic::of))
}

fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next();
    if items.next().is_some() { None } else { first }
}
