//! `identityProvider`: how the session began (OpenAPI description,
//! `IdentityProviderPolicyRuleCondition`).

use super::super::dimensions::Membership;
use super::listed::AnyOf;
use super::{ConditionType, NotUnderstood, Parsed, Site, only, strings};
use crate::json::Node;
use crate::okta::Key;

pub(super) const CONDITION: ConditionType = ConditionType::new(Key::IDENTITY_PROVIDER, read);

/// Whether one sign-in can go through Okta and an identity provider both is not documented, so that
/// these are apart.
fn read<'d>(node: Node<'d>, _: Site) -> Parsed<'d> {
    let [provider, idp_ids] = only(node, [Key::PROVIDER, Key::IDP_IDS])?;
    let provider = provider.and_then(Node::as_str).ok_or(NotUnderstood)?;
    let idps = strings(idp_ids)?;
    let (any_of, including) = match provider.as_ref() {
        "ANY" if idps.is_empty() => return Ok(None),
        "OKTA" if idps.is_empty() => (vec![provider], Key::PROVIDER),
        "SPECIFIC_IDP" if !idps.is_empty() => (idps, Key::IDP_IDS),
        _ => return Err(NotUnderstood),
    };
    let membership = Membership::IdentityProvider;
    Ok(Some(Box::new(AnyOf { membership, any_of, including })))
}
