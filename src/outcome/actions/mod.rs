//! The actions of a rule, each read once: the members that Okta's documents list, and what it is not
//! known to list.

mod enrollment;
mod password;
mod protection;
mod sign_on;
mod verification;

pub use enrollment::{
    ActivationRequirements, EnrollmentPrompt, InlineHook, ProfileAttribute, ProfileEnrollment,
};
pub use password::{MethodConstraint, Permission, PrimaryStep, Requirement, Reset, StepUp};
pub use protection::{
    ClaimRefresh, ClaimSourcing, DeviceSignalCollection, DeviceSignalProvider, EntityRisk,
    FastPass, IdentificationSettings, PolicyEvaluation, PostAuthSession, Response, SecurityMethods,
    SessionViolationDetection, UpdateControl, UpdateControls, UserIdentification, Workflow,
};
pub use sign_on::{
    Challenge, Criterion, Factor, FactorStep, HookReference, Provider, Routing, Session, SignOn,
    Tokens,
};
pub use verification::{
    AppSignOn, AuthenticationMethod, Chain, Constraint, Constraints, Demand, KeepMeSignedIn,
    Verification,
};

use super::meaning::{Doubts, Setting, Value};
use super::said::{Form, Text};
use crate::json::Node;
use crate::okta::Key;

/// A member of `actions`.
#[derive(Debug, Clone)]
pub enum Action<'d> {
    /// `appSignOn` of authentication policies.
    AppSignOn(AppSignOn<'d>),
    /// `signon` of global session policies.
    SignOn(SignOn<'d>),
    /// `idp` of identity provider routing rules.
    Routing(Routing<'d>),
    /// `enroll` of authenticator enrollment policies.
    EnrollmentPrompt(EnrollmentPrompt<'d>),
    /// `profileEnrollment` of user profile policies.
    ProfileEnrollment(ProfileEnrollment<'d>),
    /// `passwordChange` of password policies.
    PasswordChange(Permission<'d>),
    /// `selfServicePasswordReset` of password policies.
    PasswordReset(Reset<'d>),
    /// `selfServiceUnlock` of password policies.
    AccountUnlock(Permission<'d>),
    /// `token` of policies of authorization servers.
    Tokens(Tokens<'d>),
    /// `entityRisk` of entity risk policies.
    EntityRisk(EntityRisk<'d>),
    /// `postAuthSession` of session protection policies.
    PostAuthSession(PostAuthSession<'d>),
    /// `sessionViolationDetection` of session violation detection policies.
    SessionViolationDetection(SessionViolationDetection<'d>),
    /// `deviceSignalCollection` of device signal collection policies.
    DeviceSignalCollection(DeviceSignalCollection<'d>),
    /// `userIdentification` of user identification policies.
    UserIdentification(UserIdentification<'d>),
    /// `updateControls` of client update policies.
    UpdateControls(UpdateControls<'d>),
    /// `claimSourcing` of identity claim sourcing policies.
    ClaimSourcing(ClaimSourcing<'d>),
    /// One that Okta's documents do not list, or that is no object.
    Unlisted,
}

/// A member of `actions` as it stands in the file.
#[derive(Debug, Clone)]
pub struct Entry<'d> {
    /// Its key.
    pub name: Text<'d>,
    /// The value.
    pub node: Node<'d>,
    /// What it says.
    pub action: Action<'d>,
}

impl<'d> Entry<'d> {
    /// The members of `actions` that count, in the order of the document.
    pub(super) fn each(actions: Node<'d>) -> impl Iterator<Item = Self> {
        actions.fields().map(|member| {
            let name = member.key.as_str().unwrap_or_default();
            let action = Action::read(member.name(), member.value).unwrap_or(Action::Unlisted);
            Self { name, node: member.value, action }
        })
    }

    pub(super) fn setting(&self, doubts: &mut Doubts) -> Setting<'d> {
        let value = self.action.meaning(doubts).unwrap_or_else(|| doubts.as_written(self.node));
        Setting { name: self.name.clone(), value, has_default: false }
    }
}

impl<'d> Action<'d> {
    fn read(key: Key, node: Node<'d>) -> Option<Self> {
        Some(match key {
            Key::APP_SIGN_ON => Self::AppSignOn(Form::read(node)?),
            Key::SIGNON => Self::SignOn(Form::read(node)?),
            Key::IDP => Self::Routing(Form::read(node)?),
            Key::ENROLL => Self::EnrollmentPrompt(Form::read(node)?),
            Key::PROFILE_ENROLLMENT => Self::ProfileEnrollment(Form::read(node)?),
            Key::PASSWORD_CHANGE => Self::PasswordChange(Form::read(node)?),
            Key::SELF_SERVICE_PASSWORD_RESET => Self::PasswordReset(Form::read(node)?),
            Key::SELF_SERVICE_UNLOCK => Self::AccountUnlock(Form::read(node)?),
            Key::TOKEN => Self::Tokens(Form::read(node)?),
            Key::ENTITY_RISK => Self::EntityRisk(Form::read(node)?),
            Key::POST_AUTH_SESSION => Self::PostAuthSession(Form::read(node)?),
            Key::SESSION_VIOLATION_DETECTION => Self::SessionViolationDetection(Form::read(node)?),
            Key::DEVICE_SIGNAL_COLLECTION => Self::DeviceSignalCollection(Form::read(node)?),
            Key::USER_IDENTIFICATION => Self::UserIdentification(Form::read(node)?),
            Key::UPDATE_CONTROLS => Self::UpdateControls(Form::read(node)?),
            Key::CLAIM_SOURCING => Self::ClaimSourcing(Form::read(node)?),
            _ => return None,
        })
    }

    /// Whether Okta's documents say which differences count.
    pub(super) fn is_explained(&self) -> bool {
        !matches!(
            self,
            Self::ProfileEnrollment(_)
                | Self::SessionViolationDetection(_)
                | Self::DeviceSignalCollection(_)
                | Self::UserIdentification(_)
                | Self::UpdateControls(_)
                | Self::ClaimSourcing(_)
                | Self::Unlisted
        )
    }

    /// What it means; none where Okta's documents do not explain it.
    fn meaning(&self, doubts: &mut Doubts) -> Option<Value<'d>> {
        match self {
            Self::AppSignOn(action) => action.meaning(doubts),
            Self::SignOn(action) => action.meaning(doubts),
            Self::Routing(action) => action.meaning(doubts),
            Self::EnrollmentPrompt(action) => action.meaning(doubts),
            Self::PasswordChange(action) | Self::AccountUnlock(action) => action.meaning(doubts),
            Self::PasswordReset(action) => action.meaning(doubts),
            Self::Tokens(action) => action.meaning(doubts),
            Self::EntityRisk(action) => action.meaning(doubts),
            Self::PostAuthSession(action) => action.meaning(doubts),
            Self::ProfileEnrollment(_)
            | Self::SessionViolationDetection(_)
            | Self::DeviceSignalCollection(_)
            | Self::UserIdentification(_)
            | Self::UpdateControls(_)
            | Self::ClaimSourcing(_)
            | Self::Unlisted => None,
        }
    }
}
