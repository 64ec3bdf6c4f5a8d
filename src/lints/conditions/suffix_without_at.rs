//! A domain as a suffix without its `@`: other domains may end in it, too.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{IdentifierPattern, PolicyRule, UserIdentifier};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let identifier = rule.conditions.user_identifier.filter(UserIdentifier::is_by_identifier);
    let patterns = identifier.iter().flat_map(IdentifierPattern::of);
    for pattern in patterns.filter(|pattern| pattern.match_type == "SUFFIX") {
        let domain = pattern.text.as_ref();
        let is_bounded = domain.contains('@') || !domain.starts_with(char::is_alphanumeric);
        if domain.contains('.') && !is_bounded {
            let message = format!(
                "the suffix \"{domain}\" also matches other domains that end so, such as \
                 \"not{domain}\""
            );
            cx.report(pattern.value, message).help(format!(
                "Write \"@{domain}\", and \".{domain}\" beside it if subdomains are meant"
            ));
        }
    }
}
