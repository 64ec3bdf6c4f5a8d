//! For people: each finding with its surroundings, drawn by miette.

use std::error::Error;
use std::fmt;
use std::io::{self, Write};
use std::ops::Range;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};

use super::{Format, Style, linked, statistics, write_summary};
use crate::diagnostic::{Finding, Fix, Label, Location, Report, Safety, Severity, Subject};
use crate::json::{Anchor, Document, Excerpt, Node};
use crate::wording::{harmless, printable, unmistakable_path};
use crate::workspace::Workspace;

/// Columns that a drawing needs.
const NARROWEST: usize = 40;

pub(super) const FORMAT: Format = Format {
    name: "full",
    about: "Each finding with its surroundings, the reason and the fix",
    is_for_programs: false,
    write,
    end: Some(write_summary),
    write_statistics: Some(statistics::write_text),
};

fn write(
    out: &mut dyn Write,
    report: &Report,
    workspace: &Workspace,
    style: Style,
) -> io::Result<()> {
    let theme =
        if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let width = style.width.max(NARROWEST);
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(width)
        // Here and not there, since miette would continue a line with blanks alone.
        .with_wrap_lines(false)
        .with_context_lines(1)
        .with_show_related_as_nested(true);
    let mut text = String::new();
    for finding in &report.findings {
        text.clear();
        let shown = Shown::of(finding, workspace, Style { width, ..style });
        handler.render_report(&mut text, &shown).map_err(io::Error::other)?;
        out.write_all(text.as_bytes())?;
        match finding.more_labels {
            0 => {}
            1 => writeln!(out, "  and 1 more place")?,
            more => writeln!(out, "  and {more} more places")?,
        }
        if let Some(Fix { title, safety, .. }) = &finding.fix {
            let flag = match safety {
                Safety::Safe => "--fix",
                Safety::Unsafe => "--unsafe-fixes",
            };
            writeln!(out, "  fix: {} ({flag})", harmless(title))?;
        }
        // Written here, since miette would break the address where it wraps.
        writeln!(out, "  docs: {}\n", finding.lint.url())?;
    }
    Ok(())
}

/// What stands before the subject, and before a place in another document.
const BELOW: &str = "  ╰─▶ ";

/// With what a line goes on below [`BELOW`] and such, so that no line starts with a text that did not
/// come from us: a runner of CI jobs would read commands there.
const CONTINUED: &str = "│ ";

/// A text on lines that fit in `width` behind `indent`, all but the first behind `mark`.
fn wrapped(text: &str, width: usize, indent: &str, mark: &str) -> String {
    // As miette, which leaves two columns free.
    let room = width.saturating_sub(2 + indent.chars().count());
    textwrap::fill(&harmless(text), textwrap::Options::new(room).subsequent_indent(mark))
}

/// A place in a text that is there to be drawn.
#[derive(Debug, Clone)]
struct Spot<'w> {
    document: &'w Document,
    anchor: Anchor<'w>,
    span: Range<usize>,
    text: &'w str,
}

impl<'w> Spot<'w> {
    /// None where the workspace does not have the file any more.
    fn of(label: &'w Label, workspace: &'w Workspace) -> Option<Self> {
        let Location { file, span, .. } = &label.location;
        let document = workspace.document(file)?;
        let node = document.node_at(span);
        let anchor = node.map_or_else(|| Anchor::Bytes(span.clone()), Anchor::Node);
        Some(Self { document, anchor, span: span.clone(), text: &label.text })
    }
}

/// A finding as miette sees it.
#[derive(Debug)]
struct Shown<'d> {
    finding: &'d Finding,
    /// The severity and the lint.
    code: String,
    message: String,
    help: Option<String>,
    context: Option<SubjectLine>,
    /// None where the text is not at hand, as that of settings is not.
    source: Option<Source<'d>>,
    labels: Vec<LabeledSpan>,
    /// The places that are in other documents, or on other lines of JSON Lines.
    elsewhere: Vec<OtherPlace<'d>>,
}

impl<'d> Shown<'d> {
    fn of(finding: &'d Finding, workspace: &'d Workspace, style: Style) -> Self {
        let width = style.width;
        let help = finding.help.as_ref();
        let whole = Self {
            finding,
            code: format!("{}[{}]", finding.severity, linked(&finding.lint, style)),
            message: wrapped(&finding.message, width, "  × ", ""),
            help: help.map(|help| wrapped(help, width, "  help: ", CONTINUED)),
            context: SubjectLine::of(&finding.subject, width),
            source: None,
            labels: Vec::new(),
            elsewhere: Vec::new(),
        };
        let Some(primary) = Spot::of(&finding.primary, workspace) else {
            let context = Some(SubjectLine::of_place(&finding.primary.location, width));
            return Self { context, ..whole };
        };
        let document = primary.document;
        let root = |spot: &Spot<'d>| spot.anchor.node().map(Node::root);
        // Lines of JSON Lines are drawn apart, like documents.
        let is_here =
            |spot: &Spot<'d>| std::ptr::eq(spot.document, document) && root(spot) == root(&primary);
        let related = finding.related.iter().filter_map(|label| Spot::of(label, workspace));
        let (related, elsewhere): (Vec<_>, Vec<_>) = related.partition(is_here);
        let here: Vec<Spot<'d>> = [primary.clone()].into_iter().chain(related).collect();
        let (source, labels) = Source::of(document, &here);
        let elsewhere = elsewhere.into_iter().map(|spot| OtherPlace::of(spot, width)).collect();
        Self { source: Some(source), labels, elsewhere, ..whole }
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Shown<'_> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.context.as_ref().map(|context| context as _)
    }
}

