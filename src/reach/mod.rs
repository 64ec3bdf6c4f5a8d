//! Which rules can ever be the first match, for all possible sign-ins.
//!
//! Conditions become formulas over what may be true of a sign-in; what nobody explains becomes an
//! opaque atom, what Okta's documents leave open a [`Doubt`], and a proof holds whatever the truth
//! is. A rule is unreachable if a solver proves that no sign-in meets its conditions and those of
//! none of the rules before it; it is reachable if a [`Witness`] shows one that does, which the
//! plain evaluator [`first_match`] confirms.
//!
//! [`analyse`] gives an [`Analysis`] for each [`Competition`] of an export: the policies that Okta tries
//! one after the other. Each of its methods is a question. [`Names`] puts a witness in words.

mod analysis;
mod asking;
mod competition;
mod conditions;
mod context;
mod dimensions;
mod doubts;
mod encoding;
mod evaluate;
mod facts;
mod gaps;
mod inquiry;
mod logic;
mod moment;
mod names;
mod normal_form;
mod occasion;
mod opaque;
mod possible;
mod query;
mod questions;
mod sign_in;
mod sparse;
mod trace;
mod truth;
mod universe;
mod witness;

pub(crate) use analysis::Question;
pub use analysis::{Analysis, LetIn, Verdict, analyse, analyse_each};
pub use asking::{Answer, Asking};
pub use competition::{Competition, RankedPolicy, RankedRule, RuleIndex};
pub use conditions::ConditionPart;
pub use context::Context;
pub use dimensions::{Choice, Membership, TextSource};
pub use doubts::{Carrier, Doubt, Readings};
pub use evaluate::{FirstMatch, first_match};
pub use facts::Facts;
pub use gaps::Gap;
pub use inquiry::Inquiry;
pub use moment::Moment;
pub use names::Names;
pub use occasion::Occasion;
pub use opaque::{Opaque, PlatformDemand};
pub use possible::{Possible, PossibleRule};
pub use query::Query;
pub use questions::ReachedByGap;
pub use trace::{Trace, TracedCondition, TracedPolicy, TracedRule};
pub use truth::Truth;
pub use universe::{CompetitionIndex, StatementIndex, Universe, UniverseBuilder};
pub use witness::Witness;
