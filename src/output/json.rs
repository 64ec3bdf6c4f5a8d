//! One JSON object with every finding, for programs. Within version 1 members are only added;
//! `docs/schema/report.schema.json` describes them.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::{Format, Style, statistics};
use crate::diagnostic::{
    Edit, Finding, Fix, Label, Location, Named, NotRun, NotShown, Notice, Report, Safety, Severity,
};
use crate::wording::write_json;
use crate::workspace::Workspace;

pub(super) const FORMAT: Format = Format {
    name: "json",
    about: "One JSON object",
    is_for_programs: true,
    write,
    end: None,
    write_statistics: Some(write_statistics),
};

fn write(out: &mut dyn Write, report: &Report, _: &Workspace, _: Style) -> io::Result<()> {
    write_json(out, &Whole { findings: &report.findings, rest: Rest::of(report) })
}

/// What `catchall check --output-format json` writes.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(title = "Report"))]
struct Whole<'r> {
    /// The findings, by file, place and lint.
    // They become JSON one after the other.
    #[serde(serialize_with = "each_finding")]
    #[cfg_attr(test, schemars(with = "Vec<FindingObject<'static>>"))]
    findings: &'r [Finding],
    #[serde(flatten)]
    rest: Rest<'r>,
}

fn each_finding<S: Serializer>(findings: &&[Finding], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(findings.iter().map(FindingObject::of))
}

/// What there is to say beside findings.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Rest<'r> {
    /// What was found besides, beyond the limits on what is shown.
    not_shown: Vec<NotShownObject<'r>>,
    /// What was not looked at, or not as one would expect.
    notices: Vec<NoticeObject<'r>>,
    /// The lints that could not look at everything.
    skipped: Vec<SkippedObject>,
    summary: Summary,
    /// The version of this format: within it members are only added.
    version: u8,
}

impl<'r> Rest<'r> {
    pub(super) fn of(report: &'r Report) -> Self {
        Self {
            not_shown: report.not_shown.iter().map(NotShownObject::of).collect(),
            notices: report.notices.iter().map(NoticeObject::of).collect(),
            skipped: report.not_run.iter().map(SkippedObject::of).collect(),
            summary: Summary::of(report),
            version: 1,
        }
    }
}

/// How much was found, what is not shown included, and how much was looked at.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Summary {
    errors: usize,
    warnings: usize,
    infos: usize,
    /// How many findings `--pedantic` would show besides.
    pedantic: usize,
    /// How many are ignored for a reason.
    ignored: usize,
    /// How many are in the baseline.
    baseline: usize,
    /// How many the revision of `--since` has, too.
    unchanged: usize,
    /// How many entries of the baseline match nothing any more; absent where there are none, or where that
    /// is not known.
    #[serde(rename = "staleBaseline", skip_serializing_if = "Option::is_none")]
    stale_baseline: Option<usize>,
    /// Files that hold something of Okta's, or are no JSON.
    files: usize,
    policies: usize,
    rules: usize,
}

impl Summary {
    fn of(report: &Report) -> Self {
        Self {
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            infos: report.count(Severity::Info),
            pedantic: report.more_if_pedantic,
            ignored: report.ignored(),
            baseline: report.in_baseline(),
            unchanged: report.unchanged(),
            stale_baseline: report.stale_baseline.as_ref().map(|stale| stale.entries),
            files: report.counts.files,
            policies: report.counts.policies,
            rules: report.counts.rules,
        }
    }
}

/// One finding.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Finding"))]
pub(super) struct FindingObject<'r> {
    /// The name of the lint that reports it.
    lint: &'static str,
    /// The category of the lint.
    category: &'static str,
    /// `info`, `warning` or `error`.
    severity: &'static str,
    /// Who is told of it: `default` for everyone, `pedantic` for those who ask.
    tier: &'static str,
    /// What it is known by from one run to the next, as 32 hexadecimal digits.
    fingerprint: String,
    /// One sentence that says what is wrong.
    message: &'r str,
    /// What to do about it.
    help: Option<&'r str>,
    /// Where the page of the lint can be read.
    url: String,
    #[serde(flatten)]
    place: Place<'r>,
    policy: Option<NamedObject<'r>>,
    rule: Option<NamedObject<'r>>,
    /// The other object that it is about, such as a network zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    object: Option<ResourceObject<'r>>,
    /// The other places that explain it.
    labels: Vec<LabelObject<'r>>,
    /// How many more such places there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    more_labels: Option<usize>,
    /// What mends it, where that is plain.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixObject<'r>>,
}

/// What mends a finding.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Fix"))]
struct FixObject<'r> {
    /// What it does, as an imperative.
    title: &'r str,
    /// `safe`, or `unsafe` where somebody should look at it afterwards.
    safety: &'static str,
    /// What to write, all of it at once.
    edits: Vec<EditObject<'r>>,
}

/// A part of a file with another text.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Edit"))]
struct EditObject<'r> {
    /// The path of the file, where it is not that of the finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'r str>,
    /// The byte where the part starts.
    start: usize,
    /// The byte behind it.
    end: usize,
    /// The text to put there.
    text: &'r str,
}

impl<'r> FixObject<'r> {
    fn of(fix: &'r Fix, file: &str) -> Self {
        let edits = fix.edits.iter().map(|Edit { location, text }| EditObject {
            path: Some(&*location.file).filter(|path| *path != file),
            start: location.span.start,
            end: location.span.end,
            text,
        });
        let safety = match fix.safety {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
        };
        Self { title: &fix.title, safety, edits: edits.collect() }
    }
}

