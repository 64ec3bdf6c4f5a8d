//! Text to tree: a strict RFC 8259 parser that keeps the place of everything.

use std::collections::HashMap;
use std::ops::Range;

use crate::okta::Key;

use super::tree::{Kind, Slot, Tree};

/// Nesting deeper than this is refused, so that no later pass can overflow its stack.
///
/// Okta's own objects nest less than 20 deep.
pub const MAX_DEPTH: usize = 128;

/// Why a text is not JSON, in words for the person who has to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The bytes that cannot stand where they are; empty at the end of the text.
    pub span: Range<usize>,
    /// One sentence that says what is wrong.
    pub message: String,
    /// What was expected at `span`.
    pub expected: String,
    /// Where the string, array or object that went wrong was opened, and what it is.
    pub opened: Option<(Range<usize>, &'static str)>,
    /// What to do about it, where that is known.
    pub help: Option<&'static str>,
}

type Parsed<T> = Result<T, Box<SyntaxError>>;

/// Parses one JSON value and nothing after it.
pub(super) fn parse(text: &str) -> Parsed<Tree> {
    let mut parser = Parser::new(text);
    parser.fits()?;
    parser.whole_value()?;
    Ok(parser.tree)
}

/// What is wrong with lines: an error each, up to a bound, since an error takes much more room than a
/// line may have.
#[derive(Debug, Default)]
pub(super) struct BrokenLines {
    pub(super) errors: Vec<SyntaxError>,
    /// How many lines are broken besides.
    pub(super) more: usize,
}

impl BrokenLines {
    const MOST: usize = 1_000;

    fn push(&mut self, error: SyntaxError) {
        if self.errors.len() < Self::MOST {
            self.errors.push(error);
        } else {
            self.more += 1;
        }
    }
}

/// Parses JSON Lines if every line is JSON.
pub(super) fn parse_only_lines(text: &str) -> Option<Tree> {
    let (tree, broken) = lines_until(text, |broken| !broken.errors.is_empty());
    broken.errors.is_empty().then_some(tree)
}

/// Parses JSON Lines: one value on each line, blank lines allowed. Lines that are not JSON are
/// left out, each with its error.
pub(super) fn parse_lines(text: &str) -> (Tree, BrokenLines) {
    lines_until(text, |_| false)
}

fn lines_until(text: &str, is_enough: impl Fn(&BrokenLines) -> bool) -> (Tree, BrokenLines) {
    let mut parser = Parser::new(text);
    let mut broken = BrokenLines::default();
    if let Err(error) = parser.fits() {
        broken.push(*error);
        return (parser.tree, broken);
    }
    while parser.at < text.len() && !is_enough(&broken) {
        let rest = &text.as_bytes()[parser.at..];
        let line_end = memchr::memchr(b'\n', rest).map_or(text.len(), |n| parser.at + n);
        parser.bytes = &text.as_bytes()[..line_end];
        parser.skip_space();
        if parser.at < line_end {
            let (slots, keys) = (parser.tree.slots.len(), parser.tree.repeated_keys.len());
            if let Err(error) = parser.whole_value() {
                broken.push(*error);
                parser.tree.slots.truncate(slots);
                parser.tree.repeated_keys.truncate(keys);
                parser.tree.superseded_keys.truncate(keys);
            }
        }
        parser.at = (line_end + 1).min(text.len());
    }
    (parser.tree, broken)
}

/// The error for a file that is not UTF-8 from byte `at` on; everything before it is.
pub(super) fn not_utf8(bytes: &[u8], at: usize) -> SyntaxError {
    let is_utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let byte = bytes.get(at).copied().unwrap_or_default();
    SyntaxError {
        // U+FFFD, which replaces the byte in the text that is shown, takes three bytes.
        span: at..at + char::REPLACEMENT_CHARACTER.len_utf8(),
        message: format!("the byte 0x{byte:02X} is not UTF-8"),
        expected: "expected UTF-8 here".to_owned(),
        opened: None,
        help: Some(if is_utf16 {
            "Save the file as UTF-8: PowerShell's `>` writes UTF-16, `Set-Content -Encoding utf8` does not"
        } else {
            "Save the file as UTF-8"
        }),
    }
}

