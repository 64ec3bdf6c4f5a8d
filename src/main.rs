//! Arguments in, exit code out.

#![forbid(unsafe_code)]
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli;
mod terminal;

use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use catchall::discover::{Input, discover};
use catchall::export::assemble;
use catchall::finding::Severity;
use catchall::lints::Lint;
use catchall::report::{self, Format};
use catchall::{Checked, catalogue, check, map};
use clap::Parser;
use cli::{Check, Cli, Command, Explain, ListFormat, Map, OutputFormat, Rules};

/// Nothing at or above `--fail-on` was found.
const CLEAN: u8 = 0;
/// Something was.
const FOUND: u8 = 1;
/// The job could not be done.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Check(arguments) => run_check(&arguments),
        Command::Map(arguments) => run_map(&arguments),
        Command::Rules(arguments) => run_rules(&arguments),
        Command::Explain(arguments) => run_explain(&arguments),
    };
    let code = result.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        for cause in error.chain().skip(1) {
            eprintln!("  caused by: {cause}");
        }
        FAILED
    });
    ExitCode::from(code)
}

fn run_check(arguments: &Check) -> miette::Result<u8> {
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
    print(|out| report::write(out, format, &input.documents, &checked))?;
    let fail_on = Severity::from(arguments.fail_on);
    let fails = checked.findings.iter().any(|finding| finding.severity >= fail_on);
    Ok(if fails { FOUND } else { CLEAN })
}

fn run_map(arguments: &Map) -> miette::Result<u8> {
    let input = discover(&arguments.paths)?;
    let exports = assemble(&input.documents, &arguments.export_root);
    for document in &input.documents {
        if !document.syntax_errors().is_empty() {
            eprintln!(
                "note: {} is left out: it is not JSON (see `catchall check`)",
                document.name()
            );
        }
    }
    if exports.all.iter().all(|export| export.rules().next().is_none()) {
        miette::bail!("there is nothing to map: no rule was found");
    }
    let format = match arguments.output_format {
        ListFormat::Full => map::Format::Human,
        ListFormat::Json => map::Format::Json,
    };
    print(|out| map::write(out, format, &exports))?;
    Ok(CLEAN)
}

fn run_rules(arguments: &Rules) -> miette::Result<u8> {
    let lints: Vec<&Lint> = Lint::all().iter().collect();
    print(|out| match arguments.output_format {
        ListFormat::Full => catalogue::write_list(out, &lints),
        ListFormat::Json => catalogue::write_json(out, &lints),
    })?;
    Ok(CLEAN)
}

fn run_explain(arguments: &Explain) -> miette::Result<u8> {
    let lints: Vec<&Lint> = arguments.name.lints().collect();
    print(|out| match lints.as_slice() {
        [lint] => write!(out, "{}", lint.page),
        lints => catalogue::write_list(out, lints),
    })?;
    Ok(CLEAN)
}

fn print(
    write: impl FnOnce(&mut BufWriter<io::StdoutLock<'static>>) -> io::Result<()>,
) -> miette::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(miette::miette!("cannot write the output: {error}")),
        Ok(()) => Ok(()),
    }
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
