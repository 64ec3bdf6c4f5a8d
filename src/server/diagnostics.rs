//! Findings as diagnostics.

use std::collections::BTreeMap;

use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    Location, NumberOrString, Url,
};

use super::positions::{Encoding, Lines};
use crate::config::ConfigError;
use crate::diagnostic::{self, Finding, Severity};
use crate::json::Document;
use crate::lints::Lint;
use crate::wording::printable;

/// What stands before the code.
pub(super) const SOURCE: &str = "catchall";

/// What is told of files, by their name.
pub(super) type ByFile = BTreeMap<String, Vec<Diagnostic>>;

/// Texts and addresses of files, by their name.
pub(super) trait Files {
    /// The document, if it is one.
    fn document(&self, name: &str) -> Option<&Document>;
    /// The text of what is no document, such as settings.
    fn text(&self, name: &str) -> Option<String>;
    /// The address that the client knows.
    fn url(&self, name: &str) -> Option<Url>;
}

/// How diagnostics are written for a client.
pub(super) struct Writer<F> {
    pub(super) encoding: Encoding,
    /// Whether the client shows places that explain a diagnostic.
    pub(super) has_related: bool,
    pub(super) files: F,
}

impl<F: Files> Writer<F> {
    /// The diagnostics of all files in which something is found.
    pub(super) fn by_file(&self, findings: &[Finding]) -> ByFile {
        let mut files: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in findings {
            files.entry(&finding.primary.location.file).or_default().push(finding);
        }
        let diagnostics = files.into_iter().map(|(file, findings)| {
            let here = |lines: &Lines<'_>| {
                findings.iter().map(|finding| self.diagnostic(finding, lines)).collect()
            };
            (file.to_owned(), self.with_lines(file, here).unwrap_or_default())
        });
        diagnostics.collect()
    }

    /// What is wrong with the settings.
    pub(super) fn of_config(&self, error: &ConfigError) -> (String, Diagnostic) {
        let lines = Lines::of(&error.text, self.encoding);
        let message = with_help(error.message.clone(), error.help.as_deref());
        let diagnostic = Diagnostic {
            range: lines.range(&error.span),
            severity: Some(DiagnosticSeverity::ERROR),
            source: Some(SOURCE.to_owned()),
            message,
            ..Diagnostic::default()
        };
        (error.name.clone(), diagnostic)
    }

    fn with_lines<T>(&self, file: &str, use_lines: impl FnOnce(&Lines<'_>) -> T) -> Option<T> {
        if let Some(document) = self.files.document(file) {
            return Some(use_lines(&Lines::of(document.text(), self.encoding)));
        }
        let text = self.files.text(file)?;
        Some(use_lines(&Lines::of(&text, self.encoding)))
    }

    fn diagnostic(&self, finding: &Finding, lines: &Lines<'_>) -> Diagnostic {
        let severity = match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Info => DiagnosticSeverity::INFORMATION,
        };
        let mut message = finding.message.clone();
        if !finding.primary.text.is_empty() {
            message += &format!(" ({})", finding.primary.text);
        }
        let page = Url::parse(&finding.lint.url()).ok();
        let related = finding.related.iter().filter_map(|label| self.related(label));
        Diagnostic {
            range: lines.range(&finding.primary.location.span),
            severity: Some(severity),
            code: Some(NumberOrString::String(finding.lint.name.to_owned())),
            code_description: page.map(|href| CodeDescription { href }),
            source: Some(SOURCE.to_owned()),
            message: with_help(message, finding.help.as_deref()),
            related_information: self.has_related.then(|| related.collect()),
            // What no sign-in gets to is drawn as what is not needed.
            tags: is_without_effect(finding).then(|| vec![DiagnosticTag::UNNECESSARY]),
            data: Some(finding.fingerprint.to_string().into()),
        }
    }

    fn related(&self, label: &diagnostic::Label) -> Option<DiagnosticRelatedInformation> {
        let file = &*label.location.file;
        let range = self.with_lines(file, |lines| lines.range(&label.location.span))?;
        let uri = self.files.url(file)?;
        let message = match label.text.is_empty() {
            true => printable(file),
            false => label.text.clone(),
        };
        Some(DiagnosticRelatedInformation { location: Location { uri, range }, message })
    }
}

fn with_help(message: String, help: Option<&str>) -> String {
    match help {
        Some(help) => format!("{message}\n\nhelp: {help}"),
        None => message,
    }
}

fn is_without_effect(finding: &Finding) -> bool {
    Lint::named(finding.lint.name).is_some_and(Lint::finds_what_has_no_effect)
}
