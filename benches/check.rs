//! From bytes to a report, and each stage of it by itself, on made-up orgs that grow.
//!
//! `cargo bench --bench check`

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

#[path = "believable/mod.rs"]
mod believable;

use believable::Org;
use catchall::export::{Recognised, assemble};
use catchall::filter::{Filter, Selector};
use catchall::json::{Document, Layout};
use catchall::output::{FORMATS, Format, Style};
use catchall::{Options, Workspace};
use divan::Bencher;
use divan::counter::BytesCount;

/// Policies of twenty rules, in one file.
const POLICIES: [usize; 3] = [1, 30, 1000];

fn main() {
    divan::main();
}

/// All of it, but for the report.
#[divan::bench(args = POLICIES)]
fn whole(bencher: Bencher, policies: usize) {
    bencher.counter(bytes(policies)).with_inputs(|| text(policies)).bench_values(|text| {
        let document = Document::parse("org.json", text, Layout::Json);
        catchall::check([document], &Options::default()).findings.len()
    });
}

/// Text to tree.
#[divan::bench(args = POLICIES)]
fn parse(bencher: Bencher, policies: usize) {
    bencher
        .counter(bytes(policies))
        .with_inputs(|| text(policies))
        .bench_values(|text| Document::parse("org.json", text, Layout::Json));
}

/// Tree to policies and rules.
#[divan::bench(args = POLICIES)]
fn read(bencher: Bencher, policies: usize) {
    let document = || Document::parse("org.json", text(policies), Layout::Json);
    bencher.counter(bytes(policies)).with_inputs(document).bench_values(Recognised::of);
}

/// Policies and rules to an export.
#[divan::bench(args = POLICIES)]
fn join(bencher: Bencher, policies: usize) {
    let document = Document::parse("org.json", text(policies), Layout::Json);
    let documents = [Recognised::of(document)];
    bencher.counter(bytes(policies)).bench_local(|| assemble(&documents, &[], None).all.len());
}

/// What the schemas say of each member.
#[divan::bench(args = POLICIES)]
fn fields(bencher: Bencher, policies: usize) {
    check(bencher, policies, |category| category == "fields");
}

/// The lints about single objects, and about how they fit together.
#[divan::bench(args = POLICIES)]
fn lints(bencher: Bencher, policies: usize) {
    check(bencher, policies, |category| !["fields", "reachability", "posture"].contains(&category));
}

/// What is proved of the order.
#[divan::bench(args = POLICIES)]
fn reach(bencher: Bencher, policies: usize) {
    check(bencher, policies, |category| category == "reachability");
}

/// Findings to text.
#[divan::bench(args = FORMATS.iter().map(|format| format.name))]
fn report(bencher: Bencher, format: &str) {
    let format = Format::named(format).unwrap();
    let workspace = workspace(30, &Options::default());
    let report = workspace.check();
    let style = Style { color: false, links: false, width: 100 };
    bencher.bench_local(|| {
        let mut out = Vec::new();
        format.write(&mut out, &report, &workspace, style).unwrap();
        out.len()
    });
}

/// A check again, of what is read already, with the lints of some categories.
fn check(bencher: Bencher, policies: usize, is_selected: fn(&str) -> bool) {
    let categories = catchall::lints::Lint::all().iter().map(|lint| lint.category);
    let selected = categories.filter(|category| is_selected(category));
    let select: Vec<Selector> = selected.map(|category| category.parse().unwrap()).collect();
    let filter = Filter { select, ..Filter::default() };
    let workspace = workspace(policies, &Options { filter, ..Options::default() });
    bencher.counter(bytes(policies)).bench_local(|| workspace.check().findings.len());
}

fn workspace(policies: usize, options: &Options) -> Workspace {
    let mut workspace = Workspace::new(options.clone());
    workspace.insert(Document::parse("org.json", text(policies), Layout::Json));
    workspace
}

fn text(policies: usize) -> Vec<u8> {
    Org { seed: 1, policies, rules: 20 }.indented().into_bytes()
}

fn bytes(policies: usize) -> BytesCount {
    BytesCount::new(text(policies).len())
}
