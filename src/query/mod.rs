//! Queries: how users say which sign-ins they mean.
//!
//! A query asks of a sign-in what it is like, in the words of admins: `group("Contractors") and not
//! zone("Office Berlin")`. `docs/queries.md` has all that may be asked. A [`Query`] is what is written,
//! with the place of each value; [`Query::resolve`] looks the names up in an export, and makes a
//! [`reach::Query`](crate::reach::Query) of it.
//!
//! ```
//! use catchall::export::{Recognised, assemble};
//! use catchall::json::{Document, Layout};
//! use catchall::query::Query;
//! use catchall::reach::{self, Facts, Membership, Names};
//!
//! let groups = r#"[{"id": "00g1aaaaaaaaaaaaaaaa", "type": "OKTA_GROUP", "objectClass": ["okta:user_group"],
//!     "profile": {"name": "Contractors"}}]"#;
//! let documents = [Recognised::of(Document::parse("groups.json", groups.into(), Layout::Json))];
//! let export = &assemble(&documents, &[], None).all[0];
//! let names = Names { resources: &export.resources, facts: &Facts::of(export) };
//!
//! let query: Query = "group('Contractors')".parse()?;
//! let id = "00g1aaaaaaaaaaaaaaaa".to_owned();
//! assert_eq!(query.resolve(&names)?, reach::Query::Has(Membership::Group, id));
//!
//! let query: Query = "not group('Contractor')".parse()?;
//! let error = query.resolve(&names).unwrap_err();
//! assert_eq!(error.to_string(), "no group is called \"Contractor\"");
//! assert_eq!(error.help().as_deref(), Some("Did you mean \"Contractors\"?"));
//! assert_eq!(error.span, 10..22);
//! # Ok::<(), catchall::query::QueryError>(())
//! ```

mod error;
mod forms;
mod parse;
mod resolve;
mod syntax;
mod tokens;

pub use error::QueryError;
pub use forms::Form;
pub use syntax::{Query, Term, Value};