/// An array or object whose end has not been seen yet.
struct Open {
    slot: u32,
    is_object: bool,
    /// One bit for each hash of a key seen so far: while a key's bit is clear, the key is new.
    seen_keys: u64,
    /// How many keys there are so far.
    keys: usize,
    /// The slots of the last key of each name, once there are many.
    names: HashMap<Vec<u8>, u32>,
}

/// Objects with more keys than this look them up in a set.
const MANY_KEYS: usize = 64;

/// What comes after the start of a value.
enum Step {
    /// The value is complete.
    Ended,
    /// A container was opened and its first value comes next.
    Inside,
}

struct Parser<'t> {
    text: &'t str,
    /// The text up to where the value must end: all of it, or up to the end of the line.
    bytes: &'t [u8],
    at: usize,
    open: Vec<Open>,
    tree: Tree,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: if text.starts_with('\u{feff}') { 3 } else { 0 },
            open: Vec::new(),
            // Exports run at about 17 bytes a slot when minified; more room costs untouched pages.
            tree: Tree::with_capacity(text.len() / 16),
        }
    }

    /// Slots hold 32-bit offsets.
    fn fits(&self) -> Parsed<()> {
        if u32::try_from(self.text.len()).is_ok() {
            return Ok(());
        }
        let message = "the file is larger than 4 GiB".to_owned();
        Err(self.error(0..0, message, "at most 4 GiB of JSON"))
    }

    fn whole_value(&mut self) -> Parsed<()> {
        self.open.clear();
        let root = self.tree.slots.len();
        self.value()?;
        self.skip_space();
        if self.at < self.bytes.len() {
            let message = format!("{} stands after the end of the value", self.found());
            let mut error = self.error(self.word(), message, "expected the end of the text here");
            error.help = self.comment_help();
            let end = self.tree.slots[root].end as usize;
            error.opened = Some((end - 1..end, "the value ends here"));
            return Err(error);
        }
        self.tree.roots.push(root as u32);
        Ok(())
    }

    /// A value of any depth, without recursion.
    fn value(&mut self) -> Parsed<()> {
        loop {
            self.skip_space();
            if let Step::Inside = self.start_value()? {
                continue;
            }
            loop {
                let Some(open) = self.open.last() else {
                    return Ok(());
                };
                let is_object = open.is_object;
                self.skip_space();
                match self.peek() {
                    Some(b',') => {
                        self.comma(is_object)?;
                        break;
                    }
                    Some(b'}') if is_object => self.close(),
                    Some(b']') if !is_object => self.close(),
                    _ => return Err(self.unexpected_in_container(is_object)),
                }
            }
        }
    }

    fn start_value(&mut self) -> Parsed<Step> {
        match self.peek() {
            Some(b'"') => self.string().map(|_| Step::Ended),
            Some(b'{') => {
                self.enter(Kind::Object)?;
                self.skip_space();
                if self.peek() == Some(b'}') {
                    self.close();
                    return Ok(Step::Ended);
                }
                self.key().map(|()| Step::Inside)
            }
            Some(b'[') => {
                self.enter(Kind::Array)?;
                self.skip_space();
                if self.peek() == Some(b']') {
                    self.close();
                    return Ok(Step::Ended);
                }
                Ok(Step::Inside)
            }
            Some(b'-' | b'0'..=b'9') => self.number().map(|()| Step::Ended),
            Some(b't') => self.literal("true", Kind::True),
            Some(b'f') => self.literal("false", Kind::False),
            Some(b'n') => self.literal("null", Kind::Null),
            _ => Err(self.not_a_value()),
        }
    }

    fn enter(&mut self, kind: Kind) -> Parsed<()> {
        if self.open.len() == MAX_DEPTH {
            let message = format!("the value nests more than {MAX_DEPTH} levels deep");
            return Err(self.error(self.at..self.at + 1, message, "too deep from here on"));
        }
        self.open.push(Open {
            slot: self.tree.slots.len() as u32,
            is_object: kind == Kind::Object,
            seen_keys: 0,
            keys: 0,
            names: HashMap::new(),
        });
        self.tree.slots.push(Slot {
            start: self.at as u32,
            end: 0,
            next: 0,
            kind,
            key: Key::UNKNOWN,
        });
        self.at += 1;
        Ok(())
    }

    fn close(&mut self) {
        self.at += 1;
        if let Some(open) = self.open.pop() {
            let next = self.tree.slots.len() as u32;
            let slot = &mut self.tree.slots[open.slot as usize];
            slot.end = self.at as u32;
            slot.next = next;
        }
    }

    fn comma(&mut self, is_object: bool) -> Parsed<()> {
        let comma = self.at;
        self.at += 1;
        self.skip_space();
        if matches!(self.peek(), Some(b'}' | b']')) {
            let message = format!("a comma stands before {}", self.found());
            let mut error = self.error(comma..comma + 1, message, "nothing follows this comma");
            error.help = Some("Remove the comma: JSON has no trailing commas");
            return Err(error);
        }
        if is_object {
            self.key()?;
        }
        Ok(())
    }

    /// An object's key and the colon after it.
    fn key(&mut self) -> Parsed<()> {
        if self.peek() != Some(b'"') {
            return Err(self.not_a_key());
        }
        let key = self.tree.slots.len();
        let hash_bit = self.string()?;
        let known = Key::of(&self.tree.string(key, self.text));
        self.tree.slots[key].key = known;
        if let Some(open) = self.open.last_mut() {
            open.keys += 1;
            let earlier = if open.keys > MANY_KEYS {
                if open.names.is_empty() {
                    open.names = self.tree.keys_before(open.slot, key, self.text);
                }
                open.names.insert(self.tree.units(key, self.text).into_owned(), key as u32)
            } else {
                // Only keys that share a bit are compared: unique keys cost next to nothing.
                let may_be_there = open.seen_keys & hash_bit != 0;
                let earlier = || self.tree.equal_key_before(open.slot, key, self.text);
                may_be_there.then(earlier).flatten()
            };
            if let Some(earlier) = earlier {
                self.tree.repeated_keys.push(key as u32);
                self.tree.superseded_keys.push(earlier);
            }
            open.seen_keys |= hash_bit;
        }
        self.skip_space();
        if self.peek() == Some(b':') {
            self.at += 1;
            return Ok(());
        }
        let slot = &self.tree.slots[key];
        let key = slot.start as usize..slot.end as usize;
        let message = match self.peek() {
            None => format!("the text ends after the key {}", &self.text[key.clone()]),
            Some(_) => format!("{} stands between a key and its value", self.found()),
        };
        let mut error = self.error(self.word(), message, "expected `:` here");
        error.opened = Some((key, "the key"));
        Err(error)
    }

    /// Pushes the string's slot; returns one bit that equal strings share.
    fn string(&mut self) -> Parsed<u64> {
        let start = self.at;
        let mut at = start + 1;
        let mut kind = Kind::String;
        let bytes = self.bytes;
        loop {
            at += plain_text(&bytes[at..]);
            match bytes.get(at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    kind = Kind::EscapedString;
                    at = self.escape(start, at)?;
                }
                _ => return Err(self.broken_string(start, at)),
            }
        }
        self.at = at + 1;
        self.scalar(kind, start);
        let content = &bytes[start + 1..at];
        let hash = match (kind, content) {
            (Kind::String, [first, .., last]) => content.len() as u8 ^ first ^ last.rotate_left(3),
            (Kind::String, _) => content.len() as u8,
            // An escaped key may equal an unescaped one: it shares its bit with every key.
            _ => return Ok(u64::MAX),
        };
        Ok(1 << (hash & 63))
    }

    /// The end of the escape sequence at `at`.
    fn escape(&self, string: usize, at: usize) -> Parsed<usize> {
        let bytes = self.bytes;
        match bytes.get(at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 2),
            Some(b'u') => {
                let digits = bytes.get(at + 2..at + 6).unwrap_or_default();
                if digits.len() == 4 && digits.iter().all(u8::is_ascii_hexdigit) {
                    return Ok(at + 6);
                }
                let end = (at + 2..(at + 6).min(bytes.len()))
                    .find(|&n| !bytes[n].is_ascii_hexdigit())
                    .unwrap_or(bytes.len().min(at + 6));
                let message = "a `\\u` escape has fewer than four hexadecimal digits".to_owned();
                let mut error = self.error(at..end, message, "expected four hexadecimal digits");
                error.opened = Some((string..string + 1, "the string starts here"));
                Err(error)
            }
            None => Err(self.broken_string(string, at)),
            Some(_) => {
                let end = self.char_end(at + 1);
                let message = format!("`{}` is not an escape of JSON", &self.text[at..end]);
                let expected = "expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u";
                let mut error = self.error(at..end, message, expected);
                error.opened = Some((string..string + 1, "the string starts here"));
                error.help = Some("Write a backslash itself as `\\\\`");
                Err(error)
            }
        }
    }

    fn broken_string(&self, start: usize, at: usize) -> Box<SyntaxError> {
        let opened = Some((start..start + 1, "the string starts here"));
        let mut error = match self.bytes.get(at) {
            None => {
                let message = "the text ends inside a string".to_owned();
                self.error(at..at, message, "expected `\"` before the end")
            }
            Some(b'\n' | b'\r') => {
                let message = "a string is not closed on its line".to_owned();
                let mut error = self.error(at..at, message, "expected `\"` before the line ends");
                error.help = Some("Close the string, or write the line break as `\\n`");
                error
            }
            Some(&byte) => {
                let message = format!("a string holds the control character U+{byte:04X}");
                let expected = "expected an escape such as `\\t` or `\\u0000`";
                self.error(at..at + 1, message, expected)
            }
        };
        error.opened = opened;
        error
    }

    fn number(&mut self) -> Parsed<()> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let leading = self.at;
        if self.digits() == 0 {
            return Err(self.broken_number(start, "expected a digit after `-`"));
        }
        if self.bytes[leading] == b'0' && self.at > leading + 1 {
            self.at = start;
            let mut error = self.broken_number(start, "expected no zero before other digits");
            error.help = Some("JSON numbers have no leading zeros");
            return Err(error);
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            if self.digits() == 0 {
                return Err(self.broken_number(start, "expected a digit after `.`"));
            }
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            if self.digits() == 0 {
                return Err(self.broken_number(start, "expected a digit in the exponent"));
            }
        }
        self.scalar(Kind::Number, start);
        Ok(())
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        self.at - start
    }

    fn broken_number(&self, start: usize, expected: &'static str) -> Box<SyntaxError> {
        let end = self.word_end(start.max(self.at)).max(start + 1);
        let message = format!("`{}` is not a JSON number", clip(&self.text[start..end]));
        self.error(start..end, message, expected)
    }

    fn literal(&mut self, literal: &str, kind: Kind) -> Parsed<Step> {
        let word = self.word();
        if &self.text[word.clone()] != literal {
            return Err(self.not_a_value());
        }
        let start = word.start;
        self.at = word.end;
        self.scalar(kind, start);
        Ok(Step::Ended)
    }

    fn scalar(&mut self, kind: Kind, start: usize) {
        let next = self.tree.slots.len() as u32 + 1;
        let end = self.at as u32;
        self.tree.slots.push(Slot { start: start as u32, end, next, kind, key: Key::UNKNOWN });
    }

    fn not_a_value(&self) -> Box<SyntaxError> {
        let word = self.word();
        let message = match self.peek() {
            None if self.open.is_empty() => "the text holds no JSON value".to_owned(),
            None => "the text ends where a value should stand".to_owned(),
            Some(_) => format!("{} is not a JSON value", self.found()),
        };
        let help = match &self.text[word.clone()] {
            "True" | "TRUE" => Some("JSON spells it `true`"),
            "False" | "FALSE" => Some("JSON spells it `false`"),
            "None" | "NULL" | "Null" | "nil" | "undefined" => Some("JSON spells it `null`"),
            "NaN" | "Infinity" => Some("JSON has no such number; `null` can stand for it"),
            _ if self.peek() == Some(b'\'') => Some("JSON strings stand in double quotes"),
            _ => self.comment_help(),
        };
        let mut error = self.error(word, message, "expected a value here");
        error.help = help;
        self.with_opener(error)
    }

    fn not_a_key(&self) -> Box<SyntaxError> {
        let message = match self.peek() {
            None => "the text ends where a key should stand".to_owned(),
            Some(_) => format!("{} is not a key", self.found()),
        };
        let mut error = self.error(self.word(), message, "expected a key in double quotes here");
        error.help = self
            .comment_help()
            .or_else(|| (self.peek() != Some(b',')).then_some("Put the key in double quotes"));
        self.with_opener(error)
    }

    fn unexpected_in_container(&self, is_object: bool) -> Box<SyntaxError> {
        let (what, expected) = if is_object {
            ("object", "expected `,` or `}` here")
        } else {
            ("array", "expected `,` or `]` here")
        };
        let message = match self.peek() {
            None => format!("the text ends inside an {what}"),
            Some(b'"' | b'{' | b'[' | b'-' | b'0'..=b'9') => {
                format!("a comma is missing before {}", self.found())
            }
            Some(_) => format!("{} cannot follow a value in an {what}", self.found()),
        };
        let mut error = self.error(self.word(), message, expected);
        error.help = self.comment_help();
        self.with_opener(error)
    }

    fn with_opener(&self, mut error: Box<SyntaxError>) -> Box<SyntaxError> {
        error.opened = self.open.last().map(|open| {
            let start = self.tree.slots[open.slot as usize].start as usize;
            let what =
                if open.is_object { "the object starts here" } else { "the array starts here" };
            (start..start + 1, what)
        });
        error
    }

    fn comment_help(&self) -> Option<&'static str> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        (rest.starts_with(b"//") || rest.starts_with(b"/*") || rest.starts_with(b"#"))
            .then_some("JSON has no comments: remove it")
    }

    fn error(
        &self,
        span: Range<usize>,
        message: String,
        expected: impl Into<String>,
    ) -> Box<SyntaxError> {
        Box::new(SyntaxError { span, message, expected: expected.into(), opened: None, help: None })
    }

    /// What stands at the current place, for messages.
    fn found(&self) -> String {
        match self.peek() {
            None => "the end of the text".to_owned(),
            _ if self.comment_help().is_some() => "a comment".to_owned(),
            Some(byte) if byte < b' ' => format!("the control character U+{byte:04X}"),
            Some(_) => format!("`{}`", clip(&self.text[self.word()])),
        }
    }

    /// The word at the current place, or the single character that stands there.
    fn word(&self) -> Range<usize> {
        let start = self.at.min(self.bytes.len());
        if start == self.bytes.len() {
            return start..start;
        }
        let end = if self.bytes[start] == b'"' {
            let quoted = memchr::memchr2(b'"', b'\n', &self.bytes[start + 1..]);
            quoted.map_or(start + 1, |n| start + 1 + n + 1)
        } else {
            self.word_end(start)
        };
        start..end.max(self.char_end(start))
    }

    fn word_end(&self, start: usize) -> usize {
        let rest = &self.bytes[start..];
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"_+-.$".contains(byte);
        start + rest.iter().take_while(|byte| is_word(byte)).count()
    }

    fn char_end(&self, start: usize) -> usize {
        let char = self.text[start..].chars().next();
        start + char.map_or(0, char::len_utf8)
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
            // Indentation comes in long runs.
            while let Some(eight) = eight_bytes(self.bytes, self.at)
                && eight == u64::from_ne_bytes([b' '; 8])
            {
                self.at += 8;
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }
}

