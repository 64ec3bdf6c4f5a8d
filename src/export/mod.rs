//! Documents to exports: policies and rules, linked and in the order in which Okta tries them.
//!
//! Recognises whatever an admin really has on disk: policies and rules alone, in arrays, embedded,
//! in bundles, as JSON Lines, as request bodies, beside the objects that they refer to. What is
//! none of these is left alone.
//!
//! ```
//! use catchall::export::{Recognised, assemble};
//! use catchall::json::{Document, Layout};
//!
//! let policy = r#"{"id": "00p1", "type": "OKTA_SIGN_ON", "name": "Staff", "status": "ACTIVE"}"#;
//! let rules = r#"[{"id": "0pr1", "type": "SIGN_ON", "name": "Anybody", "priority": 1,
//!     "_links": {"self": {"href": "https://example.okta.com/api/v1/policies/00p1/rules/0pr1"}}}]"#;
//! let documents = [("policy.json", policy), ("rules.json", rules)]
//!     .map(|(name, text)| Document::parse(name, text.into(), Layout::Json))
//!     .map(Recognised::of);
//! let exports = assemble(&documents, &[], None);
//! assert_eq!(exports.all.len(), 1);
//! assert_eq!(exports.all[0].policies[0].rules[0].title(), r#"rule "Anybody""#);
//! ```

mod assemble;
mod comparison;
mod copies;
mod engine;
mod ids;
mod place;
mod recognise;
mod recognised;
mod split;
mod ties;

pub use assemble::{Exports, assemble};
pub use recognised::Recognised;
pub(crate) use ties::org_of;
