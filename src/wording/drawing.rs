//! Lines of a file as they are drawn.

use super::escape::has_to_change;
use super::secrets::{self, HIDDEN};

/// A part of a line as it is drawn, with where its bytes went: without secrets, and without what steers.
/// Tabs stay.
#[derive(Debug)]
pub(crate) struct Drawing {
    text: String,
    /// Where a part that is drawn otherwise starts and ends, in the line and in the drawing.
    turns: Vec<(usize, usize)>,
}

impl Drawing {
    pub(crate) fn of(line: &str) -> Self {
        let mut drawing = Self { text: String::with_capacity(line.len()), turns: Vec::new() };
        let mut at = 0;
        for secret in secrets::in_line(line) {
            drawing.escape(line, at..secret.start);
            drawing.replace(secret.clone(), HIDDEN.chars());
            at = secret.end;
        }
        drawing.escape(line, at..line.len());
        drawing
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Where a byte of the line is drawn.
    pub(crate) fn place(&self, offset: usize) -> usize {
        let after = self.turns.partition_point(|(before, _)| *before <= offset);
        let (before, drawn) = after.checked_sub(1).map_or((0, 0), |turn| self.turns[turn]);
        let next = self.turns.get(after).map_or(self.text.len(), |(_, drawn)| *drawn);
        (drawn + offset - before).min(next)
    }

    fn escape(&mut self, line: &str, span: std::ops::Range<usize>) {
        for (n, char) in line[span.clone()].char_indices() {
            let at = span.start + n;
            let before = self.text.chars().next_back();
            let end = at + char.len_utf8();
            if char != '\t' && has_to_change(before, char, &line[end..]) {
                self.replace(at..end, char.escape_unicode());
            } else {
                self.text.push(char);
            }
        }
    }

    fn replace(&mut self, span: std::ops::Range<usize>, text: impl Iterator<Item = char>) {
        self.turns.push((span.start, self.text.len()));
        self.text.extend(text);
        self.turns.push((span.end, self.text.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_move_with_the_text() {
        let line = "a\u{7f}b \"token\": \"xyz\" ##[c";
        let drawing = Drawing::of(line);
        assert_eq!(drawing.text(), "a\\u{7f}b \"token\": \"***\" #\\u{23}[c");
        for (part, drawn) in [("b ", "b "), ("c", "c"), ("\" #", "\" #"), ("[c", "[c")] {
            let wanted = drawing.text().find(drawn).unwrap();
            assert_eq!(drawing.place(line.find(part).unwrap()), wanted, "{part}");
        }
        assert_eq!(drawing.place(line.len()), drawing.text().len());
    }
}
