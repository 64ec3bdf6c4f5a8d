//! What a rule does to the sign-ins that it takes: its actions, read once, with what they mean.
//!
//! Each action is a type of its own; each member of it says [nothing, something, or something
//! else](Said) than Okta documents. Two outcomes are equal if they mean the same, which
//! [`Outcome::meaning`] tells. Which of two is stricter is asked [dimension](Dimension) by dimension:
//!
//! ```
//! use catchall::export::{Recognised, assemble};
//! use catchall::json::{Document, Layout};
//! use catchall::outcome::{Dimension, Outcome, Strength};
//!
//! let rules = r#"[
//!     {"type": "ACCESS_POLICY", "name": "Laptops", "actions": {"appSignOn": {
//!         "access": "ALLOW",
//!         "verificationMethod": {
//!             "type": "ASSURANCE", "factorMode": "2FA", "reauthenticateIn": "PT2H",
//!             "constraints": [{"possession": {"phishingResistant": "REQUIRED"}}]
//!         }
//!     }}},
//!     {"type": "ACCESS_POLICY", "name": "Phones", "actions": {"appSignOn": {
//!         "access": "ALLOW",
//!         "verificationMethod": {
//!             "type": "ASSURANCE", "factorMode": "2FA", "reauthenticateIn": "PT120M",
//!             "constraints": [{"possession": {"deviceBound": "REQUIRED"}}]
//!         }
//!     }}}
//! ]"#;
//! let documents = [Recognised::of(Document::parse("rules.json", rules.into(), Layout::Json))];
//! let exports = assemble(&documents, &[], None);
//! let outcomes: Vec<_> = exports.all[0].rules().filter_map(Outcome::of).collect();
//! let comparison = outcomes[1].compared_with(&outcomes[0]);
//! // Whatever resists phishing is bound to a device, but not the other way round.
//! assert_eq!(comparison.of(Dimension::Assurance), Strength::Weaker);
//! // `PT2H` and `PT120M` are the same.
//! assert_eq!(comparison.of(Dimension::Reauthentication), Strength::Same);
//! // A proof that gets past the second rule alone.
//! let proof = comparison.gained.unwrap();
//! assert!(proof.0.iter().all(|one| !one.characteristics.contains(&"phishingResistant")));
//! ```

pub mod actions;
mod candidates;
mod demand;
mod held;
mod joined;
mod meaning;
mod names;
mod password_settings;
mod predicates;
mod proofs;
mod requirement;
mod said;
mod session_length;
mod strength;
mod uses;
mod words;

use foldhash::HashMap;

use crate::json::Node;
use crate::model::PolicyRule;
use crate::okta::Key;
use actions::{Action, Entry};
pub use demand::{Answer, Demand, Member, Why};
use meaning::Doubts;
pub use meaning::Meaning;
pub use names::{AuthenticatorName, UnknownName};
pub use password_settings::{
    CommonPasswords, Complexity, Dictionary, Lockout, PasswordAge, PasswordSettings,
};
pub use proofs::Proof;
pub use said::{List, Name, Period, Remark, Said, Set, Text, Unexplained, Unlisted};
pub use strength::{Comparison, Dimension, Strength};
pub use uses::{Use, UserVerification};
pub(crate) use words::title;

/// What a rule does.
#[derive(Debug, Clone)]
pub struct Outcome<'d> {
    /// Whether the sign-in goes on, where a rule for sign-ins says.
    pub access: Option<Access>,
    /// The members of `actions`, in the order of the document.
    pub actions: Vec<Entry<'d>>,
}

/// Whether a sign-in goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// It does.
    Allow,
    /// It does not.
    Deny,
}

impl Access {
    /// What the rule says of sign-ins to Okta or to apps.
    pub(crate) fn of(rule: &PolicyRule<'_>) -> Option<Self> {
        [Key::APP_SIGN_ON, Key::SIGNON].into_iter().find_map(|name| {
            let access = rule.action(name)?.field(Key::ACCESS)?;
            Self::said(access.as_str()?.as_ref())
        })
    }

    fn said(text: &str) -> Option<Self> {
        match text {
            "ALLOW" => Some(Self::Allow),
            "DENY" => Some(Self::Deny),
            _ => None,
        }
    }
}

impl<'d> Outcome<'d> {
    /// Reads the actions of a rule; none where the export does not tell.
    pub fn of(rule: &PolicyRule<'d>) -> Option<Self> {
        rule.node.field(Key::ACTIONS).map(Self::said)
    }

    fn said(actions: Node<'d>) -> Self {
        let actions: Vec<Entry<'d>> = Entry::each(actions).collect();
        let said = |access: &Said<'d, Text<'d>>| Access::said(access.text()?);
        let to_app = actions.iter().find_map(|entry| match &entry.action {
            Action::AppSignOn(action) => said(&action.access),
            _ => None,
        });
        let to_okta = || {
            actions.iter().find_map(|entry| match &entry.action {
                Action::SignOn(action) => said(&action.access),
                _ => None,
            })
        };
        Self { access: to_app.or_else(to_okta), actions }
    }

    /// What it means, in normal form.
    pub fn meaning(&self) -> Meaning<'d> {
        // What else a rule says that denies counts for nothing (Policy API, "Authentication policy
        // action object"); servers still return it.
        if self.access == Some(Access::Deny) {
            return Meaning { access: self.access, actions: Vec::new(), is_understood: true };
        }
        let mut doubts = Doubts::default();
        let mut actions: Vec<_> =
            self.actions.iter().map(|entry| entry.setting(&mut doubts)).collect();
        actions.sort();
        Meaning { access: self.access, actions, is_understood: !doubts.any }
    }
}

/// Numbers for outcomes, equal where the outcomes surely are.
#[derive(Debug, Default)]
pub(crate) struct Classes<'d> {
    known: HashMap<Meaning<'d>, usize>,
    /// By the text of the actions: most rules of a policy are written like another one.
    written: HashMap<&'d str, (Option<Access>, usize)>,
    untold: usize,
}

impl<'d> Classes<'d> {
    /// What the rule says of access, and the number of its outcome.
    pub(crate) fn of(&mut self, rule: &PolicyRule<'d>) -> (Option<Access>, usize) {
        let next = self.known.len() + self.untold;
        let Some(actions) = rule.node.field(Key::ACTIONS) else {
            self.untold += 1;
            return (None, next);
        };
        *self.written.entry(actions.text()).or_insert_with(|| {
            let outcome = Outcome::said(actions);
            (outcome.access, *self.known.entry(outcome.meaning()).or_insert(next))
        })
    }
}
