//! JUnit's XML, which most CI servers show: a test suite for each file, in it a test that fails for each
//! finding.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use super::{Format, Style, harmless, sentence, summary};
use crate::diagnostic::{Finding, Report};
use crate::workspace::Workspace;

pub(super) const FORMAT: Format = Format {
    name: "junit",
    about: "A test report in JUnit's XML",
    is_for_programs: true,
    write,
    end: None,
    write_statistics: None,
};

fn write(out: &mut dyn Write, report: &Report, _: &Workspace, _: Style) -> io::Result<()> {
    let mut tests = quick_junit::Report::new("catchall");
    for of_file in report.findings.chunk_by(|one, other| file(one) == file(other)) {
        let mut suite = TestSuite::new(harmless(file(&of_file[0])));
        suite.add_test_cases(of_file.iter().map(failed));
        tests.add_test_suite(suite);
    }
    if report.findings.is_empty() {
        // Servers take a report without tests for a mistake.
        let mut suite = TestSuite::new("catchall");
        suite.add_test_case(TestCase::new("no findings", TestCaseStatus::success()));
        tests.add_test_suite(suite);
    }
    if let Some(last) = tests.test_suites.last_mut() {
        last.set_system_out(summary(report));
    }
    let text = tests.to_string().map_err(io::Error::other)?;
    out.write_all(text.as_bytes())
}

fn file(finding: &Finding) -> &str {
    &finding.primary.location.file
}

fn failed(finding: &Finding) -> TestCase {
    let Finding { lint, severity, .. } = finding;
    let at = &finding.primary.location;
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    let place = format!("{}:{}:{}", harmless(&at.file), at.start.line, at.start.column);
    let sentence = sentence(finding);
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {}", harmless(help)));
    let help = help.unwrap_or_default();
    status
        .set_message(sentence.as_str())
        .set_type(severity.name())
        .set_description(format!("at {place}: {sentence}{help}\ndocs: {}", lint.url()));
    let name = format!("{} at {}:{}", lint.name, at.start.line, at.start.column);
    let mut test = TestCase::new(name, status);
    test.set_classname(lint.category);
    test
}
