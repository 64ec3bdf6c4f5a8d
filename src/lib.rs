//! A linter and policy analyser for exported Okta policies.
//!
//! [`check`] shows the way the data flows: [`discover`](discover::discover) reads files into
//! [`Document`]s, [`assemble`](export::assemble) recognises the policies and rules in them and
//! links them into exports, the [`lints`] look for what Okta would refuse or what does not mean
//! what its author thinks, and an [`output`] format shows the [`Report`](diagnostic::Report).
//! A [`Workspace`] does so again whenever a document changes.
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
//! let report = catchall::check(&documents, &Default::default());
//! assert_eq!(report.findings[0].lint.name, "zone-without-list");
//! ```

mod authenticators;
pub mod catalogue;
mod date;
pub mod diagnostic;
pub mod discover;
mod duration;
pub mod export;
mod expression;
pub mod filter;
pub mod json;
pub mod lints;
pub mod map;
pub mod model;
pub mod okta;
pub mod outcome;
pub mod output;
pub mod reach;
mod satisfiability;
mod schema;
mod wording;
mod workspace;

pub use date::Date;
pub use workspace::{Options, Workspace, check};
