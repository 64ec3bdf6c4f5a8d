//! Scenarios: sign-ins with what is expected of them, as unit tests are for code.

use std::ops::Range;

use super::Simulation;
use super::beyond::Beyond;
use super::error::SimulateError;
use super::expectation::{Expectation, Placed, Standing};
use super::lookup::{NotFound, id_of};
use super::request::{Device, Origin, Request, SIMULATED, User, Who};
use crate::model::{Export, PolicyType, ResourceKind, Selection};
use crate::reach::{Choice, Facts};
use crate::wording::{nearest, printable};

/// A sign-in, with what is expected of it. Objects are called by their names or ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// What it is called.
    pub name: Placed<String>,
    /// The app that is signed in to; the scenario is about the session alone, where there is none.
    pub app: Option<Placed<String>>,
    /// Who signs in.
    pub user: Option<Placed<String>>,
    /// The groups that the user is in, and no others.
    pub groups: Option<Vec<Placed<String>>>,
    /// The address that the request comes from.
    pub ip: Option<Placed<String>>,
    /// The zones that it comes from, and no others.
    pub zones: Option<Vec<Placed<String>>>,
    /// The risk of the sign-in.
    pub risk: Option<Placed<String>>,
    /// The device; its assurance policy by name or id.
    pub device: Placed<Device>,
    /// What no request of Okta's can say.
    pub beyond: Beyond,
    /// The type of the policies that the expectations are about; none for the app's, or else the
    /// session's.
    pub kind: Option<Placed<String>>,
    /// What has to be so, all of it.
    pub expected: Vec<Expectation>,
}

/// What a scenario says that means nothing in the export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioError {
    /// The bytes that say it.
    pub span: Range<usize>,
    /// One sentence.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// What came of a scenario.
#[derive(Debug)]
pub struct Tried<'e, 'd> {
    /// Whether all that is expected is so.
    pub standing: Standing,
    /// What is not so, or not decided, as sentences without a full stop.
    pub reasons: Vec<String>,
    /// The sign-in.
    pub simulation: Simulation<'e, 'd>,
}

impl Scenario {
    /// Tries it with an export.
    ///
    /// # Errors
    /// A name of which there is no object, and what no sign-in can have.
    pub fn tried<'e, 'd>(
        &self,
        export: &'e Export<'d>,
        facts: &'e Facts<'d>,
    ) -> Result<Tried<'e, 'd>, ScenarioError> {
        let request = self.request(export)?;
        let simulation = Simulation::of(&request, export, facts);
        let simulation = simulation.map_err(|error| self.of_request(&error))?;
        let judged = self.expected.iter().map(|one| one.judged(self.kind.is_some(), &simulation));
        let (standings, reasons): (Vec<Standing>, Vec<Option<String>>) = judged.unzip();
        Ok(Tried {
            standing: standings.into_iter().max().unwrap_or(Standing::Holds),
            reasons: reasons.into_iter().flatten().collect(),
            simulation,
        })
    }

    fn request(&self, export: &Export<'_>) -> Result<Request, ScenarioError> {
        let kind = self.policy_type()?;
        // Whether the user gets in, the session decides, too.
        let is_joined = self.kind.is_none()
            && self.expected.iter().any(|one| matches!(one, Expectation::Access(_)));
        let session = is_joined.then_some(PolicyType::OKTA_SIGN_ON).filter(|it| *it != kind);
        let app = self.app.as_ref().map(|app| found(app, ResourceKind::App, export));
        Ok(Request {
            types: session.into_iter().chain([kind]).collect(),
            app: app.transpose()?,
            who: self.who(export)?,
            origin: self.origin(export)?,
            risk: self.risk()?,
            device: self.device(export)?,
            beyond: self.beyond.clone(),
        })
    }

