//! A group or inline hook for users who register, where nobody may (Policy API, "Profile Enrollment
//! Action object").
//!
//! Progressive profiling may use them too, so nothing is said where it is on.

use crate::diagnostic::{Safety, Severity};
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, ProfileEnrollment};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

const FOR_REGISTRATION: [Key; 2] = [Key::TARGET_GROUP_IDS, Key::PRE_REGISTRATION_INLINE_HOOKS];

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(form) = ProfileEnrollment::of(rule) else {
        return;
    };
    let Some(denied) = form.unknown_user_action("DENY") else {
        return;
    };
    let progressive = form.node.field(Key::PROGRESSIVE_PROFILING_ACTION);
    if progressive.is_some_and(|action| !action.is_str("DISABLED")) {
        return;
    }
    let settings = FOR_REGISTRATION.into_iter().filter_map(|name| form.node.field(name));
    for setting in settings.filter(|list| list.has_elements()) {
        cx.report(
            setting,
            format!("unknown users may not register, so {} is unused", setting.name()),
        )
        .label(denied, "nobody registers")
        .help("Set it to null, or set unknownUserAction to \"REGISTER\"")
        .fix(Safety::Safe, "Set it to null")
        .replace_with(setting, "null".to_owned());
    }
}