fn eight_bytes(bytes: &[u8], at: usize) -> Option<u64> {
    let eight = bytes.get(at..at + 8)?;
    Some(u64::from_le_bytes(eight.try_into().ok()?))
}

/// How many bytes pass before a quote, a backslash or a control character; eight at a time.
fn plain_text(bytes: &[u8]) -> usize {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    let mut at = 0;
    while let Some(eight) = eight_bytes(bytes, at) {
        // The high bit of each byte that is zero after the XOR, or below 0x20. A borrow may also
        // mark a byte above the first true one, never below: the lowest mark is exact.
        let quote = eight ^ (EACH * b'"' as u64);
        let backslash = eight ^ (EACH * b'\\' as u64);
        let ends = (quote.wrapping_sub(EACH) & !quote)
            | (backslash.wrapping_sub(EACH) & !backslash)
            | (eight.wrapping_sub(EACH * 0x20) & !eight);
        if ends & HIGH != 0 {
            return at + (ends & HIGH).trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let ends = |&byte: &u8| byte == b'"' || byte == b'\\' || byte < 0x20;
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(ends).unwrap_or(rest.len())
}

/// Keeps quoted text short enough for one sentence.
fn clip(text: &str) -> String {
    const LONGEST: usize = 30;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let mut clipped: String = text.chars().take(LONGEST - 1).collect();
    clipped.push('…');
    clipped
}
