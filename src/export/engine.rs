//! Which of Okta's two engines an export comes from. Some of what is wrong in one is right in the
//! other.

use crate::model::{Engine, Export, Policy, PolicyRule, PolicyType};
use crate::okta::Key;

/// The engine that an export must come from, if anything in it exists in one engine alone.
pub(super) fn told_by(export: &Export<'_>) -> Option<Engine> {
    if is_identity_engine(export) {
        return Some(Engine::Identity);
    }
    is_classic_engine(export).then_some(Engine::Classic)
}

/// Whether there is a policy or rule of a type that only Identity Engine has, authenticators, or what
/// only rules there do.
fn is_identity_engine(export: &Export<'_>) -> bool {
    let has_type = |policy: &Policy<'_>| policy.kind.engine() == Some(Engine::Identity);
    let has_authenticators = |policy: &Policy<'_>| {
        let settings = policy.node.field(Key::SETTINGS);
        settings.is_some_and(|settings| settings.field(Key::AUTHENTICATORS).is_some())
    };
    let is_identity_rule =
        |rule: &PolicyRule<'_>| [rule.kind.engine(), rule.engine].contains(&Some(Engine::Identity));
    export.policies.iter().any(|policy| has_type(policy) || has_authenticators(policy))
        || export.rules().any(is_identity_rule)
}

/// Whether there is what only rules of Classic Engine do, or an enrollment policy of factors.
fn is_classic_engine(export: &Export<'_>) -> bool {
    let has_factors = |policy: &Policy<'_>| {
        policy.kind == PolicyType::MFA_ENROLL
            && policy.node.at(&[Key::SETTINGS, Key::FACTORS]).is_some()
    };
    let is_classic_rule = |rule: &PolicyRule<'_>| rule.engine == Some(Engine::Classic);
    export.policies.iter().any(has_factors) || export.rules().any(is_classic_rule)
}
