//! Documents made of texts and values, and what is found in them.

use std::fmt::Display;

use catchall::Options;
use catchall::diagnostic::{Edit, Finding, Fix};
use catchall::export::Recognised;
use catchall::filter::Filter;
use catchall::json::{Document, Layout};

/// A document with this content, in the layout that its name tells.
pub fn document(name: &str, content: impl Display) -> Document {
    let layout = if name.ends_with(".jsonl") { Layout::Lines } else { Layout::Json };
    Document::parse(name, content.to_string().into_bytes(), layout)
}

/// Documents with these names and contents.
pub fn documents(files: &[(impl AsRef<str>, impl Display)]) -> Vec<Document> {
    files.iter().map(|(name, content)| document(name.as_ref(), content)).collect()
}

/// What is recognised in files with these names and contents.
pub fn recognised(files: &[(impl AsRef<str>, impl Display)]) -> Vec<Recognised> {
    documents(files).into_iter().map(Recognised::of).collect()
}

/// All that can be said, to those who ask.
pub fn pedantic() -> Options {
    Options { filter: Filter { pedantic: true, ..Filter::default() }, ..Options::default() }
}

/// The text after a fix that is all in it.
pub fn mended(text: &str, fix: &Fix) -> String {
    let mut edits: Vec<&Edit> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| edit.location.span.start);
    let mut mended = text.to_owned();
    for edit in edits.into_iter().rev() {
        mended.replace_range(edit.location.span.clone(), &edit.text);
    }
    mended
}

/// The JSON Pointer of the place that a finding is about; `None` where that is no value.
pub fn pointer(finding: &Finding) -> Option<String> {
    finding.primary.location.pointer.clone()
}
