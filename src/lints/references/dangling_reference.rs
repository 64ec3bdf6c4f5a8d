//! An id that refers to nothing in the export, which holds all other objects of its kind. Okta
//! leaves ids of deleted objects in rules (release notes, OKTA-1044117, OKTA-1018705, OKTA-734045).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::ResourceKind;

/// Not users: exports seldom hold all of them, and Okta's list leaves deactivated ones out.
const KINDS: &[ResourceKind] = &[
    ResourceKind::NetworkZone,
    ResourceKind::DeviceAssurance,
    ResourceKind::IdentityProvider,
    ResourceKind::App,
    ResourceKind::Group,
    ResourceKind::UserType,
    ResourceKind::Authenticator,
];

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Export(check)]).needing_all(KINDS);

fn check<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let resources = &excerpt.export.resources;
    let whole: Vec<ResourceKind> =
        KINDS.iter().copied().filter(|kind| resources.are_whole(*kind)).collect();
    for reference in excerpt.references().filter(|reference| whole.contains(&reference.kind)) {
        if resources.get(&reference.id).is_some() {
            continue;
        }
        let list = reference.kind.plural();
        let message = format!(
            "{} is not among the {list} in the export; it may have been deleted",
            reference.node.brief()
        );
        cx.report(reference.node, message)
            .help(format!("Remove the id, or export the {list} anew if the org still has it"))
            .severity(severity(reference.kind));
    }
}

/// Okta itself is known to leave ids of deleted groups, apps and the like in rules.
fn severity(kind: ResourceKind) -> Severity {
    match kind {
        ResourceKind::NetworkZone
        | ResourceKind::DeviceAssurance
        | ResourceKind::IdentityProvider => Severity::Warning,
        _ => Severity::Info,
    }
}
