//! A platform that another one of the same condition already takes in: the entries are alternatives
//! (Policy API, "Platform Condition object").

use crate::diagnostic::{Safety, Severity};
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Platform, PolicyRule};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let platforms: Vec<&Platform<'d>> = Platform::included(&rule.conditions).collect();
    for platform in &platforms {
        // Of two that are equal, one is a repetition, which is not this mistake.
        let is_wider =
            |other: &&&Platform<'d>| takes_in(other, platform) && !takes_in(platform, other);
        if let Some(wider) = platforms.iter().find(is_wider) {
            cx.report(platform.node, format!("{} is part of {}", words(platform), words(wider)))
                .label(wider.node, "includes it")
                .help("Remove the narrower entry, or the wider one if it is not meant")
                .fix(Safety::Safe, "Remove the narrower entry")
                .remove(platform.node);
        }
    }
}

/// Whether every device of `narrow` is one of `wide`.
fn takes_in(wide: &Platform<'_>, narrow: &Platform<'_>) -> bool {
    let is_any = |value: &str| value == Platform::ANY;
    let (Some(wide_class), Some(wide_system)) = (&wide.class(), &wide.system()) else {
        return false;
    };
    is_plain(wide)
        && (is_any(wide_class) || narrow.class().as_ref() == Some(wide_class))
        && (is_any(wide_system) || narrow.system().as_ref() == Some(wide_system))
}

/// Whether nothing but the class and the system counts. What `OTHER` stands for is not documented.
fn is_plain(platform: &Platform<'_>) -> bool {
    let has_version = platform.version().is_some();
    !has_version && !platform.is_other_system()
}

fn words(platform: &Platform<'_>) -> String {
    let parts = [platform.class(), platform.system()].into_iter().flatten();
    let parts: Vec<_> = parts.collect();
    format!("\"{}\"", parts.join(" "))
}
