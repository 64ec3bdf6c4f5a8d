//! Byte offsets to lines and columns, worked out once for documents that have findings.

#[cfg(feature = "full")]
use std::ops::Range;

use crate::diagnostic::Position;

/// Characters are counted from the nearest checkpoint, so that one line of 50 MB costs no more
/// than many short ones.
const CHECKPOINT: usize = 4096;

/// Where each line starts, and how many characters precede each checkpoint.
#[derive(Debug)]
pub(super) struct Lines {
    starts: Vec<usize>,
    chars_before: Vec<usize>,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let after_breaks = memchr::memchr_iter(b'\n', bytes).map(|at| at + 1);
        let starts = std::iter::once(0).chain(after_breaks).collect();
        let mut chars = 0;
        let chars_before = bytes
            .chunks(CHECKPOINT)
            .map(|chunk| {
                let before = chars;
                chars += char_starts(chunk);
                before
            })
            .collect();
        Self { starts, chars_before }
    }

    pub(super) fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.line_of(offset);
        let chars = self.chars_until(text, offset) - self.chars_until(text, self.starts[line]);
        // A byte order mark is no column of the first line.
        let mark = usize::from(line == 0 && chars > 0 && text.starts_with('\u{feff}'));
        Position { line: line + 1, column: chars + 1 - mark }
    }

    /// How many lines there are.
    #[cfg(feature = "full")]
    pub(super) fn count(&self) -> usize {
        self.starts.len()
    }

    /// The bytes of a line, from 0, without its end.
    #[cfg(feature = "full")]
    pub(super) fn line(&self, text: &str, line: usize) -> Range<usize> {
        let next = self.starts.get(line + 1);
        self.starts[line]..next.map_or(text.len(), |&next| next - 1)
    }

    /// The line that a byte is on, from 0.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        let after = self.starts.partition_point(|&start| start <= offset);
        after.saturating_sub(1)
    }

    fn chars_until(&self, text: &str, offset: usize) -> usize {
        let chunk = offset / CHECKPOINT;
        let rest = &text.as_bytes()[chunk * CHECKPOINT..offset];
        let before = self.chars_before.get(chunk).copied();
        // Only the very end of the text can lie behind the last checkpoint.
        before.unwrap_or_else(|| char_starts(text.as_bytes())) + char_starts(rest)
    }
}

fn char_starts(bytes: &[u8]) -> usize {
    // A byte of the form 10xxxxxx continues a character.
    bytes.iter().filter(|&&byte| byte as i8 >= -0x40).count()
}
