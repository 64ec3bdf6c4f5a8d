//! Formats of strings that JSON Schema does not define, or defines otherwise than Okta.

use std::ops::Range;

/// An RFC 3339 date and time, the offset with or without its colon.
pub(super) fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else {
        return false;
    };
    let (clock, offset) = match time.find(['Z', 'z', '+', '-']) {
        Some(end) => time.split_at(end),
        None => return false,
    };
    is_date(date) && is_time_of_day(clock) && is_offset(offset)
}

/// `YYYY-MM-DD`, a day of the calendar.
fn is_date(text: &str) -> bool {
    let parts = (number(text, 0..4), number(text, 5..7), number(text, 8..10));
    let (Some(year), Some(month), Some(day)) = parts else {
        return false;
    };
    let is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap_year => 29,
        2 => 28,
        _ => 0,
    };
    text.len() == 10 && is_separated(text, &[4, 7], "-") && (1..=days).contains(&day)
}

/// `hh:mm:ss`, perhaps with a fraction. A leap second is one.
fn is_time_of_day(text: &str) -> bool {
    let (text, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts = (number(text, 0..2), number(text, 3..5), number(text, 6..8));
    let is_time = matches!(parts, (Some(0..24), Some(0..60), Some(0..=60)));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    text.len() == 8 && is_separated(text, &[2, 5], ":") && is_time && is_fraction
}

/// `Z`, `+hh:mm` or `+hhmm`.
fn is_offset(text: &str) -> bool {
    let minutes = match text.len() {
        1 => return matches!(text, "Z" | "z"),
        5 => 3..5,
        6 if is_separated(text, &[3], ":") => 4..6,
        _ => return false,
    };
    matches!((number(text, 1..3), number(text, minutes)), (Some(0..24), Some(0..60)))
}

fn is_separated(text: &str, at: &[usize], separator: &str) -> bool {
    at.iter().all(|at| text.get(*at..at + 1) == Some(separator))
}

/// The number that the digits at these bytes are.
fn number(text: &str, range: Range<usize>) -> Option<u32> {
    let digits = text.get(range)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// Why no dialect near Java's could compile `pattern`; `None` where one might.
///
/// Looks only for what every such dialect refuses, and gives up where dialects read a pattern
/// differently: which one Okta uses is not documented, and what one library cannot compile
/// another may.
pub(crate) fn pattern_error(pattern: &str) -> Option<String> {
    const AMBIGUOUS: [&str; 3] = [r"\Q", "(?#", "(?x"];
    if AMBIGUOUS.iter().any(|construct| pattern.contains(construct)) {
        return None;
    }
    let chars: Vec<char> = pattern.chars().collect();
    let mut open_groups = Vec::new();
    // Whether something stands here that a quantifier can repeat.
    let mut is_repeatable = false;
    let mut at = 0;
    while let Some(char) = chars.get(at) {
        let begins_alternative = matches!(char, '(' | '|');
        match char {
            '\\' if at + 1 == chars.len() => return Some("it ends in a lone backslash".to_owned()),
            '\\' => at += 1,
            '(' => {
                open_groups.push(at);
                at += modifiers(&chars[at + 1..]);
            }
            ')' if open_groups.pop().is_none() => {
                return Some(format!("`)` at character {} closes no group", at + 1));
            }
            '[' => match class(&chars, at) {
                Class::EndsAt(end) => at = end,
                Class::Ambiguous => return None,
                Class::Error(error) => return Some(error),
            },
            '*' | '+' | '?' if !is_repeatable => {
                return Some(format!("`{char}` at character {} has nothing to repeat", at + 1));
            }
            '{' => {
                if let Some((least, most)) = counts(chars[at + 1..].iter().copied())
                    && least > most
                {
                    return Some(format!("the count at character {} runs backwards", at + 1));
                }
            }
            _ => {}
        }
        is_repeatable = !begins_alternative;
        at += 1;
    }
    let open = open_groups.first()?;
    Some(format!("the group opened at character {} is not closed", open + 1))
}

/// The characters that `pattern` takes literally, outside character classes; `None` where that
/// depends on the dialect or takes more than a look.
pub(crate) fn pattern_literals(pattern: &str) -> Option<String> {
    // Escapes that take what follows them as a name, a number or a quotation.
    const LONG_ESCAPES: &str = "kpPxucNQE0";
    if pattern.contains("(?#") || pattern.contains("(?x") || pattern_error(pattern).is_some() {
        return None;
    }
    let chars: Vec<char> = pattern.chars().collect();
    let mut literals = String::new();
    let mut at = 0;
    while let Some(char) = chars.get(at) {
        match char {
            '\\' => {
                at += 1;
                if chars.get(at).is_some_and(|escaped| LONG_ESCAPES.contains(*escaped)) {
                    return None;
                }
            }
            '(' => at += modifiers(&chars[at + 1..]),
            '[' => match class(&chars, at) {
                Class::EndsAt(end) => at = end,
                Class::Ambiguous | Class::Error(_) => return None,
            },
            _ => literals.push(*char),
        }
        at += 1;
    }
    Some(literals)
}

/// The length of `?:`, `?<=`, `?<name>`, `?i` and the like after a group's parenthesis.
fn modifiers(after: &[char]) -> usize {
    if after.first() != Some(&'?') {
        return 0;
    }
    let ends = |char: &char| matches!(char, ':' | '=' | '!' | '>');
    let continues =
        |char: &char| char.is_ascii_alphanumeric() || matches!(char, '?' | '<' | '-' | '^');
    let length = after.iter().take_while(|char| continues(char)).count();
    length + usize::from(after.get(length).is_some_and(ends))
}

enum Class {
    EndsAt(usize),
    /// Java nests classes, other dialects do not.
    Ambiguous,
    Error(String),
}

fn class(chars: &[char], open: usize) -> Class {
    let mut at = open + 1;
    if chars.get(at) == Some(&'^') {
        at += 1;
    }
    let first = at;
    while let Some(char) = chars.get(at) {
        match char {
            ']' if at > first => return Class::EndsAt(at),
            '[' => return Class::Ambiguous,
            '\\' => at += 1,
            from if from.is_ascii_alphanumeric() => {
                if let Some(['-', to]) = chars.get(at + 1..at + 3)
                    && to.is_ascii_alphanumeric()
                {
                    if from > to {
                        let error =
                            format!("the range {from}-{to} at character {} runs backwards", at + 1);
                        return Class::Error(error);
                    }
                    at += 2;
                }
            }
            _ => {}
        }
        at += 1;
    }
    Class::Error(format!("the character class opened at character {} is not closed", open + 1))
}

/// The numbers of a `{least,most}`, of which `after` stands after the bracket.
fn counts(after: impl Iterator<Item = char>) -> Option<(u64, u64)> {
    let mut inside = String::new();
    for char in after {
        match char {
            '}' => {
                let (least, most) = inside.split_once(',')?;
                return Some((least.parse().ok()?, most.parse().ok()?));
            }
            // What else stands there is no count, and is not looked through for its end.
            '0'..='9' | ',' | '+' => inside.push(char),
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_times() {
        for time in [
            "2017-01-11T18:53:00.000Z",
            "2024-02-29T23:59:60Z",
            "2024-01-01T00:00:00+0000",
            "2024-01-01T00:00:00-05:30",
        ] {
            assert!(is_date_time(time), "{time}");
        }
        for other in [
            "yesterday",
            "2017-01-11",
            "2017-13-11T18:53:00Z",
            "2017-01-11T18:53:00",
            "2017-01-11 18:53:00Z",
            "2023-02-29T00:00:00Z",
            "2024-02-30T00:00:00Z",
            "2024-04-31T00:00:00Z",
        ] {
            assert!(!is_date_time(other), "{other}");
        }
    }

    #[test]
    fn what_is_no_count_is_not_looked_through() {
        let mut looked_at = 0;
        let after = "{".repeat(100).chars().collect::<Vec<_>>();
        assert_eq!(counts(after.into_iter().inspect(|_| looked_at += 1)), None);
        assert_eq!(looked_at, 1);
        assert_eq!(counts("3,1}".chars()), Some((3, 1)));
        assert_eq!(pattern_error("a{3,1}"), Some("the count at character 2 runs backwards".into()));
    }

    /// Each verdict was checked against `java.util.regex` 17.
    #[test]
    fn patterns_that_java_refuses() {
        for pattern in [
            "(a", "a)", "[a", "*a", "+a", "?a", "(*a)", "(?:*a)", "a|*b", "[]", "[z-a]", "a{3,1}",
            "(?<n>a", "a\\", "(?i:a", "(|*a)", "[\\]", "a|+", "(a))", "(?=",
        ] {
            assert!(pattern_error(pattern).is_some(), "{pattern}");
        }
    }

    #[test]
    fn literals_of_patterns() {
        for (pattern, literals) in [
            (".*@Acme\\.com", Some(".*@Acmecom")),
            ("(?i)[A-Z]\\W+(?<Name>a|b)(?:c)", Some(")+a|b)c)")),
            ("\\p{L}@x", None),
            ("\\Qa\\E", None),
            ("(a", None),
        ] {
            assert_eq!(pattern_literals(pattern).as_deref(), literals, "{pattern}");
        }
    }

    #[test]
    fn patterns_that_java_or_a_near_dialect_accepts() {
        for pattern in [
            "",
            "a",
            ".*",
            "(?i)domain\\.com",
            "a*+",
            "a?+",
            "^*",
            "[]a]",
            "[^]a]",
            "{2}",
            "a}",
            "\\Q(a",
            "[a&&[b]]",
            "(?<=a+)b",
            "[\\d-a]",
            "a{2}{3}",
            "a]",
            "\\(",
            "[(]",
            "[)]",
            "\\[",
            "(?<name>a)\\k<name>",
            "\\p{L}+@x",
            "(?x)a#(",
            "()*",
            "(?!a)b",
            "(?>a)",
            "[a\\Q]\\E]",
            "\\\\",
            "[+*?]",
            "a{2,3}+",
            "[a-zA-Z0-9_\\-\\.]+",
            "x{1001}",
            "(?#c",
            "[[a]",
        ] {
            assert_eq!(pattern_error(pattern), None, "{pattern}");
        }
    }
}
