//! What a user says once for all runs: `catchall.toml`.
//!
//! ```
//! use catchall::Options;
//! use catchall::config::Config;
//!
//! let text = "[lint]\nselect = [\"posture\"]\n\n[lint.options.too-many-rules]\nmost = 300\n";
//! let config = Config::of_text("catchall.toml", text)?;
//! let mut options = Options::default();
//! config.apply(&mut options)?;
//! assert_eq!(options.filter.select.len(), 1);
//! let error = Config::of_text("catchall.toml", "slect = []").unwrap_err();
//! assert_eq!(error.message, "there is no setting `slect` here");
//! # Ok::<(), catchall::config::ConfigError>(())
//! ```

mod effective;
mod error;
mod guards;
mod read;
mod removal;
mod scenario;
mod scenarios;
mod settings;

use std::ops::Range;
use std::path::{Path, PathBuf, absolute};
use std::sync::Arc;

use toml::Spanned;

pub use error::ConfigError;
pub use read::{NAMES, closest};
pub use scenarios::ScenarioFile;

use crate::Options;
use crate::date::Date;
use crate::diagnostic::Severity;
use crate::discover;
use crate::filter::Selector;
use crate::json::Document;
use crate::silence::{Baseline, Ignore, Paths};
use crate::workspace::SeverityOf;
use settings::{Entry, Override, Profile, Settings};

/// Settings from files, and what they extend.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The weightiest last.
    layers: Vec<Layer>,
}

/// What one file or argument says.
#[derive(Debug, Clone)]
struct Layer {
    /// What it is called.
    name: String,
    text: String,
    /// What its paths are relative to.
    folder: PathBuf,
    settings: Settings,
}

impl Config {
    /// Sets the options that it speaks of, but for the baseline, which [`baseline`](Self::baseline) reads.
    ///
    /// # Errors
    /// What is said of a lint or option that there is none of, or a glob or date that is none.
    pub fn apply(&self, options: &mut Options) -> Result<(), ConfigError> {
        let nearest = self.layers.iter().rposition(|layer| !layer.is_argument());
        for (n, layer) in self.layers.iter().enumerate() {
            layer.apply(nearest == Some(n), options)?;
        }
        Ok(())
    }

    /// The severity from which on findings make a run fail.
    pub fn fail_on(&self) -> Option<Severity> {
        self.last(|settings| settings.fail_on)
    }

    /// The folder of the file that is nearest to what is checked, if there is a file.
    pub fn folder(&self) -> Option<&Path> {
        let files = self.layers.iter().rev().find(|layer| !layer.is_argument());
        files.map(|layer| layer.folder.as_path())
    }

    /// The baseline's file, if one is named.
    pub fn baseline_file(&self) -> Option<PathBuf> {
        let (layer, file) = self.baseline_setting()?;
        Some(read::from_here(&layer.folder.join(file.as_ref())))
    }

    /// Reads the baseline, if one is named.
    ///
    /// # Errors
    /// A file that cannot be read, or is no baseline.
    pub fn baseline(&self) -> Result<Option<Baseline>, ConfigError> {
        self.baseline_setting().map(|(layer, file)| layer.baseline(file)).transpose()
    }

    fn baseline_setting(&self) -> Option<(&Layer, &Spanned<String>)> {
        let mut layers = self.layers.iter().rev();
        layers.find_map(|layer| Some((layer, layer.settings.baseline.as_ref()?)))
    }

    fn last<T>(&self, setting: impl Fn(&Settings) -> Option<T>) -> Option<T> {
        self.layers.iter().rev().find_map(|layer| setting(&layer.settings))
    }
}

impl Layer {
    fn is_argument(&self) -> bool {
        self.name == read::ARGUMENT
    }

    fn error(&self, span: Range<usize>, message: impl ToString) -> ConfigError {
        ConfigError::new(&self.name, &self.text, span, message.to_string())
    }

    /// `is_nearest` says that no other file extends it.
    fn apply(&self, is_nearest: bool, options: &mut Options) -> Result<(), ConfigError> {
        let Settings { lint, export, overrides, ignore, .. } = &self.settings;
        let settings = &self.settings;
        options.engine = settings.engine.or(options.engine);
        if let Some(profile) = settings.profile {
            options.filter.pedantic = profile == Profile::Pedantic;
        }
        options.filter.min_severity = settings.min_severity.or(options.filter.min_severity);
        options.limits.findings = settings.max_findings.unwrap_or(options.limits.findings);
        options.limits.labels = settings.max_labels.unwrap_or(options.limits.labels);
        if let Some(select) = &lint.select {
            options.filter.select = self.selectors(select)?;
        }
        if let Some(ignore) = &lint.ignore {
            options.filter.ignore = self.selectors(ignore)?;
        }
        for (name, severity) in &lint.severity {
            options.severities.push(self.severity(None, name, Some(*severity))?);
        }
        for (lint, of_lint) in &lint.options {
            for (option, value) in of_lint {
                let set = options.lints.set(lint.as_ref(), option.as_ref(), *value.as_ref());
                set.map_err(|error| self.error(option.span(), error))?;
            }
        }
        for root in export {
            let root = absolute(self.folder.join(&root.root)).unwrap_or_default();
            // Documents are called as they are asked for: from here, or by their whole path.
            let here = absolute(".").ok().and_then(|here| root.strip_prefix(here).ok());
            options.export_roots.extend(here.map(discover::name));
            options.export_roots.push(discover::name(&root));
        }
        for one in overrides {
            self.add_override(one, options)?;
        }
        let document = Document::of_other_text(self.name.as_str(), self.text.clone());
        for entry in ignore {
            options.silence.ignores.push(self.entry(entry, is_nearest, &document)?);
        }
        if !ignore.is_empty() && !self.is_argument() {
            options.silence.files.push(Arc::new(document));
        }
        self.add_guards(&mut options.guards)
    }

