//! Words for messages: which known name somebody probably meant, and names that are safe to print.

#[cfg(feature = "full")]
mod drawing;
mod escape;
mod json;
mod markdown;
mod secrets;

#[cfg(feature = "full")]
pub(crate) use drawing::Drawing;
#[cfg(feature = "config")]
pub(crate) use escape::is_steering;
pub(crate) use escape::{clipped, harmless, printable, unmistakable_path};
pub(crate) use json::{Each, write_json, write_json_line};
pub(crate) use markdown::escaped as escaped_in_markdown;
#[cfg(feature = "full")]
pub(crate) use secrets::is_secret_name;

/// The known name that `name` is probably a misspelling of: it differs in letter case, separators
/// or a plural only, or by at most two edits (one, for short names). Names that differ in their
/// digits are versions of each other, not misspellings, and one that says the opposite is another.
pub(crate) fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let wanted = plain(name);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let plain = plain(candidate);
        // Each edit changes the length by one at most, and nothing allows for more than two.
        if plain.chars().count().abs_diff(wanted.chars().count()) > 2
            || digits(&plain) != digits(&wanted)
        {
            continue;
        }
        let allowed = match plain.chars().count().min(wanted.chars().count()) {
            3 if is_plural(&plain, &wanted) || is_plural(&wanted, &plain) => 1,
            0..4 => 0,
            4..7 => 1,
            _ => 2,
        };
        let distance = strsim::osa_distance(&wanted, &plain);
        if distance <= allowed
            && best.is_none_or(|(least, _)| distance < least)
            && !opposites(&plain).any(|other| strsim::osa_distance(&wanted, &other) < distance)
        {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate).filter(|candidate| *candidate != name)
}

/// Whether two names differ in letter case and separators only.
pub(crate) fn is_same_name(one: &str, other: &str) -> bool {
    plain(one) == plain(other)
}

/// Whether one name says the opposite of another, as `exclude` does of `include`.
pub(crate) fn is_opposite(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    let is_turned = |from: &str, to: &str| match (other.strip_prefix(from), one.strip_prefix(to)) {
        (Some(rest), Some(other_rest)) => rest == other_rest,
        _ => false,
    };
    PAIRS.iter().any(|(this, that)| is_turned(this, that) || is_turned(that, this))
        || NEGATIONS.iter().any(|no| is_turned("", no) || is_turned(no, ""))
}

/// Words that say the opposite of each other where they start a name.
const PAIRS: [(&str, &str); 5] = [
    ("include", "exclude"),
    ("min", "max"),
    ("on", "off"),
    ("enable", "disable"),
    ("allow", "disallow"),
];
/// What turns around what a name says.
const NEGATIONS: [&str; 5] = ["un", "in", "non", "not", "dis"];

/// The names that would turn around what `name` says.
fn opposites(name: &str) -> impl Iterator<Item = String> {
    let turned = PAIRS.into_iter().chain(PAIRS.map(|(one, other)| (other, one)));
    let turned = turned.filter_map(move |(one, other)| {
        name.strip_prefix(one).map(|rest| format!("{other}{rest}"))
    });
    let negated = NEGATIONS.into_iter().flat_map(move |no| {
        let without = name.strip_prefix(no).map(str::to_owned);
        [Some(format!("{no}{name}")), without].into_iter().flatten()
    });
    turned.chain(negated)
}

fn is_plural(one: &str, other: &str) -> bool {
    one.strip_suffix('s') == Some(other)
}

fn digits(name: &str) -> String {
    name.chars().filter(char::is_ascii_digit).collect()
}

/// A name without letter case, surrounding punctuation and separators.
fn plain(name: &str) -> String {
    name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// `"1FA" and "2FA"`: values in quotes, as part of a sentence.
pub(crate) fn list<'v>(values: impl IntoIterator<Item = &'v str>) -> String {
    series(values.into_iter().map(|value| format!("\"{value}\"")), "and")
}

/// `a, b and c`, or with another word before the last.
pub(crate) fn series(items: impl IntoIterator<Item = String>, word: &str) -> String {
    let items: Vec<String> = items.into_iter().collect();
    match items.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., last] => format!("{} {word} {last}", others.join(", ")),
    }
}

/// `app "A"`, `apps "A", "B" and 3 others`: in the order of the alphabet, cut where it gets long.
pub(crate) fn counted_list(what: &str, mut names: Vec<String>) -> String {
    const MOST: usize = 4;
    names.sort();
    let plural = if names.len() == 1 { "" } else { "s" };
    if names.len() > MOST {
        let others = names.split_off(MOST - 1).len();
        names.push(format!("{others} others"));
    }
    format!("{what}{plural} {}", series(names, "and"))
}

/// `a, and b, and c`: all of these, each of which may have `or` in it.
pub(crate) fn all_of(clauses: &[String]) -> String {
    clauses.join(", and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses() {
        let known = [
            "possession",
            "knowledge",
            "network",
            "DYNAMIC_V2",
            "1FA",
            "status",
            "include",
            "app",
            "ACTIVE",
            "registered",
            "minLength",
            "ON_NETWORK",
        ];
        for (written, meant) in [
            ("posession", Some("possession")),
            ("Network", Some("network")),
            ("netwrok", Some("network")),
            ("dynamic-v2", Some("DYNAMIC_V2")),
            ("DYNAMIC_V3", None),
            ("2FA", None),
            ("state", None),
            ("network", None),
            ("device", None),
            ("apps", Some("app")),
            ("includes", Some("include")),
            ("exclude", None),
            ("excludes", None),
            ("INACTIVE", None),
            ("unregistred", None),
            ("registred", Some("registered")),
            ("maxLength", None),
            ("OFF_NETWORK", None),
        ] {
            assert_eq!(nearest(written, known), meant, "{written}");
        }
    }
}
