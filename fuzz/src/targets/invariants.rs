//! What holds of any input.

use catchall::diagnostic::{Fix, Location, Report};
use catchall::export::Exports;
use catchall::json::{Document, Layout};
use catchall::lints::Lint;
use catchall::output::Style;
use catchall::reach::{
    Analysis, Competition, Facts, FirstMatch, RuleIndex, Verdict, analyse, first_match,
};
use catchall::{Date, Options, Workspace};
use serde_json::Value;

use crate::documents::pedantic;
use crate::readers::{maps, obeyed, reports};

/// How much may be written of what was read, and besides.
const PROPORTION: usize = 30;
const BESIDES: usize = 100_000;

/// How many verdicts are tried again in each competition.
const VERDICTS: usize = 8;

/// A workspace with one file.
pub fn workspace(name: &str, bytes: &[u8], layout: Layout) -> Workspace {
    let date = Date::constant(2026, 1, 1);
    let mut workspace = Workspace::new(Options { date: Some(date), ..pedantic() });
    workspace.insert(Document::parse(name, bytes.to_vec(), layout));
    workspace
}

/// All that holds of any input holds of an export in one file.
pub fn export_holds(name: &str, text: &str) {
    let workspace = workspace(name, text.as_bytes(), Layout::Json);
    check_holds(&workspace);
    maps_hold(&workspace);
    verdicts_hold(&workspace);
}

/// What is reported is the same again, leads to places in its files, and is told in proportion, harmlessly.
pub fn check_holds(workspace: &Workspace) {
    let report = workspace.check();
    assert!(report == workspace.check(), "two reports on the same files differ");
    places_hold(workspace, &report);
    texts_hold(
        workspace,
        reports(workspace, &report, Style { color: false, links: false, width: 80 }),
    );
    reports(workspace, &report, Style { color: true, links: false, width: 1 });
}

/// The maps can be written, in proportion and harmlessly.
pub fn maps_hold(workspace: &Workspace) {
    texts_hold(workspace, maps(workspace));
}

fn texts_hold(workspace: &Workspace, texts: Vec<String>) {
    let read: usize = workspace.documents().map(|document| document.text().len()).sum();
    for text in texts {
        let most = PROPORTION * read + BESIDES + pages(&text);
        assert!(text.len() <= most, "{} bytes of {read}: {:.60}", text.len(), text);
        assert_eq!(obeyed(&text), None);
        if text.starts_with('{') {
            // One value, or one a line.
            serde_json::Deserializer::from_str(&text)
                .into_iter::<Value>()
                .for_each(|value| assert!(value.is_ok()));
        }
    }
}

/// How much of a SARIF log are the pages of lints: each once, and parts of it once more.
fn pages(text: &str) -> usize {
    if !text.contains("\"helpUri\"") {
        return 0;
    }
    let is_told = |lint: &&Lint| text.contains(&format!("{}.md\"", lint.name));
    Lint::all().iter().filter(is_told).map(|lint| 2 * lint.page.len()).sum()
}

fn places_hold(workspace: &Workspace, report: &Report) {
    for finding in &report.findings {
        let labels = std::iter::once(&finding.primary).chain(&finding.related);
        labels.for_each(|label| place_holds(workspace, &label.location));
        if let Some(fix) = &finding.fix {
            fix_holds(workspace, fix);
        }
    }
}

fn place_holds(workspace: &Workspace, location: &Location) {
    let document = workspace.document(&location.file).unwrap();
    let span = &location.span;
    assert!(document.text().get(span.clone()).is_some(), "{location:?} is no part of its text");
    assert_eq!(document.position(span.start), location.start);
    assert_eq!(document.position(span.end), location.end);
}

/// What is mended is JSON as before.
fn fix_holds(workspace: &Workspace, fix: &Fix) {
    fix.edits.iter().for_each(|edit| place_holds(workspace, &edit.location));
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| (&edit.location.file, edit.location.span.start));
    for of_file in edits.chunk_by(|one, other| one.location.file == other.location.file) {
        let document = workspace.document(&of_file[0].location.file).unwrap();
        let mut text = document.text().to_owned();
        for edit in of_file.iter().rev() {
            text.replace_range(edit.location.span.clone(), &edit.text);
        }
        let mended = Document::parse(document.name(), text.into_bytes(), Layout::Lines);
        let before = document.syntax_errors().len();
        assert_eq!(mended.syntax_errors().len(), before, "{fix:?} breaks {}", document.text());
    }
}

/// The plain evaluator contradicts no verdict.
pub fn verdicts_hold(workspace: &Workspace) {
    let exports: Exports<'_> = workspace.exports();
    for export in &exports.all {
        let facts = Facts::of(export);
        for (n, analysis) in analyse(export, &facts).iter().enumerate() {
            let alone = |place: RuleIndex| {
                let mut alone = Competition::of(export).swap_remove(n);
                alone.policies = vec![alone.policies.swap_remove(place.policy)];
                let rules = &mut alone.policies[0].rules;
                *rules = vec![rules.swap_remove(place.rule)];
                Analysis::of(alone, &facts).verdict(RuleIndex { policy: 0, rule: 0 })
            };
            let places = analysis.competition.rules().map(|(place, _)| place);
            places.take(VERDICTS).for_each(|place| verdict_holds(analysis, place, &facts, alone));
        }
    }
}

fn verdict_holds<'d>(
    analysis: &Analysis<'_, 'd>,
    place: RuleIndex,
    facts: &Facts<'d>,
    alone: impl Fn(RuleIndex) -> Verdict,
) {
    let verdict = analysis.verdict(place);
    let first = |context, readings| first_match(&analysis.competition, context, readings, facts);
    let takes = |first| match first {
        FirstMatch::Rule(first) => first == place,
        FirstMatch::OneOf(tied) => tied.contains(&place),
        FirstMatch::Nothing | FirstMatch::Undefined => false,
    };
    match &verdict {
        Verdict::Reachable(witness) => {
            assert!(takes(first(&witness.context, &witness.readings)), "{place:?}: {witness:?}");
        }
        Verdict::Unreachable(cover) => {
            assert!(!cover.contains(&place), "{place:?} covers itself");
            // A sign-in that meets the rule's conditions, found without those of other rules.
            if let Verdict::Reachable(witness) = alone(place) {
                let reached = takes(first(&witness.context, &witness.readings));
                assert!(!reached, "{place:?} behind {cover:?}: {witness:?}");
            }
        }
        Verdict::Contradictory(conditions) => {
            let is_met = matches!(alone(place), Verdict::Reachable(_));
            assert!(!is_met, "{place:?} has a sign-in in spite of {conditions:?}");
        }
        Verdict::Undecided => {}
        Verdict::Disputed => panic!("solver and evaluator disagree about {place:?}"),
    }
}
