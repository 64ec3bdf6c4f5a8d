//! Objects that say different things in different places.

use std::collections::HashMap;

use crate::json::Node;
use crate::okta::Key;

use super::digest::says_the_same;
use super::export::Export;

impl<'d> Export<'d> {
    /// The policies and rules of which a copy says something else, with the copy: nobody knows which
    /// is in force.
    pub(crate) fn ambiguous(&self) -> Vec<(Node<'d>, Node<'d>)> {
        let copies = self.policy_copies.iter().map(|policy| policy.node);
        let copies: Vec<_> = copies.chain(self.rule_copies.iter().map(|rule| rule.node)).collect();
        if copies.is_empty() {
            return Vec::new();
        }
        let id = |node: Node<'d>| node.field(Key::ID)?.as_str();
        let objects = self.policies.iter().map(|policy| policy.node);
        let objects = objects.chain(self.rules().map(|rule| rule.node));
        let by_id: HashMap<_, _> = objects.filter_map(|node| Some((id(node)?, node))).collect();
        let pairs = copies.into_iter().filter_map(|copy| Some((*by_id.get(&id(copy)?)?, copy)));
        pairs.filter(|(object, copy)| !says_the_same(*object, *copy)).collect()
    }
}
