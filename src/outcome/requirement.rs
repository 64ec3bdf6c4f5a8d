//! What a rule asks of the user, as alternatives over uses of authenticators, as far as Okta's
//! documents explain it.

use std::borrow::Cow;

use crate::authenticators::{Characteristic, FactorClass};
use crate::model::has_instances;

use super::actions::Demand as DemandAction;
use super::actions::{AuthenticationMethod, Chain, Constraint, SignOn, Verification};
use super::predicates::{Demanded, Entry, Like, Predicate, Primary, Verifies};
use super::said::{Name, Period, Said, Set, Text};
use super::uses::{LONGEST, characteristic_bit};
use crate::duration::Duration;

/// What a rule asks for: a proof that meets one of the alternatives.
#[derive(Debug, Default)]
pub(super) struct Requirement<'o> {
    pub(super) alternatives: Vec<Alternative>,
    pub(super) predicates: Vec<Predicate<'o>>,
}

/// A way to meet a requirement. Predicates are given by their places.
#[derive(Debug)]
pub(super) enum Alternative {
    /// So many factor classes, with a use for each demand, among the uses that are not barred (Policy
    /// API, "Constraints").
    Factors { count: usize, demands: Vec<usize>, barred: Vec<usize>, ages: Ages },
    /// Each step, with a use of its own (OpenAPI description, `AuthenticationMethodChain`).
    Chain { steps: Vec<usize>, ages: Ages },
    /// The first factor, and another use that proves another class where there is a second (Policy
    /// API, "Signon Action object").
    Session { primary: usize, has_second: bool },
}

/// How long something counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Age {
    Unsaid,
    Unclear,
    After(Duration),
    /// As long as the session.
    Session,
}

/// What the Admin Console stores for users who are never asked again within a session: five years
/// (help center, page on app sign-in policy rules).
pub(super) const NEVER: Duration = Duration::hours(43_800);

impl Age {
    pub(super) fn of(said: &Said<'_, Period<'_>>) -> Self {
        match said {
            Said::Nothing => Self::Unsaid,
            Said::Value(period) if period.duration.is_at_least(NEVER) => Self::Session,
            Said::Value(period) => Self::After(period.duration),
            Said::Other(_) => Self::Unclear,
        }
    }
}

/// How long what users know, what they have, and the rest counts, until they have to pass again.
pub(super) type Ages = [Age; 3];

impl Alternative {
    /// How many uses meet it at most, if none is idle.
    pub(super) fn most_uses(&self) -> usize {
        match self {
            // Demands are of one class each.
            Self::Factors { count, demands, .. } => demands.len().max(*count),
            Self::Chain { steps, .. } => steps.len(),
            Self::Session { has_second, .. } => 1 + usize::from(*has_second),
        }
    }

    pub(super) fn ages(&self) -> Option<Ages> {
        match self {
            Self::Factors { ages, .. } | Self::Chain { ages, .. } => Some(*ages),
            Self::Session { .. } => None,
        }
    }
}

impl<'o> Requirement<'o> {
    /// What a rule for sign-ins to apps asks for; none where Okta's documents do not explain it.
    pub(super) fn of_app(verification: &'o Verification<'_>) -> Option<Self> {
        if !verification.unlisted.is_empty() {
            return None;
        }
        let mut requirement = Self::default();
        if verification.is_assurance() {
            requirement.add_assurance(verification)?;
        } else if verification.kind.is("AUTH_METHOD_CHAIN") {
            let chains = verification.chains.elements();
            if chains.is_empty() {
                return None;
            }
            for chain in chains {
                requirement.add_chain(chain.value()?, verification)?;
            }
        } else {
            return None;
        }
        Some(requirement)
    }

    fn add_assurance(&mut self, verification: &'o Verification<'_>) -> Option<()> {
        let count = verification.factors()?;
        if matches!(verification.constraints, Said::Other(_)) {
            return None;
        }
        let all = Age::of(&verification.reauthenticate_in);
        let constraints = verification.alternatives().iter().filter(|one| !one.is_nothing());
        let mut is_constrained = false;
        for constraint in constraints {
            is_constrained = true;
            self.add_constraint(count, constraint.value()?, all)?;
        }
        if !is_constrained {
            let (demands, barred) = (Vec::new(), Vec::new());
            self.alternatives.push(Alternative::Factors { count, demands, barred, ages: [all; 3] });
        }
        Some(())
    }

