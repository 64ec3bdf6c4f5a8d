//! A pattern that takes nothing which another of the list does not take: patterns are alternatives.
//! Texts are compared as they are, since no document says whether letter case counts.

use crate::diagnostic::{Safety, Severity};
use crate::lints::{Check, Cx, Declaration};
use crate::model::{IdentifierPattern, PolicyRule, UserIdentifier};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

/// So many patterns of a rule are compared with each other: people write a handful.
const MOST: usize = 500;

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    // Against an attribute there is only one.
    let identifier = rule.conditions.user_identifier.filter(UserIdentifier::is_by_identifier);
    let patterns = identifier.iter().flat_map(IdentifierPattern::of);
    let mut patterns: Vec<_> = patterns.filter(|pattern| !pattern.text.is_empty()).collect();
    if let Some(next) = patterns.get(MOST) {
        let message = format!("from here on, patterns are not compared: {MOST} of them are");
        cx.report(next.node, message).help("Put fewer patterns into one rule");
        patterns.truncate(MOST);
    }
    for (n, narrow) in patterns.iter().enumerate() {
        let wide = patterns.iter().enumerate().find(|(m, wide)| {
            // Of two that take the same, the first counts.
            *m != n && takes_all_of(wide, narrow) && (*m < n || !takes_all_of(narrow, wide))
        });
        if let Some((_, wide)) = wide {
            let shown =
                |of: &IdentifierPattern<'_>| format!("{} {}", of.match_type, of.value.brief());
            let message = format!("{} is already matched by {}", shown(narrow), shown(wide));
            cx.report(narrow.node, message)
                .label(wide.node, "matches it, too")
                .help("Remove it, or make the other pattern narrower")
                .fix(Safety::Safe, "Remove it")
                .remove(narrow.node);
        }
    }
}

/// Whether what `narrow` takes, `wide` takes, too. Regular expressions are not looked into, only compared.
fn takes_all_of(wide: &IdentifierPattern<'_>, narrow: &IdentifierPattern<'_>) -> bool {
    let (text, part) = (narrow.text.as_ref(), wide.text.as_ref());
    match (wide.match_type.as_ref(), narrow.match_type.as_ref()) {
        ("EQUALS", "EQUALS") | ("EXPRESSION", "EXPRESSION") => text == part,
        ("STARTS_WITH", "EQUALS" | "STARTS_WITH") => text.starts_with(part),
        ("SUFFIX", "EQUALS" | "SUFFIX") => text.ends_with(part),
        ("CONTAINS", "EQUALS" | "STARTS_WITH" | "SUFFIX" | "CONTAINS") => text.contains(part),
        _ => false,
    }
}
