//! Zones that do not count, since `connection` is not `ZONE`. Okta is known to return such lists
//! after an edit (terraform-provider-okta, `resource_okta_app_signon_policy_rule`).

use crate::diagnostic::{Safety, Severity};
use crate::lints::{Check, Cx, Declaration};
use crate::model::Conditions;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Conditions(check)]);

fn check<'d>(conditions: &Conditions<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(network) = conditions.network.filter(|network| !network.is_by_zone()) else {
        return;
    };
    let lists = [network.zones().included(), network.zones().excluded()];
    for list in lists.into_iter().flatten() {
        match network.connection() {
            Some(connection) if connection.is_str("ANYWHERE") => {
                let message = format!(
                    "connection is \"ANYWHERE\", so the zones in {} are ignored",
                    list.name()
                );
                cx.report(list, message)
                    .label(connection, "applies everywhere")
                    .help("Set connection to \"ZONE\", or remove the list")
                    .fix(Safety::Safe, "Empty the list")
                    .remove_all(list.elements());
            }
            Some(_) => {}
            None => {
                let message =
                    format!("network lists zones in {} but has no connection", list.name());
                cx.report(list, message).help("Add \"connection\": \"ZONE\"");
            }
        }
    }
}