    fn add_constraint(
        &mut self,
        count: usize,
        constraint: &'o Constraint<'_>,
        all: Age,
    ) -> Option<()> {
        let Constraint { knowledge, possession, inherence, unlisted } = constraint;
        if !inherence.is_nothing() || !unlisted.is_empty() {
            return None;
        }
        if [knowledge, possession].iter().any(|class| matches!(class, Said::Other(_))) {
            return None;
        }
        let mut demands = Vec::new();
        let mut barred = Vec::new();
        let mut ages = [all; 3];
        for (class, demand) in constraint.demands() {
            let age = match class {
                FactorClass::Knowledge => &mut ages[0],
                FactorClass::Possession => &mut ages[1],
            };
            if !demand.reauthenticate_in.is_nothing() {
                *age = Age::of(&demand.reauthenticate_in);
            }
            if !demand.unlisted.is_empty() || matches!(demand.required, Said::Other(_)) {
                return None;
            }
            let excluded = entries(&demand.excluded)?;
            // What it means to exclude only some uses of an authenticator is not documented.
            if excluded.iter().any(|entry| entry.like != Like::ANYTHING) {
                return None;
            }
            if demand.is_required() {
                demands.push(self.place(Predicate::Demanded(demanded(class, demand, excluded)?)));
            } else {
                let each = excluded.into_iter();
                barred.extend(each.map(|entry| self.place(Predicate::Barred(class, entry))));
            }
        }
        self.alternatives.push(Alternative::Factors { count, demands, barred, ages });
        Some(())
    }

    fn add_chain(
        &mut self,
        chain: &'o Chain<'_>,
        verification: &'o Verification<'_>,
    ) -> Option<()> {
        let mut steps = Vec::new();
        for (n, step) in chain.steps().enumerate() {
            let step = step?;
            let is_unclear = matches!(step.next, Said::Other(_))
                || step.next.elements().len() > 1
                || !step.unlisted.is_empty();
            // What the time of a later step means is not documented.
            let is_timed = n > 0 && !step.reauthenticate_in.is_nothing();
            if is_unclear || is_timed {
                return None;
            }
            let methods = entries(&step.methods)?;
            if methods.is_empty() || n == LONGEST {
                return None;
            }
            steps.push(self.place(Predicate::Step(methods)));
        }
        let own = &chain.reauthenticate_in;
        let age = Age::of(if own.is_nothing() { &verification.reauthenticate_in } else { own });
        self.alternatives.push(Alternative::Chain { steps, ages: [age; 3] });
        Some(())
    }

    /// What a rule for sign-ins to Okta asks for. Classic Engine, where the first factor is a password
    /// or a provider, does not say so.
    pub(super) fn of_okta(action: &SignOn<'_>) -> Option<Self> {
        let primary = match action.primary_factor.text() {
            _ if !action.access.is("ALLOW") => return None,
            None if action.primary_factor.is_nothing() => Primary::PasswordOrProvider,
            Some("PASSWORD_IDP") => Primary::PasswordOrProvider,
            Some("PASSWORD_IDP_ANY_FACTOR") => Primary::Any,
            _ => return None,
        };
        let has_second = match action.require_factor {
            Said::Nothing => false,
            Said::Value(required) => required,
            Said::Other(_) => return None,
        };
        let mut requirement = Self::default();
        let primary = requirement.place(Predicate::Primary(primary));
        requirement.alternatives.push(Alternative::Session { primary, has_second });
        Some(requirement)
    }

    /// What a rule for sign-ins to Okta asks for at each of them: the second factor counts only if it is
    /// asked for every time. On a device that is remembered, or within the lifetime of the factor, users
    /// get in without it (Policy API, "Signon Action object", `factorPromptMode`).
    pub(super) fn of_each_sign_in(action: &SignOn<'_>) -> Option<Self> {
        let mut requirement = Self::of_okta(action)?;
        let is_asked = match action.factor_prompt_mode.text() {
            Some("ALWAYS") => true,
            Some("SESSION" | "DEVICE") => false,
            // What else it may be asked for is not documented.
            _ if action.require_factor.is_true() => return None,
            _ => false,
        };
        for alternative in &mut requirement.alternatives {
            if let Alternative::Session { has_second, .. } = alternative {
                *has_second &= is_asked;
            }
        }
        Some(requirement)
    }

    fn place(&mut self, predicate: Predicate<'o>) -> usize {
        self.predicates.push(predicate);
        self.predicates.len() - 1
    }
}

