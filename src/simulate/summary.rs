//! What came of scenarios, for people and for programs.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Simulation;
use super::answer::Expand;
use super::expectation::Standing;
use crate::wording::{harmless, write_json};

/// A scenario that was tried.
#[derive(Debug)]
pub struct Entry<'s, 'e, 'd> {
    /// What it is called.
    pub name: &'s str,
    /// The file that it is in.
    pub file: &'s str,
    /// The line, from 1.
    pub line: usize,
    /// Whether what it expects is so.
    pub standing: Standing,
    /// What is not so, or not decided.
    pub reasons: &'s [String],
    /// The sign-in.
    pub simulation: &'s Simulation<'e, 'd>,
}

impl Standing {
    fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Fails => "fails",
            Self::Undecided => "undecided",
        }
    }
}

impl Entry<'_, '_, '_> {
    fn place(&self) -> String {
        format!("{}:{}", harmless(self.file), self.line)
    }

    /// What is not so, or not decided, in one sentence.
    #[cfg(feature = "junit")]
    fn reason(&self) -> String {
        harmless(&self.reasons.join("; "))
    }

    fn to_json(&self) -> Value {
        json!({
            "name": self.name,
            "file": self.file,
            "line": self.line,
            "standing": self.standing.name(),
            "reasons": self.reasons,
            "answer": self.simulation.to_json(Expand { evaluated: true, rule: true }),
        })
    }
}

/// How many stand so.
fn count(entries: &[Entry<'_, '_, '_>], standing: Standing) -> usize {
    entries.iter().filter(|entry| entry.standing == standing).count()
}

/// Writes which scenarios hold and which do not, the latter with the trace of their sign-ins.
///
/// # Errors
/// What `out` answers.
pub fn write_scenarios(
    out: &mut dyn Write,
    color: bool,
    entries: &[Entry<'_, '_, '_>],
) -> io::Result<()> {
    for entry in entries {
        let (mark, hue) = match entry.standing {
            Standing::Holds => ('✓', 32),
            Standing::Fails => ('✗', 31),
            Standing::Undecided => ('?', 33),
        };
        let mark = if color { format!("\u{1b}[{hue}m{mark}\u{1b}[0m") } else { mark.to_string() };
        writeln!(out, "{mark} {} ({})", harmless(entry.name), entry.place())?;
        if entry.standing != Standing::Holds {
            for reason in entry.reasons {
                writeln!(out, "  {}", harmless(reason))?;
            }
            writeln!(out)?;
            let mut trace = Vec::new();
            entry.simulation.write(&mut trace, color, &[])?;
            for line in String::from_utf8_lossy(&trace).lines() {
                let indent = if line.is_empty() { "" } else { "    " };
                writeln!(out, "{indent}{line}")?;
            }
            writeln!(out)?;
        }
    }
    let all = entries.len();
    writeln!(
        out,
        "{all} scenario{}: {} hold, {} fail, {} undecided",
        if all == 1 { "" } else { "s" },
        count(entries, Standing::Holds),
        count(entries, Standing::Fails),
        count(entries, Standing::Undecided)
    )
}

/// Writes one JSON object, version 1, in which members are only added.
///
/// # Errors
/// What `out` answers.
pub fn write_scenarios_json(out: &mut dyn Write, entries: &[Entry<'_, '_, '_>]) -> io::Result<()> {
    let scenarios: Vec<Value> = entries.iter().map(Entry::to_json).collect();
    let summary = json!({
        "holds": count(entries, Standing::Holds),
        "fails": count(entries, Standing::Fails),
        "undecided": count(entries, Standing::Undecided),
    });
    write_json(out, &json!({"version": 1, "scenarios": scenarios, "summary": summary}))
}

/// Writes JUnit's XML: a suite for each file, in it a test for each scenario; one that is undecided
/// counts as skipped.
///
/// # Errors
/// What `out` answers.
#[cfg(feature = "junit")]
pub fn write_scenarios_junit(out: &mut dyn Write, entries: &[Entry<'_, '_, '_>]) -> io::Result<()> {
    use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

    let mut report = Report::new("catchall test");
    for of_file in entries.chunk_by(|one, other| one.file == other.file) {
        let mut suite = TestSuite::new(harmless(of_file[0].file));
        for entry in of_file {
            let reason = entry.reason();
            let status = match entry.standing {
                Standing::Holds => TestCaseStatus::success(),
                Standing::Fails => {
                    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                    status.set_message(reason.as_str());
                    let mut trace = Vec::new();
                    entry.simulation.write(&mut trace, false, &[])?;
                    let trace = String::from_utf8_lossy(&trace);
                    status.set_description(format!("at {}: {reason}\n\n{trace}", entry.place()));
                    status
                }
                Standing::Undecided => {
                    let mut status = TestCaseStatus::skipped();
                    status.set_message(reason.as_str());
                    status
                }
            };
            let mut case = TestCase::new(harmless(entry.name), status);
            case.set_classname(entry.place());
            suite.add_test_case(case);
        }
        report.add_test_suite(suite);
    }
    let text = report.to_string().map_err(io::Error::other)?;
    out.write_all(text.as_bytes())
}
