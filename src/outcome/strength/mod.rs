//! Which of two outcomes is stricter, in each of the dimensions that outcomes have.

mod assurance;
mod consequences;
mod sessions;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::actions::Action;
use super::meaning::Doubts;
use super::proofs::Proof;
use super::said::{Form, Said, Unlisted};
use super::{Access, Outcome};

/// How an outcome relates to another.
///
/// ```
/// use catchall::outcome::Strength;
///
/// // In one respect it is laxer, in the others the same.
/// let all = Strength::all([Strength::Weaker, Strength::Same]);
/// assert_eq!(all, Strength::Weaker);
/// assert_eq!(Strength::all([all, Strength::Stronger]), Strength::Incomparable);
/// assert!(all.reversed().is_at_least());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Neither is stricter.
    Same,
    /// It surely is laxer.
    Weaker,
    /// It surely is stricter.
    Stronger,
    /// It surely is laxer in one respect and stricter in another, or something else.
    Incomparable,
    /// Okta's documents do not tell, or it takes too long to find out.
    Unknown,
}

impl Strength {
    /// How the other outcome relates to this one.
    pub fn reversed(self) -> Self {
        match self {
            Self::Weaker => Self::Stronger,
            Self::Stronger => Self::Weaker,
            other => other,
        }
    }

    /// Whether it surely is no laxer.
    pub fn is_at_least(self) -> bool {
        matches!(self, Self::Same | Self::Stronger)
    }

    /// Of something that is made of parts.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let (mut is_weaker, mut is_stronger) = (false, false);
        let (mut is_apart, mut is_unknown) = (false, false);
        for part in parts {
            match part {
                Self::Same => {}
                Self::Weaker => is_weaker = true,
                Self::Stronger => is_stronger = true,
                Self::Incomparable => is_apart = true,
                Self::Unknown => is_unknown = true,
            }
        }
        match (is_weaker, is_stronger) {
            (true, true) => Self::Incomparable,
            _ if is_apart => Self::Incomparable,
            _ if is_unknown => Self::Unknown,
            (true, false) => Self::Weaker,
            (false, true) => Self::Stronger,
            (false, false) => Self::Same,
        }
    }

    /// Of numbers of which the larger is stricter.
    pub(super) fn more_is_stricter<T: Ord>(own: T, other: T) -> Self {
        match own.cmp(&other) {
            std::cmp::Ordering::Less => Self::Weaker,
            std::cmp::Ordering::Equal => Self::Same,
            std::cmp::Ordering::Greater => Self::Stronger,
        }
    }

    fn more_is_laxer<T: Ord>(own: T, other: T) -> Self {
        Self::more_is_stricter(own, other).reversed()
    }

    /// Of things of which it is known whether the one is no stricter, and no laxer.
    pub(super) fn of(is_no_stricter: bool, is_no_laxer: bool) -> Self {
        match (is_no_stricter, is_no_laxer) {
            (true, true) => Self::Same,
            (true, false) => Self::Weaker,
            (false, true) => Self::Stronger,
            (false, false) => Self::Incomparable,
        }
    }

    /// Of things that are the same or not, and in no order.
    fn if_same(is_same: bool) -> Self {
        if is_same { Self::Same } else { Self::Incomparable }
    }

    /// Of things of which it is only known whether they surely are the same.
    fn if_surely_same(is_same: bool) -> Self {
        if is_same { Self::Same } else { Self::Unknown }
    }
}

/// A respect in which outcomes may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Whether sign-ins go on: denial is stricter, and makes all else moot.
    Access,
    /// Which proofs are accepted: fewer are stricter.
    Assurance,
    /// How long a proof counts: longer is laxer (Policy API, "Verification Method object",
    /// `reauthenticateIn`; `PT43800H` and more last as long as the session).
    Reauthentication,
    /// How long a proof counts while the user does nothing (`inactivityPeriod`).
    Inactivity,
    /// How often a second factor is asked for again, and whether users may stay signed in (Policy API,
    /// "Signon Action object"; OpenAPI description, `KeepMeSignedIn`).
    SessionPrompt,
    /// How long a session lasts (Policy API, "Signon Session object").
    Session,
    /// How long tokens are valid (Authorization servers API, "Token object").
    Tokens,
    /// What users may do about their passwords by themselves (Policy API, "Password Action object").
    SelfService,
    /// What is done about risks and sessions: more is stricter (OpenAPI description,
    /// `EntityRiskPolicyRuleActionsObject`, `PostAuthSessionFailureActionsObject`).
    Response,
    /// When users are asked to enroll authenticators: earlier is stricter (an assumption).
    Enrollment,
    /// Where users sign in: the same, or another place.
    Routing,
    /// What Okta's documents do not explain, or give no order to.
    Other,
}

/// How an outcome relates to another, in each dimension that one of them has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// By dimension.
    pub dimensions: BTreeMap<Dimension, Strength>,
    /// A proof that the outcome accepts and the other surely does not.
    pub gained: Option<Proof>,
    /// A proof that the other outcome accepts and this one surely does not.
    pub lost: Option<Proof>,
    /// The one dimension that somebody asks for; all, where there is none.
    only: Option<Dimension>,
}

impl Comparison {
    /// In one dimension; the same, where neither outcome has it.
    pub fn of(&self, dimension: Dimension) -> Strength {
        self.dimensions.get(&dimension).copied().unwrap_or(Strength::Same)
    }

    /// In all dimensions together.
    pub fn overall(&self) -> Strength {
        Strength::all(self.dimensions.values().copied())
    }

