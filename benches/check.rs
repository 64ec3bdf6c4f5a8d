//! The whole way from bytes to findings, with every lint on.

mod org;

use catchall::Options;
use catchall::json::{Document, Layout};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// One file that holds all policies.
#[divan::bench(args = [1, 100, 1000])]
fn one_file(bencher: Bencher, policies: usize) {
    let text = org::minified(policies);
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| text.clone().into_bytes())
        .bench_values(|bytes| {
            let documents = [Document::parse("org.json", bytes, Layout::Json)];
            catchall::check(&documents, &Options::default()).findings.len()
        });
}
