//! Answers that were recorded, to hold a simulation against.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Value, json};

use super::evaluation::{Evaluation, Found};
use super::{Simulation, status};
use crate::json::{Document, Node};
use crate::model::{PolicyType, named};
use crate::okta::Key;
use crate::reach::{ConditionPart, TracedCondition, Truth};
use crate::wording::printable;

/// An answer of Okta's.
#[derive(Debug)]
pub struct Recorded<'d>(Vec<Node<'d>>);

/// Where a simulation says something else than a recorded answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The type of the policies.
    pub kind: String,
    /// What it is about: a policy, a rule, a condition.
    pub about: String,
    /// What the answer says of it; none where it does not have it.
    pub recorded: Option<String>,
    /// The same of the simulation.
    pub simulated: Option<String>,
}

impl Difference {
    pub(super) fn to_json(&self) -> Value {
        let Self { kind, about, recorded, simulated } = self;
        json!({"policyType": kind, "about": about, "recorded": recorded, "simulated": simulated})
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, about, recorded, simulated } = self;
        let said = |said: &Option<String>| said.as_deref().map_or("nothing".to_owned(), printable);
        write!(
            f,
            "{}, {}: the answer says {}, the simulation {}",
            printable(kind),
            printable(about),
            said(recorded),
            said(simulated)
        )
    }
}

impl<'d> Recorded<'d> {
    /// Reads an answer; none where there is no evaluation in the document.
    pub fn read(document: &'d Document) -> Option<Self> {
        let root = document.roots().next()?;
        // Okta answers an object; its OpenAPI description has the list alone.
        let list = root.field(Key::EVALUATION).unwrap_or(root);
        let each: Vec<Node<'d>> =
            if list.is_array() { list.elements().collect() } else { vec![list] };
        let is_evaluation = |node: &Node<'d>| node.field(Key::RESULT).is_some();
        (!each.is_empty() && each.iter().all(is_evaluation)).then_some(Self(each))
    }

    fn of_kind(&self, kind: PolicyType) -> Option<Node<'d>> {
        let is_it = |node: &Node<'d>| kind_name(*node).is_some_and(|it| it == kind.to_string());
        self.0.iter().copied().find(is_it)
    }
}

fn kind_name(evaluation: Node<'_>) -> Option<String> {
    let kind = evaluation.field(Key::POLICY_TYPE)?;
    // A text in answers, a list in Okta's OpenAPI description.
    let kind = kind.elements().next().unwrap_or(kind);
    kind.as_str().map(|kind| kind.into_owned())
}

/// What is said of policies, rules and conditions, by what it is about.
type Said = BTreeMap<String, String>;

impl Simulation<'_, '_> {
    /// Where it says something else than a recorded answer, of the types that were asked for: which rule
    /// matches, and the status of each policy, rule and condition that the answer has.
    pub fn differences(&self, recorded: &Recorded<'_>) -> Vec<Difference> {
        self.evaluations.iter().flat_map(|evaluation| differences(evaluation, recorded)).collect()
    }
}

fn differences(evaluation: &Evaluation<'_, '_>, recorded: &Recorded<'_>) -> Vec<Difference> {
    let kind = evaluation.kind.to_string();
    let difference = |about: &str, recorded: Option<&String>, simulated: Option<&String>| {
        let (recorded, simulated) = (recorded.cloned(), simulated.cloned());
        Difference { kind: kind.clone(), about: about.to_owned(), recorded, simulated }
    };
    let Some(answer) = recorded.of_kind(evaluation.kind) else { return Vec::new() };
    let simulated = evaluation.found.as_ref().map(simulated_statuses).unwrap_or_default();
    let mut all = Said::new();
    for list in [Key::EVALUATED, Key::UNDEFINED, Key::RESULT] {
        let policies = answer.field(list).and_then(|list| list.field(Key::POLICIES));
        for policy in policies.into_iter().flat_map(Node::elements) {
            add(&mut all, policy, "");
        }
    }
    let mut found: Vec<Difference> = all
        .iter()
        .filter(|(about, status)| simulated.get(*about) != Some(status))
        // Names of conditions are not all documented.
        .filter(|(about, _)| !about.contains(CONDITION) || simulated.contains_key(*about))
        .map(|(about, status)| difference(about, Some(status), simulated.get(about)))
        .collect();
    let is_result = |about: &str| about.contains(RULE) && !about.contains(CONDITION);
    let matched = simulated.iter().filter(|(about, said)| {
        is_result(about) && *said == status(Truth::True) && !all.contains_key(*about)
    });
    found.extend(matched.map(|(about, status)| difference(about, None, Some(status))));
    found
}

const RULE: &str = " › rule ";
const CONDITION: &str = " › condition ";

/// Adds what an answer says of a policy or rule, and of what is in it.
fn add(said: &mut Said, object: Node<'_>, within: &str) {
    let Some(id) = text(object, Key::ID) else { return };
    let about =
        if within.is_empty() { format!("policy {id}") } else { format!("{within}{RULE}{id}") };
    for condition in object.field(Key::CONDITIONS).into_iter().flat_map(Node::elements) {
        if let Some((name, status)) = text(condition, Key::TYPE).zip(text(condition, Key::STATUS)) {
            said.insert(format!("{about}{CONDITION}{name}"), status.into_owned());
        }
    }
    for rule in object.field(Key::RULES).into_iter().flat_map(Node::elements) {
        add(said, rule, &about);
    }
    if let Some(status) = text(object, Key::STATUS) {
        said.insert(about, status.into_owned());
    }
}

fn text(object: Node<'_>, key: Key) -> Option<Cow<'_, str>> {
    object.field(key).and_then(Node::as_str)
}

/// The same of a simulation: of all policies and rules that were looked at.
fn simulated_statuses(found: &Found<'_, '_>) -> Said {
    let mut said = Said::new();
    let add_conditions = |said: &mut Said, about: &str, conditions: &[TracedCondition]| {
        for ConditionPart { name, status: truth } in conditions.iter().flat_map(|one| &one.parts) {
            said.insert(format!("{about}{CONDITION}{name}"), status(*truth).to_owned());
        }
    };
    let competition = &found.analysis.competition;
    for traced in &found.trace.policies {
        let policy = competition.policies[traced.policy].policy;
        let Some(id) = policy.and_then(|policy| named(policy.node).id) else { continue };
        let policy = format!("policy {id}");
        add_conditions(&mut said, &policy, &traced.conditions);
        for rule in &traced.rules {
            let node = competition.rule(rule.index).rule.node;
            let Some(id) = named(node).id else { continue };
            let about = format!("{policy}{RULE}{id}");
            add_conditions(&mut said, &about, &rule.conditions);
            said.insert(about, status(rule.status).to_owned());
        }
        said.insert(policy, status(traced.status).to_owned());
    }
    said
}
