//! Letter case in a regular expression for user names (Okta support, "Regular Expressions in
//! Identity Provider Routing Rules Are Case-Sensitive in Okta").

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{IdentifierPattern, PolicyRule, UserIdentifier};
use crate::schema;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let identifier = rule.conditions.user_identifier.filter(UserIdentifier::is_by_identifier);
    let patterns = identifier.iter().flat_map(IdentifierPattern::of);
    for pattern in patterns.filter(|pattern| pattern.match_type == "EXPRESSION") {
        let Some(literals) = schema::pattern_literals(&pattern.text) else {
            continue;
        };
        let expression = pattern.value.brief();
        if !ignores_case(&pattern.text) && literals.contains(char::is_alphabetic) {
            let message =
                format!("the regular expression {expression} is sensitive to letter case");
            cx.report(pattern.value, message)
                .help("Put (?i) in front, and write the expression in lower case");
        } else if ignores_case(&pattern.text) && literals.contains(char::is_uppercase) {
            let message = format!(
                "the regular expression {expression} has (?i) and upper-case letters, which then \
                 match nothing"
            );
            cx.report(pattern.value, message)
                .severity(Severity::Warning)
                .help("Write the expression in lower case");
        }
    }
}

/// Whether a flag group such as `(?i)` or `(?im:` stands anywhere.
fn ignores_case(pattern: &str) -> bool {
    pattern.split("(?").skip(1).any(|group| {
        let flags = group.split(|char: char| !char.is_ascii_alphabetic()).next();
        flags.is_some_and(|flags| flags.contains('i'))
    })
}
