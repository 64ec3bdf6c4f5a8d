//! Documents to exports: policies and rules, linked and in the order in which Okta tries them.
//!
//! Recognises whatever an admin really has on disk: policies and rules alone, in arrays, embedded,
//! in bundles, as JSON Lines, as request bodies, beside the objects that they refer to. What is
//! none of these is left alone.

mod actions;
mod assemble;
mod comparison;
mod conditions;
mod copies;
mod engine;
mod enrollment;
mod helper;
mod kinds;
mod list;
mod model;
mod order;
mod password;
mod place;
mod profile;
mod recognise;
mod references;
mod split;
mod types;
mod verification;
mod zones;

pub(crate) use actions::{ProfileEnrollment, Routing, SignOn, is_provider_of};
pub use assemble::{Exports, assemble};
pub use conditions::{
    IdentifierPattern, Lists, Network, Platform, UserIdentifier, constraints, grants,
};
pub(crate) use conditions::{asks_for_registered, expression, provider_expressions, readable};
pub use engine::Engine;
pub(crate) use enrollment::{Enrollable, Enrollment, authenticators, has_instances};
pub(crate) use helper::Identified;
pub use helper::{Helper, Helpers};
pub use kinds::{HelperKind, ObjectKind};
pub use list::List;
pub(crate) use model::in_turns;
pub use model::{Export, Policy, PolicyRule, Status};
pub use order::Priority;
pub(crate) use password::{
    RecoveryFactors, Reset, directory_of, reset_requirement, resets_by_factors,
};
pub(crate) use profile::is_base_attribute;
pub(crate) use references::id_places;
pub(crate) use split::{contradict, digest};
pub use types::{KNOWN_TYPES, KnownType, Numbering, PolicyType, Selection};
pub(crate) use verification::{ChainStep, Demand, VerificationMethod};
pub(crate) use zones::AddressRange;
