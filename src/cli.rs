//! The command line.

use std::path::PathBuf;

use catchall::Options;
use catchall::diagnostic::{Limits, Severity};
use catchall::discover;
use catchall::filter::{Filter, Selector};
use catchall::model::Engine;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::comparison::ComparisonArguments;
use crate::difference::DiffArguments;
use crate::fixes::FixArguments;
use crate::guarding::GuardArguments;
use crate::outputs::OutputArguments;
use crate::question::AskArguments;

/// A linter and policy analyser for exported Okta policies.
#[derive(Debug, Parser)]
#[command(name = "catchall", version = env!("CATCHALL_VERSION"), max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where help lists what every command takes.
const COMMON: &str = "Common options";

/// What every command takes.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// When to use colours; also NO_COLOR, CLICOLOR_FORCE and FORCE_COLOR
    #[arg(long, global = true, help_heading = COMMON, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(crate) color: Color,

    /// Say nothing but what is asked for: no summary, no notes
    #[arg(short, long, global = true, help_heading = COMMON)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check exported policies and rules
    Check(CheckArguments),
    /// Show the order in which Okta tries policies and rules, and who reaches each
    Map(MapArguments),
    /// Show what a change of policies changes for sign-ins: between two paths, the old export and the new
    /// one, or with --base since a revision of git
    Diff(DiffArguments),
    /// Ask whether any sign-in gets in, with a proof or a sign-in that shows it
    Ask(AskArguments),
    /// Say what comes of one sign-in, as Okta's simulations do
    Simulate(SimulateArguments),
    /// Try scenarios: sign-ins with what is expected of them
    Test(TestArguments),
    /// Hold the guards of catchall.toml against all sign-ins; exits with 1 unless all of them are proved
    Guard(GuardArguments),
    /// List the lints with their severity and what they need
    Rules(RulesArguments),
    /// Explain a lint: what it finds, why it matters, how to fix it
    Explain(ExplainArguments),
    /// Show the settings that hold here, and where each is from
    Config(Reading),
    /// Write a catchall.toml to start from
    Init,
    /// Serve an editor: the Language Server Protocol over standard input and output
    Server {
        /// Some editors say so; there is no other way
        #[arg(long, hide = true)]
        stdio: bool,
    },
    /// Write a script that completes commands and options in a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Write the manual page
    Man,
    /// Keep a list of findings that are known and not shown
    #[command(subcommand)]
    Baseline(BaselineCommand),
}

#[derive(Debug, Subcommand)]
pub(crate) enum BaselineCommand {
    /// Write down all that is found now
    Write(BaselineArguments),
    /// Leave out what is found no more
    Prune(BaselineArguments),
}

#[derive(Debug, Args)]
pub(crate) struct BaselineArguments {
    /// The baseline [default: the one that catchall.toml names, or catchall-baseline.json]
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, Args)]
pub(crate) struct RulesArguments {
    /// How to write the list
    #[arg(long, visible_alias = "format", value_name = "FORMAT", value_enum, default_value_t = ListFormat::Full)]
    pub(crate) output_format: ListFormat,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// The name of a lint, or of a category to list
    pub(crate) name: Selector,
}

/// What to read, and how: the same for every command that reads exports.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    /// Files and directories to read; `-` reads standard input
    #[arg(default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,

    /// Read this directory as an export of its own; may be given several times
    #[arg(long, value_name = "DIRECTORY")]
    export_root: Vec<PathBuf>,

    /// The engine of the org; told from the export where it can be [default: auto]
    #[arg(long, value_enum, value_name = "ENGINE", hide_default_value = true)]
    engine: Option<EngineChoice>,

    /// Use this file instead of the closest catchall.toml, or a setting such as
    /// 'lint.select=["posture"]'; may be given several times
    #[arg(long, value_name = "FILE|KEY=VALUE")]
    pub(crate) config: Vec<String>,

    /// Heed no catchall.toml
    #[arg(long)]
    pub(crate) isolated: bool,
}

