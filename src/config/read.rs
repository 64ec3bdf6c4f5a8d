//! Looks for configurations, and reads them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf, absolute};

use super::error::ConfigError;
use super::settings::Settings;
use super::{Config, Layer};
use crate::discover;

/// What a file with settings is called.
pub const NAMES: [&str; 2] = ["catchall.toml", ".catchall.toml"];

/// What a setting that stands in an argument is called.
pub(super) const ARGUMENT: &str = "--config";

/// So many files may extend each other.
const LONGEST: usize = 16;

/// The file with settings that is closest to a file or folder: in the folder itself, or above it.
pub fn closest(path: &Path) -> Option<PathBuf> {
    let path = absolute(path).ok()?;
    path.ancestors()
        .find_map(|folder| NAMES.iter().map(|name| folder.join(name)).find(|file| file.is_file()))
}

impl Config {
    /// Reads a file, and those that it extends.
    ///
    /// # Errors
    /// What cannot be read, is no TOML, or says what means nothing.
    pub fn read(file: &Path) -> Result<Self, ConfigError> {
        Self::read_with(file, |file| fs::read_to_string(file))
    }

    /// As [`read`](Self::read), with the texts of files from `text`: an editor may have newer ones.
    ///
    /// # Errors
    /// As for [`read`](Self::read).
    pub fn read_with(
        file: &Path,
        text: impl Fn(&Path) -> io::Result<String>,
    ) -> Result<Self, ConfigError> {
        let mut layers = Vec::new();
        let mut next = Some(absolute(file).unwrap_or_else(|_| file.to_owned()));
        while let Some(file) = next.take() {
            let name = name(&file);
            let text = text(&file).map_err(|error| {
                let message = format!("the configuration {name} cannot be read: {error}");
                told_by(layers.last(), &name, message)
            })?;
            if layers.len() >= LONGEST {
                let message = "configurations extend each other without end".to_owned();
                return Err(told_by(layers.last(), &name, message));
            }
            let folder = file.parent().map(Path::to_owned).unwrap_or_default();
            let layer = Layer::parse(&name, &text, folder)?;
            next = layer.settings.extend.as_ref().map(|other| layer.folder.join(other.as_ref()));
            layers.push(layer);
        }
        layers.reverse();
        Ok(Self { layers })
    }

    /// What a text says; paths are relative to the current folder.
    ///
    /// # Errors
    /// A text that is no TOML, or says what means nothing.
    pub fn of_text(name: &str, text: &str) -> Result<Self, ConfigError> {
        Ok(Self { layers: vec![Layer::parse(name, text, PathBuf::from("."))?] })
    }

    /// The same, where `KEY=VALUE` counts for more.
    ///
    /// # Errors
    /// As for [`of_text`](Self::of_text).
    pub fn with_setting(mut self, setting: &str) -> Result<Self, ConfigError> {
        self.layers.push(Layer::parse(ARGUMENT, setting, PathBuf::from("."))?);
        Ok(self)
    }
}

impl Layer {
    fn parse(name: &str, text: &str, folder: PathBuf) -> Result<Self, ConfigError> {
        let settings: Settings =
            toml::from_str(text).map_err(|error| ConfigError::of_toml(name, text, &error))?;
        Ok(Self { name: name.to_owned(), text: text.to_owned(), folder, settings })
    }
}

/// The file, as people near it would call it.
fn name(file: &Path) -> String {
    discover::name(&from_here(file))
}

/// The file, from the current folder if it is below.
pub(super) fn from_here(file: &Path) -> PathBuf {
    let here = absolute(".").ok();
    let near = here.and_then(|here| file.strip_prefix(here).ok().map(Path::to_owned));
    near.unwrap_or_else(|| file.to_owned())
}

/// That a file cannot be used, told where another one extends it.
fn told_by(by: Option<&Layer>, name: &str, message: String) -> ConfigError {
    let extend = by.and_then(|layer| Some((layer, layer.settings.extend.as_ref()?.span())));
    match extend {
        Some((layer, span)) => layer.error(span, message),
        None => ConfigError::new(name, "", 0..0, message),
    }
}
