//! The guards of `catchall.toml`, alone.

use catchall::Workspace;
use catchall::discover::discover;
use catchall::guard::{GuardFormat, Held, write};
use clap::{Args, ValueEnum};
use miette::IntoDiagnostic;

use crate::cli::{Common, Reading};
use crate::progress::Progress;
use crate::{CLEAN, FOUND, note, nothing_to_check, print, settings};

/// What to hold the guards against, and how to show what comes of it.
#[derive(Debug, Args)]
pub(crate) struct GuardArguments {
    #[command(flatten)]
    reading: Reading,

    /// How to write what came of them
    #[arg(long, visible_alias = "format", value_name = "FORMAT", value_enum, default_value_t = Format::Human)]
    output_format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON object
    Json,
}

/// What to do where no guard is stated.
const FIRST: &str = "State one in catchall.toml, such as `guard = [{ name = \"Two factors\", \
                     apps = [\"*\"], require = { factors = 2 } }]`";

impl GuardArguments {
    /// Exits with 0 if all are proved.
    pub(crate) fn run(&self, common: &Common) -> miette::Result<u8> {
        let options = settings::options(&self.reading, &self.reading.config()?)?;
        let guards = options.guards.clone();
        if guards.stated.is_empty() {
            miette::bail!(help = FIRST, "no guard is stated here");
        }
        let mut progress = Progress::of(common, &self.reading.paths);
        let input = discover(&self.reading.paths).into_diagnostic()?;
        let workspace = Workspace::of(options, input);
        let exports = workspace.exports();
        let mut notices = exports.notices.clone();
        notices.extend(workspace.notices(&exports));
        let held = guards.hold(&exports.all);
        progress.stop();
        if exports.all.is_empty() {
            note(&notices);
            return Err(nothing_to_check(&notices));
        }
        if !common.quiet {
            note(&notices);
        }
        let format = match self.output_format {
            Format::Human => GuardFormat::Human,
            Format::Json => GuardFormat::Json,
        };
        print(|out| write(out, format, &guards, &held))?;
        Ok(if held.iter().all(Held::is_proved) { CLEAN } else { FOUND })
    }
}
