//! Where an entry can be removed.

use std::ops::Range;

use toml::Spanned;

use super::settings::{Entry, Settings};
use crate::silence::with_its_comments;

/// The bytes of an entry from its header to its last value, where it can go; none where it has no table of
/// its own, or where it is not plain what goes with it.
pub(super) fn of_entry(text: &str, spanned: &Spanned<Entry>) -> Option<Range<usize>> {
    let Entry { lint, policy, rule, pointer, path, reason, expires } = spanned.as_ref();
    let texts = [policy, rule, pointer, path].into_iter().flatten().map(Spanned::span);
    let values = [lint.span(), reason.span()].into_iter().chain(texts);
    let values = values.chain(expires.as_ref().map(Spanned::span));
    let header = spanned.span();
    let last = values.map(|value| value.end).max().filter(|last| *last >= header.end)?;
    let is_table = text.get(header.clone())?.starts_with("[[");
    let table = is_table.then_some(header.start..last)?;
    // What looks like a comment may be within a text.
    let mut left = text.to_owned();
    left.replace_range(with_its_comments(text, &table), "");
    let entries = |text: &str| Some(toml::from_str::<Settings>(text).ok()?.ignore.len());
    (entries(&left)? + 1 == entries(text)?).then_some(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text without its entry that has the reason "gone".
    fn without(text: &str) -> Option<String> {
        let settings: Settings = toml::from_str(text).unwrap();
        let is_gone = |entry: &&Spanned<Entry>| entry.as_ref().reason.as_ref() == "gone";
        let table = of_entry(text, settings.ignore.iter().find(is_gone).unwrap())?;
        let mut left = text.to_owned();
        left.replace_range(with_its_comments(text, &table), "");
        Some(left)
    }

    const GONE: &str = "[[ignore]]\nlint = \"zones\"\nreason = \"gone\"\n";
    const KEPT: &str = "[[ignore]]\nlint = \"zones\"\nreason = \"kept\"\n";

    #[test]
    fn an_entry_goes_with_its_comments_and_nothing_else() {
        for (before, entry, after, left) in [
            ("", GONE, "", ""),
            ("fail-on = \"info\"\n\n", GONE, "", "fail-on = \"info\"\n"),
            ("fail-on = \"info\"\n", GONE, KEPT, "fail-on = \"info\"\n[[ignore]]"),
            ("# All\n\n# Why\n# so\n", GONE, "\n# Next\n", "# All\n\n# Next\n"),
            ("# Why\n", GONE, "", ""),
            (KEPT, GONE, "", KEPT),
            ("fail-on = \"info\"\n# Whose?\n", GONE, "", "fail-on = \"info\"\n# Whose?\n"),
            ("", GONE, "# Its last line\n\n[lint]\n", "[lint]\n"),
            ("", GONE, "# Of the next\n[lint]\n", "# Of the next\n[lint]\n"),
            ("\n\n", GONE, "\n\n[lint]\n", "\n\n[lint]\n"),
        ] {
            let text = format!("{before}{entry}{after}");
            for (text, left) in [
                (text.clone(), left.to_owned()),
                (text.replace('\n', "\r\n"), left.replace('\n', "\r\n")),
                (text.trim_end().to_owned(), left.trim_end().to_owned()),
            ] {
                let without = without(&text).unwrap();
                assert!(without.starts_with(&left), "{without:?} of {text:?}, not {left:?}");
                assert_eq!(
                    without.ends_with('\n') || without.is_empty(),
                    text.ends_with('\n') || without.is_empty()
                );
            }
        }
    }

    #[test]
    fn what_only_looks_so_is_left() {
        // The comment is a part of the text above.
        let text = format!("fail-on = \"\"\"info\"\"\"\nbaseline = \"\"\"\n\n# x\"\"\"\n{GONE}");
        assert_eq!(without(&text), None);
        assert_eq!(without("ignore = [{lint = \"zones\", reason = \"gone\"}]\n"), None);
    }
}
