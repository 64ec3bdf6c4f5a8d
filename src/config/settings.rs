//! What `catchall.toml` may say, as its text is read.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::scenario::ScenarioEntry;
use crate::diagnostic::Severity;
use crate::model::Engine;

/// The settings of one file. What it does not say, the file that it extends may say.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "catchall.toml"))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Settings {
    /// Another configuration whose settings hold where this one says nothing; relative to this file.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub(super) extend: Option<Spanned<String>>,
    /// The engine of the org; told from the export where it can be.
    pub(super) engine: Option<Engine>,
    /// Whether to report what is pedantic, too: true, but most orgs leave it as it is.
    pub(super) profile: Option<Profile>,
    /// Leave out findings below this severity.
    pub(super) min_severity: Option<Severity>,
    /// Exit with 1 if there is a finding of this severity or above.
    pub(super) fail_on: Option<Severity>,
    /// Show at most this many findings of a lint in a file, of each severity.
    pub(super) max_findings: Option<usize>,
    /// Show at most this many of the other places that explain a finding.
    pub(super) max_labels: Option<usize>,
    /// The file with the findings that were there when it was written; relative to this file.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub(super) baseline: Option<Spanned<String>>,
    /// Which lints run, and how.
    pub(super) lint: LintSettings,
    /// Folders that are exports of their own.
    pub(super) export: Vec<ExportSettings>,
    /// Settings for some of the files.
    #[serde(rename = "override")]
    pub(super) overrides: Vec<Override>,
    /// Findings that are left as they are, for a reason.
    #[cfg_attr(test, schemars(with = "Vec<Entry>"))]
    pub(super) ignore: Vec<Spanned<Entry>>,
    /// Sign-ins with what is expected of them, for `catchall test`.
    pub(super) scenario: Vec<ScenarioEntry>,
    /// Files with more of them, or globs of such files, relative to this file.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub(super) scenarios: Vec<Spanned<String>>,
    /// What has to hold of all sign-ins.
    #[cfg_attr(test, schemars(with = "Vec<GuardSettings>"))]
    pub(super) guard: Vec<Spanned<GuardSettings>>,
    /// What is taken to hold of all sign-ins.
    pub(super) assume: Vec<AssumeSettings>,
}

/// Which lints run, and how.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct LintSettings {
    /// Run only these lints or categories.
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    pub(super) select: Option<Vec<Spanned<String>>>,
    /// Do not run these lints or categories.
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    pub(super) ignore: Option<Vec<Spanned<String>>>,
    /// How much the findings of a lint or category matter.
    #[cfg_attr(test, schemars(with = "BTreeMap<String, Severity>"))]
    pub(super) severity: BTreeMap<Spanned<String>, Severity>,
    /// Options of single lints, such as limits that Okta raised for an org.
    #[cfg_attr(test, schemars(with = "BTreeMap<String, BTreeMap<String, i64>>"))]
    pub(super) options: BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<i64>>>,
}

/// A folder that is an export of its own.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ExportSettings {
    /// The folder, relative to this file.
    pub(super) root: String,
}

/// Settings for some of the files.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Override {
    /// Globs of the files, relative to this file.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub(super) paths: Vec<Spanned<String>>,
    /// Do not report these lints or categories there.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    #[serde(default)]
    pub(super) ignore: Vec<Spanned<String>>,
    /// How much the findings of a lint or category matter there.
    #[cfg_attr(test, schemars(with = "BTreeMap<String, Severity>"))]
    #[serde(default)]
    pub(super) severity: BTreeMap<Spanned<String>, Severity>,
}

/// Findings that are left as they are, for a reason: those that meet all that is said.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Entry {
    /// The lint, or a category of lints.
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) lint: Spanned<String>,
    /// The policy, by id or name.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub(super) policy: Option<Spanned<String>>,
    /// The rule, by id or name.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub(super) rule: Option<Spanned<String>>,
    /// The place in the file, as a JSON Pointer.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub(super) pointer: Option<Spanned<String>>,
    /// A glob of the files, relative to this file.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub(super) path: Option<Spanned<String>>,
    /// Why they are left.
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) reason: Spanned<String>,
    /// The last day on which they are, such as 2027-01-31.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub(super) expires: Option<Spanned<Datetime>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum Profile {
    /// What is worth a word in any org.
    Default,
    /// What is pedantic, too.
    Pedantic,
}

/// What has to hold of all sign-ins.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct GuardSettings {
    /// What it is called.
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) name: Spanned<String>,
    /// The apps that are signed in to, by label, id or type; all of them, where one is `*`. Either these or
    /// policies are named.
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    pub(super) apps: Option<Texts>,
    /// The policies that decide, by name or id; all of a type, by the type.
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    pub(super) policies: Option<Texts>,
    /// A query: which sign-ins are meant; all, where there is none.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub(super) when: Option<Spanned<String>>,
    /// What all that is accepted has to be like. Either this or `exists` is said.
    #[cfg_attr(test, schemars(with = "Option<RequireSettings>"))]
    pub(super) require: Option<Spanned<RequireSettings>>,
    /// There is some way in with nothing but these authenticators, and nothing denies.
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    pub(super) exists: Option<Texts>,
    /// What is known of when the session began.
    #[serde(default)]
    pub(super) session: SessionSetting,
}

/// A list of texts, each with its place.
pub(super) type Texts = Spanned<Vec<Spanned<String>>>;

/// What all that is accepted has to be like: all that is said here.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct RequireSettings {
    /// Whether somebody gets in.
    pub(super) access: Option<AccessSetting>,
    /// How many factors there are at least: what users know, have and are.
    #[cfg_attr(test, schemars(with = "Option<usize>", range(min = 1, max = 3)))]
    pub(super) factors: Option<Spanned<i64>>,
    /// One of the factors resists phishing.
    pub(super) phishing_resistant: bool,
    /// One of the factors is bound to a device.
    pub(super) device_bound: bool,
    /// One of the factors has a key that hardware protects.
    pub(super) hardware_protected: bool,
    /// One of the factors verifies who uses it, by a PIN or by biometrics.
    pub(super) user_verified: bool,
    /// One of the factors takes somebody who is there.
    pub(super) user_present: bool,
    /// Nobody needs anything but these authenticators or methods, such as `okta_verify:push`.
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    pub(super) only: Option<Texts>,
    /// Nobody needs these authenticators or methods.
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    pub(super) never: Option<Texts>,
    /// Users have to authenticate again within this time, such as `PT1H`.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub(super) reauthenticate_within: Option<Spanned<String>>,
    /// Sessions end within this time, such as `PT8H`.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub(super) session_at_most: Option<Spanned<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum AccessSetting {
    /// Nobody gets in.
    Deny,
    /// Nobody is denied.
    Allow,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum SessionSetting {
    /// It may have begun anywhere: somewhere else, on another device, at another risk.
    #[default]
    Any,
    /// It began where the app is opened.
    Same,
}

/// What is taken to hold of all sign-ins.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct AssumeSettings {
    /// A query that is true of each.
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) that: Spanned<String>,
    /// Why.
    pub(super) reason: Option<String>,
}