impl<'r> FindingObject<'r> {
    pub(super) fn of(finding: &'r Finding) -> Self {
        let subject = &finding.subject;
        Self {
            lint: finding.lint.name,
            category: finding.lint.category,
            severity: finding.severity.name(),
            tier: finding.tier.name(),
            fingerprint: finding.fingerprint.to_string(),
            message: &finding.message,
            help: finding.help.as_deref(),
            url: finding.lint.url(),
            place: Place::of(&finding.primary.location),
            policy: subject.policy.as_ref().map(NamedObject::of),
            rule: subject.rule.as_ref().map(NamedObject::of),
            object: subject
                .resource
                .as_ref()
                .map(|(kind, named)| ResourceObject { kind, named: NamedObject::of(named) }),
            labels: finding.related.iter().map(LabelObject::of).collect(),
            more_labels: (finding.more_labels > 0).then_some(finding.more_labels),
            fix: finding.fix.as_ref().map(|fix| FixObject::of(fix, &finding.primary.location.file)),
        }
    }
}

/// A place in a file.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Place<'r> {
    /// The path of the file.
    path: &'r str,
    /// The value there as a JSON Pointer (RFC 6901).
    pointer: Option<&'r str>,
    span: Span,
}

impl<'r> Place<'r> {
    fn of(at: &'r Location) -> Self {
        let offsets = &at.span;
        let place = |position: crate::diagnostic::Position, offset| PositionObject {
            line: position.line,
            column: position.column,
            offset,
        };
        Self {
            path: &at.file,
            pointer: at.pointer.as_deref(),
            span: Span { start: place(at.start, offsets.start), end: place(at.end, offsets.end) },
        }
    }
}

/// From where to before where a place goes.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Span {
    start: PositionObject,
    end: PositionObject,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Position"))]
struct PositionObject {
    /// From 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    line: usize,
    /// In characters, from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    column: usize,
    /// In bytes, from 0.
    offset: usize,
}

/// A name and an id, as far as the export tells them.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Named"))]
struct NamedObject<'r> {
    name: Option<&'r str>,
    id: Option<&'r str>,
}

impl<'r> NamedObject<'r> {
    fn of(named: &'r Named) -> Self {
        Self { name: named.name.as_deref(), id: named.id.as_deref() }
    }
}

/// An object that policies refer to.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Object"))]
struct ResourceObject<'r> {
    /// What it is, such as `network zone`.
    kind: &'static str,
    #[serde(flatten)]
    named: NamedObject<'r>,
}

/// A place that explains a finding.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Label"))]
struct LabelObject<'r> {
    #[serde(flatten)]
    place: Place<'r>,
    /// A few words.
    message: &'r str,
}

impl<'r> LabelObject<'r> {
    fn of(label: &'r Label) -> Self {
        Self { place: Place::of(&label.location), message: &label.text }
    }
}

/// Findings of one lint and severity in one file that are not shown.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "NotShown"))]
struct NotShownObject<'r> {
    lint: &'static str,
    severity: &'static str,
    path: &'r str,
    count: usize,
}

impl<'r> NotShownObject<'r> {
    fn of(others: &'r NotShown) -> Self {
        Self {
            lint: others.lint.name,
            severity: others.severity.name(),
            path: &others.file,
            count: others.count,
        }
    }
}

/// Something that was not looked at, or not as one would expect.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Notice"))]
struct NoticeObject<'r> {
    kind: &'static str,
    /// The file that it is about; of several, the first.
    path: Option<&'r str>,
    message: &'r str,
}

impl<'r> NoticeObject<'r> {
    fn of(notice: &'r Notice) -> Self {
        let Notice { kind, path, message } = notice;
        Self { kind: kind.name(), path: path.as_deref(), message }
    }
}

/// A lint that could not look at everything.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Skipped"))]
struct SkippedObject {
    lint: &'static str,
    /// What kind of object the export lacks.
    lacking: &'static str,
    /// Whether it holds some of them, but perhaps not the rest.
    cut_off: bool,
}

impl SkippedObject {
    fn of(not_run: &NotRun) -> Self {
        let NotRun { lint, lacking, is_cut_off, .. } = not_run;
        Self { lint: lint.name, lacking, cut_off: *is_cut_off }
    }
}

/// How many findings there are of each lint.
#[derive(Serialize)]
struct Statistics<'r> {
    statistics: Vec<CountObject>,
    #[serde(flatten)]
    rest: Rest<'r>,
}

#[derive(Serialize)]
struct CountObject {
    lint: &'static str,
    category: &'static str,
    severity: &'static str,
    count: usize,
}

fn write_statistics(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let counts = statistics::counts(report).into_iter().map(|one| CountObject {
        lint: one.lint.name,
        category: one.lint.category,
        severity: one.severity.name(),
        count: one.count,
    });
    write_json(out, &Statistics { statistics: counts.collect(), rest: Rest::of(report) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The schema is made of the types here; `UPDATE_PAGES=1 cargo test` writes it.
    #[test]
    fn the_schema_says_what_is_written() {
        let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
        let schema = settings.into_generator().into_root_schema_for::<Whole<'static>>();
        let mut value = schema.to_value();
        const ID: &str = concat!(
            "https://raw.githubusercontent.com/catchall-lint/catchall/main/",
            "docs/schema/report.schema.json"
        );
        value["$id"] = ID.into();
        let expected = format!("{value:#}\n");
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schema/report.schema.json");
        if std::env::var_os("UPDATE_PAGES").is_some_and(|value| value == "1") {
            std::fs::write(file, &expected).unwrap();
        }
        let found = std::fs::read_to_string(file).unwrap();
        assert!(found == expected, "{file} is stale: `UPDATE_PAGES=1 cargo test` writes it");
    }
}
