//! Places in files.

use std::ops::Range;
use std::sync::Arc;

/// A place as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// What the file is called: its path, with `/` between the parts.
    pub file: Arc<str>,
    /// The bytes.
    pub span: Range<usize>,
    /// Where it starts.
    pub start: Position,
    /// Where it ends: before this.
    pub end: Position,
    /// The value there as a JSON Pointer (RFC 6901) from the root of the file or, in JSON Lines, of the
    /// line; none in a text that is not JSON.
    pub pointer: Option<String>,
}
