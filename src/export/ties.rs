//! What a unit shows of the others that it goes with: looked at once, and not whenever units are joined.

use std::borrow::Cow;

use crate::json::Node;
use crate::model::{
    Id, List, ListKey, ObjectKind, PolicyObject, RuleObject, groups, may_be_of_one_policy,
    self_link,
};
use crate::okta::Key;

use super::recognise::FoundObject;

/// What a unit shows of the others that it goes with.
#[derive(Debug)]
pub(super) struct Ties<'d> {
    /// The org's address, as the links of its objects give it. All come from one org.
    pub(super) org: Option<String>,
    /// The objects that have ids, in document order.
    pub(super) ids: Vec<(Id<'d>, Node<'d>)>,
    /// Those that an org has only once, each with its id.
    pub(super) defaults: Vec<(DefaultOf<'d>, Id<'d>)>,
    /// The arrays whose rules cannot all be of one policy.
    pub(super) mixed: Vec<ListKey>,
}

/// What a system policy is the default of. An org has one for each type, but for passwords, where
/// Active Directory has its own, and for authorization servers.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct DefaultOf<'d> {
    kind: Option<Cow<'d, str>>,
    provider: Option<Cow<'d, str>>,
}

impl<'d> Ties<'d> {
    /// Of what was found, with what was read of the policies and rules among it.
    pub(super) fn of(
        found: &[FoundObject<'d>],
        policies: &[PolicyObject<'d>],
        rules: &[RuleObject<'d>],
    ) -> Self {
        let mut ids_of_policies = policies.iter().map(|policy| policy.id.clone());
        let mut ids_of_rules = rules.iter().map(|rule| rule.id.clone());
        let ids = found.iter().filter_map(|FoundObject { node, kind, .. }| {
            let id = match kind {
                ObjectKind::Policy => ids_of_policies.next()?,
                ObjectKind::Rule => ids_of_rules.next()?,
                // Answers to simulations tell what was so for one sign-in.
                ObjectKind::SimulateResponse => None,
                _ => Id::in_node(node.field(Key::ID)),
            };
            Some((id?, *node))
        });
        let in_arrays = rules.iter().filter(|rule| matches!(rule.list, Some(List::Array(_))));
        Self {
            org: found.iter().find_map(|found| org_of(found.node)),
            ids: ids.collect(),
            defaults: policies.iter().filter_map(default_of).collect(),
            mixed: lists_of_several_policies(in_arrays),
        }
    }
}

/// The org's address, as an object's link gives it.
pub(crate) fn org_of(node: Node<'_>) -> Option<String> {
    let link = self_link(node)?;
    let (_, after_scheme) = link.split_once("://")?;
    let host = after_scheme.split('/').next()?.to_ascii_lowercase();
    // The Admin Console has an address of its own for the same org.
    Some(host.replacen("-admin.", ".", 1))
}

fn default_of<'d>(policy: &PolicyObject<'d>) -> Option<(DefaultOf<'d>, Id<'d>)> {
    let text = |path| policy.node.at(path).and_then(Node::as_str);
    let id = policy.id.clone().filter(|_| policy.system)?;
    let default = DefaultOf {
        kind: text(&[Key::TYPE]),
        provider: text(&[Key::CONDITIONS, Key::AUTH_PROVIDER, Key::PROVIDER]),
    };
    let is_of_org = default.kind.as_deref() != Some("OAUTH_AUTHORIZATION_POLICY");
    is_of_org.then_some((default, id))
}

/// The lists whose rules cannot all be of one policy.
pub(super) fn lists_of_several_policies<'e, 'd: 'e>(
    rules: impl Iterator<Item = &'e RuleObject<'d>>,
) -> Vec<ListKey> {
    let listed = rules.filter(|rule| rule.list.is_some());
    let lists = groups(listed, |rule| rule.list.map(List::key));
    let of_several = lists.into_iter().filter(|rules| !may_be_of_one_policy(rules.iter().copied()));
    of_several.filter_map(|rules| Some(rules.first()?.list?.key())).collect()
}
