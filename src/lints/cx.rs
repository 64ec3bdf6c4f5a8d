//! What a check is given beside what it looks at.

use std::ops::Range;

use super::Lint;
use super::draft::Draft;
use super::options::{LintOption, LintOptions};
use crate::date::Date;
use crate::json::{Anchor, Document, Node};
use crate::model::Identified;

/// What a check is given beside what it looks at: where it reports, what the run was told, and what
/// the export calls things.
pub(crate) struct Cx<'c, 'd> {
    lint: &'static Lint,
    options: &'c LintOptions,
    today: Date,
    /// Whose names the export tells; none where a lint looks at a document by itself.
    objects: &'c Identified<'d>,
    drafts: Vec<Draft<'d>>,
}

impl<'c, 'd> Cx<'c, 'd> {
    pub(super) fn new(
        lint: &'static Lint,
        options: &'c LintOptions,
        today: Date,
        objects: &'c Identified<'d>,
    ) -> Self {
        Self { lint, options, today, objects, drafts: Vec::new() }
    }

    /// Whatever is reported from now on, this lint reports.
    pub(super) fn set_lint(&mut self, lint: &'static Lint) {
        self.lint = lint;
    }

    /// The day to check for, all that findings depend on beside the files: a grace period ends on one.
    pub(crate) fn today(&self) -> Date {
        self.today
    }

    /// What the run says of an option of the lint that reports.
    pub(crate) fn option(&self, option: &LintOption) -> i64 {
        self.options.get(self.lint.name, option)
    }

    /// The id of an object, to quote in a sentence: after its name, where the export tells it. A
    /// value that is no text as it stands in the file.
    pub(crate) fn name(&self, id: Node<'d>) -> String {
        let named = id.as_str().and_then(|text| Some((self.objects.name(&text)?, text)));
        match named.filter(|(name, id)| name != id) {
            Some((name, id)) => format!("\"{name}\" ({id})"),
            None => id.brief(),
        }
    }

    /// Reports `message` at `node`: one sentence, sentence case, no full stop.
    pub(crate) fn report(&mut self, node: Node<'d>, message: impl AsRef<str>) -> &mut Draft<'d> {
        self.push(node.document(), Anchor::Node(node), message.as_ref())
    }

    /// Reports `message` at a place of a document that is not JSON.
    pub(crate) fn report_bytes(
        &mut self,
        document: &'d Document,
        span: Range<usize>,
        message: &str,
    ) -> &mut Draft<'d> {
        self.push(document, Anchor::Bytes(span), message)
    }

    fn push(
        &mut self,
        document: &'d Document,
        anchor: Anchor<'d>,
        message: &str,
    ) -> &mut Draft<'d> {
        self.drafts.push(Draft::new(self.lint, document, anchor, message));
        let last = self.drafts.len() - 1;
        &mut self.drafts[last]
    }

    pub(super) fn into_drafts(self) -> Vec<Draft<'d>> {
        self.drafts
    }
}
