//! Byte offsets to lines and columns, worked out once for documents that have findings.

#[cfg(feature = "full")]
use std::ops::Range;

use crate::diagnostic::Position;

/// Lines and characters are counted from the nearest checkpoint, so that one line of 50 MB costs no
/// more than many short ones, and a million lines take no table.
const CHECKPOINT: usize = 4096;

/// What precedes each checkpoint, and, as the last, what the whole text has.
#[derive(Debug)]
pub(super) struct Lines(Vec<Before>);

/// How much comes before a byte. Texts have at most 4 GiB.
#[derive(Debug, Clone, Copy, Default)]
struct Before {
    breaks: u32,
    chars: u32,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let chunks = text.as_bytes().chunks(CHECKPOINT);
        let passed = chunks.scan(Before::default(), |before, chunk| {
            before.breaks += breaks(chunk) as u32;
            before.chars += char_starts(chunk) as u32;
            Some(*before)
        });
        Self(std::iter::once(Before::default()).chain(passed).collect())
    }

    pub(super) fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.line_of(text, offset);
        let start = self.start(text, line);
        let chars = self.chars_until(text, offset) - self.chars_until(text, start);
        // A byte order mark is no column of the first line.
        let mark = usize::from(line == 0 && chars > 0 && text.starts_with('\u{feff}'));
        Position { line: line + 1, column: chars + 1 - mark }
    }

    /// How many lines there are.
    #[cfg(feature = "full")]
    pub(super) fn count(&self) -> usize {
        self.0.last().map_or(0, |all| all.breaks as usize) + 1
    }

    /// The bytes of a line, from 0, without its end.
    #[cfg(feature = "full")]
    pub(super) fn line(&self, text: &str, line: usize) -> Range<usize> {
        let is_last = line + 1 >= self.count();
        let end = if is_last { text.len() } else { self.start(text, line + 1) - 1 };
        self.start(text, line)..end
    }

    /// The line that a byte is on, from 0.
    pub(super) fn line_of(&self, text: &str, offset: usize) -> usize {
        let (before, rest) = self.checkpoint(text, offset);
        before.breaks as usize + breaks(rest)
    }

    /// Where a line starts, from 0: behind the break before it.
    fn start(&self, text: &str, line: usize) -> usize {
        let Some(nth) = line.checked_sub(1) else {
            return 0;
        };
        let chunk =
            self.0.partition_point(|before| before.breaks as usize <= nth).saturating_sub(1);
        let at = chunk * CHECKPOINT;
        let passed = self.0[chunk].breaks as usize;
        let mut breaks = memchr::memchr_iter(b'\n', &text.as_bytes()[at..]);
        breaks.nth(nth - passed).map_or(text.len(), |found| at + found + 1)
    }

    fn chars_until(&self, text: &str, offset: usize) -> usize {
        let (before, rest) = self.checkpoint(text, offset);
        before.chars as usize + char_starts(rest)
    }

    /// What precedes the last checkpoint before a byte, and the bytes between.
    fn checkpoint<'t>(&self, text: &'t str, offset: usize) -> (Before, &'t [u8]) {
        let chunk = offset / CHECKPOINT;
        (self.0[chunk], &text.as_bytes()[chunk * CHECKPOINT..offset])
    }
}

fn breaks(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

fn char_starts(bytes: &[u8]) -> usize {
    // Most exports are ASCII, which is seen many bytes at a time.
    if bytes.is_ascii() {
        return bytes.len();
    }
    // A byte of the form 10xxxxxx continues a character.
    bytes.iter().filter(|&&byte| byte as i8 >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Offsets against a count from the start, in texts that end before, at and behind a
    /// checkpoint.
    #[test]
    fn positions_are_those_of_a_plain_count() {
        for length in [0, 1, CHECKPOINT - 1, CHECKPOINT, CHECKPOINT + 1, 2 * CHECKPOINT + 7] {
            for every in [1, 13, 5000] {
                let text: String = (0..)
                    .map(|n| if n % every == 0 { '\n' } else { ['a', 'é', '😀'][n % 3] })
                    .scan(0, |bytes, char| {
                        *bytes += char.len_utf8();
                        (*bytes <= length).then_some(char)
                    })
                    .collect();
                let lines = Lines::of(&text);
                let (mut line, mut column) = (1, 1);
                for (offset, char) in text.char_indices().chain([(text.len(), ' ')]) {
                    // All near checkpoints and the ends, and some of those between.
                    let past = offset % CHECKPOINT;
                    let is_near = !(9..CHECKPOINT - 8).contains(&past) || text.len() - offset < 9;
                    if is_near || offset % 31 < 4 {
                        let expected = Position { line, column };
                        assert_eq!(lines.position(&text, offset), expected, "{offset}");
                    }
                    (line, column) = if char == '\n' { (line + 1, 1) } else { (line, column + 1) };
                }
                #[cfg(feature = "full")]
                {
                    let each: Vec<&str> =
                        (0..lines.count()).map(|line| &text[lines.line(&text, line)]).collect();
                    assert_eq!(each, text.split('\n').collect::<Vec<_>>());
                }
            }
        }
    }
}