impl Reading {
    /// Sets what is said on the command line.
    pub(crate) fn apply(&self, options: &mut Options) {
        options.export_roots.extend(self.export_root.iter().map(|root| discover::name(root)));
        match self.engine {
            None => {}
            Some(EngineChoice::Auto) => options.engine = None,
            Some(EngineChoice::Classic) => options.engine = Some(Engine::Classic),
            Some(EngineChoice::Identity) => options.engine = Some(Engine::Identity),
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct MapArguments {
    #[command(flatten)]
    pub(crate) reading: Reading,

    /// How to write the map
    #[arg(long, visible_alias = "format", value_name = "FORMAT", value_enum, default_value_t = ListFormat::Full)]
    pub(crate) output_format: ListFormat,
}

#[derive(Debug, Args)]
pub(crate) struct SimulateArguments {
    /// The body of the request, as Okta takes it at /api/v1/policies/simulate; `-` reads standard input
    pub(crate) request: PathBuf,

    #[command(flatten)]
    pub(crate) reading: Reading,

    /// What the answer has besides what matches, as Okta's parameter says it (comma-separated)
    #[arg(long, value_enum, ignore_case = true, value_name = "WHAT", value_delimiter = ',')]
    pub(crate) expand: Vec<Expansion>,

    /// Say where an answer that was recorded differs, and exit with 1 if it does
    #[arg(long, value_name = "FILE")]
    pub(crate) expect: Option<PathBuf>,

    /// How to write the answer
    #[arg(long, visible_alias = "format", value_name = "FORMAT", value_enum, default_value_t = ListFormat::Full)]
    pub(crate) output_format: ListFormat,
}

#[derive(Debug, Args)]
pub(crate) struct TestArguments {
    #[command(flatten)]
    pub(crate) reading: Reading,

    /// Try the scenarios of this file, too, beside those that catchall.toml has or names; may be given
    /// several times
    #[arg(long, value_name = "FILE")]
    pub(crate) scenarios: Vec<PathBuf>,

    /// How to write what came of them
    #[arg(long, visible_alias = "format", value_name = "FORMAT", value_enum, default_value_t = TestFormat::Full)]
    pub(crate) output_format: TestFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestFormat {
    /// For people
    Full,
    /// One JSON object
    Json,
    /// A test report in JUnit's XML
    Junit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Expansion {
    /// Policies and rules that do not match
    Evaluated,
    /// The conditions of policies and rules
    Rule,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people
    #[value(alias = "human")]
    Full,
    /// One JSON object
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    #[command(flatten)]
    pub(crate) reading: Reading,

    #[command(flatten)]
    pub(crate) outputs: OutputArguments,

    #[command(flatten)]
    pub(crate) fixes: FixArguments,

    /// Run only these lints or categories (comma-separated)
    #[arg(long, value_name = "LINT", value_delimiter = ',')]
    select: Vec<Selector>,

    /// Do not run these lints or categories (comma-separated)
    #[arg(long, value_name = "LINT", value_delimiter = ',')]
    ignore: Vec<Selector>,

    /// Leave out findings below this severity [default: info]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    min_severity: Option<Level>,

    /// Report what is pedantic, too: true, but most orgs leave it as it is
    #[arg(long)]
    pedantic: bool,

    /// Show at most this many findings of a lint in a file, of each severity [default: 200]
    #[arg(long, value_name = "COUNT")]
    max_findings: Option<usize>,

    /// Show at most this many of the other places that explain a finding [default: 10]
    #[arg(long, value_name = "COUNT")]
    max_labels: Option<usize>,

    /// Do not show what is in this baseline, which `catchall baseline write` wrote
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) comparison: ComparisonArguments,

    /// Exit with 1 if there is a finding of this severity or above [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<Level>,

    /// Exit with 0 where there is nothing to check
    #[arg(long)]
    pub(crate) allow_empty: bool,

    /// Exit with 0 whatever is found
    #[arg(long)]
    pub(crate) exit_zero: bool,
}

impl CheckArguments {
    /// Sets what is said on the command line, which counts for more than what files say.
    pub(crate) fn apply(&self, options: &mut Options) {
        let Filter { select, ignore, min_severity, pedantic } = &mut options.filter;
        if !self.select.is_empty() {
            select.clone_from(&self.select);
        }
        ignore.extend_from_slice(&self.ignore);
        *min_severity = self.min_severity.map(Severity::from).or(*min_severity);
        *pedantic |= self.pedantic;
        let Limits { findings, labels } = &mut options.limits;
        *findings = self.max_findings.unwrap_or(*findings);
        *labels = self.max_labels.unwrap_or(*labels);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EngineChoice {
    /// Told from the export
    Auto,
    /// Classic Engine
    Classic,
    /// Identity Engine
    Identity,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Level {
    Info,
    Warning,
    Error,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Info => Self::Info,
            Level::Warning => Self::Warning,
            Level::Error => Self::Error,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}
