//! How often a run visits the values of a clean org, and asks rules for members by name.
//!
//! `cargo bench --features count-visits --bench visits`

#[allow(dead_code)]
mod org;

use catchall::json::{Document, Layout, Visits, visits};
use catchall::{Options, check};

const POLICIES: usize = 100;
const RULES: usize = 20;

fn main() {
    let text = org::minified(POLICIES);
    let documents = [Document::parse("org.json", text.into_bytes(), Layout::Json)];
    let slots: usize = documents[0].slots();
    let before = visits();
    let report = check(documents, &Options::default());
    let Visits { steps, lookups } = visits();
    let (steps, lookups) = (steps - before.steps, lookups - before.lookups);
    println!("{} findings", report.findings.len());
    println!("{:.1} visits a slot", steps as f64 / slots as f64);
    println!("{:.1} look-ups a rule", lookups as f64 / (POLICIES * RULES) as f64);
}
