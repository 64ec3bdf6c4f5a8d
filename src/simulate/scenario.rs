//! Scenarios: sign-ins with what is expected of them, as unit tests are for code.

use std::ops::Range;

use super::beyond::Beyond;
use super::error::SimulateError;
use super::evaluation::Found;
use super::lookup::{NotFound, id_of};
use super::request::{Device, Origin, Request, User, Who};
use super::{Simulation, outcome};
use crate::json::Node;
use crate::model::{Export, PolicyType, ResourceKind, Selection};
use crate::okta::Key;
use crate::outcome::Access;
use crate::reach::{Choice, Facts, RuleIndex};
use crate::wording::{nearest, printable};

/// A value with the bytes that say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// The bytes of its file.
    pub span: Range<usize>,
}

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

/// What has to be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// A rule of this policy takes the sign-in.
    Policy(Placed<String>),
    /// This rule takes it.
    Rule(Placed<String>),
    /// The user gets in, or does not: past the session and the app both, unless a type is given.
    Access(Placed<Access>),
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

/// Whether what is expected is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is so, whatever else is so of the sign-in.
    Holds,
    /// It is not so.
    Fails,
    /// That depends on what the scenario, or the export, does not tell.
    Undecided,
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
        let simulation =
            Simulation::of(&request, export, facts).map_err(|error| self.error(error))?;
        let mut tried = Tried { standing: Standing::Holds, reasons: Vec::new(), simulation };
        for expectation in &self.expected {
            let (standing, reason) = self.holds(expectation, &tried.simulation)?;
            tried.reasons.extend(reason);
            tried.standing = match (tried.standing, standing) {
                (Standing::Fails, _) | (_, Standing::Fails) => Standing::Fails,
                (Standing::Undecided, _) | (_, Standing::Undecided) => Standing::Undecided,
                (Standing::Holds, Standing::Holds) => Standing::Holds,
            };
        }
        Ok(tried)
    }

    fn request(&self, export: &Export<'_>) -> Result<Request, ScenarioError> {
        let kind = self.policy_type()?;
        let find = |text: &Placed<String>, kind| {
            id_of(&text.value, kind, export).map_err(|error| not_found(&text.span, error))
        };
        let find_all = |texts: &[Placed<String>], kind| -> Result<Vec<String>, ScenarioError> {
            texts.iter().map(|text| find(text, kind)).collect()
        };
        let user = self.user.as_ref().map(|user| find(user, ResourceKind::User)).transpose()?;
        let groups = self.groups.as_ref().map(|groups| find_all(groups, ResourceKind::Group));
        let who = match (user, groups.transpose()?) {
            (Some(id), None) => Who::User(User { id, ..User::default() }),
            (None, Some(groups)) => Who::MemberOf(groups),
            (Some(_), Some(_)) => {
                return Err(
                    self.unusable("a scenario has a user or groups, not both", "Keep one of them")
                );
            }
            (None, None) => {
                let help = "Add user, or groups that the user is in";
                return Err(self.unusable("a scenario needs a user or groups", help));
            }
        };
        let zones = self.zones.as_ref().map(|zones| find_all(zones, ResourceKind::NetworkZone));
        let origin = match (&self.ip, zones.transpose()?) {
            (Some(_), Some(_)) => {
                return Err(
                    self.unusable("a scenario has ip or zones, not both", "Keep one of them")
                );
            }
            (Some(ip), None) => Some(match ip.value.trim().parse() {
                Ok(address) => Origin::Address(address),
                Err(_) => Origin::Zone(ip.value.clone()),
            }),
            (None, zones) => zones.map(Origin::Zones),
        };
        let assurance = self.device.value.assurance.as_ref().map(|text| {
            let found = id_of(text, ResourceKind::DeviceAssurance, export);
            found.map_err(|error| not_found(&self.device.span, error))
        });
        let device = Device { assurance: assurance.transpose()?, ..self.device.value.clone() };
        let device = device.checked().map_err(|error| self.error(error))?;
        let risk = self.risk.as_ref();
        if let Some(risk) = risk.filter(|risk| !Choice::Risk.dimension().knows(&risk.value)) {
            let message = format!("\"{}\" is no level of risk", printable(&risk.value));
            let help = "Say LOW, MEDIUM or HIGH".to_owned();
            return Err(ScenarioError { span: risk.span.clone(), message, help });
        }
        // Whether the user gets in, the session decides, too.
        let is_joined = self.kind.is_none()
            && self.expected.iter().any(|one| matches!(one, Expectation::Access(_)));
        let mut types = vec![kind];
        if is_joined && kind != PolicyType::OKTA_SIGN_ON {
            types.insert(0, PolicyType::OKTA_SIGN_ON);
        }
        let app = self.app.as_ref().map(|app| find(app, ResourceKind::App)).transpose()?;
        let risk = risk.map(|risk| risk.value.clone());
        Ok(Request { types, app, who, origin, risk, device, beyond: self.beyond.clone() })
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
        let known = super::request::SIMULATED.map(|kind| kind.to_string());
        let help = match nearest(value, known.iter().map(String::as_str)) {
            Some(meant) => format!("Did you mean \"{meant}\"?"),
            None => format!("There are {}", known.join(", ")),
        };
        let message = format!("there is no type of policies \"{}\" to try", printable(value));
        Err(ScenarioError { span: span.clone(), message, help })
    }

    /// Whether it is so, and what there is to say where it is not, or may not be.
    fn holds(
        &self,
        expectation: &Expectation,
        simulation: &Simulation<'_, '_>,
    ) -> Result<(Standing, Option<String>), ScenarioError> {
        match expectation {
            Expectation::Access(expected) => Ok(self.has_access(expected.value, simulation)),
            Expectation::Policy(name) => of_rules("policy", name, simulation, |found, index| {
                let policy = found.analysis.competition.policies[index.policy].policy;
                policy.map(|policy| policy.node)
            }),
            Expectation::Rule(name) => of_rules("rule", name, simulation, |found, index| {
                Some(found.analysis.competition.rule(index).rule.node)
            }),
        }
    }

    fn has_access(
        &self,
        expected: Access,
        simulation: &Simulation<'_, '_>,
    ) -> (Standing, Option<String>) {
        let of_type =
            || simulation.evaluations.last()?.found.as_ref().ok().and_then(outcome::access);
        let joined = simulation.joined.as_ref().filter(|_| self.kind.is_none());
        let access = joined.map_or_else(of_type, |joined| joined.access);
        let word = |access| if access == Access::Allow { "allow" } else { "deny" };
        let told = |what: &str| Some(format!("expected to {}, and {what}", word(expected)));
        match access {
            Some(access) if access == expected => (Standing::Holds, None),
            Some(access) => (Standing::Fails, told(&format!("it is to {}", word(access)))),
            None => (Standing::Undecided, told("that is open")),
        }
    }

    fn error(&self, error: SimulateError) -> ScenarioError {
        let help = error.help().unwrap_or_default().to_owned();
        let span = self.ip.as_ref().map_or(&self.device.span, |ip| &ip.span).clone();
        ScenarioError { span, message: error.to_string(), help }
    }

    fn unusable(&self, message: &str, help: &str) -> ScenarioError {
        let span = self.name.span.clone();
        ScenarioError { span, message: message.to_owned(), help: help.to_owned() }
    }
}

