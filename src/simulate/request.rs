//! Bodies of requests to simulate, as Okta takes them (Policy API, "Access simulation").

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::beyond::Beyond;
use super::error::{OktaError, SimulateError};
use crate::json::{Document, Node};
use crate::model::PolicyType;
use crate::okta::Key;
use crate::reach::Choice;

/// The types of policies that Okta simulates, in the order in which it answers.
pub(super) const SIMULATED: [PolicyType; 4] = [
    PolicyType::OKTA_SIGN_ON,
    PolicyType::MFA_ENROLL,
    PolicyType::ACCESS_POLICY,
    PolicyType::PROFILE_ENROLLMENT,
];

/// What is to be simulated: a sign-in to an app, as far as somebody tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The types of policies to evaluate, in the order of Okta's answers.
    pub types: Vec<PolicyType>,
    /// The app, by its id; Okta takes no request without one.
    pub app: Option<String>,
    /// Who signs in.
    pub who: Who,
    /// Where the request comes from, if that is told.
    pub origin: Option<Origin>,
    /// The risk of the sign-in.
    pub risk: Option<String>,
    /// What is told of the device.
    pub device: Device,
    /// What no request of Okta's can say.
    pub beyond: Beyond,
}

/// Who signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// A user.
    User(User),
    /// Somebody who is in these groups, by their ids, and in no others.
    MemberOf(Vec<String>),
}

/// A user, with what the request tells of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct User {
    /// The id.
    pub id: String,
    /// The type, by its id.
    pub user_type: Option<String>,
    /// Texts of the profile, by attribute; none where an attribute is known to be missing.
    pub profile: BTreeMap<String, Option<String>>,
}

/// Where a request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// This address.
    Address(IpAddr),
    /// This zone, by its id or name, and no other.
    Zone(String),
    /// These zones, by their ids, and no others.
    Zones(Vec<String>),
}

/// What is told of a device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Device {
    /// Its operating system, such as `IOS`.
    pub platform: Option<String>,
    /// Whether Okta Verify has registered it.
    pub registered: Option<bool>,
    /// Whether it is managed.
    pub managed: Option<bool>,
    /// The device assurance policy that it meets, by its id; it meets no other.
    pub assurance: Option<String>,
}

impl Request {
    /// Reads the body of a request.
    ///
    /// ```
    /// use catchall::json::{Document, Layout};
    /// use catchall::simulate::{Request, SimulateError};
    ///
    /// let request = |text: &str| {
    ///     Request::read(&Document::parse("request.json", text.into(), Layout::Json))
    /// };
    /// let body = r#"{"appInstance": "0oa1", "policyContext": {"groups": {"ids": ["00g1"]}}}"#;
    /// assert_eq!(request(body).unwrap().types.len(), 4);
    /// let Err(SimulateError::Refused(error)) = request("[]") else { unreachable!() };
    /// assert_eq!(error.code, "E0000003");
    /// ```
    ///
    /// # Errors
    /// What Okta refuses, and what says nothing that anybody knows.
    pub fn read(document: &Document) -> Result<Self, SimulateError> {
        if let Some(error) = document.syntax_errors().first() {
            let at = document.position(error.span.start);
            let cause = format!("{} at {}:{}", error.message, at.line, at.column);
            return Err(OktaError::not_well_formed(cause, "Mend the JSON of the request"));
        }
        let body = document.roots().next();
        let Some(body) = body.filter(|body| body.is_object()) else {
            let what = body.map_or_else(|| "nothing".to_owned(), |body| body.kind().to_string());
            let cause = format!("the body is {what}, and Okta takes one object");
            return Err(OktaError::not_well_formed(cause, "Remove what is around the object"));
        };
        let app = text(body, Key::APP_INSTANCE)?.ok_or_else(|| {
            let help = "Name the app that is signed in to, by its id";
            OktaError::not_valid("appInstance", "The field cannot be left blank", help)
        })?;
        let context = object(body, Key::POLICY_CONTEXT)?;
        let within = |key| context.map_or(Ok(None), |context| object(context, key));
        let device = within(Key::DEVICE)?;
        Ok(Self {
            types: types(body)?,
            app: Some(app),
            who: who(within(Key::USER)?, within(Key::GROUPS)?)?,
            origin: context.map_or(Ok(None), origin)?,
            risk: context.map_or(Ok(None), risk)?,
            device: device.map_or_else(|| Ok(Device::default()), Device::read)?,
            beyond: Beyond::read(body)?,
        })
    }
}

