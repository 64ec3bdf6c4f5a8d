//! Which settings hold for a run: those of `catchall.toml`, and what is said on the command line.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use catchall::Options;
use catchall::config::{Config, ConfigError, NAMES, closest};
use catchall::diagnostic::Report;
use catchall::discover::discover;
use catchall::filter::Filter;
use catchall::silence::Baseline;
use catchall::{Workspace, discover as discovery};
use miette::{Context, Diagnostic, IntoDiagnostic, LabeledSpan, NamedSource, SourceCode};

use crate::cli::{BaselineArguments, BaselineCommand, CheckArguments, Common, Reading};
use crate::progress::Progress;
use crate::replace::replace;
use crate::{counted, nothing_to_check};

/// What `catchall init` writes.
const START: &str = include_str!("start.toml");
/// What a baseline is called where nobody says otherwise.
const BASELINE: &str = "catchall-baseline.json";

/// What is wrong with a configuration, drawn where it stands.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
struct Drawn {
    error: ConfigError,
    text: NamedSource<String>,
}

impl Diagnostic for Drawn {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        let help = self.error.help.as_ref()?;
        Some(Box::new(help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.error.text.is_empty()).then_some(&self.text as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = LabeledSpan::underline(self.error.span.clone());
        Some(Box::new([label].into_iter()))
    }
}

pub(crate) fn drawn(error: ConfigError) -> miette::Report {
    let text = NamedSource::new(error.name.clone(), error.text.clone());
    Drawn { error, text }.into()
}

impl Reading {
    /// The settings of files and of `--config`.
    pub(crate) fn config(&self) -> miette::Result<Config> {
        self.config_of(&self.paths)
    }

    /// As [`config`](Self::config), with the file that is closest to these paths.
    pub(crate) fn config_of(&self, paths: &[PathBuf]) -> miette::Result<Config> {
        let is_setting = |text: &&String| text.contains('=') && !Path::new(text).exists();
        let (settings, files): (Vec<&String>, Vec<&String>) =
            self.config.iter().partition(is_setting);
        let file = match files[..] {
            [] if self.isolated => None,
            [] => closest_of(paths)?,
            [_] if self.isolated => {
                miette::bail!("--isolated heeds no file, and --config names one")
            }
            [file] => Some(PathBuf::from(file)),
            [one, other, ..] => {
                miette::bail!(
                    "--config names two files, {one} and {other}: let one extend the other"
                )
            }
        };
        let config = file.map_or_else(|| Ok(Config::default()), |file| Config::read(&file));
        let with = |config: Config, setting: &String| config.with_setting(setting);
        settings.into_iter().try_fold(config.map_err(drawn)?, with).map_err(drawn)
    }

