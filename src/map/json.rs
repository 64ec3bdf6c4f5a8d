//! The map for programs. Within version 1 members are only added.

use std::io::{self, Write};

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value, json};

use super::{Order, PolicyEntry, RuleEntry, RuleName, Sample, Standing};
use crate::diagnostic::{Named, Notice};
use crate::json::Node;
use crate::wording::{Each, write_json};

pub(super) fn write(
    out: &mut impl Write,
    orders: &[Order<'_, '_>],
    notices: &[Notice],
) -> io::Result<()> {
    write_json(out, &Whole { orders, notices })
}

/// The map, whose policies become JSON one after the other.
struct Whole<'m, 'e, 'd> {
    orders: &'m [Order<'e, 'd>],
    notices: &'m [Notice],
}

impl Serialize for Whole<'_, '_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("notices", &Each(|| self.notices.iter().map(Notice::to_json)))?;
        map.serialize_entry("orders", self.orders)?;
        map.serialize_entry("version", &1)?;
        map.end()
    }
}

impl Serialize for Order<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("authorizationServer", &self.authorization_server)?;
        map.serialize_entry("policies", &Each(|| self.policies.iter().map(policy)))?;
        map.serialize_entry("type", &self.kind.to_string())?;
        map.end()
    }
}

fn policy(entry: &PolicyEntry<'_, '_>) -> Value {
    let mut value = object(entry.policy.map(|policy| policy.node), entry.named.as_ref());
    value.insert("turn".into(), entry.turn.into());
    value.insert("conditions".into(), entry.conditions.clone().into());
    value.insert("verdict".into(), standing(&entry.standing));
    value.insert("fallsThrough".into(), entry.falls_through.as_ref().map(sample).into());
    let apps = entry.apps.as_ref();
    let apps = apps.map(|apps| apps.iter().map(Named::to_json).collect::<Vec<_>>());
    value.insert("apps".into(), apps.into());
    let weakest = entry.weakest.as_ref();
    let weakest =
        weakest.map(|weakest| json!({"proof": weakest.proof, "rule": weakest.rule.to_json()}));
    value.insert("weakest".into(), weakest.into());
    value.insert("hasAllRules".into(), entry.has_all_rules.into());
    value.insert("rules".into(), entry.rules.iter().map(rule).collect());
    value.into()
}

fn rule(entry: &RuleEntry<'_, '_>) -> Value {
    let mut value = object(Some(entry.rule.node), Some(&entry.named));
    value.insert("priority".into(), entry.rule.priority.number().into());
    value.insert("system".into(), entry.rule.system.into());
    value.insert("turn".into(), entry.turn.into());
    value.insert("conditions".into(), entry.conditions.clone().into());
    value.insert("outcome".into(), entry.outcome.clone().into());
    value.insert("verdict".into(), standing(&entry.standing));
    value.insert("redundantWith".into(), entry.redundant_with.as_ref().map(rule_name).into());
    value.into()
}

/// Where the object stands, and what it is called.
fn object(node: Option<Node<'_>>, named: Option<&Named>) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("id".into(), named.and_then(|named| named.id.clone()).into());
    object.insert("name".into(), named.and_then(|named| named.name.clone()).into());
    object.insert("path".into(), node.map(|node| node.document().name()).into());
    object.insert("pointer".into(), node.map(Node::pointer).into());
    object
}

fn standing(standing: &Standing) -> Value {
    match standing {
        Standing::Reachable(witness) => json!({"is": "reachable", "witness": sample(witness)}),
        Standing::Unreachable(cover) => {
            json!({"is": "unreachable", "cover": cover.iter().map(rule_name).collect::<Vec<_>>()})
        }
        Standing::Contradictory(conditions) => {
            json!({"is": "contradictory", "conditions": conditions})
        }
        Standing::Undecided => json!({"is": "undecided"}),
        Standing::Disputed => json!({"is": "disputed"}),
        Standing::Skipped(why) => json!({"is": "skipped", "why": why}),
    }
}

fn rule_name(rule: &RuleName) -> Value {
    json!({
        "policy": rule.policy.as_ref().map(Named::to_json),
        "rule": rule.rule.to_json(),
        "at": [rule.index.policy, rule.index.rule],
    })
}

fn sample(sample: &Sample) -> Value {
    let context = &sample.witness.context;
    let choices: Map<String, Value> = context
        .choices
        .iter()
        .map(|(choice, value)| (choice.name().to_owned(), value.clone().into()))
        .collect();
    let memberships: Map<String, Value> = context
        .memberships
        .iter()
        .map(|(kind, values)| (kind.name().to_owned(), values.iter().cloned().collect()))
        .collect();
    let texts: Map<String, Value> = context
        .texts
        .iter()
        .map(|(source, text)| (source.name().into_owned(), text.clone().into()))
        .collect();
    let readings = sample.witness.readings.0.iter();
    let readings: Map<String, Value> =
        readings.map(|(doubt, yes)| (doubt.name().into_owned(), (*yes).into())).collect();
    json!({
        "words": sample.words,
        "choices": choices,
        "memberships": memberships,
        "texts": texts,
        "opaque": sample.opaque,
        "readings": readings,
    })
}
