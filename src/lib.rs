//! A linter and policy analyser for exported Okta policies.
//!
//! [`check`] shows the way the data flows: [`discover`](discover::discover) reads files into
//! [`Document`]s, [`assemble`](export::assemble) recognises the policies and rules in them and
//! links them into exports, the [`lints`] look for what Okta would refuse or what does not mean
//! what its author thinks, and a [`report`] shows what they find.
//!
//! ```
//! use catchall::json::{Document, Layout};
//!
//! let rule = r#"{
//!     "type": "ACCESS_POLICY",
//!     "name": "Contractors",
//!     "conditions": {"network": {"connection": "ZONE"}},
//!     "actions": {"appSignOn": {"access": "DENY"}}
//! }"#;
//! let documents = [Document::parse("rule.json", rule.into(), Layout::Json)];
//! let checked = catchall::check(&documents, &Default::default());
//! assert_eq!(checked.findings[0].lint.name, "zone-without-list");
//! ```

mod authenticators;
pub mod catalogue;
mod clock;
pub mod discover;
mod duration;
pub mod export;
mod expression;
pub mod filter;
pub mod finding;
pub mod json;
pub mod lints;
pub mod map;
pub mod notice;
pub mod okta;
pub mod reach;
pub mod report;
mod satisfiability;
mod shape;
mod wording;

use export::{Engine, Exports};
use filter::Filter;
use finding::Finding;
use json::Document;
use lints::Skipped;
use notice::Notice;

/// What to check, and how.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which findings to report.
    pub filter: Filter,
    /// Directories that are exports of their own, beyond what documents tell by themselves; called
    /// as in the names of documents.
    pub export_roots: Vec<String>,
    /// The engine that all exports come from, where the user knows.
    pub engine: Option<Engine>,
}

/// What came of checking a set of documents.
#[derive(Debug)]
pub struct Checked<'d> {
    /// The findings, by document name, place and lint.
    pub findings: Vec<Finding<'d>>,
    /// How many findings there would be besides, were the filter pedantic.
    pub more_if_pedantic: usize,
    /// What the documents describe.
    pub exports: Exports<'d>,
    /// What was not checked, since exports lack the objects that it needs.
    pub skipped: Vec<Skipped>,
    /// What else was not looked at.
    pub notices: Vec<Notice>,
}

/// Checks documents.
pub fn check<'d>(documents: &'d [Document], options: &Options) -> Checked<'d> {
    let filter = &options.filter;
    let exports = export::assemble(documents, &options.export_roots, options.engine);
    let mut findings = lints::run(documents, &exports, |lint| filter.runs(lint));
    findings.retain(|finding| filter.admits(finding));
    let found = findings.len();
    findings.retain(|finding| filter.reports(finding.lint, finding.tier));
    let more_if_pedantic = found - findings.len();
    let skipped =
        lints::skipped(&exports, |lint| filter.runs(lint) && filter.reports(lint, lint.tier()));
    let notices = exports.notices.clone();
    Checked { findings, more_if_pedantic, exports, skipped, notices }
}
