//! Formats of strings that JSON Schema does not define, or defines otherwise than Okta.

use std::sync::LazyLock;

use regex::Regex;

/// An ISO 8601 duration, `P[nY][nM][nW][nD][T[nH][nM][nS]]` with at least one component.
///
/// The pattern in Okta's OpenAPI description (`TimeDuration`) lost its lookaheads and refuses
/// every duration.
pub(crate) fn is_duration(text: &str) -> bool {
    static DURATION: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r"^P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$";
        Regex::new(pattern).unwrap_or_else(|error| unreachable!("{error}"))
    });
    DURATION.is_match(text) && !text.ends_with(['P', 'T'])
}

/// An RFC 3339 date and time, the offset with or without its colon.
pub(super) fn is_date_time(text: &str) -> bool {
    static DATE_TIME: LazyLock<Regex> = LazyLock::new(|| {
        let date = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])";
        let time = r"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?";
        let offset = r"([Zz]|[+-]([01]\d|2[0-3]):?[0-5]\d)";
        Regex::new(&format!("^{date}[Tt]{time}{offset}$"))
            .unwrap_or_else(|error| unreachable!("{error}"))
    });
    DATE_TIME.is_match(text)
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
    let mut at = 0;
    while let Some(char) = chars.get(at) {
        match char {
            '\\' if at + 1 == chars.len() => return Some("it ends in a lone backslash".to_owned()),
            '\\' => at += 1,
            '(' => {
                open_groups.push(at);
                if let Some(modifiers) = group_modifiers(&chars[at + 1..]) {
                    at += modifiers;
                }
            }
            ')' if open_groups.pop().is_none() => {
                return Some(format!("`)` at character {} closes no group", at + 1));
            }
            '[' => match class(&chars, at) {
                Class::EndsAt(end) => at = end,
                Class::Ambiguous => return None,
                Class::Error(error) => return Some(error),
            },
            '*' | '+' | '?' if nothing_before(&chars, at) => {
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
        at += 1;
    }
    let open = open_groups.first()?;
    Some(format!("the group opened at character {} is not closed", open + 1))
}

/// The length of `?:`, `?i`, `?<name>` and the like after a group's parenthesis.
fn group_modifiers(after: &[char]) -> Option<usize> {
    (after.first() == Some(&'?')).then_some(1)
}

fn nothing_before(chars: &[char], at: usize) -> bool {
    match chars[..at] {
        [] => true,
        [.., '\\', '(' | '|'] => false,
        [.., '(' | '|'] => true,
        _ => false,
    }
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
                        let error = format!("the range {from}-{to} at character {} runs backwards", at + 1);
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
