//! Checks documents that are in memory, writes what is found in a format of its own, checks again after
//! one document has changed, and asks who gets to a rule.
//!
//! Nothing here needs more than `default-features = false`: the program, file walking and the drawings
//! of the format `full` are behind features. Run it with `cargo run --example own_format`.

use std::io::{self, Write};

use catchall::diagnostic::{Report, Severity};
use catchall::json::{Document, Layout};
use catchall::reach::{Facts, Names, Verdict, analyse};
use catchall::{Options, Workspace};

fn main() -> io::Result<()> {
    run(&mut io::stdout().lock())
}

/// What the example does, written to `out`.
pub fn run(out: &mut impl Write) -> io::Result<()> {
    // A workspace holds documents by name. A program that reads files calls `discover::discover` and
    // `Workspace::of`; this one has its documents from elsewhere.
    let mut workspace = Workspace::new(Options::default());
    workspace.insert(document("zones.json", ZONES));
    workspace.insert(document("policies.json", &policies([ANYBODY, OFFICE])));

    // What comes of a check is owned, and knows nothing of policies: it can be kept and sent.
    let before = workspace.check();
    write_annotations(out, &before)?;
    write_reachability(out, &workspace)?;

    // Somebody moves a rule. A document that has the name of another one takes its place.
    let changed = document("policies.json", &policies([OFFICE, ANYBODY]));
    let replaced = workspace.insert(changed);
    assert!(replaced.is_some(), "there was one of this name");
    let after = workspace.check();
    writeln!(out, "\nAfter the rules have changed places:")?;
    write_annotations(out, &after)?;
    write_reachability(out, &workspace)?;

    // Findings can be compared as they are.
    let is_gone = |finding: &&_| !after.findings.contains(finding);
    for finding in before.findings.iter().filter(is_gone) {
        writeln!(out, "mended: {}", finding.lint.name)?;
    }
    Ok(())
}

/// The format: a line for each finding, as GitHub Actions reads them from the log of a job and shows
/// them beside the lines of a pull request.
fn write_annotations(out: &mut impl Write, report: &Report) -> io::Result<()> {
    for finding in &report.findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let location = &finding.primary.location;
        let file = escaped(&location.file).replace(':', "%3A").replace(',', "%2C");
        let (line, column) = (location.start.line, location.start.column);
        let mut message = finding.message.clone();
        // Whose it is, other places, and what to do: all there is to know is in the finding.
        message += &format!("\nin {}", finding.subject);
        for label in &finding.related {
            let (start, text) = (label.location.start, &label.text);
            message += &format!("\nline {}: {text}", start.line);
        }
        if let Some(help) = &finding.help {
            message += &format!("\nhelp: {help}");
        }
        let title = format!("{} ({})", finding.lint.name, finding.lint.category);
        let message = escaped(&message);
        writeln!(out, "::{command} file={file},line={line},col={column},title={title}::{message}")?;
    }
    // So that nobody takes silence for a clean result.
    for notice in &report.notices {
        writeln!(out, "::notice title={}::{}", notice.kind.name(), escaped(&notice.message))?;
    }
    Ok(())
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The question: who gets to each rule?
fn write_reachability(out: &mut impl Write, workspace: &Workspace) -> io::Result<()> {
    // Documents that describe one org are one export; what contradicts each other is several.
    for export in &workspace.exports().all {
        let facts = Facts::of(export);
        // What ids are called in sentences.
        let names = Names { resources: &export.resources, facts: &facts };
        // An analysis answers for the policies that Okta tries one after the other. Each of its methods
        // is a question, which costs nothing until it is asked.
        for analysis in analyse(export, &facts) {
            for (index, ranked) in analysis.competition.rules() {
                let rule = ranked.rule.title();
                match analysis.verdict(index) {
                    Verdict::Reachable(witness) => {
                        let who = witness.words(&names);
                        writeln!(out, "{rule} takes {who}")?;
                    }
                    Verdict::Unreachable(cover) => {
                        let rule_of = |&index| analysis.competition.rule(index).rule.title();
                        let by: Vec<String> = cover.iter().map(rule_of).collect();
                        writeln!(out, "{rule} never takes anybody: all go to {}", by.join(", "))?;
                    }
                    Verdict::Contradictory(conditions) => {
                        writeln!(out, "{rule} contradicts itself: {}", conditions.join(", "))?;
                    }
                    Verdict::Undecided | Verdict::Disputed => {
                        writeln!(out, "nothing is proved of {rule}")?;
                    }
                }
            }
        }
    }
    Ok(())
}

fn document(name: &str, text: &str) -> Document {
    Document::parse(name, text.into(), Layout::Json)
}

/// A policy with these rules, first to last, as `GET /api/v1/policies?expand=rules` answers.
fn policies(rules: [(&str, &str); 2]) -> String {
    let [(first, first_members), (second, second_members)] = rules;
    format!(
        r#"[{{
  "id": "00p9Jq3vNdW2eRt5X5d7",
  "type": "OKTA_SIGN_ON",
  "name": "Contractors",
  "status": "ACTIVE",
  "priority": 1,
  "system": false,
  "conditions": {{ "people": {{ "groups": {{ "include": ["00g7y4v2hTsJ9cNbR5d7"] }} }} }},
  "_embedded": {{
    "rules": [
      {{ "id": "{first}", "priority": 1, {first_members} }},
      {{ "id": "{second}", "priority": 2, {second_members} }}
    ]
  }}
}}]"#
    )
}

/// The id and the other members of a rule.
const ANYBODY: (&str, &str) = (
    "0pr4Kd8sLfQ1wZx6C5d7",
    r#""type": "SIGN_ON", "name": "Anybody", "status": "ACTIVE", "system": false,
        "conditions": { "network": { "connection": "ANYWHERE" } },
        "actions": { "signon": { "access": "DENY" } }"#,
);

const OFFICE: (&str, &str) = (
    "0pr2Hb7nMvY5tUq8P5d7",
    r#""type": "SIGN_ON", "name": "From the office", "status": "ACTIVE", "system": false,
        "conditions": { "network": { "connection": "ZONE", "include": ["nzo3Fg6kRwE1yTs9B5d7"] } },
        "actions": { "signon": { "access": "ALLOW", "requireFactor": true,
            "factorPromptMode": "ALWAYS", "session": { "usePersistentCookie": false,
            "maxSessionIdleMinutes": 60, "maxSessionLifetimeMinutes": 480 } } }"#,
);

const ZONES: &str = r#"[{
  "id": "nzo3Fg6kRwE1yTs9B5d7",
  "type": "IP",
  "name": "Office",
  "status": "ACTIVE",
  "usage": "POLICY",
  "system": false,
  "gateways": [{ "type": "CIDR", "value": "203.0.113.0/24" }],
  "proxies": null
}]"#;
