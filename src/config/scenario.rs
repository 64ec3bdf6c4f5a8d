//! A scenario, as its text is read.

use serde::Deserialize;
use toml::Spanned;

use crate::json::{Document, Layout};
use crate::outcome::Access;
use crate::simulate::{Beyond, Device, Expectation, Placed, Scenario, ScenarioError};

/// A sign-in, with what is expected of it.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ScenarioEntry {
    /// What it is called.
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) name: Spanned<String>,
    /// The app that is signed in to, by label or id; without one, it is about the session alone.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    app: Option<Spanned<String>>,
    /// Who signs in, by login or id.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    user: Option<Spanned<String>>,
    /// The groups that the user is in, and no others, by name or id; in place of `user`.
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    groups: Option<Vec<Spanned<String>>>,
    /// The address that the request comes from.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    ip: Option<Spanned<String>>,
    /// The network zones that it comes from, and no others, by name or id; in place of `ip`.
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    zones: Option<Vec<Spanned<String>>>,
    /// The risk of the sign-in: LOW, MEDIUM or HIGH.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    risk: Option<Spanned<String>>,
    /// The device.
    #[cfg_attr(test, schemars(with = "Option<DeviceEntry>"))]
    device: Option<Spanned<DeviceEntry>>,
    /// What no request of Okta's can say, by the names of `x-catchall` in requests.
    #[cfg_attr(
        test,
        schemars(with = "Option<std::collections::BTreeMap<String, serde_json::Value>>")
    )]
    also: Option<Spanned<toml::Table>>,
    /// What has to be so.
    #[cfg_attr(test, schemars(with = "ExpectEntry"))]
    expect: Spanned<ExpectEntry>,
}

/// What is told of a device.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct DeviceEntry {
    /// Its operating system, such as IOS.
    platform: Option<String>,
    /// Whether Okta Verify has registered it.
    registered: Option<bool>,
    /// Whether it is managed.
    managed: Option<bool>,
    /// The device assurance policy that it meets, and no other, by name or id.
    assurance: Option<String>,
}

/// What has to be so: all that is said.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ExpectEntry {
    /// The type of the policies that it is about; that of the app's, or else of the session's, unless said.
    #[serde(rename = "type")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    kind: Option<Spanned<String>>,
    /// The policy that takes the sign-in, by name or id.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    policy: Option<Spanned<String>>,
    /// The rule that takes it, by name or id.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    rule: Option<Spanned<String>>,
    /// Whether the user gets in: past the session and the app, unless a type is given.
    #[cfg_attr(test, schemars(with = "Option<AccessEntry>"))]
    access: Option<Spanned<AccessEntry>>,
}

/// Whether a user gets in.
#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum AccessEntry {
    /// They do.
    Allow,
    /// They do not.
    Deny,
}

impl ScenarioEntry {
    /// What it says, with the place of each part.
    ///
    /// # Errors
    /// What means nothing, whatever the export.
    pub(super) fn scenario(&self) -> Result<Scenario, ScenarioError> {
        let placed = |text: &Spanned<String>| placed(text, text.as_ref().clone());
        let text = |text: &Option<Spanned<String>>| text.as_ref().map(placed);
        let list = |list: &Option<Vec<Spanned<String>>>| {
            list.as_ref().map(|list| list.iter().map(placed).collect())
        };
        let expect = self.expect.as_ref();
        let expected = [
            text(&expect.policy).map(Expectation::Policy),
            text(&expect.rule).map(Expectation::Rule),
            expect.access.as_ref().map(|access| Expectation::Access(access_of(access))),
        ];
        let expected: Vec<Expectation> = expected.into_iter().flatten().collect();
        if expected.is_empty() {
            return Err(ScenarioError {
                span: self.expect.span(),
                message: "this expects nothing".to_owned(),
                help: "Expect a rule, a policy or access".to_owned(),
            });
        }
        let device = self.device.as_ref().map(|device| {
            let DeviceEntry { platform, registered, managed, assurance } = device.as_ref().clone();
            self::placed(device, Device { platform, registered, managed, assurance })
        });
        let beyond = self.also.as_ref().map(beyond).transpose()?;
        Ok(Scenario {
            name: placed(&self.name),
            app: text(&self.app),
            user: text(&self.user),
            groups: list(&self.groups),
            ip: text(&self.ip),
            zones: list(&self.zones),
            risk: text(&self.risk),
            device: device
                .unwrap_or_else(|| Placed { value: Device::default(), span: self.name.span() }),
            beyond: beyond.unwrap_or_default(),
            kind: text(&expect.kind),
            expected,
        })
    }
}

fn placed<T, U>(spanned: &Spanned<T>, value: U) -> Placed<U> {
    Placed { value, span: spanned.span() }
}

fn access_of(access: &Spanned<AccessEntry>) -> Placed<Access> {
    let value = match access.as_ref() {
        AccessEntry::Allow => Access::Allow,
        AccessEntry::Deny => Access::Deny,
    };
    placed(access, value)
}

/// What requests say in `x-catchall`, said in TOML.
fn beyond(table: &Spanned<toml::Table>) -> Result<Beyond, ScenarioError> {
    let unusable =
        |message: String, help: String| ScenarioError { span: table.span(), message, help };
    let json = serde_json::to_vec(table.as_ref())
        .map_err(|error| unusable(error.to_string(), "Write texts, lists and tables".to_owned()))?;
    let document = Document::parse("also", json, Layout::Json);
    let read = document.roots().next().map_or_else(|| Ok(Beyond::default()), Beyond::of);
    read.map_err(|error| unusable(error.to_string(), error.help().unwrap_or_default().to_owned()))
}
