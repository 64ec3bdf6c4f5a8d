//! Deciding reachability, covers and what else the order tells, from the policies of an export.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod rules;

use catchall::export::{Recognised, assemble};
use catchall::json::{Document, Layout};
use catchall::reach::{Analysis, Facts, analyse_each};
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

/// Policies of 100 rules, one after the other on one thread.
#[divan::bench(args = [1, 100, 5000], sample_count = 3, sample_size = 1)]
fn policies_of_100_rules(bencher: Bencher, policies: usize) {
    run(bencher, policies, 100, everything);
}

/// One hundred policies that grow.
#[divan::bench(args = [10, 50, 100, 200, 500], sample_count = 5, sample_size = 1)]
fn hundred_policies_of_rules(bencher: Bencher, rules: usize) {
    run(bencher, 100, rules, everything);
}

/// As one hundred policies of 100 rules above, where only covers are asked for.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn covers_alone(bencher: Bencher) {
    run(bencher, 100, 100, dead);
}

/// Reading the conditions and asking.
fn run(
    bencher: Bencher,
    policies: usize,
    rules: usize,
    ask: impl Fn(&Analysis<'_, '_>) -> usize + Send + Sync,
) {
    let text = rules::policies(policies, rules).into_bytes();
    let documents = [Recognised::of(Document::parse("policies.json", text, Layout::Json))];
    let exports = assemble(&documents, &[], None);
    let export = &exports.all[0];
    let facts = Facts::of(export);
    // One thread, so that the time is that of the work.
    let single = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    bencher
        .counter(ItemsCount::new(policies))
        .bench_local(|| single.install(|| analyse_each(export, &facts, |_| true, &ask)));
}

/// The number of rules that are unreachable.
fn dead(analysis: &Analysis<'_, '_>) -> usize {
    let rules = analysis.competition.rules();
    rules.filter(|(place, _)| analysis.cover(*place).is_some()).count()
}

/// The number of answers to all questions, without witnesses.
fn everything(analysis: &Analysis<'_, '_>) -> usize {
    let rules = analysis.competition.rules().map(|(place, _)| {
        usize::from(analysis.redundant_with(place).is_some())
            + usize::from(analysis.reached_by_gap(place).is_some())
            + usize::from(analysis.same_conditions(place).is_some())
            + analysis.let_in(place).len()
    });
    let policies = 0..analysis.competition.policies.len();
    let policies = policies.map(|policy| usize::from(analysis.falls_through(policy).is_some()));
    dead(analysis) + rules.sum::<usize>() + policies.sum::<usize>()
}
