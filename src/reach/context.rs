//! One sign-in attempt as Okta sees it, and what is doubtful about how Okta reads a policy.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::truth::Truth;

/// What a sign-in has exactly one of, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Choice {
    /// The user, by id. None is anybody whom no condition names.
    User,
    /// The user's type, by id.
    UserType,
    /// Where the user's password is kept: `OKTA`, `ACTIVE_DIRECTORY`, `LDAP`.
    AuthProvider,
    /// The directory instance that keeps it, by id.
    Directory,
    /// The interface that the request came through: `LDAP_INTERFACE`, `RADIUS`.
    EntryPoint,
    /// The risk of the sign-in: `LOW`, `MEDIUM`, `HIGH`. None is no score.
    Risk,
    /// The risk of the user: `LOW`, `MEDIUM`, `HIGH`. None is no score.
    EntityRisk,
    /// The kind of device, as the User-Agent tells it: `DESKTOP`, `MOBILE`. None is unknown.
    DeviceClass,
    /// The operating system, as the User-Agent tells it. None is unknown.
    System,
    /// The app that is signed in to, by id.
    App,
    /// The type of that app, by name.
    AppType,
    /// The client of an authorization server, by id.
    Client,
    /// The grant type of a token request.
    GrantType,
}

/// What a sign-in may have several of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Membership {
    /// Groups of the user, by id. Everybody is in the Everyone group besides.
    Group,
    /// Network zones of the request, by id; [`ALL_ZONES`](Membership::ALL_ZONES) where it is in any
    /// zone at all.
    Zone,
    /// How the user authenticated: `OKTA`, or ids of identity providers.
    IdentityProvider,
    /// Detected behaviors, by id.
    Behavior,
    /// What Okta knows of the device: [`REGISTERED`](Membership::REGISTERED) or
    /// [`UNREGISTERED`](Membership::UNREGISTERED), [`MANAGED`](Membership::MANAGED) or
    /// [`UNMANAGED`](Membership::UNMANAGED); neither where its signals are missing.
    DeviceState,
    /// The device assurance policies that the device meets, by id.
    Assurance,
    /// What a risk detection reports; [`DETECTED`](Membership::DETECTED) where there is one.
    Detection,
    /// The scopes that a token request asks for.
    Scope,
}

impl Choice {
    /// The choice as programs read it.
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::UserType => "userType",
            Self::AuthProvider => "authProvider",
            Self::Directory => "directory",
            Self::EntryPoint => "entryPoint",
            Self::Risk => "risk",
            Self::EntityRisk => "entityRisk",
            Self::DeviceClass => "deviceClass",
            Self::System => "system",
            Self::App => "app",
            Self::AppType => "appType",
            Self::Client => "client",
            Self::GrantType => "grantType",
        }
    }
}

impl Membership {
    /// The kind of membership as programs read it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Group => "groups",
            Self::Zone => "zones",
            Self::IdentityProvider => "identityProviders",
            Self::Behavior => "behaviors",
            Self::DeviceState => "deviceStates",
            Self::Assurance => "assurances",
            Self::Detection => "detections",
            Self::Scope => "scopes",
        }
    }

    /// A zone id: any zone that is defined.
    pub const ALL_ZONES: &'static str = "ALL_ZONES";
    /// A device state: Okta Verify has registered the device.
    pub const REGISTERED: &'static str = "registered";
    /// A device state: Okta Verify has not registered the device.
    pub const UNREGISTERED: &'static str = "unregistered";
    /// A device state: the device is managed.
    pub const MANAGED: &'static str = "managed";
    /// A device state: the device is not managed.
    pub const UNMANAGED: &'static str = "unmanaged";
    /// A detection: there is one, of whatever type.
    pub const DETECTED: &'static str = "detected";
    /// A scope: one that no rule names. Scopes have no spaces (RFC 6749, section 3.3).
    pub const ANOTHER_SCOPE: &'static str = "another scope";
}

/// A text that patterns are compared with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// What the user typed to sign in.
    Identifier,
    /// An attribute of the user's profile, by name.
    Attribute(String),
}

