//! Scenarios in configurations, and in files that these name.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::error::ConfigError;
use super::read;
use super::scenario::ScenarioEntry;
use super::{Config, Layer};
use crate::discover;
use crate::json::Document;
use crate::silence::Paths;
use crate::simulate::{Scenario, ScenarioError};

/// Scenarios of one file.
#[derive(Debug)]
pub struct ScenarioFile {
    /// What the file is called.
    pub name: String,
    /// The scenarios, in its order.
    pub scenarios: Vec<Scenario>,
    document: Document,
}

/// What a file of scenarios says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entries {
    #[serde(default)]
    scenario: Vec<ScenarioEntry>,
}

impl Config {
    /// All scenarios: those of its files, and of the files that these name.
    ///
    /// # Errors
    /// A file that cannot be read or is no TOML, and what means nothing in it.
    pub fn scenarios(&self) -> Result<Vec<ScenarioFile>, ConfigError> {
        let mut files = Vec::new();
        for layer in &self.layers {
            let entries = &layer.settings.scenario;
            if !entries.is_empty() {
                files.push(ScenarioFile::of(&layer.name, &layer.text, entries)?);
            }
            for glob in &layer.settings.scenarios {
                for file in layer.files(glob)? {
                    files.push(ScenarioFile::read(&file)?);
                }
            }
        }
        Ok(files)
    }
}

impl Layer {
    /// The files that a glob or path names, sorted.
    fn files(&self, glob: &Spanned<String>) -> Result<Vec<PathBuf>, ConfigError> {
        let path = self.folder.join(glob.as_ref());
        if path.is_file() {
            return Ok(vec![read::from_here(&path)]);
        }
        let paths = self.paths(&[glob])?;
        let mut found = Vec::new();
        add_files(&self.folder, &paths, &mut found);
        found.sort();
        if found.is_empty() {
            let message = format!("no file is called \"{}\"", glob.as_ref());
            let error = self.error(glob.span(), message);
            return Err(error.with_help("Name files of scenarios, relative to this file"));
        }
        Ok(found)
    }
}

/// Adds the TOML files below a folder that the globs have.
fn add_files(folder: &Path, globs: &Paths, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let (path, name) = (entry.path(), entry.file_name());
        let is_hidden = name.as_encoded_bytes().starts_with(b".");
        // Links are not followed: they may lead in circles.
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) && !is_hidden {
            add_files(&path, globs, found);
        } else if path.extension().is_some_and(|end| end == "toml") {
            let path = read::from_here(&path);
            found.extend(globs.have(&discover::name(&path)).then_some(path));
        }
    }
}

impl ScenarioFile {
    /// Reads a file of scenarios.
    ///
    /// # Errors
    /// A file that cannot be read or is no TOML, and what means nothing in it.
    pub fn read(file: &Path) -> Result<Self, ConfigError> {
        let name = discover::name(file);
        let text = fs::read_to_string(file).map_err(|error| {
            ConfigError::new(
                &name,
                "",
                0..0,
                format!("the scenarios {name} cannot be read: {error}"),
            )
        })?;
        let entries: Entries =
            toml::from_str(&text).map_err(|error| ConfigError::of_toml(&name, &text, &error))?;
        Self::of(&name, &text, &entries.scenario)
    }

    fn of(name: &str, text: &str, entries: &[ScenarioEntry]) -> Result<Self, ConfigError> {
        let document = Document::of_other_text(name, text.to_owned());
        let mut file = Self { name: name.to_owned(), scenarios: Vec::new(), document };
        for entry in entries {
            let scenario = entry.scenario().map_err(|error| file.error(error))?;
            file.scenarios.push(scenario);
        }
        Ok(file)
    }

    /// The line of a scenario, from 1.
    pub fn line(&self, scenario: &Scenario) -> usize {
        self.document.position(scenario.name.span.start).line
    }

    /// That a scenario says what means nothing, where it says so.
    pub fn error(&self, error: ScenarioError) -> ConfigError {
        let ScenarioError { span, message, help } = error;
        ConfigError::new(&self.name, self.document.text(), span, message).with_help(help)
    }
}
