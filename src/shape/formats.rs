//! Formats of strings that JSON Schema does not define, or defines otherwise than Okta.

use std::sync::LazyLock;

use regex::Regex;

/// An RFC 3339 date and time, the offset with or without its colon.
pub(super) fn is_date_time(text: &str) -> bool {
    static DATE_TIME: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\
             [Tt]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)([.][0-9]+)?\
             ([Zz]|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])$",
        )
    });
    DATE_TIME.is_match(text) && is_day_of_calendar(text)
}

/// Whether the month of `YYYY-MM-DD…` has the day.
fn is_day_of_calendar(date: &str) -> bool {
    let number = |range| date.get(range).and_then(|digits: &str| digits.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
        return false;
    };
    let is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap_year => 29,
        2 => 28,
        _ => 31,
    };
    day <= days
}

/// Compiles the pattern above, which a test runs. It spells out digits: the Unicode class
/// behind `\d` costs more to compile than all the rest of a run.
fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|error| unreachable!("{error}"))
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
                if let Some((least, most)) = counts(&chars[at..])
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

/// The numbers of a `{least,most}`.
fn counts(from: &[char]) -> Option<(u64, u64)> {
    let end = from.iter().position(|char| *char == '}')?;
    let inside: String = from[1..end].iter().collect();
    let (least, most) = inside.split_once(',')?;
    Some((least.parse().ok()?, most.parse().ok()?))
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
