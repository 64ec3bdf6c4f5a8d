//! SARIF 2.1.0, which code scanning services read. The types are our own: those that crates have are
//! made of the whole schema, of which this is a tenth.

use std::collections::BTreeMap;
use std::io::{self, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::{Format, Style, counts, harmless, sentence};
use crate::diagnostic::{
    Edit, Finding, Fix, Label, Location, NotRun, NotShown, Notice, Report, Severity, Silencer,
};
use crate::lints::Lint;
use crate::wording::{Each, write_json_line};
use crate::workspace::Workspace;

pub(super) const FORMAT: Format = Format {
    name: "sarif",
    about: "SARIF 2.1.0, for code scanning",
    is_for_programs: true,
    write,
    end: None,
    write_statistics: None,
};

fn write(out: &mut dyn Write, report: &Report, _: &Workspace, _: Style) -> io::Result<()> {
    let silenced =
        || report.silenced.iter().map(|silenced| (&silenced.finding, Some(&silenced.by)));
    let all = || report.findings.iter().map(|finding| (finding, None)).chain(silenced());
    let mut occurring: Vec<&str> = all().map(|(finding, _)| finding.lint.name).collect();
    occurring.sort_unstable();
    occurring.dedup();
    // Both are sorted by name.
    let lints = Lint::all().iter().filter(|lint| occurring.binary_search(&lint.name).is_ok());
    let lints: Vec<&Lint> = lints.collect();
    let index = |finding: &Finding| occurring.binary_search(&finding.lint.name).unwrap_or_default();
    let notices = report.notices.iter().map(Notification::of_notice);
    let not_shown = report.not_shown.iter().map(Notification::of_not_shown);
    let not_run = report.not_run.iter().map(Notification::of_not_run);
    // On one line, since nobody reads it and indents are half of it.
    write_json_line(
        out,
        &Log {
            schema: "https://json.schemastore.org/sarif-2.1.0.json",
            version: "2.1.0",
            runs: [Run {
                tool: Tool {
                    driver: Driver {
                        name: "catchall",
                        information_uri: env!("CARGO_PKG_REPOSITORY"),
                        semantic_version: env!("CARGO_PKG_VERSION"),
                        rules: lints.into_iter().map(Rule::of).collect(),
                    },
                },
                column_kind: "unicodeCodePoints",
                invocations: [Invocation {
                    execution_successful: true,
                    tool_execution_notifications: notices.chain(not_shown).chain(not_run).collect(),
                }],
                results: Each(|| {
                    all().map(|(finding, by)| {
                        let is_compared = report.since.is_some();
                        Outcome::of(finding, index(finding), by, is_compared)
                    })
                }),
                properties: Summary { summary: counts(report) },
            }],
        },
    )
}

#[derive(Serialize)]
struct Log<R> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<R>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<R> {
    tool: Tool,
    column_kind: &'static str,
    invocations: [Invocation; 1],
    results: R,
    properties: Summary,
}

#[derive(Serialize)]
struct Summary {
    summary: String,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    information_uri: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Text,
    full_description: Text,
    help: Help,
    help_uri: String,
    default_configuration: Configuration,
    properties: Tags,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Tags {
    tags: [&'static str; 1],
}

impl Rule {
    fn of(lint: &Lint) -> Self {
        let section = |title: &str| {
            let start = format!("\n## {title}\n");
            let after = lint.page.split_once(&start).map_or("", |(_, after)| after);
            one_line(after.split("\n## ").next().unwrap_or_default())
        };
        Self {
            id: lint.name,
            short_description: Text { text: one_line(lint.summary()) },
            full_description: Text { text: section("Why it matters") },
            help: Help { text: section("How to fix"), markdown: lint.page },
            help_uri: lint.url(),
            default_configuration: Configuration { level: level(lint.severity()) },
            properties: Tags { tags: [lint.category] },
        }
    }
}

/// A text without its line breaks.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Notification {
    descriptor: Descriptor,
    level: &'static str,
    message: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Place>,
}

#[derive(Serialize)]
struct Descriptor {
    id: &'static str,
}

impl Notification {
    fn note(id: &'static str, message: &str, file: Option<&str>) -> Self {
        Self {
            descriptor: Descriptor { id },
            level: "note",
            message: Text::of(message),
            locations: file.into_iter().map(Place::of_file).collect(),
        }
    }

    fn of_notice(notice: &Notice) -> Self {
        Self::note(notice.kind.name(), &harmless(&notice.message), notice.path.as_deref())
    }

    fn of_not_shown(others: &NotShown) -> Self {
        let NotShown { lint, severity, file, count } = others;
        let message = format!("{count} more of {severity}[{}] are not shown", lint.name);
        Self::note("not-shown", &message, Some(file))
    }

    fn of_not_run(not_run: &NotRun) -> Self {
        let NotRun { lint, lacking_plural, is_cut_off, .. } = not_run;
        let message = match is_cut_off {
            true => format!(
                "{} was not run in full: the export may not have all {lacking_plural}",
                lint.name
            ),
            false => format!("{} was not run: the export has no {lacking_plural}", lint.name),
        };
        Self::note("not-run", &message, None)
    }
}

/// A result: the word is taken.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [Place; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Place>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Change>,
    /// Why it is not shown: what is suppressed stays known to code scanning.
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressions: Option<[Suppression; 1]>,
    /// Whether the revision has it, too, that the files were compared with. What is not new is nothing that
    /// somebody has looked at, as a suppression would say.
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
}

impl Outcome {
    fn of(finding: &Finding, rule_index: usize, by: Option<&Silencer>, is_compared: bool) -> Self {
        let mut text = sentence(finding);
        if let Some(help) = &finding.help {
            text += &format!("\n{}", harmless(help));
        }
        let related = finding.related.iter().enumerate();
        Self {
            rule_id: finding.lint.name,
            rule_index,
            level: level(finding.severity),
            message: Text::of(&text),
            locations: [Place::of(&finding.primary)],
            related_locations: related
                .map(|(n, label)| Place { id: Some(n + 1), ..Place::of(label) })
                .collect(),
            partial_fingerprints: [("catchall/v1", finding.fingerprint.to_string())].into(),
            fixes: finding.fix.iter().map(Change::of).collect(),
            suppressions: by.and_then(Suppression::of).map(|suppression| [suppression]),
            baseline_state: match by {
                None => is_compared.then_some("new"),
                Some(Silencer::Earlier) => Some("unchanged"),
                // What is suppressed is not compared.
                Some(Silencer::Ignored { .. } | Silencer::Baseline) => None,
            },
        }
    }
}

#[derive(Serialize)]
struct Suppression {
    /// Nothing in the file itself says so.
    kind: &'static str,
    justification: String,
}

impl Suppression {
    fn of(by: &Silencer) -> Option<Self> {
        let justification = match by {
            Silencer::Ignored { reason, .. } => harmless(reason),
            Silencer::Baseline => "It was there when the baseline was written".to_owned(),
            Silencer::Earlier => return None,
        };
        Some(Self { kind: "external", justification })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

impl Place {
    fn of(label: &Label) -> Self {
        let at = &label.location;
        let message = (!label.text.is_empty()).then(|| Text::of(&harmless(&label.text)));
        let physical_location = PhysicalLocation {
            artifact_location: Artifact::of(&at.file),
            region: Some(Region::of(at)),
        };
        Self { id: None, physical_location, message }
    }

    fn of_file(file: &str) -> Self {
        let artifact_location = Artifact::of(file);
        let physical_location = PhysicalLocation { artifact_location, region: None };
        Self { id: None, physical_location, message: None }
    }
}

impl Region {
    fn of(at: &Location) -> Self {
        Self {
            start_line: at.start.line,
            start_column: at.start.column,
            end_line: at.end.line,
            end_column: at.end.column,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    description: Text,
    artifact_changes: Vec<ArtifactChange>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Text,
}

impl Change {
    fn of(fix: &Fix) -> Self {
        let mut by_file: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
        for edit in &fix.edits {
            by_file.entry(&edit.location.file).or_default().push(edit);
        }
        let replacement = |edit: &Edit| Replacement {
            deleted_region: Region::of(&edit.location),
            inserted_content: Text { text: edit.text.clone() },
        };
        let changes = by_file.into_iter().map(|(file, edits)| ArtifactChange {
            artifact_location: Artifact::of(file),
            replacements: edits.into_iter().map(replacement).collect(),
        });
        Self { description: Text::of(&fix.title), artifact_changes: changes.collect() }
    }
}

impl Text {
    /// A message: what looks like a link in it is none.
    fn of(text: &str) -> Self {
        let text = match text.contains("](") {
            true => text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]"),
            false => text.to_owned(),
        };
        Self { text }
    }
}

impl Artifact {
    /// A path as a URI: relative, as the path is, so that it is looked for where the export is kept.
    fn of(path: &str) -> Self {
        const IN_PATHS: &AsciiSet =
            &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
        let encoded = utf8_percent_encode(path, IN_PATHS);
        let has_drive = path.as_bytes().get(1..3) == Some(b":/");
        Self {
            uri: match path {
                _ if path.starts_with('/') => format!("file://{encoded}"),
                _ if has_drive => format!("file:///{encoded}"),
                _ => encoded.to_string(),
            },
        }
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}