/// The types that are asked for; all, where none is.
fn types(body: Node<'_>) -> Result<Vec<PolicyType>, SimulateError> {
    // One of Okta's own examples has the name without its s.
    let named = body.field(Key::POLICY_TYPES).or_else(|| body.field_named("policyType"));
    let Some(named) = named.filter(|named| !named.is_array() || named.has_elements()) else {
        return Ok(SIMULATED.to_vec());
    };
    let names: Vec<Node<'_>> =
        if named.is_array() { named.elements().collect() } else { vec![named] };
    let types = names.into_iter().map(|name| {
        let kind = name.as_str().map(|name| PolicyType::of_policy(&name));
        kind.filter(|kind| SIMULATED.contains(kind)).ok_or_else(|| {
            let cause = format!("{} is not simulated", name.brief());
            let help =
                "Ask for OKTA_SIGN_ON, MFA_ENROLL, ACCESS_POLICY or PROFILE_ENROLLMENT, or for none to get all";
            OktaError::not_valid("policyTypes", cause, help)
        })
    });
    let asked = types.collect::<Result<Vec<PolicyType>, SimulateError>>()?;
    Ok(SIMULATED.into_iter().filter(|kind| asked.contains(kind)).collect())
}

fn who(user: Option<Node<'_>>, groups: Option<Node<'_>>) -> Result<Who, SimulateError> {
    let groups = groups.map_or_else(|| Ok(None), |groups| texts(groups, Key::IDS))?;
    let groups = groups.filter(|groups| !groups.is_empty());
    match (user, groups) {
        (Some(_), Some(_)) => Err(OktaError::not_valid(
            "policyContext",
            "Only user or groups allowed, not both",
            "Keep user to simulate a person, groups to simulate membership",
        )),
        (None, None) => Err(OktaError::not_valid(
            "policyContext",
            "Either user or groups is required",
            "Add user with an id, or groups with ids, to policyContext",
        )),
        (None, Some(groups)) => Ok(Who::MemberOf(groups)),
        (Some(user), None) => User::read(user).map(Who::User),
    }
}

impl User {
    fn read(user: Node<'_>) -> Result<Self, SimulateError> {
        let id = text(user, Key::ID)?.ok_or_else(|| {
            let help = "Add the id of the user";
            OktaError::not_valid("policyContext.user.id", "The field cannot be left blank", help)
        })?;
        Ok(Self { id, ..Self::told_by(user) })
    }

    /// What a user object tells, in a request or an export.
    pub(super) fn told_by(user: Node<'_>) -> Self {
        let string = |node: Node<'_>| node.as_str().map(|text| text.into_owned());
        let kind = user.field(Key::TYPE);
        let kind = kind.and_then(|kind| kind.field(Key::ID).or(Some(kind))).and_then(string);
        let attributes = user.field(Key::PROFILE).into_iter().flat_map(Node::members);
        let profile = attributes.filter_map(|attribute| {
            let value = match attribute.value {
                null if null.is_null() => None,
                value => Some(string(value)?),
            };
            Some((attribute.key.as_str()?.into_owned(), value))
        });
        Self { id: String::new(), user_type: kind, profile: profile.collect() }
    }
}

