//! Arguments in, exit code out.

#![forbid(unsafe_code)]
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli;
mod terminal;

use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use catchall::discover::{Input, discover};
use catchall::finding::Severity;
use catchall::report::{self, Format};
use catchall::{Checked, check};
use clap::Parser;
use cli::{Check, Cli, Command, OutputFormat};

/// Nothing at or above `--fail-on` was found.
const CLEAN: u8 = 0;
/// Something was.
const FOUND: u8 = 1;
/// The job could not be done.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let Command::Check(arguments) = Cli::parse().command;
    let code = run(&arguments).unwrap_or_else(|error| {
        eprintln!("error: {error}");
        for cause in error.chain().skip(1) {
            eprintln!("  caused by: {cause}");
        }
        FAILED
    });
    ExitCode::from(code)
}

fn run(arguments: &Check) -> miette::Result<u8> {
    let input = discover(&arguments.paths)?;
    let checked = check(&input.documents, &arguments.options());
    note(&input, &checked);
    if input.documents.len() == checked.exports.unrelated.len() && checked.findings.is_empty() {
        miette::bail!("there is nothing to check: no policy, rule or simulation was found");
    }
    let format = match arguments.output_format {
        OutputFormat::Full => Format::Full(terminal::style(arguments.color)),
        OutputFormat::Concise => Format::Concise,
        OutputFormat::Json => Format::Json,
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let written = report::write(&mut out, format, &input.documents, &checked);
    match written.and_then(|()| out.flush()) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        Err(error) => return Err(miette::miette!("cannot write the findings: {error}")),
        Ok(()) => {}
    }
    let fail_on = Severity::from(arguments.fail_on);
    let fails = checked.findings.iter().any(|finding| finding.severity >= fail_on);
    Ok(if fails { FOUND } else { CLEAN })
}

/// Says what was not checked, so that nobody takes silence for a clean result.
fn note(input: &Input, checked: &Checked<'_>) {
    for &unrelated in &checked.exports.unrelated {
        let document = &input.documents[unrelated];
        let name = document.name();
        if document.syntax_errors().is_empty() && input.named.iter().any(|named| named == name) {
            eprintln!("note: {name} holds no policy, rule or simulation");
        }
    }
    if let Some(document) = checked.exports.contradicting {
        eprintln!(
            "note: {} and other files of its folder contradict each other, so each was checked alone",
            document.name()
        );
    }
    if let [first, others @ ..] = input.skipped.as_slice() {
        let and_others = match others.len() {
            0 => String::new(),
            count => format!(" and {count} more"),
        };
        eprintln!(
            "note: skipped {first}{and_others}: not JSON, and nothing in it looks like Okta's"
        );
    }
}
