//! How often a run visits the values of a clean org, and asks rules for members by name; fails where
//! that is more than reading once allows.
//!
//! `cargo bench --features count-visits --bench visits`

#[allow(dead_code)]
mod org;

use catchall::json::{Document, Layout, Visits, visits};
use catchall::{Options, check};

const POLICIES: usize = 100;
const RULES: usize = 20;

const MOST_VISITS: f64 = 5.0;
const MOST_LOOKUPS: f64 = 60.0;

fn main() {
    let text = org::minified(POLICIES);
    let documents = [Document::parse("org.json", text.into_bytes(), Layout::Json)];
    let slots: usize = documents[0].slots();
    let before = visits();
    let report = check(documents, &Options::default());
    let Visits { steps, lookups } = visits();
    let (steps, lookups) = (steps - before.steps, lookups - before.lookups);
    println!("{} findings", report.findings.len());
    let visits = steps as f64 / slots as f64;
    let lookups = lookups as f64 / (POLICIES * RULES) as f64;
    println!("{visits:.1} visits a slot");
    println!("{lookups:.1} look-ups a rule");
    assert!(visits <= MOST_VISITS, "at most {MOST_VISITS} visits a slot");
    assert!(lookups <= MOST_LOOKUPS, "at most {MOST_LOOKUPS} look-ups a rule");
}
