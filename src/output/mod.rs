//! Reports to text, one format in each file. Formats speak of findings, never of policies.
//!
//! [`FORMATS`] has them all; [`Format::named`] finds the one that a user asks for. What another program
//! writes needs none of this: a [`Report`] is plain data.
//!
//! ```
//! use catchall::output::{Format, Style};
//! use catchall::{Options, Workspace};
//!
//! let workspace = Workspace::new(Options::default());
//! let mut out = Vec::new();
//! let style = Style { color: false, links: false, width: 100 };
//! let format = Format::named("json").unwrap();
//! format.write(&mut out, &workspace.check(), &workspace, style)?;
//! assert!(out.starts_with(b"{"));
//! # Ok::<(), std::io::Error>(())
//! ```

mod concise;
#[cfg(feature = "full")]
mod full;
mod github;
mod gitlab;
mod json;
mod jsonl;
#[cfg(feature = "junit")]
mod junit;
mod markdown;
mod sarif;
mod statistics;

use std::fmt;
use std::io::{self, Write};

use crate::diagnostic::{Finding, LintName, NotRun, NotShown, Report, Severity, StaleBaseline};
use crate::wording;
use crate::workspace::Workspace;

/// Every format: a new one is a file, and a line here and above.
pub static FORMATS: &[Format] = &[
    #[cfg(feature = "full")]
    full::FORMAT,
    concise::FORMAT,
    json::FORMAT,
    jsonl::FORMAT,
    sarif::FORMAT,
    github::FORMAT,
    gitlab::FORMAT,
    #[cfg(feature = "junit")]
    junit::FORMAT,
    markdown::FORMAT,
];

/// A way to write a report.
#[derive(Clone, Copy)]
pub struct Format {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it writes, in a few words.
    pub about: &'static str,
    /// Whether programs read it, so that what people should know goes elsewhere.
    pub is_for_programs: bool,
    write: fn(&mut dyn Write, &Report, &Workspace, Style) -> io::Result<()>,
    /// The lines after the findings, where they are lines for people.
    end: Option<WriteReport>,
    /// What is written in place of findings, where somebody wants to know how many there are.
    write_statistics: Option<WriteReport>,
}

/// Writes what needs a report alone.
type WriteReport = fn(&mut dyn Write, &Report) -> io::Result<()>;

/// How a terminal is drawn to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to use colours.
    pub color: bool,
    /// Whether names of lints lead to their pages.
    pub links: bool,
    /// Columns to wrap at.
    pub width: usize,
}

impl Format {
    /// The format that has this name.
    pub fn named(name: &str) -> Option<Self> {
        FORMATS.iter().find(|format| format.name == name).copied()
    }

    /// Writes the report; `workspace` has the texts that it is about.
    ///
    /// # Errors
    /// What `out` answers.
    pub fn write(
        &self,
        out: &mut dyn Write,
        report: &Report,
        workspace: &Workspace,
        style: Style,
    ) -> io::Result<()> {
        self.write_findings(out, report, workspace, style)?;
        self.write_end(out, report)
    }

    /// As [`write`](Self::write), without the lines for people that come last.
    ///
    /// # Errors
    /// What `out` answers.
    pub fn write_findings(
        &self,
        out: &mut dyn Write,
        report: &Report,
        workspace: &Workspace,
        style: Style,
    ) -> io::Result<()> {
        (self.write)(out, report, workspace, style)
    }

    /// Whether the format can say how many findings there are of each lint.
    pub fn has_statistics(&self) -> bool {
        self.write_statistics.is_some()
    }

    /// Writes how many findings there are of each lint, the worst and most first; nothing in a format
    /// that does not [say so](Self::has_statistics).
    ///
    /// # Errors
    /// What `out` answers.
    pub fn write_statistics(&self, out: &mut dyn Write, report: &Report) -> io::Result<()> {
        self.write_statistics.map_or(Ok(()), |write| write(out, report))
    }

    /// Writes the lines for people that come last, where the format has any.
    ///
    /// # Errors
    /// What `out` answers.
    pub fn write_end(&self, out: &mut dyn Write, report: &Report) -> io::Result<()> {
        self.end.map_or(Ok(()), |end| end(out, report))
    }
}