impl Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as _)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as _)
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
struct SubjectLine(String);

impl SubjectLine {
    fn of(subject: &Subject, width: usize) -> Option<Self> {
        let text = subject.to_string();
        (!text.is_empty()).then(|| Self(wrapped(&text, width, BELOW, CONTINUED)))
    }

    fn of_place(Location { file, start, .. }: &Location, width: usize) -> Self {
        let text = format!("{}:{}:{}", unmistakable_path(file), start.line, start.column);
        Self(wrapped(&text, width, BELOW, CONTINUED))
    }
}

impl fmt::Display for SubjectLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for SubjectLine {}

/// A place in another document than the finding's.
#[derive(Debug)]
struct OtherPlace<'d> {
    text: String,
    source: Source<'d>,
    labels: Vec<LabeledSpan>,
}

impl<'d> OtherPlace<'d> {
    fn of(spot: Spot<'d>, width: usize) -> Self {
        let text = wrapped(spot.text, width - BELOW.chars().count(), "  ☞ ", "");
        // The text stands above the drawing, so the place itself needs none.
        let (source, labels) = Source::of(spot.document, &[Spot { text: "", ..spot }]);
        Self { text, source, labels }
    }
}

impl fmt::Display for OtherPlace<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for OtherPlace<'_> {}

impl Diagnostic for OtherPlace<'_> {
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

/// What miette draws from.
#[derive(Debug)]
struct Source<'d> {
    document: &'d Document,
    excerpt: Excerpt,
    /// Where each label is drawn, and the offset in the document that it stands for.
    places: Vec<(Range<usize>, usize)>,
}

impl<'d> Source<'d> {
    /// Lays out the places; the first is the primary one.
    fn of(document: &'d Document, spots: &[Spot<'d>]) -> (Self, Vec<LabeledSpan>) {
        let anchors: Vec<Anchor<'d>> = spots.iter().map(|spot| spot.anchor.clone()).collect();
        let headlines: Vec<Anchor<'d>> =
            anchors.iter().map(|anchor| anchor.headline(&anchors)).collect();
        let excerpt = document.excerpt(&headlines);
        let spans = excerpt.anchors.iter().cloned().map(|span| Some(visible(span?, &excerpt.text)));
        let spans: Vec<Option<Range<usize>>> = spans.collect();
        let drawn = spots.iter().zip(&spans).enumerate().filter_map(|(n, (spot, span))| {
            let text = (!spot.text.is_empty()).then(|| printable(spot.text));
            let span = span.clone()?;
            Some(if n == 0 {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            })
        });
        let drawn = drawn.collect();
        let places = spans.into_iter().enumerate().filter_map(|(n, span)| {
            // The true place, even where a key stands for its value; of a text that was made up, all
            // that there is.
            let at = match n {
                0 => spots[0].span.start,
                _ if excerpt.is_as_written => headlines[n].span().start,
                _ => spots[0].span.start,
            };
            Some((span?, at))
        });
        let places = places.collect();
        (Self { document, excerpt, places }, drawn)
    }

    /// The lines to draw around a place, and what the first is called.
    fn lines(&self, at: usize) -> (Range<usize>, usize) {
        let runs = &self.excerpt.runs;
        let run = runs.partition_point(|run| run.span.start <= at).checked_sub(1);
        let run = run.and_then(|run| runs.get(run));
        run.map_or((0..0, 1), |run| (run.span.clone(), run.first_line))
    }
}

/// A span that can be underlined: at the end of a text, its last character.
fn visible(span: Range<usize>, text: &str) -> Range<usize> {
    let last = text.get(..span.start).and_then(|before| before.chars().next_back());
    match last {
        Some(last) if span.is_empty() => span.start - last.len_utf8()..span.start,
        _ => span,
    }
}

impl SourceCode for Source<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_before: usize,
        _context_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let span = span.offset()..span.offset() + span.len();
        // Without context miette asks for the place to write above the drawing.
        let (span, line, column) = if context_before == 0 {
            let place = self.places.iter().find(|(drawn, _)| *drawn == span);
            let at = place.or_else(|| self.places.first()).map_or(0, |(_, at)| *at);
            let place = self.document.position(at);
            (span, place.line, place.column)
        } else {
            let (lines, first) = self.lines(span.start);
            (lines, first, 1)
        };
        let text = self.excerpt.text.get(span.clone()).ok_or(MietteError::OutOfBounds)?;
        let contents = MietteSpanContents::new_named(
            printable(self.document.name()),
            text.as_bytes(),
            SourceSpan::from(span),
            line - 1,
            column - 1,
            text.lines().count(),
        );
        Ok(Box::new(contents))
    }
}
