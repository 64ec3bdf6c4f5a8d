//! Near misses: which known name somebody probably meant.

/// The known name that `name` is probably a misspelling of: it differs in letter case or
/// separators only, or by at most two edits (one, for short names). Names that differ in their
/// digits are versions of each other, not misspellings.
pub(crate) fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let wanted = plain(name);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let plain = plain(candidate);
        if digits(&plain) != digits(&wanted) {
            continue;
        }
        let allowed = match plain.chars().count().min(wanted.chars().count()) {
            0..4 => 0,
            4..7 => 1,
            _ => 2,
        };
        let distance = strsim::osa_distance(&wanted, &plain);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate).filter(|candidate| *candidate != name)
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
    let quoted: Vec<String> = values.into_iter().map(|value| format!("\"{value}\"")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}
