//! Arguments in, exit code out.

mod cli;
mod comparison;
mod difference;
mod fixes;
mod guarding;
mod outputs;
mod progress;
mod question;
mod replace;
mod scenarios;
mod settings;
mod simulation;
mod terminal;

use std::env;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::mem::ManuallyDrop;
use std::num::NonZero;
use std::process::ExitCode;
use std::thread;

use catchall::diagnostic::{Notice, NoticeKind, Severity};
use catchall::discover::discover;
use catchall::lints::Lint;
use catchall::output::harmless;
use catchall::{Workspace, catalogue, map, server};
use clap::{CommandFactory, Parser};
use clap_complete::Shell;
use cli::{
    BaselineCommand, CheckArguments, Cli, Command, Common, ExplainArguments, ListFormat,
    MapArguments, Reading, RulesArguments,
};
use fixes::Fixed;
use miette::IntoDiagnostic;
use progress::Progress;
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

/// Nothing at or above `--fail-on` was found.
const CLEAN: u8 = 0;
/// Something was.
const FOUND: u8 = 1;
/// The job could not be done.
const FAILED: u8 = 2;

/// What to do where nothing of Okta's is found.
const EXPORT: &str = concat!(
    "Name the files or folders that were exported from Okta; ",
    env!("CARGO_PKG_REPOSITORY"),
    "/blob/main/docs/export.md shows how"
);

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(refuse(error)),
    };
    let code = match threads() {
        Ok(threads) => threads.install(|| run(&cli)),
        Err(error) => fail(&miette::miette!("cannot start any thread: {error}")),
    };
    ExitCode::from(code)
}

fn run(Cli { common, command }: &Cli) -> u8 {
    let result = match command {
        Command::Check(arguments) => run_check(arguments, common),
        Command::Map(arguments) => run_map(arguments, common),
        Command::Diff(arguments) => arguments.run(common),
        Command::Ask(arguments) => arguments.run(common),
        Command::Simulate(arguments) => simulation::run(arguments, common),
        Command::Test(arguments) => scenarios::run(arguments, common),
        Command::Guard(arguments) => arguments.run(common),
        Command::Rules(arguments) => run_rules(arguments),
        Command::Explain(arguments) => run_explain(arguments),
        Command::Config(reading) => run_config(reading),
        Command::Init => run_init(common),
        Command::Completions { shell } => run_completions(*shell),
        Command::Man => run_man(),
        Command::Server { .. } => run_server(),
        Command::Baseline(command) => run_baseline(command, common),
    };
    result.unwrap_or_else(|error| fail(&error))
}

/// The threads that do the work: as many as there are cores or as the user says, as far as the system
/// lets us have them.
fn threads() -> Result<ThreadPool, ThreadPoolBuildError> {
    /// More gain nothing, and take long to start.
    const MOST: usize = 64;
    /// As the main thread has.
    const STACK: usize = 8 << 20;
    let wanted = env::var("RAYON_NUM_THREADS").ok().and_then(|count| count.parse().ok());
    let cores = || thread::available_parallelism().map_or(1, NonZero::get);
    let count = wanted.filter(|count| *count > 0).unwrap_or_else(cores).min(MOST);
    let threads = ThreadPoolBuilder::new().num_threads(count).stack_size(STACK).build();
    // Alone, it takes longer.
    threads.or_else(|_| ThreadPoolBuilder::new().num_threads(1).use_current_thread().build())
}

/// Says why the job could not be done.
fn fail(error: &miette::Report) -> u8 {
    if error.source_code().is_some() {
        let mut drawn = String::new();
        let theme = miette::GraphicalTheme::unicode_nocolor();
        let handler = miette::GraphicalReportHandler::new_themed(theme).with_width(100);
        if handler.render_report(&mut drawn, error.as_ref()).is_ok() {
            drawn.lines().for_each(say);
            return FAILED;
        }
    }
    say(&format!("error: {error}"));
    for cause in error.chain().skip(1) {
        say(&format!("  caused by: {cause}"));
    }
    if let Some(help) = error.help() {
        say(&format!("  help: {help}"));
    }
    FAILED
}

/// Shows what clap has to say of the arguments. These may be names of files that somebody else chose, so
/// that they are not repeated as they are.
fn refuse(error: clap::Error) -> u8 {
    let shown = match error.use_stderr() {
        true => {
            let harmless = env::args_os().map(|argument| harmless(&argument.to_string_lossy()));
            Cli::try_parse_from(harmless).err().unwrap_or(error)
        }
        false => error,
    };
    // Whoever closed the stream does not want to know.
    let _ = shown.print();
    u8::try_from(shown.exit_code()).unwrap_or(FAILED)
}

/// Writes a line to standard error, where there is one.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{}", harmless(line));
}

