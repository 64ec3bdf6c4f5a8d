//! What goes with an entry from the file that it is written in, so that all else stays as it is.

use std::ops::Range;

/// The lines of a table, of which the bytes from its header to its last value are given: with comments that
/// are surely about it, and with the empty lines that set it apart.
pub(crate) fn with_its_comments(text: &str, table: &Range<usize>) -> Range<usize> {
    let is_comment = |line: &str| line.trim_start().starts_with('#');
    let is_empty = |line: &str| line.trim().is_empty();
    let start = text[..table.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[table.end..].find('\n').map_or(text.len(), |at| table.end + at + 1);
    let above: Vec<&str> = text[..start].split_inclusive('\n').rev().collect();
    let below: Vec<&str> = text[end..].split_inclusive('\n').collect();
    // Comments above are those of the header, unless they go on from the table before.
    let comments = above.iter().take_while(|line| is_comment(line)).count();
    let are_own = above.get(comments).is_none_or(|line| is_empty(line));
    let mut first = start - bytes(&above[..if are_own { comments } else { 0 }]);
    // Comments below are those of the next header, unless an empty line comes first.
    let comments = below.iter().take_while(|line| is_comment(line)).count();
    let are_own = below.get(comments).is_none_or(|line| is_empty(line));
    let below = if are_own { &below[comments..] } else { &below[..] };
    let mut last = text.len() - bytes(below);
    let empty: Vec<&str> = below.iter().copied().take_while(|line| is_empty(line)).collect();
    last += bytes(&empty);
    if last == text.len() {
        let before = text[..first].trim_end_matches(['\n', '\r', ' ', '\t']);
        let line = text[before.len()..first].find('\n').map_or(first, |at| before.len() + at + 1);
        // The last line ends as it did.
        first = if before.is_empty() || text.ends_with('\n') { line } else { before.len() };
        first = if before.is_empty() { 0 } else { first };
    }
    first..last
}

fn bytes(lines: &[&str]) -> usize {
    lines.iter().map(|line| line.len()).sum()
}