fn not_found(span: &Range<usize>, NotFound { message, help }: NotFound) -> ScenarioError {
    ScenarioError { span: span.clone(), message, help }
}

/// Whether all rules that could be first are of the expected object, or none is.
fn of_rules<'s, 'e, 'd>(
    what: &str,
    expected: &Placed<String>,
    simulation: &'s Simulation<'e, 'd>,
    object: impl Fn(&'s Found<'e, 'd>, RuleIndex) -> Option<Node<'d>>,
) -> Result<(Standing, Option<String>), ScenarioError> {
    let told =
        |why: &str| Some(format!("expected {what} \"{}\", and {why}", printable(&expected.value)));
    let found = match simulation.evaluations.last().map(|evaluation| &evaluation.found) {
        Some(Ok(found)) => found,
        Some(Err(why)) if simulation.blocked_by.is_some() => {
            return Ok((Standing::Fails, told(why)));
        }
        Some(Err(why)) => return Ok((Standing::Undecided, told(why))),
        None => return Ok((Standing::Undecided, None)),
    };
    let names =
        |index| object(found, index).map(|node| [Key::NAME, Key::ID].map(|key| text(node, key)));
    is_tried(
        what,
        expected,
        found.analysis.competition.rules().filter_map(|(index, _)| names(index)),
    )?;
    let is_it = |index| names(index).is_some_and(|it| it.contains(&Some(expected.value.clone())));
    let possible = &found.possible.rules;
    let count = possible.iter().filter(|possible| is_it(possible.index)).count();
    if count == 0 && !found.possible.is_open {
        let others: Vec<String> =
            possible.iter().map(|possible| found.title(possible.index)).collect();
        let instead = match others.is_empty() {
            true => "no rule takes it".to_owned(),
            false => format!("it is {}", others.join(", or ")),
        };
        return Ok((Standing::Fails, told(&instead)));
    }
    if count == possible.len() && found.is_whole() {
        return Ok((Standing::Holds, None));
    }
    Ok((Standing::Undecided, told("that is open")))
}

fn text(node: Node<'_>, key: Key) -> Option<String> {
    node.field(key)?.as_str().map(|text| text.into_owned())
}

/// That there is such an object among those that are tried, by name or id.
fn is_tried(
    what: &str,
    expected: &Placed<String>,
    tried: impl Iterator<Item = [Option<String>; 2]>,
) -> Result<(), ScenarioError> {
    let all: Vec<String> = tried.flatten().flatten().collect();
    if all.contains(&expected.value) {
        return Ok(());
    }
    let help = match nearest(&expected.value, all.iter().map(String::as_str)) {
        Some(meant) => format!("Did you mean \"{}\"?", printable(meant)),
        None => format!("Give the name or id of a {what} that is tried for this sign-in"),
    };
    let name = printable(&expected.value);
    let message = format!("no {what} \"{name}\" is tried for this sign-in");
    Err(ScenarioError { span: expected.span.clone(), message, help })
}
