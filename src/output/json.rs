//! One JSON object with every finding, for programs. Within version 1 members are only added.

use std::io::{self, Write};

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Value, json};

use super::{Format, Style};
use crate::diagnostic::{
    Finding, Label, Location, Named, NotRun, NotShown, Notice, Position, Report, Severity,
};
use crate::wording::{Each, write_json};
use crate::workspace::Workspace;

pub(super) const FORMAT: Format =
    Format { name: "json", about: "One JSON object", is_for_programs: true, write };

fn write(out: &mut dyn Write, report: &Report, _: &Workspace, _: Style) -> io::Result<()> {
    write_json(out, &Whole(report))
}

/// A report whose findings become JSON one after the other.
struct Whole<'r>(&'r Report);

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(report) = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("findings", &Each(|| report.findings.iter().map(finding)))?;
        map.serialize_entry("notShown", &Each(|| report.not_shown.iter().map(not_shown)))?;
        map.serialize_entry("notices", &Each(|| report.notices.iter().map(Notice::to_json)))?;
        map.serialize_entry("skipped", &Each(|| report.not_run.iter().map(not_run)))?;
        map.serialize_entry("summary", &summary(report))?;
        map.serialize_entry("version", &1)?;
        map.end()
    }
}

fn summary(report: &Report) -> Value {
    json!({
        "errors": report.count(Severity::Error),
        "warnings": report.count(Severity::Warning),
        "infos": report.count(Severity::Info),
        "pedantic": report.more_if_pedantic,
        "files": report.counts.files,
        "policies": report.counts.policies,
        "rules": report.counts.rules,
    })
}

fn finding(finding: &Finding) -> Value {
    let at = &finding.primary.location;
    let mut members = json!({
        "lint": finding.lint.name,
        "category": finding.lint.category,
        "severity": finding.severity.name(),
        "tier": finding.tier.name(),
        "message": finding.message,
        "help": finding.help,
        "url": finding.lint.url(),
        "path": &*at.file,
        "pointer": at.pointer,
        "span": span(at),
        "policy": finding.subject.policy.as_ref().map(Named::to_json),
        "rule": finding.subject.rule.as_ref().map(Named::to_json),
        "labels": finding.related.iter().map(label).collect::<Vec<_>>(),
    });
    if finding.more_labels > 0 {
        members["moreLabels"] = finding.more_labels.into();
    }
    if let Some((kind, named)) = &finding.subject.resource {
        members["object"] = json!({"kind": kind, "name": named.name, "id": named.id});
    }
    members
}

fn not_shown(others: &NotShown) -> Value {
    json!({
        "lint": others.lint.name,
        "severity": others.severity.name(),
        "path": &*others.file,
        "count": others.count,
    })
}

fn not_run(not_run: &NotRun) -> Value {
    json!({
        "lint": not_run.lint.name,
        "lacking": not_run.lacking,
        "cutOff": not_run.is_cut_off,
    })
}

fn label(label: &Label) -> Value {
    json!({
        "path": &*label.location.file,
        "pointer": label.location.pointer,
        "span": span(&label.location),
        "message": label.text,
    })
}

fn span(at: &Location) -> Value {
    let place = |position: Position, offset: usize| json!({"line": position.line, "column": position.column, "offset": offset});
    json!({"start": place(at.start, at.span.start), "end": place(at.end, at.span.end)})
}
