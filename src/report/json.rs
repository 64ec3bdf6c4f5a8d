//! One JSON object with every finding, for programs. Within version 1 members are only added.

use std::io::{self, Write};
use std::ops::Range;

use serde_json::{Value, json};

use super::Summary;
use crate::finding::{Finding, Label, Named};
use crate::json::Document;
use crate::lints::Skipped;
use crate::notice::Notice;

pub(super) fn write(
    out: &mut impl Write,
    findings: &[Finding<'_>],
    summary: &Summary<'_>,
) -> io::Result<()> {
    let report = json!({
        "version": 1,
        "findings": findings.iter().map(finding).collect::<Vec<_>>(),
        "summary": {
            "errors": summary.errors,
            "warnings": summary.warnings,
            "infos": summary.infos,
            "pedantic": summary.pedantic,
            "files": summary.files,
            "policies": summary.policies,
            "rules": summary.rules,
        },
        "skipped": summary.skipped.iter().map(skipped).collect::<Vec<_>>(),
        "notices": summary.notices.iter().map(Notice::to_json).collect::<Vec<_>>(),
    });
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}

fn finding(finding: &Finding<'_>) -> Value {
    let mut members = json!({
        "lint": finding.lint.name,
        "category": finding.lint.category,
        "severity": finding.severity.name(),
        "tier": finding.tier.name(),
        "message": finding.message,
        "help": finding.help,
        "url": finding.url(),
        "path": finding.document().name(),
        "pointer": finding.node().map(|node| node.pointer()),
        "span": span(finding.document(), finding.span()),
        "policy": finding.subject.policy.as_ref().map(Named::to_json),
        "rule": finding.subject.rule.as_ref().map(Named::to_json),
        "labels": finding.related.iter().map(label).collect::<Vec<_>>(),
    });
    if let Some((kind, helper)) = &finding.subject.helper {
        members["object"] = json!({"kind": kind.name(), "name": helper.name, "id": helper.id});
    }
    members
}

fn skipped(skipped: &Skipped) -> Value {
    json!({
        "lint": skipped.lint.name,
        "lacking": skipped.lacking.name(),
        "cutOff": skipped.is_cut_off,
    })
}

fn label(label: &Label<'_>) -> Value {
    json!({
        "path": label.document.name(),
        "pointer": label.node().map(|node| node.pointer()),
        "span": span(label.document, label.span()),
        "message": label.text,
    })
}

fn span(document: &Document, span: Range<usize>) -> Value {
    let place = |offset: usize| {
        let position = document.position(offset);
        json!({"line": position.line, "column": position.column, "offset": offset})
    };
    json!({"start": place(span.start), "end": place(span.end)})
}
