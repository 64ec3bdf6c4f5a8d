//! User types excluded beside included ones: a user has exactly one type (User Types API), so that
//! whoever has an included type has no excluded one.

use crate::diagnostic::{Safety, Severity};
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Lists, PolicyRule};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(lists) = rule.condition(Key::USER_TYPE).map(Lists::of) else {
        return;
    };
    let (Some(include), Some(exclude)) = (lists.included(), lists.excluded()) else {
        return;
    };
    // What cannot be read may be in both lists, which is another mistake.
    if include.elements().chain(exclude.elements()).any(|id| id.as_str().is_none()) {
        return;
    }
    if exclude.strings().any(|id| include.strings().any(|included| included == id)) {
        return;
    }
    cx.report(exclude, "userType includes some types, so that excluding others adds nothing")
        .label(include, "no user of these types has another one")
        .help("Remove the ids from exclude")
        .fix(Safety::Safe, "Empty the list")
        .remove_all(exclude.elements());
}
