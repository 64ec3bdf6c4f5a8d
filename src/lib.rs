//! A linter and policy analyser for exported Okta policies.
//!
//! [`check`] shows the way the data flows: [`discover`] reads files into [`Document`]s,
//! [`assemble`](export::assemble) recognises the policies and rules in them and links them into
//! exports, the [`lints`] look for what Okta would refuse or what does not mean what its author
//! thinks, and an [`output`] format shows the [`Report`](diagnostic::Report). A [`Workspace`] does so
//! again whenever a document changes.
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
//! let document = Document::parse("rule.json", rule.into(), Layout::Json);
//! let report = catchall::check([document], &Default::default());
//! assert_eq!(report.findings[0].lint.name, "zone-without-list");
//! ```
//!
//! # Where to look
//!
//! | to | see |
//! |---|---|
//! | check documents, once or whenever one changes | [`check`], [`Workspace`], [`Options`] |
//! | read files and folders as the program does | [`discover`] |
//! | do something with what is found | [`diagnostic`] |
//! | mend what can be mended | [`fix`] |
//! | write a report in one of the formats that there are | [`output`] |
//! | set how much is shown | [`diagnostic::Limits`], [`Options::limits`] |
//! | choose lints, set their options, list them | [`filter`], [`lints`], [`catalogue`] |
//! | serve an editor | [`server`] |
//! | read settings, leave findings for a reason | [`config`], [`silence`] |
//! | look at policies and rules, joined and typed | [`export`], [`model`] |
//! | ask which rules sign-ins reach, with proof | [`reach`] |
//! | say which sign-ins are meant, in a language of a few words | [`query`] |
//! | ask what a rule does, which of two is stricter, and whether they meet a demand | [`outcome`] |
//! | show the order in which Okta tries policies and rules | [`map`] |
//! | show what a change changes for sign-ins | [`diff`] |
//! | prove what users demand of all sign-ins | [`guard`], [`query`] |
//! | say what comes of one sign-in, as Okta's simulations do | [`simulate`] |
//! | read JSON with the place of each key and value | [`json`], [`okta::Key`] |
//!
//! `examples/own_format.rs` does the most usual of these from outside: it checks documents in memory,
//! writes a format of its own, checks again after one document has changed, and asks who gets to each
//! rule.
//!
//! # Features
//!
//! All are on by default; `default-features = false` leaves the library alone.
//!
//! | feature | has |
//! |---|---|
//! | `cli` | the program, with all others |
//! | `config` | `config`, which reads `catchall.toml` |
//! | `walk` | `discover::discover`, which looks for files in folders and asks git's ignore files |
//! | `full` | the output format `full`, which draws findings in their surroundings |
//! | `junit` | the output format `junit` |
//! | `server` | `server`, the language server, with `walk` and `config` |
//!
//! [`Document`]: json::Document

mod authenticators;
pub mod catalogue;
#[cfg(feature = "config")]
pub mod config;
mod date;
pub mod diagnostic;
pub mod diff;
pub mod discover;
mod duration;
pub mod export;
mod expression;
pub mod filter;
pub mod fix;
pub mod guard;
pub mod json;
pub mod lints;
pub mod map;
pub mod model;
pub mod okta;
pub mod outcome;
pub mod output;
pub mod query;
pub mod reach;
mod satisfiability;
mod schema;
#[cfg(feature = "server")]
pub mod server;
pub mod silence;
pub mod simulate;
mod wording;
mod workspace;

pub use date::Date;
pub use workspace::{Options, SeverityOf, Workspace, check};
