//! The command line.

use std::path::PathBuf;

use catchall::Options;
use catchall::diagnostic::{Limits, Severity};
use catchall::discover;
use catchall::filter::{Filter, Selector};
use catchall::model::Engine;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::outputs::OutputArguments;

/// A linter and policy analyser for exported Okta policies.
#[derive(Debug, Parser)]
#[command(name = "catchall", version, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check exported policies and rules
    Check(CheckArguments),
    /// Show the order in which Okta tries policies and rules, and who reaches each
    Map(MapArguments),
    /// List the lints with their severity and what they need
    Rules(RulesArguments),
    /// Explain a lint: what it finds, why it matters, how to fix it
    Explain(ExplainArguments),
}

#[derive(Debug, Args)]
pub(crate) struct RulesArguments {
    /// How to write the list
    #[arg(long, visible_alias = "format", value_enum, default_value_t = ListFormat::Full)]
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

    /// The engine of the org; told from the export where it can be
    #[arg(long, value_enum, value_name = "ENGINE", default_value_t = EngineChoice::Auto)]
    engine: EngineChoice,

    /// When to use colours; also NO_COLOR, CLICOLOR_FORCE and FORCE_COLOR
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(crate) color: Color,
}

impl Reading {
    /// How to read; for the rest, as when nothing is said.
    pub(crate) fn options(&self) -> Options {
        Options {
            export_roots: self.export_root.iter().map(|root| discover::name(root)).collect(),
            engine: match self.engine {
                EngineChoice::Auto => None,
                EngineChoice::Classic => Some(Engine::Classic),
                EngineChoice::Identity => Some(Engine::Identity),
            },
            ..Options::default()
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct MapArguments {
    #[command(flatten)]
    pub(crate) reading: Reading,

    /// How to write the map
    #[arg(long, visible_alias = "format", value_enum, default_value_t = ListFormat::Full)]
    pub(crate) output_format: ListFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people
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

    /// Run only these lints or categories (comma-separated)
    #[arg(long, value_name = "LINT", value_delimiter = ',')]
    select: Vec<Selector>,

    /// Do not run these lints or categories (comma-separated)
    #[arg(long, value_name = "LINT", value_delimiter = ',')]
    ignore: Vec<Selector>,

    /// Leave out findings below this severity
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = Level::Info)]
    min_severity: Level,

    /// Report what is pedantic, too: true, but most orgs leave it as it is
    #[arg(long)]
    pedantic: bool,

    /// Show at most this many findings of a lint in a file, of each severity
    #[arg(long, value_name = "COUNT", default_value_t = Limits::default().findings)]
    max_findings: usize,

    /// Show at most this many of the other places that explain a finding
    #[arg(long, value_name = "COUNT", default_value_t = Limits::default().labels)]
    max_labels: usize,

    /// Exit with 1 if there is a finding of this severity or above
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = Level::Warning)]
    pub(crate) fail_on: Level,

    /// Exit with 0 whatever is found
    #[arg(long)]
    pub(crate) exit_zero: bool,
}

impl CheckArguments {
    pub(crate) fn options(&self) -> Options {
        Options {
            filter: Filter {
                select: self.select.clone(),
                ignore: self.ignore.clone(),
                min_severity: Some(self.min_severity.into()),
                pedantic: self.pedantic,
            },
            limits: Limits { findings: self.max_findings, labels: self.max_labels },
            ..self.reading.options()
        }
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