    fn is_asked_for(&self, dimension: Dimension) -> bool {
        self.only.is_none_or(|only| only == dimension)
    }

    /// Adds what is known of a part of a dimension, if there is such a part.
    fn add(&mut self, dimension: Dimension, strength: impl Into<Option<Strength>>) {
        if let Some(strength) = strength.into() {
            let whole = self.dimensions.entry(dimension).or_insert(Strength::Same);
            *whole = Strength::all([*whole, strength]);
        }
    }
}

impl<'d> Outcome<'d> {
    /// How it relates to another outcome: whether it is stricter, in each dimension.
    pub fn compared_with(&self, other: &Outcome<'d>) -> Comparison {
        self.compared(other, Comparison::default())
    }

    /// How it relates to another outcome in one dimension: less work than in all.
    pub fn compared_in(&self, dimension: Dimension, other: &Outcome<'d>) -> Strength {
        let only = Comparison { only: Some(dimension), ..Comparison::default() };
        self.compared(other, only).of(dimension)
    }

    fn compared(&self, other: &Outcome<'d>, mut comparison: Comparison) -> Comparison {
        comparison.add(Dimension::Access, self.access_compared_with(other));
        let is_moot = [self, other].iter().any(|one| one.access == Some(Access::Deny));
        if is_moot || self.meaning() == other.meaning() {
            return comparison;
        }
        comparison.add_sign_ins_to_apps(self, other);
        comparison.add_sign_ins_to_okta(self, other);
        comparison.add_passwords(self, other);
        comparison.add(Dimension::Tokens, both(self.tokens(), other.tokens(), sessions::tokens));
        comparison.add_consequences(self, other);
        comparison.add(Dimension::Other, unexplained(self, other));
        comparison
    }

    fn access_compared_with(&self, other: &Self) -> Option<Strength> {
        let denies = |access: Access| access == Access::Deny;
        match (self.access, other.access) {
            (Some(own), Some(other)) => {
                Some(Strength::more_is_stricter(denies(own), denies(other)))
            }
            (None, None) => {
                let (own, other) = (self.access_text(), other.access_text());
                (own.is_some() || other.is_some()).then(|| Strength::if_surely_same(own == other))
            }
            _ => Some(Strength::Unknown),
        }
    }

    /// What it says of access in words that Okta does not document.
    fn access_text(&self) -> Option<&str> {
        let access = self.app_sign_on().map(|action| &action.access);
        access.or(self.sign_on().map(|action| &action.access))?.text()
    }
}

macro_rules! action_of_kind {
    ($($name:ident: $kind:ident -> $form:ident,)*) => {
        impl<'d> Outcome<'d> {
            $(pub(super) fn $name(&self) -> Option<&super::actions::$form<'d>> {
                self.actions.iter().find_map(|entry| match &entry.action {
                    Action::$kind(action) => Some(action),
                    _ => None,
                })
            })*
        }
    };
}

action_of_kind! {
    app_sign_on: AppSignOn -> AppSignOn,
    sign_on: SignOn -> SignOn,
    routing: Routing -> Routing,
    enrollment_prompt: EnrollmentPrompt -> EnrollmentPrompt,
    password_change: PasswordChange -> Permission,
    password_reset: PasswordReset -> Reset,
    account_unlock: AccountUnlock -> Permission,
    tokens: Tokens -> Tokens,
    entity_risk: EntityRisk -> EntityRisk,
    post_auth_session: PostAuthSession -> PostAuthSession,
}

/// Of two actions, of which none or both have to be there to be compared.
fn both<T>(
    own: Option<T>,
    other: Option<T>,
    compare: impl Fn(T, T) -> Strength,
) -> Option<Strength> {
    match (own, other) {
        (Some(own), Some(other)) => Some(compare(own, other)),
        (None, None) => None,
        _ => Some(Strength::Unknown),
    }
}

/// The actions that Okta's documents do not list, or do not explain.
fn unexplained(own: &Outcome<'_>, other: &Outcome<'_>) -> Option<Strength> {
    let written = |one: &Outcome<'_>| {
        let entries = one.actions.iter().filter(|entry| !entry.action.is_explained());
        let mut written: Vec<(String, String)> = entries
            .map(|entry| (entry.name.clone().into_owned(), entry.node.canonical().into_owned()))
            .collect();
        written.sort();
        written
    };
    let (own, other) = (written(own), written(other));
    let is_empty = own.is_empty() && other.is_empty();
    (!is_empty).then(|| Strength::if_surely_same(own == other))
}

/// Members that Okta's documents do not list.
pub(super) fn unlisted(own: &[Unlisted<'_>], other: &[Unlisted<'_>]) -> Strength {
    Strength::if_surely_same(is_written_alike(own, other))
}

fn is_written_alike(own: &[Unlisted<'_>], other: &[Unlisted<'_>]) -> bool {
    fn written<'u>(all: &'u [Unlisted<'_>]) -> Vec<(&'u str, Cow<'u, str>)> {
        let mut written: Vec<_> =
            all.iter().map(|one| (one.name.as_ref(), one.node.canonical())).collect();
        written.sort_unstable();
        written
    }
    written(own) == written(other)
}

/// What is only known to mean the same or not.
pub(super) fn alike<'d, T: Form<'d>>(own: &Said<'d, T>, other: &Said<'d, T>) -> Strength {
    let mut doubts = Doubts::default();
    Strength::if_surely_same(own.meaning(&mut doubts) == other.meaning(&mut doubts))
}