/// What catchall does not look into: it holds of a sign-in or not, and only equal ones are known to
/// do so together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Opaque {
    /// A part of an expression is true, or is false; it may also fail.
    Part {
        /// The part, in normal form.
        text: String,
        /// Whether it is true that is meant.
        is: bool,
    },
    /// A text fits a regular expression.
    Fits(Subject, String),
    /// Okta takes the request to be in an inactive zone, or to be outside of it.
    InactiveZone {
        /// The zone, by id.
        zone: String,
        /// Whether it is in it that is meant.
        is_inside: bool,
    },
    /// Okta takes the user to be in a group that is called `EVERYONE` where only ids are known, or
    /// to be in no such group.
    EveryoneByName {
        /// Whether it is in it that is meant.
        is_inside: bool,
    },
    /// The platform is one that an entry describes by more than its class and system.
    Platform {
        /// The entry, in normal form.
        entry: String,
        /// What it demands.
        demand: PlatformDemand,
    },
    /// The list of excluded platforms, in normal form, lets the platform be.
    PlatformNotExcluded(String),
    /// The condition on apps, in normal form, does not exclude the app.
    AppNotExcluded(String),
    /// A condition that catchall does not understand holds.
    Condition {
        /// The member of `conditions`.
        name: String,
        /// The condition, in normal form.
        text: String,
    },
}

/// What an entry of a platform condition demands besides a class of device and a known system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlatformDemand {
    /// The system is `OTHER`.
    OtherSystem,
    /// The system fits an expression.
    Expression(String),
    /// The version of the system fits a text.
    Version(String),
    /// What catchall does not know.
    Unknown,
}

/// Which of both carries a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Carrier {
    /// A policy.
    Policy,
    /// A rule.
    Rule,
}

/// One sign-in attempt, or as much of it as is known. What was not given leaves the conditions on
/// it undefined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// What the sign-in has one of; `None` within is none of those that a condition names.
    pub choices: BTreeMap<Choice, Option<String>>,
    /// What the sign-in may have several of: all that it has.
    pub memberships: BTreeMap<Membership, BTreeSet<String>>,
    /// Texts; `None` within is one that is not there or not known yet.
    pub texts: BTreeMap<Subject, Option<String>>,
    /// Whether what catchall does not look into holds.
    pub opaque: BTreeMap<Opaque, bool>,
}

impl Context {
    /// Sets what the sign-in has one of.
    #[must_use]
    pub fn with(mut self, choice: Choice, value: &str) -> Self {
        self.choices.insert(choice, Some(value.to_owned()));
        self
    }

    /// Says that the sign-in has none that a condition names.
    #[must_use]
    pub fn without(mut self, choice: Choice) -> Self {
        self.choices.insert(choice, None);
        self
    }

    /// Sets all that the sign-in has of a kind.
    #[must_use]
    pub fn having<'v>(
        mut self,
        membership: Membership,
        values: impl IntoIterator<Item = &'v str>,
    ) -> Self {
        self.memberships.insert(membership, values.into_iter().map(String::from).collect());
        self
    }
}

