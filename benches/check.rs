//! The whole way from bytes to findings, with every lint on.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod org;

use catchall::Options;
use catchall::filter::Filter;
use catchall::json::{Document, Layout};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// One file that holds all policies.
#[divan::bench(args = [1, 100, 1000])]
fn one_file(bencher: Bencher, policies: usize) {
    run(bencher, policies, &Options::default());
}

/// The same without the lints about reachability.
#[divan::bench(args = [1, 100, 1000])]
fn without_reachability(bencher: Bencher, policies: usize) {
    let ignore = vec!["reachability".parse().unwrap()];
    let filter = Filter { ignore, ..Filter::default() };
    run(bencher, policies, &Options { filter, ..Options::default() });
}

fn run(bencher: Bencher, policies: usize, options: &Options) {
    let text = org::minified(policies);
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| text.clone().into_bytes())
        .bench_values(|bytes| {
            let documents = [Document::parse("org.json", bytes, Layout::Json)];
            catchall::check(documents, options).findings.len()
        });
}
