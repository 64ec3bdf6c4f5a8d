//! Simulations of sign-ins, as Okta's `POST /api/v1/policies/simulate` answers them, without Okta: the
//! same bodies in, the same bodies out (Policy API, "Access simulation").
//!
//! A [`Request`] tells what is known of a sign-in, and the export what it knows of the user, the address
//! and the app. What neither tells is undefined, as in Okta's answers. Beyond Okta, each evaluation says
//! which rules could be first at all, and whether one of them surely is.
//!
//! ```
//! use catchall::export::{Recognised, assemble};
//! use catchall::json::{Document, Layout};
//! use catchall::reach::Facts;
//! use catchall::simulate::{Expand, Request, Simulation};
//!
//! let parse = |text: &str| Document::parse("export.json", text.into(), Layout::Json);
//! let policy = r#"[{"id": "00p1", "type": "OKTA_SIGN_ON", "name": "Staff", "priority": 1,
//!     "conditions": {"people": {"groups": {"include": ["00gStaff"]}}},
//!     "_embedded": {"rules": [{"id": "0pr1", "name": "Anybody", "type": "SIGN_ON", "priority": 1,
//!         "actions": {"signon": {"access": "ALLOW"}}}]}}]"#;
//! let documents = [Recognised::of(parse(policy))];
//! let exports = assemble(&documents, &[], None);
//! let facts = Facts::of(&exports.all[0]);
//! let request = Request::read(&parse(
//!     r#"{"appInstance": "0oa1", "policyTypes": ["OKTA_SIGN_ON"],
//!         "policyContext": {"groups": {"ids": ["00gStaff"]}}}"#,
//! ))?;
//! let simulation = Simulation::of(&request, &exports.all[0], &facts)?;
//! let answer = simulation.to_json(Expand::default());
//! let policy = &answer["evaluation"][0]["result"]["policies"][0];
//! assert_eq!(policy["rules"][0]["id"], "0pr1");
//! # Ok::<(), catchall::simulate::SimulateError>(())
//! ```

mod answer;
mod beyond;
mod error;
mod evaluation;
mod expectation;
mod expected;
mod human;
mod lookup;
mod outcome;
mod request;
mod scenario;
mod situation;
mod summary;
mod zones;

pub use answer::Expand;
pub use beyond::Beyond;
pub use error::{OktaError, SimulateError};
pub use evaluation::{Evaluation, Found};
pub use expectation::{Expectation, Placed, Standing};
pub use expected::{Difference, Recorded};
pub use outcome::Joined;
pub use request::{Device, Origin, Request, User, Who};
pub use scenario::{Scenario, ScenarioError, Tried};

#[cfg(feature = "junit")]
pub use summary::write_scenarios_junit;
pub use summary::{Entry, write_scenarios, write_scenarios_json};

use crate::diagnostic::Named;
use crate::model::Export;
use crate::reach::{Facts, Names, Truth};
use situation::Situation;

/// What comes of a sign-in.
#[derive(Debug)]
pub struct Simulation<'e, 'd> {
    /// What comes of it at the policies of each type that was asked for, in the order of Okta's answers.
    pub evaluations: Vec<Evaluation<'e, 'd>>,
    /// The zone for which Okta refuses the request before it looks at a policy.
    pub blocked_by: Option<Named>,
    /// What the rules for the session and the app come to together, where these were asked for.
    pub joined: Option<Joined>,
    /// What somebody may not expect, as sentences without a full stop.
    pub notes: Vec<String>,
    export: &'e Export<'d>,
    facts: &'e Facts<'d>,
}

impl<'e, 'd> Simulation<'e, 'd> {
    /// Simulates a sign-in in the org of an export.
    ///
    /// # Errors
    /// What means nothing in this export: an address that is none, and names no zone.
    pub fn of(
        request: &Request,
        export: &'e Export<'d>,
        facts: &'e Facts<'d>,
    ) -> Result<Self, SimulateError> {
        let situation = Situation::of(request, export, facts)?;
        let evaluate =
            |kind| Evaluation::of(kind, request.app.as_deref(), &situation, export, facts);
        let evaluations: Vec<Evaluation<'e, 'd>> =
            request.types.iter().copied().map(evaluate).collect();
        let is_blocked = situation.blocked_by.is_some();
        let joined = outcome::joined(
            &evaluations,
            is_blocked,
            &Names { resources: &export.resources, facts },
        );
        let Situation { blocked_by, mut notes, .. } = situation;
        let found = evaluations.iter().filter_map(|evaluation| evaluation.found.as_ref().ok());
        notes.extend(found.flat_map(|found| found.notes.iter().cloned()));
        Ok(Self { evaluations, blocked_by, joined, notes, export, facts })
    }

    fn names(&self) -> Names<'e, 'd> {
        Names { resources: &self.export.resources, facts: self.facts }
    }
}

/// How Okta's answers say it.
fn status(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "MATCH",
        Truth::False => "NOT_MATCH",
        Truth::Undefined => "UNDEFINED",
    }
}