/// A question about Okta that its documents leave open. A proof holds whatever the answers are;
/// within one analysis each has one answer, since Okta has one implementation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Doubt {
    /// Where users and groups are included: must a user be listed *and* in a group, not just one
    /// of both?
    UsersAndGroupsBothRequired,
    /// Is a user whom the rule lists let through although a group of theirs is excluded?
    ListedUserBeatsExcludedGroup,
    /// Does a policy whose list of groups is empty apply to everyone, not to nobody?
    EmptyGroupsMeanEveryone,
    /// Does a policy without a list of groups apply to everyone, not to nobody?
    NoGroupsMeanEveryone,
    /// Where zones are both included and excluded: does the exclusion go unheeded?
    ZoneExclusionUnheeded,
    /// Does `managed: false` let managed devices through?
    UnmanagedIncludesManaged,
    /// Does `registered: false` let registered devices through?
    UnregisteredIncludesRegistered,
    /// Can a device that is not registered meet a device assurance policy?
    AssuranceWithoutRegistration,
    /// Are `OSX` and `MACOS` the same?
    OsxIsMacos,
    /// Does the list of excluded apps go unheeded?
    AppExclusionUnheeded,
    /// Does a password policy without `authProvider` apply to all users, not just Okta's own?
    NoAuthProviderMeansAny,
    /// Does an empty list of clients mean all?
    EmptyClientsMeanAll,
    /// Does a missing list of clients mean all?
    NoClientsMeanAll,
    /// Does an empty list of scopes mean all?
    EmptyScopesMeanAll,
    /// Does a missing list of scopes mean all?
    NoScopesMeanAll,
    /// Are people not looked at where a client asks for a token on its own behalf?
    PeopleUnheededForClients,
    /// Does an expression go on where a part of it fails, as if that part were not true?
    FailedPartIsNotTrue,
    /// Does an expression stand once a part has decided it, even if a later part fails? Okta's
    /// documents promise no order of evaluation.
    DecidedExpressionStands,
    /// Does an empty list of device assurance policies mean any device?
    EmptyAssurancesMeanAny,
    /// Does Okta ignore a member of the conditions of a policy or rule, by its path, where none of
    /// its documents lists the member?
    Unheeded(Carrier, &'static str),
    /// Are texts compared without regard to letter case?
    CaseUnheeded,
}