fn origin(context: Node<'_>) -> Result<Option<Origin>, SimulateError> {
    let address = text(context, Key::IP)?;
    let zones = object(context, Key::ZONES)?;
    let zones = zones.map_or_else(|| Ok(None), |zones| texts(zones, Key::IDS))?;
    match (address, zones) {
        (Some(_), Some(zones)) if !zones.is_empty() => Err(OktaError::not_valid(
            "policyContext",
            "Only ip or zones allowed, not both",
            "Keep ip to let Okta find the zones, zones to name them",
        )),
        (Some(text), _) => Ok(Some(match text.trim().parse() {
            Ok(address) => Origin::Address(address),
            // The reference calls it "The network rule condition, zone, or IP address".
            Err(_) => Origin::Zone(text),
        })),
        (None, zones) => Ok(zones.map(Origin::Zones)),
    }
}

/// Okta's reference calls it a text; its example and its OpenAPI description have an object.
fn risk(context: Node<'_>) -> Result<Option<String>, SimulateError> {
    let Some(risk) = context.field(Key::RISK) else { return Ok(None) };
    let level = if risk.is_object() { text(risk, Key::LEVEL)? } else { text(context, Key::RISK)? };
    match level {
        Some(level) if !Choice::Risk.dimension().knows(&level) => Err(OktaError::not_valid(
            "policyContext.risk.level",
            format!("\"{level}\" is no level of risk"),
            "Say LOW, MEDIUM or HIGH, or leave risk out",
        )),
        level => Ok(level),
    }
}

impl Device {
    fn read(device: Node<'_>) -> Result<Self, SimulateError> {
        let read = Self {
            platform: text(device, Key::PLATFORM)?,
            registered: flag(device, Key::REGISTERED)?,
            managed: flag(device, Key::MANAGED)?,
            assurance: text(device, Key::ASSURANCE_ID)?,
        };
        read.checked()
    }

    /// The device, unless there is none like that.
    pub(super) fn checked(self) -> Result<Self, SimulateError> {
        if self.managed == Some(true) && self.registered == Some(false) {
            return Err(SimulateError::unusable(
                "the device is managed but not registered, and no device is like that",
                "Set registered to true, or leave managed out",
            ));
        }
        Ok(self)
    }
}

const FORM: &str = "See the form of the request in the Policy API reference, \"Access simulation\"";

fn wrong_form(node: Node<'_>, expected: &str) -> SimulateError {
    let cause = format!("{} is {}, and Okta takes {expected}", node.pointer(), node.kind());
    OktaError::not_well_formed(cause, FORM)
}

fn object(node: Node<'_>, key: Key) -> Result<Option<Node<'_>>, SimulateError> {
    match node.field(key) {
        Some(value) if !value.is_object() => Err(wrong_form(value, "an object")),
        value => Ok(value),
    }
}

fn text(node: Node<'_>, key: Key) -> Result<Option<String>, SimulateError> {
    let text = |value: Node<'_>| {
        let text = value.as_str().map(|text| text.into_owned());
        text.ok_or_else(|| wrong_form(value, "a string"))
    };
    let text = node.field(key).map(text).transpose()?;
    Ok(text.filter(|text| !text.trim().is_empty()))
}

fn texts(node: Node<'_>, key: Key) -> Result<Option<Vec<String>>, SimulateError> {
    let Some(list) = node.field(key) else { return Ok(None) };
    if !list.is_array() {
        return Err(wrong_form(list, "a list"));
    }
    let each = list.elements().map(|element| {
        let text = element.as_str().map(|text| text.into_owned());
        text.ok_or_else(|| wrong_form(element, "a string"))
    });
    each.collect::<Result<_, _>>().map(Some)
}

fn flag(node: Node<'_>, key: Key) -> Result<Option<bool>, SimulateError> {
    let flag = |value: Node<'_>| value.as_bool().ok_or_else(|| wrong_form(value, "true or false"));
    node.field(key).map(flag).transpose()
}
