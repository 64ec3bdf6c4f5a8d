//! For people: each finding with its surroundings, drawn by miette.

use std::error::Error;
use std::fmt;
use std::io::{self, Write};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};

use super::Summary;
use crate::finding::{Finding, Label, Severity, Subject};
use crate::json::{Document, Excerpt, Mark};

/// How a terminal is drawn to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to use colours.
    pub color: bool,
    /// Whether to write links that the terminal opens; else they stand as text.
    pub links: bool,
    /// Columns to wrap at.
    pub width: usize,
}

pub(super) fn write(
    out: &mut impl Write,
    style: Style,
    findings: &[Finding<'_>],
    summary: &Summary,
) -> io::Result<()> {
    let theme = if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_context_lines(1)
        .with_links(style.links);
    let mut text = String::new();
    for finding in findings {
        text.clear();
        handler.render_report(&mut text, &Shown::of(finding)).map_err(io::Error::other)?;
        writeln!(out, "{text}")?;
    }
    writeln!(out, "{}", summary.sentence())
}

/// A finding as miette sees it.
#[derive(Debug)]
struct Shown<'f, 'd> {
    finding: &'f Finding<'d>,
    context: Option<Context>,
    source: Source<'d>,
    labels: Vec<LabeledSpan>,
    /// The places that are in other documents.
    elsewhere: Vec<Elsewhere<'d>>,
}

impl<'f, 'd> Shown<'f, 'd> {
    fn of(finding: &'f Finding<'d>) -> Self {
        let document = finding.document();
        let is_here = |label: &&Label<'d>| std::ptr::eq(label.document, document);
        let mut here = vec![&finding.primary];
        here.extend(finding.related.iter().filter(is_here));
        let (source, labels) = Source::of(document, &here);
        let elsewhere = finding.related.iter().filter(|label| !is_here(label));
        Self {
            finding,
            context: Context::of(&finding.subject),
            source,
            labels,
            elsewhere: elsewhere.map(Elsewhere::of).collect(),
        }
    }
}

impl fmt::Display for Shown<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.finding.message)
    }
}

impl Error for Shown<'_, '_> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.context.as_ref().map(|context| context as _)
    }
}

impl Diagnostic for Shown<'_, '_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let Finding { severity, lint, .. } = self.finding;
        Some(Box::new(format!("{severity}[{}]", lint.name)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.finding.help.as_ref().map(|help| Box::new(help) as _)
    }

    fn url<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.finding.url()))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        let elsewhere = self.elsewhere.iter();
        Some(Box::new(elsewhere.map(|label| label as &dyn Diagnostic)))
    }
}

/// The policy and rule that a finding is about, drawn below its message.
#[derive(Debug)]
struct Context(String);

impl Context {
    fn of(subject: &Subject) -> Option<Self> {
        let text = subject.to_string();
        (!text.is_empty()).then_some(Self(text))
    }
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Context {}

/// A place in another document than the finding's.
#[derive(Debug)]
struct Elsewhere<'d> {
    text: String,
    source: Source<'d>,
    labels: Vec<LabeledSpan>,
}

impl<'d> Elsewhere<'d> {
    fn of(label: &Label<'d>) -> Self {
        let (source, labels) = Source::of(label.document, &[label]);
        Self {
            text: label.text.clone(),
            source,
            labels,
        }
    }
}

impl fmt::Display for Elsewhere<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for Elsewhere<'_> {}

impl Diagnostic for Elsewhere<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(miette::Severity::Advice)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// What miette draws from: the document, or an excerpt of it where its lines are too long.
#[derive(Debug)]
struct Source<'d> {
    document: &'d Document,
    /// The excerpt, and where in the document its first mark is.
    excerpt: Option<(Excerpt, usize)>,
}

impl<'d> Source<'d> {
    /// Lays out the labels; the first is the primary one.
    fn of(document: &'d Document, labels: &[&Label<'d>]) -> (Self, Vec<LabeledSpan>) {
        let marks: Vec<Mark<'d>> = labels.iter().map(|label| label.mark.headline()).collect();
        let excerpt = document.excerpt(&marks);
        let spans = match &excerpt {
            Some(excerpt) => excerpt.marks.clone(),
            None => marks.iter().map(Mark::span).collect(),
        };
        let drawn = labels.iter().zip(spans).enumerate().map(|(n, (label, span))| {
            let text = (!label.text.is_empty()).then(|| label.text.clone());
            if n == 0 {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        });
        let drawn = drawn.collect();
        let first = labels.first().map_or(0, |label| label.span().start);
        let source = Self {
            document,
            excerpt: excerpt.map(|excerpt| (excerpt, first)),
        };
        (source, drawn)
    }
}

impl SourceCode for Source<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_before: usize,
        _context_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let name = self.document.name().to_owned();
        let span = span.offset()..span.offset() + span.len();
        let contents = match &self.excerpt {
            // Without context miette asks only for the place to write above the drawing, which is
            // the true one even where an excerpt is drawn.
            Some((excerpt, at)) if context_before == 0 => {
                let at = self.document.position(*at);
                let text = excerpt.text.get(span.clone()).unwrap_or_default().as_bytes();
                let place = SourceSpan::from(span);
                MietteSpanContents::new_named(name, text, place, at.line - 1, at.column - 1, 1)
            }
            Some((excerpt, _)) => {
                let text = &excerpt.text;
                let place = SourceSpan::from(0..text.len());
                let lines = text.lines().count();
                MietteSpanContents::new_named(name, text.as_bytes(), place, 0, 0, lines)
            }
            None => {
                let from = self.document.position(span.start);
                if context_before == 0 {
                    let text = self.document.text()[span.clone()].as_bytes();
                    let place = SourceSpan::from(span);
                    return Ok(Box::new(MietteSpanContents::new_named(
                        name, text, place, from.line - 1, from.column - 1, 1,
                    )));
                }
                let lines = self.document.lines_around(span, context_before);
                let text = &self.document.text()[lines.clone()];
                let first = self.document.position(lines.start).line;
                let place = SourceSpan::from(lines);
                let count = text.lines().count();
                MietteSpanContents::new_named(name, text.as_bytes(), place, first - 1, 0, count)
            }
        };
        Ok(Box::new(contents))
    }
}
