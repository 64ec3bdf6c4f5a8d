//! Places in texts, as clients count them and as catchall does.

use std::ops::Range;

use lsp_types::{Position, PositionEncodingKind, Range as LineRange};

/// What clients count characters in (LSP 3.17, "Position").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Encoding {
    Utf8,
    /// What each client knows.
    #[default]
    Utf16,
    Utf32,
}

impl Encoding {
    /// The cheapest of those that the client offers.
    pub(super) fn agreed(offered: Option<&[PositionEncodingKind]>) -> Self {
        let offers = |kind| offered.is_some_and(|offered| offered.contains(&kind));
        if offers(PositionEncodingKind::UTF8) {
            Self::Utf8
        } else if offers(PositionEncodingKind::UTF32) && !offers(PositionEncodingKind::UTF16) {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn width(self, char: char) -> usize {
        match self {
            Self::Utf8 => char.len_utf8(),
            Self::Utf16 => char.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// Where the lines of a text start.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    /// Lines end with `\n`, `\r\n` or `\r` (LSP 3.17, "Text Documents").
    pub(super) fn of(text: &'t str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
            .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain(ends.map(|at| at + 1)).collect();
        Self { text, starts, encoding }
    }

    /// The position of a byte; one inside a character counts as the start of it, one behind the text as
    /// its end.
    pub(super) fn position(&self, offset: usize) -> Position {
        let mut within = (0..=offset.min(self.text.len())).rev();
        let offset = within.find(|at| self.text.is_char_boundary(*at)).unwrap_or_default();
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let before = self.text.get(self.starts[line]..offset).unwrap_or_default();
        let column: usize = match before.is_ascii() {
            true => before.len(),
            false => before.chars().map(|char| self.encoding.width(char)).sum(),
        };
        Position::new(number(line), number(column))
    }

    pub(super) fn range(&self, span: &Range<usize>) -> LineRange {
        LineRange::new(self.position(span.start), self.position(span.end))
    }

    /// The byte of a position; one behind its line counts as the end of the line, one behind all lines
    /// as the end of the text.
    pub(super) fn offset(&self, position: Position) -> usize {
        let line = position.line as usize;
        let Some(start) = self.starts.get(line).copied() else {
            return self.text.len();
        };
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let line = self.text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r']);
        let mut left = position.character as usize;
        let mut offset = start;
        for char in line.chars() {
            let width = self.encoding.width(char);
            if left < width {
                break;
            }
            left -= width;
            offset += char.len_utf8();
        }
        offset
    }

    /// The bytes of a range; an empty one where its end is before its start.
    pub(super) fn span(&self, range: &LineRange) -> Range<usize> {
        let start = self.offset(range.start);
        start..self.offset(range.end).max(start)
    }
}

/// Nothing that is read is longer than what these count.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    #[test]
    fn characters_are_counted_as_agreed() {
        let text = "a\r\nb\rß😀c\n";
        let column = |encoding| {
            let lines = Lines::of(text, encoding);
            lines.position(text.find('c').unwrap())
        };
        assert_eq!(column(Encoding::Utf8), Position::new(2, 6));
        assert_eq!(column(Encoding::Utf16), Position::new(2, 3));
        assert_eq!(column(Encoding::Utf32), Position::new(2, 2));
        let lines = Lines::of(text, Encoding::Utf16);
        assert_eq!(lines.offset(Position::new(2, 2)), text.find('😀').unwrap());
        assert_eq!(lines.offset(Position::new(0, 99)), 1);
        assert_eq!(lines.offset(Position::new(99, 0)), text.len());
    }

    proptest! {
        #[test]
        fn each_character_is_found_again(text in "[a-cß😀\r\n]{0,40}", encoding in 0..3usize) {
            let lines = Lines::of(&text, ENCODINGS[encoding]);
            for (offset, char) in text.char_indices().filter(|(_, char)| *char != '\n') {
                prop_assert_eq!(lines.offset(lines.position(offset)), offset, "at {:?}", char);
            }
        }

        #[test]
        fn no_position_is_outside(text in ".{0,20}", line in 0..30u32, character in 0..30u32) {
            let lines = Lines::of(&text, Encoding::Utf16);
            let offset = lines.offset(Position::new(line, character));
            prop_assert!(text.is_char_boundary(offset));
        }
    }
}
