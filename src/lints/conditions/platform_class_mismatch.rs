//! A platform that no device has: an operating system of computers on a mobile device, or the other
//! way round (Policy API, "Platform Condition object").

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Platform, PolicyRule};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    for platform in Platform::named(&rule.conditions) {
        let (Some(class), Some(system)) = (&platform.class(), &platform.system()) else {
            continue;
        };
        let Some(home) = platform.class_of_system() else {
            continue;
        };
        if ["DESKTOP", "MOBILE"].contains(&class.as_ref()) && class != home {
            let message = format!("no device is \"{class}\" and runs \"{system}\"");
            cx.report(platform.node, message)
                .help(format!("Set type to \"{home}\", or name a system of {class} devices"));
        }
    }
}
