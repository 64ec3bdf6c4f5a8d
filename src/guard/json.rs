//! What came of guards, for programs.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Breach, Guards, Held, Standing, Verdict};
use crate::json::Node;
use crate::model::named;
use crate::wording::write_json;

pub(super) fn write(out: &mut dyn Write, guards: &Guards, held: &[Held<'_, '_>]) -> io::Result<()> {
    let assumptions = guards
        .assumptions
        .iter()
        .map(|one| json!({"that": one.that.to_string(), "reason": one.reason}));
    let value = json!({
        "version": 1,
        "guards": held.iter().map(guard).collect::<Vec<_>>(),
        "assumptions": assumptions.collect::<Vec<_>>(),
    });
    write_json(out, &value)
}

fn guard(held: &Held<'_, '_>) -> Value {
    let Held { stated, export, verdicts } = held;
    let location = stated.file.location(stated.span.clone(), None);
    json!({
        "name": stated.name,
        "file": &*location.file,
        "line": location.start.line,
        "export": export,
        "standing": held.name(),
        "targets": verdicts.iter().map(verdict).collect::<Vec<_>>(),
    })
}

fn verdict(verdict: &Verdict<'_>) -> Value {
    let Verdict { target, standing } = verdict;
    let (breaches, why): (&[Breach<'_>], _) = match standing {
        Standing::Refuted(breaches) | Standing::NotProved(breaches) => (breaches, None),
        Standing::NotChecked(why) => (&[], Some(why)),
        Standing::Proved { .. } => (&[], None),
    };
    json!({
        "target": Some(target).filter(|target| !target.is_empty()),
        "standing": standing.name(),
        "isAssumed": verdict.is_assumed(),
        "why": why,
        "breaches": breaches.iter().map(breach).collect::<Vec<_>>(),
    })
}

fn breach(breach: &Breach<'_>) -> Value {
    let Breach { rule, policy, session_rule, session_policy, sign_in, what, proof, why, .. } =
        breach;
    json!({
        "rule": place(*rule, *policy),
        "sessionRule": session_rule.map(|session| place(session, *session_policy)),
        "signIn": sign_in,
        "demanded": what,
        "proof": proof,
        "isSure": breach.is_sure,
        "why": why,
    })
}

fn place(rule: Node<'_>, policy: Option<Node<'_>>) -> Value {
    let location = rule.document().location(rule.span(), Some(rule.pointer()));
    json!({
        "rule": named(rule).to_json(),
        "policy": policy.map(|policy| named(policy).to_json()),
        "file": &*location.file,
        "line": location.start.line,
        "pointer": location.pointer,
    })
}