fn demanded<'o>(
    class: FactorClass,
    demand: &'o DemandAction<'_>,
    excluded: Vec<Entry<'o>>,
) -> Option<Demanded<'o>> {
    let mut has = 0;
    for characteristic in Characteristic::ALL {
        let said = demand.characteristic(characteristic);
        let is_default = said.is_nothing();
        let is_required = is_demanded(said)?;
        match class {
            FactorClass::Possession => {
                let is_presence = characteristic == Characteristic::UserPresence;
                if is_required || is_presence && is_default {
                    has |= characteristic_bit(characteristic);
                }
            }
            // These are properties of possession ("Constraints"): what they do here is not documented.
            FactorClass::Knowledge if is_required => return None,
            FactorClass::Knowledge => {}
        }
    }
    let verification = verifies(&demand.user_verification, &demand.user_verification_methods)?;
    if class == FactorClass::Knowledge && verification != Verifies::AsItLikes {
        return None;
    }
    Some(Demanded {
        class,
        types: names(&demand.types)?,
        methods: names(&demand.methods)?,
        allowed: entries(&demand.allowed)?,
        excluded,
        like: Like { has, verification },
    })
}

/// Whether a characteristic is demanded; none where that is not documented.
fn is_demanded(said: &Said<'_, Text<'_>>) -> Option<bool> {
    match said {
        Said::Nothing => Some(false),
        Said::Value(text) if text == "REQUIRED" => Some(true),
        Said::Value(text) if text == "OPTIONAL" => Some(false),
        Said::Value(_) | Said::Other(_) => None,
    }
}

fn verifies(said: &Said<'_, Text<'_>>, methods: &Said<'_, Set<'_, Name<'_>>>) -> Option<Verifies> {
    // The methods say nothing where no verification is demanded (OpenAPI description,
    // `PossessionConstraint.userVerificationMethods`).
    if !is_demanded(said)? {
        return Some(Verifies::AsItLikes);
    }
    let methods = names(methods)?;
    if methods.is_empty() {
        return Some(Verifies::Somehow);
    }
    let is_one_of = |name: &Cow<'_, str>| {
        ["PIN", "BIOMETRICS"].iter().any(|one| one.eq_ignore_ascii_case(name))
    };
    let has = |wanted: &str| methods.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    let only = Verifies::Only { pin: has("PIN"), biometrics: has("BIOMETRICS") };
    methods.iter().all(is_one_of).then_some(only)
}

/// The names of a list; none where it holds something else, or is none.
fn names<'o>(list: &'o Said<'_, Set<'_, Name<'_>>>) -> Option<Vec<Cow<'o, str>>> {
    if matches!(list, Said::Other(_)) {
        return None;
    }
    let elements = list.elements().iter().filter(|one| !one.is_nothing());
    elements.map(|one| Some(Cow::Borrowed(one.text()?))).collect()
}

fn entries<'o>(list: &'o Said<'_, Set<'_, AuthenticationMethod<'_>>>) -> Option<Vec<Entry<'o>>> {
    if matches!(list, Said::Other(_)) {
        return None;
    }
    let elements = list.elements().iter().filter(|one| !one.is_nothing());
    elements.map(|one| Entry::of(one.value()?)).collect()
}

impl<'o> Entry<'o> {
    fn of(entry: &'o AuthenticationMethod<'_>) -> Option<Self> {
        let optional = |said: &'o Said<'_, Text<'_>>| match said {
            Said::Nothing => Some(None),
            Said::Value(text) => Some(Some(Cow::Borrowed(text.as_ref()))),
            Said::Other(_) => None,
        };
        let method = match &entry.method {
            Said::Nothing => None,
            Said::Value(Name(method)) => Some(Cow::Borrowed(method.as_ref())),
            Said::Other(_) => return None,
        };
        let mut has = 0;
        for (characteristic, said) in [
            (Characteristic::HardwareProtection, &entry.hardware_protection),
            (Characteristic::PhishingResistant, &entry.phishing_resistant),
        ] {
            if is_demanded(said)? {
                has |= characteristic_bit(characteristic);
            }
        }
        let verification = verifies(&entry.user_verification, &entry.user_verification_methods)?;
        let key = Cow::Borrowed(entry.key.text()?);
        // Of the others there is but one in an org.
        let id = optional(&entry.id)?.filter(|_| has_instances(&key));
        entry.unlisted.is_empty().then_some(Self {
            key,
            method,
            id,
            like: Like { has, verification },
        })
    }
}