/// A text that did not come from us, on one line and safe to print: it does not steer a terminal, reorder
/// or hide text, or command a runner of CI jobs. A name that is the first thing on a line needs `./`
/// before it where it starts with `::`.
pub fn harmless(text: &str) -> String {
    wording::harmless(text)
}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// The name of a lint, which leads to its page where that can be shown (OSC 8): both are ours.
fn linked(lint: &LintName, style: Style) -> String {
    const LINK: &str = "\u{1b}]8;;";
    const END: &str = "\u{1b}\\";
    match style.links {
        true => format!("{LINK}{}{END}{}{LINK}{END}", lint.url(), lint.name),
        false => lint.name.to_owned(),
    }
}

/// What a finding says, and of which policy or rule.
fn sentence(finding: &Finding) -> String {
    let message = harmless(&finding.message);
    match finding.subject.to_string() {
        subject if subject.is_empty() => message,
        subject => format!("{message} ({subject})"),
    }
}

/// Writes the last lines for people.
fn write_summary(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    writeln!(out, "{}", summary(report))
}

/// The last lines for people.
fn summary(report: &Report) -> String {
    let mut summary = counts(report);
    for others in &report.not_shown {
        let NotShown { lint, severity, file, count } = others;
        let findings = if *count == 1 { "finding" } else { "findings" };
        let file = harmless(file);
        summary += &format!(
            "\nand {count} more {findings} of {severity}[{}] in {file}: see --max-findings",
            lint.name
        );
    }
    for notice in &report.notices {
        summary += &format!("\n{notice}");
    }
    let reason = |not_run: &NotRun| (not_run.lacking, not_run.is_cut_off);
    for of_reason in report.not_run.chunk_by(|one, other| reason(one) == reason(other)) {
        let lints: Vec<&str> = of_reason.iter().map(|not_run| not_run.lint.name).collect();
        let lacking = &of_reason[0].lacking_plural;
        let (how, why) = match of_reason[0].is_cut_off {
            true => ("Not run in full", format!("may not have all {lacking}")),
            false => ("Not run", format!("has no {lacking}")),
        };
        summary += &format!("\n{how}: {} (the export {why}).", lints.join(", "));
    }
    let revision = report.since.as_deref().unwrap_or_default();
    let silenced = [
        (report.ignored(), "ignored for a reason".to_owned()),
        (report.in_baseline(), "in the baseline".to_owned()),
        (report.unchanged(), format!("that {} has, too", harmless(revision))),
    ];
    let silenced = silenced.into_iter().filter(|(count, _)| *count > 0);
    let silenced: Vec<String> = silenced.map(|(count, why)| format!("{count} {why}")).collect();
    if !silenced.is_empty() {
        summary += &format!("\nNot shown: {}.", silenced.join(", "));
    }
    if let Some(StaleBaseline { name, entries }) = &report.stale_baseline {
        let (matches, them) = if *entries == 1 { ("matches", "it") } else { ("match", "them") };
        summary += &format!(
            "\n{} of {} {matches} nothing any more: `catchall baseline prune` removes {them}.",
            number(*entries, "entry", "entries"),
            harmless(name),
        );
    }
    if report.more_if_pedantic > 0 {
        summary += &format!("\n{} more with --pedantic.", report.more_if_pedantic);
    }
    summary
}

fn counts(report: &Report) -> String {
    let checked = format!(
        "{} in {}, {}",
        number(report.counts.policies, "policy", "policies"),
        number(report.counts.files, "file", "files"),
        number(report.counts.rules, "rule", "rules"),
    );
    let levels = [Severity::Error, Severity::Warning, Severity::Info];
    let [errors, warnings, infos] = levels.map(|level| report.count(level));
    if errors + warnings + infos == 0 {
        return format!("No findings. Checked {checked}.");
    }
    format!(
        "Found {}, {} and {}. Checked {checked}.",
        number(errors, "error", "errors"),
        number(warnings, "warning", "warnings"),
        number(infos, "info", "infos"),
    )
}

fn number(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