    fn who(&self, export: &Export<'_>) -> Result<Who, ScenarioError> {
        match (&self.user, &self.groups) {
            (Some(user), None) => {
                let id = found(user, ResourceKind::User, export)?;
                Ok(Who::User(User { id, ..User::default() }))
            }
            (None, Some(groups)) => {
                Ok(Who::MemberOf(all_found(groups, ResourceKind::Group, export)?))
            }
            (Some(_), Some(_)) => {
                Err(self.error("a scenario has a user or groups, not both", "Keep one of them"))
            }
            (None, None) => {
                let help = "Add user, or groups that the user is in";
                Err(self.error("a scenario needs a user or groups", help))
            }
        }
    }

    fn origin(&self, export: &Export<'_>) -> Result<Option<Origin>, ScenarioError> {
        match (&self.ip, &self.zones) {
            (Some(ip), None) => Ok(Some(match ip.value.trim().parse() {
                Ok(address) => Origin::Address(address),
                Err(_) => Origin::Zone(ip.value.clone()),
            })),
            (None, Some(zones)) => {
                Ok(Some(Origin::Zones(all_found(zones, ResourceKind::NetworkZone, export)?)))
            }
            (Some(_), Some(_)) => {
                Err(self.error("a scenario has ip or zones, not both", "Keep one of them"))
            }
            (None, None) => Ok(None),
        }
    }

    fn risk(&self) -> Result<Option<String>, ScenarioError> {
        let Some(Placed { value, span }) = &self.risk else { return Ok(None) };
        if Choice::Risk.dimension().knows(value) {
            return Ok(Some(value.clone()));
        }
        let message = format!("\"{}\" is no level of risk", printable(value));
        let help = "Say LOW, MEDIUM or HIGH".to_owned();
        Err(ScenarioError { span: span.clone(), message, help })
    }

    fn device(&self, export: &Export<'_>) -> Result<Device, ScenarioError> {
        let Placed { value: device, span } = &self.device;
        let assurance = device.assurance.clone().map(|value| {
            let assurance = Placed { value, span: span.clone() };
            found(&assurance, ResourceKind::DeviceAssurance, export)
        });
        let device = Device { assurance: assurance.transpose()?, ..device.clone() };
        device.checked().map_err(|error| self.of_request(&error))
    }

    fn policy_type(&self) -> Result<PolicyType, ScenarioError> {
        let Some(Placed { value, span }) = &self.kind else {
            return Ok(match self.app {
                Some(_) => PolicyType::ACCESS_POLICY,
                None => PolicyType::OKTA_SIGN_ON,
            });
        };
        let kind = PolicyType::of_policy(value);
        let is_tried =
            kind.known().is_some_and(|known| known.selection != Selection::OrderedInServer);
        if is_tried {
            return Ok(kind);
        }
        let known = SIMULATED.map(|kind| kind.to_string());
        let help = match nearest(value, known.iter().map(String::as_str)) {
            Some(meant) => format!("Did you mean \"{meant}\"?"),
            None => format!("There are {}", known.join(", ")),
        };
        let message = format!("there is no type of policies \"{}\" to try", printable(value));
        Err(ScenarioError { span: span.clone(), message, help })
    }

    /// What is wrong with what it says of the address or the device.
    fn of_request(&self, error: &SimulateError) -> ScenarioError {
        let help = error.help().unwrap_or_default().to_owned();
        let span = self.ip.as_ref().map_or(&self.device.span, |ip| &ip.span).clone();
        ScenarioError { span, message: error.to_string(), help }
    }

    fn error(&self, message: &str, help: &str) -> ScenarioError {
        let span = self.name.span.clone();
        ScenarioError { span, message: message.to_owned(), help: help.to_owned() }
    }
}

/// The id of the object that has this name or id.
fn found(
    text: &Placed<String>,
    kind: ResourceKind,
    export: &Export<'_>,
) -> Result<String, ScenarioError> {
    id_of(&text.value, kind, export).map_err(|NotFound { message, help }| ScenarioError {
        span: text.span.clone(),
        message,
        help,
    })
}

fn all_found(
    texts: &[Placed<String>],
    kind: ResourceKind,
    export: &Export<'_>,
) -> Result<Vec<String>, ScenarioError> {
    texts.iter().map(|text| found(text, kind, export)).collect()
}