impl Doubt {
    /// The doubt as programs read it.
    pub fn name(self) -> Cow<'static, str> {
        let name = match self {
            Self::UsersAndGroupsBothRequired => "usersAndGroupsBothRequired",
            Self::ListedUserBeatsExcludedGroup => "listedUserBeatsExcludedGroup",
            Self::EmptyGroupsMeanEveryone => "emptyGroupsMeanEveryone",
            Self::NoGroupsMeanEveryone => "noGroupsMeanEveryone",
            Self::ZoneExclusionUnheeded => "zoneExclusionUnheeded",
            Self::UnmanagedIncludesManaged => "unmanagedIncludesManaged",
            Self::UnregisteredIncludesRegistered => "unregisteredIncludesRegistered",
            Self::AssuranceWithoutRegistration => "assuranceWithoutRegistration",
            Self::OsxIsMacos => "osxIsMacos",
            Self::AppExclusionUnheeded => "appExclusionUnheeded",
            Self::NoAuthProviderMeansAny => "noAuthProviderMeansAny",
            Self::EmptyClientsMeanAll => "emptyClientsMeanAll",
            Self::NoClientsMeanAll => "noClientsMeanAll",
            Self::EmptyScopesMeanAll => "emptyScopesMeanAll",
            Self::NoScopesMeanAll => "noScopesMeanAll",
            Self::PeopleUnheededForClients => "peopleUnheededForClients",
            Self::FailedPartIsNotTrue => "failedPartIsNotTrue",
            Self::DecidedExpressionStands => "decidedExpressionStands",
            Self::EmptyAssurancesMeanAny => "emptyAssurancesMeanAny",
            Self::CaseUnheeded => "caseUnheeded",
            Self::Unheeded(Carrier::Policy, path) => {
                return format!("unheededOnPolicy:{path}").into();
            }
            Self::Unheeded(Carrier::Rule, path) => return format!("unheededOnRule:{path}").into(),
        };
        name.into()
    }

    /// The doubt, as the condition of a sentence, if its answer is `yes`.
    pub fn words(self, yes: bool) -> Cow<'static, str> {
        if let Self::Unheeded(carrier, path) = self {
            let on = match carrier {
                Carrier::Policy => "a policy",
                Carrier::Rule => "a rule of this type",
            };
            let verb = if yes { "goes unheeded" } else { "counts" };
            return format!("if `{path}` {verb} on {on}").into();
        }
        let words = match (self, yes) {
            (Self::UsersAndGroupsBothRequired, true) => {
                "if a user has to be listed and in a group where a rule includes both"
            }
            (Self::UsersAndGroupsBothRequired, false) => {
                "if being listed or in a group is enough where a rule includes both"
            }
            (Self::ListedUserBeatsExcludedGroup, true) => {
                "if listing a user outweighs the exclusion of a group"
            }
            (Self::ListedUserBeatsExcludedGroup, false) => {
                "if the exclusion of a group outweighs the listing of a user"
            }
            (Self::EmptyGroupsMeanEveryone | Self::NoGroupsMeanEveryone, true) => {
                "if a policy without groups applies to everyone"
            }
            (Self::EmptyGroupsMeanEveryone | Self::NoGroupsMeanEveryone, false) => {
                "if a policy without groups applies to nobody"
            }
            (Self::ZoneExclusionUnheeded, true) => {
                "if excluded zones go unheeded beside included ones"
            }
            (Self::ZoneExclusionUnheeded, false) => "if excluded zones count beside included ones",
            (Self::UnmanagedIncludesManaged, true) => "if `managed: false` lets managed devices in",
            (Self::UnmanagedIncludesManaged, false) => {
                "if `managed: false` keeps managed devices out"
            }
            (Self::UnregisteredIncludesRegistered, true) => {
                "if `registered: false` lets registered devices in"
            }
            (Self::UnregisteredIncludesRegistered, false) => {
                "if `registered: false` keeps registered devices out"
            }
            (Self::AssuranceWithoutRegistration, true) => {
                "if devices that are not registered can meet device assurance policies"
            }
            (Self::AssuranceWithoutRegistration, false) => {
                "if only registered devices can meet device assurance policies"
            }
            (Self::OsxIsMacos, true) => "if OSX and MACOS are the same",
            (Self::OsxIsMacos, false) => "if OSX and MACOS differ",
            (Self::AppExclusionUnheeded, true) => "if excluded apps go unheeded",
            (Self::AppExclusionUnheeded, false) => "if excluded apps count",
            (Self::NoAuthProviderMeansAny, true) => {
                "if a password policy without a provider applies to all users"
            }
            (Self::NoAuthProviderMeansAny, false) => {
                "if a password policy without a provider applies to Okta's own users"
            }
            (Self::EmptyClientsMeanAll | Self::NoClientsMeanAll, true) => {
                "if a policy without clients applies to all"
            }
            (Self::EmptyClientsMeanAll | Self::NoClientsMeanAll, false) => {
                "if a policy without clients applies to none"
            }
            (Self::EmptyScopesMeanAll | Self::NoScopesMeanAll, true) => {
                "if a rule without scopes matches all"
            }
            (Self::EmptyScopesMeanAll | Self::NoScopesMeanAll, false) => {
                "if a rule without scopes matches none"
            }
            (Self::PeopleUnheededForClients, true) => {
                "if people go unheeded where a client asks for itself"
            }
            (Self::PeopleUnheededForClients, false) => {
                "if people count where a client asks for itself"
            }
            (Self::FailedPartIsNotTrue, true) => {
                "if an expression survives the failure of a part of it"
            }
            (Self::FailedPartIsNotTrue, false) => {
                "if the failure of a part fails a whole expression"
            }
            (Self::DecidedExpressionStands, true) => {
                "if an expression stands once a part has decided it"
            }
            (Self::DecidedExpressionStands, false) => {
                "if the failure of a later part fails an expression that is decided"
            }
            (Self::EmptyAssurancesMeanAny, true) => {
                "if an empty list of device assurance policies lets any device in"
            }
            (Self::EmptyAssurancesMeanAny, false) => {
                "if an empty list of device assurance policies lets no device in"
            }
            (Self::CaseUnheeded, true) => "if letter case does not count",
            (Self::CaseUnheeded, false) => "if letter case counts",
            (Self::Unheeded(..), _) => "",
        };
        words.into()
    }
}

/// Answers to doubts. A doubt without an answer leaves what depends on it undefined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readings(pub BTreeMap<Doubt, bool>);

impl Readings {
    pub(super) fn answer(&self, doubt: Doubt) -> Truth {
        self.0.get(&doubt).copied().into()
    }
}
