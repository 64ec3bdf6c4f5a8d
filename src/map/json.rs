//! The map for programs. Within version 1 members are only added.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{Order, PolicyEntry, RuleEntry, RuleName, Sample, Standing};
use crate::diagnostic::{Named, Notice};
use crate::json::Node;

pub(super) fn write(
    out: &mut impl Write,
    orders: &[Order<'_, '_>],
    notices: &[Notice],
) -> io::Result<()> {
    let map = json!({
        "version": 1,
        "orders": orders.iter().map(order).collect::<Vec<_>>(),
        "notices": notices.iter().map(Notice::to_json).collect::<Vec<_>>(),
    });
    serde_json::to_writer_pretty(&mut *out, &map)?;
    writeln!(out)
}

fn order(order: &Order<'_, '_>) -> Value {
    json!({
        "type": order.kind.to_string(),
        "authorizationServer": order.authorization_server,
        "policies": order.policies.iter().map(policy).collect::<Vec<_>>(),
    })
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
