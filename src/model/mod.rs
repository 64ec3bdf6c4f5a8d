//! Policies, rules and what they refer to, as typed views over the documents.
//!
//! An [`Export`] has [policies](Policy) with their [rules](PolicyRule), and the [`Resources`] that they
//! refer to; [`assemble`](crate::export::assemble) makes it. Each is read once: what it is, whose, its
//! place in the order, and its [`Conditions`]. Where that is not enough, each has the [`Node`] in the
//! document that it was read from. What a rule does is [`outcome`](crate::outcome)'s to say, and when
//! its conditions hold, [`reach`](crate::reach)'s.
//!
//! [`Node`]: crate::json::Node

mod actions;
mod ambiguity;
mod conditions;
mod digest;
mod engine;
mod enrollment;
mod export;
mod id;
mod ids;
mod kinds;
mod links;
mod list;
mod mappings;
mod object;
mod order;
mod password;
mod policy;
mod priority;
mod profile;
mod references;
mod resources;
mod rule;
mod types;
mod verification;
mod whole;
mod zones;

pub(crate) use actions::{
    ProfileEnrollment, Routing, SignOn, is_provider_of, provider_expressions,
};
pub(crate) use conditions::readable;
pub use conditions::{Conditions, IdentifierPattern, Lists, Network, Platform, UserIdentifier};
pub(crate) use digest::{Reading, contradict, same_text};
pub use engine::Engine;
pub(crate) use enrollment::{Enrollable, Enrollment, authenticators, has_instances};
pub use export::Export;
pub(crate) use id::Id;
#[cfg(feature = "server")]
pub(crate) use ids::kind_at;
pub(crate) use ids::{IdPlace, in_request};
pub use kinds::{ObjectKind, ResourceKind};
pub(crate) use links::self_link;
pub use list::List;
pub(crate) use list::{ListKey, Together, directory};
pub(crate) use mappings::AccessPolicyLink;
pub use object::Status;
pub(crate) use object::named;
pub(crate) use order::{groups, in_turns};
pub(crate) use password::{
    RecoveryFactors, Reset, directory_of, reset_requirement, resets_by_factors,
};
pub use policy::{Policy, PolicyObject};
pub use priority::Priority;
pub(crate) use profile::is_base_attribute;
pub(crate) use references::{IdReference, references_in};
pub(crate) use resources::Identified;
pub use resources::{Resource, Resources};
pub use rule::{PolicyRule, RuleObject};
pub use types::{KNOWN_TYPES, KnownType, Numbering, PolicyType, Selection};
pub(crate) use verification::{ChainStep, Constraint, Demand, VerificationMethod};
pub(crate) use whole::{are_all_rules, may_be_of_one_policy, may_be_of_one_server};
pub(crate) use zones::AddressRange;
