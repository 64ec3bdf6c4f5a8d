//! What a change of policies changes for sign-ins.

use std::path::PathBuf;

use catchall::Workspace;
use catchall::diagnostic::Notice;
use catchall::diff::{Diff, DiffFormat};
use catchall::discover::{Input, discover, discover_at};
use catchall::export::Exports;
use clap::{Args, ValueEnum};
use miette::IntoDiagnostic;

use crate::cli::{Common, Reading};
use crate::comparison::NothingToCompare;
use crate::progress::Progress;
use crate::{CLEAN, FOUND, note, print, settings};

/// What to compare, and how to show it: two paths, the old export and the new one, or with `--base` all
/// that is to be compared with a revision.
#[derive(Debug, Args)]
pub(crate) struct DiffArguments {
    #[command(flatten)]
    reading: Reading,

    /// Compare with what this revision of git has, such as a commit or branch
    #[arg(long, value_name = "REVISION")]
    base: Option<String>,

    /// How to write what differs
    #[arg(long, visible_alias = "format", value_name = "FORMAT", value_enum, default_value_t = Format::Full)]
    output_format: Format,

    /// When to exit with 1
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = FailOn::Weaker)]
    fail_on: FailOn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[value(alias = "human")]
    Full,
    /// One JSON object
    Json,
    /// For a comment on a pull request
    Markdown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// If somebody gets in more easily
    Weaker,
    /// If anything changes for a sign-in
    Any,
    /// Never
    Never,
}

impl DiffArguments {
    pub(crate) fn run(&self, common: &Common) -> miette::Result<u8> {
        let paths = &self.reading.paths;
        let mut progress = Progress::of(common, paths);
        let [old, new] = self.inputs()?;
        // Of two exports, the settings of the new one hold.
        let of_new = if self.base.is_none() { &paths[paths.len() - 1..] } else { paths };
        let options = settings::options(&self.reading, &self.reading.config_of(of_new)?)?;
        let [old, new] = [old, new].map(|input| Workspace::of(options.clone(), input));
        let exports = [old.exports(), new.exports()];
        progress.stop();
        let mut notices: Vec<Notice> = exports[1].notices.clone();
        notices.extend(new.notices(&exports[1]));
        if !common.quiet {
            note(&notices);
        }
        let diff = compared(&exports)?;
        let format = match self.output_format {
            Format::Full => DiffFormat::Human,
            Format::Json => DiffFormat::Json,
            Format::Markdown => DiffFormat::Markdown,
        };
        print(|out| diff.write(out, format))?;
        let fails = match self.fail_on {
            FailOn::Weaker => diff.is_weaker(),
            FailOn::Any => !diff.changes.is_empty(),
            FailOn::Never => false,
        };
        Ok(if fails { FOUND } else { CLEAN })
    }

    /// What there was, and what there is.
    fn inputs(&self) -> miette::Result<[Input; 2]> {
        match (&self.base, &self.reading.paths[..]) {
            (Some(base), paths) => {
                let old = discover_at(base, paths);
                let old =
                    old.map_err(|error| miette::Report::new(NothingToCompare::from(error)))?;
                Ok([old, discover(paths).into_diagnostic()?])
            }
            (None, [old, new]) => {
                let read = |path: &PathBuf| discover(std::slice::from_ref(path)).into_diagnostic();
                Ok([read(old)?, read(new)?])
            }
            (None, _) => miette::bail!(
                help = "Name two files or directories, or say --base REVISION to compare with a \
                        revision of git",
                "there have to be an old and a new export to compare"
            ),
        }
    }
}

/// What differs between the exports of both sides, of which there has to be one each.
fn compared(exports: &[Exports<'_>; 2]) -> miette::Result<Diff> {
    let [old, new] = match exports.each_ref().map(|exports| &exports.all[..]) {
        [[old], [new]] => [old, new],
        sides => {
            let which = if sides[0].len() == 1 { "new" } else { "old" };
            let count = sides.iter().find(|side| side.len() != 1).map_or(0, |side| side.len());
            miette::bail!(
                help = "Name the folders of one export, before and after",
                "the {which} side holds {}, and one can be compared at a time",
                match count {
                    0 => "no policy or rule".to_owned(),
                    count => format!("{count} exports"),
                }
            )
        }
    };
    Diff::of(old, new).into_diagnostic()
}
