//! Where reports go: which formats, to standard output or into files.

use std::ffi::OsStr;
use std::io::Write;
use std::path::PathBuf;

use catchall::Workspace;
use catchall::diagnostic::Report;
use catchall::output::{FORMATS, Format, Style};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Args, Command, Error};
use miette::{Context, IntoDiagnostic};

use crate::cli::{Color, Common};
use crate::replace::replace;
use crate::{print, terminal};

/// How to write what is found, and where.
#[derive(Debug, Args)]
pub(crate) struct OutputArguments {
    /// How to write the findings, and into which file if not to standard output; may be given several
    /// times
    #[arg(
        long,
        visible_alias = "format",
        value_name = "FORMAT[=FILE]",
        value_parser = OutputParser,
        default_value = "full"
    )]
    output_format: Vec<Output>,

    /// Write to this file, where there is one format
    #[arg(short, long, value_name = "FILE")]
    output_file: Option<PathBuf>,

    /// Count the findings of each lint instead of showing them
    #[arg(long)]
    statistics: bool,
}

/// A format, and the file that it goes into; none for standard output.
#[derive(Debug, Clone)]
struct Output {
    format: Format,
    file: Option<PathBuf>,
}

/// Reads `FORMAT` or `FORMAT=FILE`.
#[derive(Clone)]
struct OutputParser;

fn names() -> impl Iterator<Item = PossibleValue> {
    FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about))
}

impl TypedValueParser for OutputParser {
    type Value = Output;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Output, Error> {
        let text =
            value.to_str().ok_or_else(|| Error::new(ErrorKind::InvalidUtf8).with_cmd(command))?;
        let (name, file) = match text.split_once('=') {
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let known = PossibleValuesParser::new(names());
        let known = known.try_map(|name| Format::named(&name).ok_or("no such format"));
        let format = known.parse_ref(command, argument, OsStr::new(name))?;
        if file.as_ref().is_some_and(|file| file.as_os_str().is_empty()) {
            let message = format!("there is no name of a file after `{name}=`\n");
            return Err(Error::raw(ErrorKind::InvalidValue, message).with_cmd(command));
        }
        Ok(Output { format, file })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(names()))
    }
}

/// What is written, and where, after a check.
#[derive(Debug)]
pub(crate) struct Outputs {
    all: Vec<Output>,
    color: Color,
    is_quiet: bool,
    has_statistics: bool,
}

impl OutputArguments {
    /// What is to be written where.
    ///
    /// # Errors
    /// Says what to write instead, where two reports would go to one place, or a format cannot do what
    /// is asked for.
    pub(crate) fn outputs(&self, common: &Common) -> miette::Result<Outputs> {
        let mut all = self.output_format.clone();
        if let Some(file) = &self.output_file {
            match all.as_mut_slice() {
                [one] if one.file.is_none() => one.file = Some(file.clone()),
                [one] => {
                    miette::bail!("--output-file is not needed with `{}=FILE`", one.format.name)
                }
                _ => miette::bail!(
                    "--output-file is for one format; with several, write `--output-format FORMAT=FILE` for each"
                ),
            }
        }
        for (n, later) in all.iter().enumerate() {
            let Some(earlier) = all[..n].iter().find(|earlier| earlier.file == later.file) else {
                continue;
            };
            let (one, other) = (earlier.format.name, later.format.name);
            match &later.file {
                None => miette::bail!(
                    "{one} and {other} cannot both go to standard output; write `--output-format {other}=FILE` for one of them"
                ),
                Some(file) => {
                    miette::bail!("{one} and {other} cannot both go into {}", file.display())
                }
            }
        }
        if self.statistics
            && let Some(other) = all.iter().find(|output| !output.format.has_statistics())
        {
            let have = FORMATS.iter().filter(|format| format.has_statistics());
            let have: Vec<&str> = have.map(|format| format.name).collect();
            miette::bail!(
                "{} has no statistics; write --statistics with one of {}",
                other.format.name,
                have.join(", ")
            );
        }
        let Common { color, quiet } = *common;
        Ok(Outputs { all, color, is_quiet: quiet, has_statistics: self.statistics })
    }
}

impl Outputs {
    /// Whether what there is to say beside findings has to be said apart: standard output gets nothing
    /// that people read.
    pub(crate) fn are_notes_apart(&self) -> bool {
        !self.is_quiet
            && self.all.iter().all(|output| output.file.is_some() || output.format.is_for_programs)
    }

    /// Writes the report in every format that was asked for.
    pub(crate) fn write(&self, report: &Report, workspace: &Workspace) -> miette::Result<()> {
        for Output { format, file } in &self.all {
            let write = |out: &mut dyn Write, style: Style| {
                match self.has_statistics {
                    true => format.write_statistics(out, report)?,
                    false => format.write_findings(out, report, workspace, style)?,
                }
                if self.is_quiet { Ok(()) } else { format.write_end(out, report) }
            };
            match file {
                None => print(|out| write(out, terminal::style(self.color)))?,
                Some(file) => replace(file, |out| write(out, terminal::style_of_files(self.color)))
                    .into_diagnostic()
                    .wrap_err_with(|| format!("cannot write {}", file.display()))?,
            }
        }
        Ok(())
    }
}
