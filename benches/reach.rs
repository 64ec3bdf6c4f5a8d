//! Deciding reachability, covers and what else the order tells, from the policies of an export.

mod rules;

use catchall::export::assemble;
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
    run(bencher, policies, 100);
}

/// One hundred policies that grow.
#[divan::bench(args = [10, 50, 100, 200, 500], sample_count = 5, sample_size = 1)]
fn hundred_policies_of_rules(bencher: Bencher, rules: usize) {
    run(bencher, 100, rules);
}

/// Reading the conditions and deciding them.
fn run(bencher: Bencher, policies: usize, rules: usize) {
    let text = rules::policies(policies, rules).into_bytes();
    let documents = [Document::parse("policies.json", text, Layout::Json)];
    let exports = assemble(&documents, &[], None);
    let export = &exports.all[0];
    let facts = Facts::of(export);
    // One thread, so that the time is that of the work.
    let single = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    bencher
        .counter(ItemsCount::new(policies))
        .bench_local(|| single.install(|| analyse_each(export, &facts, dead)));
}

/// The number of rules that are unreachable.
fn dead(analysis: &Analysis<'_, '_>) -> usize {
    let rules = analysis.competition.rules();
    rules.filter(|(place, _)| analysis.cover(*place).is_some()).count()
}
