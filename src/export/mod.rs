//! Documents to exports: policies and rules, linked and in the order in which Okta tries them.
//!
//! Recognises whatever an admin really has on disk: policies and rules alone, in arrays, embedded,
//! in bundles, as JSON Lines, as request bodies, beside the objects that they refer to. What is
//! none of these is left alone.

mod assemble;
mod conditions;
mod engine;
mod model;
mod order;
mod recognise;
mod split;
mod types;
mod zones;

pub use assemble::{Exports, assemble};
pub use conditions::{Lists, Network, UserIdentifier, constraints, grants, reset_requirement};
pub use engine::Engine;
pub(crate) use model::in_turns;
pub use model::{Export, Helper, Helpers, Policy, PolicyRule, Status};
pub use recognise::{HelperKind, ObjectKind};
pub(crate) use split::digest;
pub use types::{KNOWN_TYPES, KnownType, Numbering, PolicyType, Selection};
pub(crate) use zones::AddressRange;