    /// Whether all is read that is in the folder of the settings, or below; without settings, in that of
    /// the baseline.
    fn has_all_of(&self, config: &Config, baseline: Option<&Path>) -> bool {
        let of_baseline = || baseline?.canonicalize().ok()?.parent().map(Path::to_owned);
        let folder = config.folder().map(Path::to_owned).or_else(of_baseline);
        let folder = folder.and_then(|folder| folder.canonicalize().ok());
        let mut read = self.paths.iter().filter_map(|path| path.canonicalize().ok());
        folder.is_some_and(|folder| read.any(|path| folder.starts_with(path)))
    }
}

/// The file that is closest to what is read.
fn closest_of(paths: &[PathBuf]) -> miette::Result<Option<PathBuf>> {
    let mut found: Option<(&PathBuf, Option<PathBuf>)> = None;
    for path in paths {
        let file = closest(path);
        match &found {
            None => found = Some((path, file)),
            Some((_, known)) if *known == file => {}
            Some((other, _)) => miette::bail!(
                "{} and {} have different settings: check them one by one, or say --config FILE",
                discovery::name(other),
                discovery::name(path),
            ),
        }
    }
    Ok(found.and_then(|(_, file)| file))
}

/// The options that the settings and the arguments set, but for the baseline.
pub(crate) fn options(reading: &Reading, config: &Config) -> miette::Result<Options> {
    let mut options = Options::default();
    config.apply(&mut options).map_err(drawn)?;
    reading.apply(&mut options);
    Ok(options)
}

impl CheckArguments {
    /// How to check: as the command line says, and for the rest as files do.
    pub(crate) fn options(&self, config: &Config) -> miette::Result<Options> {
        let mut options = options(&self.reading, config)?;
        self.apply(&mut options);
        options.silence.baseline = match &self.baseline {
            Some(file) => Some(read_baseline(file)?),
            None => config.baseline().map_err(drawn)?,
        };
        options.silence.is_whole = self.reading.has_all_of(config, self.baseline.as_deref());
        Ok(options)
    }
}

/// Writes a file with settings to start from, where there is none, and says so.
pub(crate) fn init() -> miette::Result<String> {
    let name = NAMES[0];
    if let Some(there) = NAMES.iter().find(|name| Path::new(name).exists()) {
        miette::bail!("there is a {there} already");
    }
    let file = fs::OpenOptions::new().write(true).create_new(true).open(name);
    let written = file.and_then(|mut file| file.write_all(START.as_bytes()));
    written.into_diagnostic().wrap_err_with(|| format!("{name} cannot be written"))?;
    Ok(format!("{name} has settings to choose from, all of them commented out."))
}

/// Writes or prunes a baseline, and says what came of it.
pub(crate) fn run_baseline(command: &BaselineCommand, common: &Common) -> miette::Result<String> {
    let (BaselineCommand::Write(arguments) | BaselineCommand::Prune(arguments)) = command;
    let BaselineArguments { baseline, reading } = arguments;
    let config = reading.config()?;
    let file = baseline.clone().or_else(|| config.baseline_file());
    let file = file.unwrap_or_else(|| PathBuf::from(BASELINE));
    let name = discovery::name(&file);
    let written = match command {
        BaselineCommand::Write(_) => {
            let report = all(reading, &config, common)?;
            let baseline = Baseline::of(&report.findings);
            write_baseline(&file, &baseline)?;
            let has = format!("{name} has {}.", counted(baseline.len(), "finding"));
            let is_set = config.baseline_file().is_some_and(|set| is_same(&set, &file));
            match is_set {
                true => has,
                false => format!(
                    "{has}\nUse it with `--baseline {name}`, or `baseline = \"{name}\"` in catchall.toml."
                ),
            }
        }
        BaselineCommand::Prune(_) => {
            let mut baseline = read_baseline(&file)?;
            let report = all(reading, &config, common)?;
            let gone = baseline.prune(&report.findings);
            write_baseline(&file, &baseline)?;
            format!("{name} has {}; {gone} left it.", counted(baseline.len(), "finding"))
        }
    };
    Ok(written)
}

/// Whether two paths lead to one file.
fn is_same(one: &Path, other: &Path) -> bool {
    let [one, other] = [one, other].map(|path| path.canonicalize().ok());
    one.is_some() && one == other
}

/// All that is found, pedantic or not, but for what entries ignore.
fn all(reading: &Reading, config: &Config, common: &Common) -> miette::Result<Report> {
    let mut options = options(reading, config)?;
    options.filter = Filter { min_severity: None, pedantic: true, ..options.filter };
    // What is wrong with the settings is mended there.
    options.filter.ignore.extend("config".parse());
    let progress = Progress::of(common, &reading.paths);
    let input = discover(&reading.paths).into_diagnostic()?;
    progress.says(format!("Checking {}", counted(input.documents.len(), "file")));
    let report = Workspace::of(options, input).check_in_full();
    if report.is_empty() {
        return Err(nothing_to_check(&report.notices));
    }
    Ok(report)
}

fn read_baseline(file: &Path) -> miette::Result<Baseline> {
    let name = discovery::name(file);
    let text = fs::read_to_string(file).into_diagnostic();
    let text = text.wrap_err_with(|| format!("the baseline {name} cannot be read"))?;
    let baseline = Baseline::parse(&text).into_diagnostic();
    let baseline = baseline.wrap_err_with(|| format!("the baseline {name} cannot be used"))?;
    Ok(baseline.named(name))
}

fn write_baseline(file: &Path, baseline: &Baseline) -> miette::Result<()> {
    let written = replace(file, |out| out.write_all(baseline.to_text().as_bytes()));
    let name = discovery::name(file);
    written.into_diagnostic().wrap_err_with(|| format!("the baseline {name} cannot be written"))
}
