//! What describes one org at one moment.

use foldhash::HashSet;

use crate::json::Node;

use super::engine::Engine;
use super::id::Id;
use super::mappings::AccessPolicyLink;
use super::policy::Policy;
use super::resources::Resources;
use super::rule::PolicyRule;

/// What describes one org at one moment.
#[derive(Debug, Default)]
pub struct Export<'d> {
    /// The policies, in document order.
    pub policies: Vec<Policy<'d>>,
    /// Rules whose policy is not in the export, in document order.
    pub orphan_rules: Vec<PolicyRule<'d>>,
    /// Policies that stand in the export a second time, with another text.
    pub policy_copies: Vec<Policy<'d>>,
    /// Rules that stand in the export a second time, with another text.
    pub rule_copies: Vec<PolicyRule<'d>>,
    /// Bodies of requests to simulate.
    pub simulations: Vec<Node<'d>>,
    /// Answers to such requests.
    pub simulation_results: Vec<Node<'d>>,
    /// What Okta answered to requests that failed.
    pub error_answers: Vec<Node<'d>>,
    /// Which policies apps are mapped to, where it is not the apps that say so.
    pub(crate) mappings: Vec<AccessPolicyLink<'d>>,
    /// The objects that policies refer to.
    pub resources: Resources<'d>,
    /// The ids that objects have more than once.
    pub(crate) repeated_ids: HashSet<&'d Id<'d>>,
    /// The engine that the org runs on, where the export tells it or the user did.
    pub engine: Option<Engine>,
}

impl<'d> Export<'d> {
    /// All rules, those without their policy last.
    pub fn rules(&self) -> impl Iterator<Item = &PolicyRule<'d>> {
        let of_policies = self.policies.iter().flat_map(|policy| &policy.rules);
        of_policies.chain(&self.orphan_rules)
    }
}
