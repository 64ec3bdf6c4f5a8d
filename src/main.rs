//! Arguments in, exit code out.

mod cli;
mod terminal;

use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use catchall::diagnostic::{Notice, NoticeKind, Severity};
use catchall::discover::discover;
use catchall::lints::Lint;
use catchall::{Workspace, catalogue, map};
use clap::Parser;
use cli::{
    CheckArguments, Cli, Command, ExplainArguments, ListFormat, MapArguments, RulesArguments,
};
use miette::IntoDiagnostic;

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

fn run_check(arguments: &CheckArguments) -> miette::Result<u8> {
    let input = discover(&arguments.reading.paths).into_diagnostic()?;
    let workspace = Workspace::of(arguments.options(), input);
    let report = workspace.check();
    let format = arguments.output_format;
    if report.is_empty() || format.is_for_programs {
        note(&report.notices);
    }
    if report.is_empty() {
        let what = nothing(&report.notices);
        miette::bail!("there is {what} to check: no policy, rule or simulation was found");
    }
    let style = terminal::style(arguments.reading.color);
    print(|out| format.write(out, &report, &workspace, style))?;
    let fail_on = Severity::from(arguments.fail_on);
    let fails = report.findings.iter().any(|finding| finding.severity >= fail_on);
    Ok(if fails { FOUND } else { CLEAN })
}

fn run_map(arguments: &MapArguments) -> miette::Result<u8> {
    let reading = &arguments.reading;
    let input = discover(&reading.paths).into_diagnostic()?;
    let workspace = Workspace::of(reading.options(), input);
    let exports = workspace.exports();
    let mut notices = exports.notices.clone();
    notices.extend(map::left_out(workspace.documents()));
    notices.extend(workspace.notices(&exports));
    let is_empty = exports.all.iter().all(|export| export.rules().next().is_none());
    let format = match arguments.output_format {
        ListFormat::Full => map::MapFormat::Human { color: terminal::style(reading.color).color },
        ListFormat::Json => map::MapFormat::Json,
    };
    if is_empty || format == map::MapFormat::Json {
        note(&notices);
    }
    if is_empty {
        miette::bail!("there is {} to map: no rule was found", nothing(&notices));
    }
    print(|out| map::write(out, format, &exports, &notices))?;
    Ok(CLEAN)
}

fn run_rules(arguments: &RulesArguments) -> miette::Result<u8> {
    let lints: Vec<&Lint> = Lint::all().iter().collect();
    print(|out| match arguments.output_format {
        ListFormat::Full => catalogue::write_list(out, &lints),
        ListFormat::Json => catalogue::write_json(out, &lints),
    })?;
    Ok(CLEAN)
}

fn run_explain(arguments: &ExplainArguments) -> miette::Result<u8> {
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

fn nothing(notices: &[Notice]) -> &'static str {
    let is_unread = |notice: &Notice| notice.kind == NoticeKind::Unread;
    if notices.iter().any(is_unread) { "nothing else" } else { "nothing" }
}

/// Tells people what is not in the text that they will read.
fn note(notices: &[Notice]) {
    for notice in notices {
        eprintln!("{notice}");
    }
}