    fn baseline(&self, file: &Spanned<String>) -> Result<Baseline, ConfigError> {
        let path = self.folder.join(file.as_ref());
        let text = std::fs::read_to_string(&path).map_err(|error| {
            let error = self.error(file.span(), format!("the baseline cannot be read: {error}"));
            error.with_help("Write it with `catchall baseline write`")
        })?;
        let name = discover::name(&read::from_here(&path));
        let baseline = Baseline::parse(&text).map(|baseline| baseline.named(name));
        baseline.map_err(|error| {
            self.error(file.span(), format!("the baseline cannot be used: {error}"))
        })
    }

    fn selectors(&self, names: &[Spanned<String>]) -> Result<Vec<Selector>, ConfigError> {
        names.iter().map(|name| self.selector(name)).collect()
    }

    fn selector(&self, name: &Spanned<String>) -> Result<Selector, ConfigError> {
        name.as_ref().parse().map_err(|error| self.error(name.span(), error))
    }

    fn severity(
        &self,
        paths: Option<&Paths>,
        name: &Spanned<String>,
        severity: Option<Severity>,
    ) -> Result<SeverityOf, ConfigError> {
        let (lint, paths) = (self.selector(name)?, paths.cloned());
        Ok(SeverityOf { lint, paths, severity })
    }

    fn paths(&self, globs: &[&Spanned<String>]) -> Result<Paths, ConfigError> {
        let span = globs.first().map_or(0..0, |glob| glob.span());
        let paths = Paths::new(&self.folder, globs.iter().map(|glob| glob.as_ref().as_str()));
        paths.map_err(|error| self.error(span, error))
    }

    fn add_override(&self, one: &Override, options: &mut Options) -> Result<(), ConfigError> {
        let paths = self.paths(&one.paths.iter().collect::<Vec<_>>())?;
        for (name, severity) in &one.severity {
            options.severities.push(self.severity(Some(&paths), name, Some(*severity))?);
        }
        for name in &one.ignore {
            options.severities.push(self.severity(Some(&paths), name, None)?);
        }
        Ok(())
    }

    fn entry(
        &self,
        spanned: &Spanned<Entry>,
        is_nearest: bool,
        document: &Document,
    ) -> Result<Ignore, ConfigError> {
        let entry = spanned.as_ref();
        let said = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.as_ref().clone());
        let table = removal::of_entry(&self.text, spanned).filter(|_| !self.is_argument());
        if entry.reason.as_ref().trim().is_empty() {
            let error = self.error(entry.reason.span(), "an entry needs a reason");
            return Err(error.with_help("Say why the findings are left as they are"));
        }
        let expires = entry.expires.as_ref().map(|expires| {
            let date = expires.as_ref().date.filter(|_| expires.as_ref().time.is_none());
            let date = date.and_then(|date| {
                let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
                Date::new(i16::try_from(date.year).ok()?, month, day).ok()
            });
            let error = || self.error(expires.span(), "this is no date");
            date.ok_or_else(|| error().with_help("Write a day, such as 2027-01-31, without a time"))
        });
        Ok(Ignore {
            lint: self.selector(&entry.lint)?,
            policy: said(&entry.policy),
            rule: said(&entry.rule),
            pointer: said(&entry.pointer),
            paths: entry.path.as_ref().map(|path| self.paths(&[path])).transpose()?,
            reason: entry.reason.as_ref().clone(),
            expires: expires.transpose()?,
            location: document.location(entry.lint.span(), None),
            table,
            is_shared: !is_nearest,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::settings::Settings;

    /// Editors take it; `UPDATE_PAGES=1` writes it.
    #[test]
    fn the_schema_of_the_configuration_is_up_to_date() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schema/catchall.schema.json");
        let schema = serde_json::to_string_pretty(&schemars::schema_for!(Settings)).unwrap() + "\n";
        if std::env::var_os("UPDATE_PAGES").is_some() {
            std::fs::write(path, &schema).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(written == schema, "run `UPDATE_PAGES=1 cargo test --lib the_schema_of`");
    }
}
