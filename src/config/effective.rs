//! What settings come to, and where each is from.

use std::io::{self, Write};

use super::settings::{Profile, Settings};
use super::{Config, Layer};
use crate::diagnostic::{Limits, Severity};
use crate::model::Engine;
use crate::wording::harmless;

impl Config {
    /// Writes what holds in the end, as TOML, with where it is said.
    ///
    /// # Errors
    /// What `out` answers.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let limits = Limits::default();
        let engine = |engine: Engine| match engine {
            Engine::Classic => quoted("classic"),
            Engine::Identity => quoted("identity"),
        };
        let profile = |profile: Profile| match profile {
            Profile::Default => quoted("default"),
            Profile::Pedantic => quoted("pedantic"),
        };
        self.one(out, "engine", |settings| settings.engine.map(engine), &quoted("auto"))?;
        self.one(out, "profile", |settings| settings.profile.map(profile), &quoted("default"))?;
        self.one(
            out,
            "min-severity",
            |settings| settings.min_severity.map(level),
            &quoted("info"),
        )?;
        self.one(out, "fail-on", |settings| settings.fail_on.map(level), &quoted("warning"))?;
        let number = |number: Option<usize>| number.map(|number| number.to_string());
        let findings = limits.findings.to_string();
        self.one(out, "max-findings", |settings| number(settings.max_findings), &findings)?;
        let labels = limits.labels.to_string();
        self.one(out, "max-labels", |settings| number(settings.max_labels), &labels)?;
        let baseline =
            |settings: &Settings| settings.baseline.as_ref().map(|file| quoted(file.as_ref()));
        self.one(out, "baseline", baseline, "none")?;
        let names = |names: &Option<Vec<toml::Spanned<String>>>| {
            let names = names.as_ref()?.iter().map(|name| quoted(name.as_ref()));
            Some(format!("[{}]", names.collect::<Vec<_>>().join(", ")))
        };
        self.one(out, "lint.select", |settings| names(&settings.lint.select), "all")?;
        self.one(out, "lint.ignore", |settings| names(&settings.lint.ignore), "[]")?;
        self.each(out, |settings| {
            let of_lints = settings.lint.severity.iter();
            of_lints
                .map(|(lint, of_lint)| {
                    (format!("lint.severity.{}", lint.as_ref()), level(*of_lint))
                })
                .collect()
        })?;
        self.each(out, |settings| {
            let of_lints = settings.lint.options.iter().flat_map(|(lint, options)| {
                options.iter().map(move |(option, value)| {
                    let name = format!("lint.options.{}.{}", lint.as_ref(), option.as_ref());
                    (name, value.as_ref().to_string())
                })
            });
            of_lints.collect()
        })?;
        self.each(out, |settings| {
            settings
                .export
                .iter()
                .map(|one| ("export.root".to_owned(), quoted(&one.root)))
                .collect()
        })?;
        self.each(out, |settings| {
            let overrides = settings.overrides.iter().map(|one| {
                let globs: Vec<String> =
                    one.paths.iter().map(|glob| quoted(glob.as_ref())).collect();
                ("override.paths".to_owned(), format!("[{}]", globs.join(", ")))
            });
            overrides.collect()
        })?;
        self.each(out, |settings| {
            let entries = settings
                .ignore
                .iter()
                .map(|entry| ("ignore.lint".to_owned(), quoted(entry.as_ref().lint.as_ref())));
            entries.collect()
        })?;
        self.each(out, |settings| {
            let names = settings.scenario.iter();
            names.map(|one| ("scenario.name".to_owned(), quoted(one.name.as_ref()))).collect()
        })?;
        self.each(out, |settings| {
            let globs = settings.scenarios.iter();
            globs.map(|glob| ("scenarios".to_owned(), quoted(glob.as_ref()))).collect()
        })?;
        self.each(out, |settings| {
            let guards = settings.guard.iter();
            let name = |name: &toml::Spanned<String>| quoted(name.as_ref());
            guards.map(|one| ("guard.name".to_owned(), name(&one.as_ref().name))).collect()
        })?;
        self.each(out, |settings| {
            let assumed = settings.assume.iter();
            assumed.map(|one| ("assume.that".to_owned(), quoted(one.that.as_ref()))).collect()
        })
    }

    /// A setting that the last to speak of it decides.
    fn one(
        &self,
        out: &mut dyn Write,
        name: &str,
        value: impl Fn(&Settings) -> Option<String>,
        default: &str,
    ) -> io::Result<()> {
        let said =
            self.layers.iter().rev().find_map(|layer| Some((value(&layer.settings)?, layer)));
        match said {
            Some((value, Layer { name: from, .. })) => line(out, name, &value, from),
            None => line(out, name, default, "default"),
        }
    }

    /// Settings that come from all who speak of them.
    fn each(
        &self,
        out: &mut dyn Write,
        values: impl Fn(&Settings) -> Vec<(String, String)>,
    ) -> io::Result<()> {
        for Layer { name: from, settings, .. } in &self.layers {
            for (name, value) in values(settings) {
                line(out, &name, &value, from)?;
            }
        }
        Ok(())
    }
}

fn line(out: &mut dyn Write, name: &str, value: &str, from: &str) -> io::Result<()> {
    writeln!(out, "{} = {}  # {}", harmless(name), harmless(value), harmless(from))
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn level(severity: Severity) -> String {
    quoted(severity.name())
}