fn run_check(arguments: &CheckArguments, common: &Common) -> miette::Result<u8> {
    let outputs = arguments.outputs.outputs(common)?;
    let config = arguments.reading.config()?;
    let mut options = arguments.options(&config)?;
    let paths = &arguments.reading.paths;
    let mut progress = Progress::of(common, paths);
    options.silence.earlier = arguments.comparison.earlier(paths, &options)?;
    let input = discover(paths).into_diagnostic()?;
    progress.says(format!("Checking {}", counted(input.documents.len(), "file")));
    // The process ends soon, and the system takes back all at once what takes long piece by piece.
    let mut workspace = ManuallyDrop::new(Workspace::of(options, input));
    if let Fixed::Shown(would_change) =
        arguments.fixes.run(&mut workspace, common.quiet, &mut progress)?
    {
        return Ok(if would_change && !arguments.exit_zero { FOUND } else { CLEAN });
    }
    let report = ManuallyDrop::new(workspace.check());
    progress.stop();
    if report.is_empty() || outputs.are_notes_apart() {
        note(&report.notices);
    }
    if report.is_empty() {
        let nothing = nothing_to_check(&report.notices);
        if !arguments.allow_empty {
            return Err(nothing);
        }
        if !common.quiet {
            say(&format!("note: {nothing}"));
        }
        return Ok(CLEAN);
    }
    outputs.write(&report, &workspace)?;
    let fail_on = arguments.fail_on.map(Severity::from).or(config.fail_on());
    let fail_on = fail_on.unwrap_or(Severity::Warning);
    let levels = [Severity::Info, Severity::Warning, Severity::Error];
    let fails = levels.into_iter().any(|level| level >= fail_on && report.count(level) > 0);
    Ok(if fails && !arguments.exit_zero { FOUND } else { CLEAN })
}

fn run_map(arguments: &MapArguments, common: &Common) -> miette::Result<u8> {
    let reading = &arguments.reading;
    let mut progress = Progress::of(common, &reading.paths);
    let input = discover(&reading.paths).into_diagnostic()?;
    let workspace = Workspace::of(settings::options(reading, &reading.config()?)?, input);
    let exports = workspace.exports();
    let mut notices = exports.notices.clone();
    notices.extend(map::left_out(workspace.documents()));
    notices.extend(workspace.notices(&exports));
    let is_empty = exports.all.iter().all(|export| export.rules().next().is_none());
    progress.stop();
    let format = match arguments.output_format {
        ListFormat::Full => map::MapFormat::Human { color: terminal::style(common.color).color },
        ListFormat::Json => map::MapFormat::Json,
    };
    if is_empty || format == map::MapFormat::Json && !common.quiet {
        note(&notices);
    }
    if is_empty {
        let what = nothing(&notices);
        miette::bail!(help = EXPORT, "there is {what} to map: no rule was found");
    }
    // What programs read is the same in any case.
    let is_silent = common.quiet && format != map::MapFormat::Json;
    let notices: &[Notice] = if is_silent { &[] } else { &notices };
    print(|out| map::write(out, format, &exports, notices))?;
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

fn run_config(reading: &Reading) -> miette::Result<u8> {
    let config = reading.config()?;
    // What means nothing is said before anything is written.
    settings::options(reading, &config)?;
    config.baseline().map_err(settings::drawn)?;
    print(|out| config.write(out))?;
    Ok(CLEAN)
}

fn run_init(common: &Common) -> miette::Result<u8> {
    let written = settings::init()?;
    if !common.quiet {
        print(|out| writeln!(out, "{written}"))?;
    }
    Ok(CLEAN)
}

fn run_server() -> miette::Result<u8> {
    let ending = server::serve_over(io::stdin(), io::stdout()).into_diagnostic()?;
    // As the protocol says ("Exit Notification").
    Ok(if ending == server::Ending::Asked { CLEAN } else { FOUND })
}

fn run_completions(shell: Shell) -> miette::Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "catchall", &mut script);
    print(|out| out.write_all(&script))?;
    Ok(CLEAN)
}

fn run_man() -> miette::Result<u8> {
    print(|out| {
        let command = Cli::command();
        clap_mangen::Man::new(command.clone()).render(out)?;
        // A section for each command, below.
        for command in command.get_subcommands().filter(|command| !command.is_hide_set()) {
            let name = format!("catchall {}", command.get_name());
            let man =
                clap_mangen::Man::new(command.clone().display_name(name.clone()).bin_name(name));
            writeln!(out, ".SH {}", command.get_name().to_uppercase())?;
            man.render_synopsis_section(out)?;
            man.render_description_section(out)?;
            man.render_options_section(out)?;
        }
        Ok(())
    })?;
    Ok(CLEAN)
}

fn run_baseline(command: &BaselineCommand, common: &Common) -> miette::Result<u8> {
    let written = settings::run_baseline(command, common)?;
    if !common.quiet {
        print(|out| writeln!(out, "{written}"))?;
    }
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

fn nothing_to_check(notices: &[Notice]) -> miette::Report {
    let what = nothing(notices);
    miette::miette!(
        help = EXPORT,
        "there is {what} to check: no policy, rule or simulation was found"
    )
}

/// `1 finding`, `2 findings`.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn nothing(notices: &[Notice]) -> &'static str {
    let is_unread = |notice: &Notice| notice.kind == NoticeKind::Unread;
    if notices.iter().any(is_unread) { "nothing else" } else { "nothing" }
}

/// Tells people what is not in the text that they will read.
fn note(notices: &[Notice]) {
    for notice in notices {
        say(&notice.to_string());
    }
}
