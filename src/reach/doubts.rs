//! The questions about Okta that its documents leave open, with a row each: what programs call it,
//! and what an answer means, in words.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::truth::Truth;
use crate::model::KNOWN_TYPES;

/// Which of both carries a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Carrier {
    /// A policy.
    Policy,
    /// A rule.
    Rule,
}

/// Answers to doubts. A doubt without an answer leaves what depends on it undefined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readings(pub BTreeMap<Doubt, bool>);

impl Readings {
    pub(super) fn answer(&self, doubt: Doubt) -> Truth {
        self.0.get(&doubt).copied().into()
    }
}

/// What there is to say of a doubt.
struct Row {
    /// The doubt as programs read it.
    name: &'static str,
    /// What it means if the answer is yes, as the condition of a sentence.
    yes: &'static str,
    /// The same if the answer is no.
    no: &'static str,
}

/// Makes the enumeration of doubts with their rows. Their order is that in which they are told.
macro_rules! doubts {
    (
        $($(#[$doc:meta])* $doubt:ident { $name:literal, yes: $yes:literal, no: $no:literal })*
        ..unheeded..
        $($(#[$later_doc:meta])* $later:ident
            { $later_name:literal, yes: $later_yes:literal, no: $later_no:literal })*
    ) => {
        /// A question about Okta that its documents leave open. A proof holds whatever the answers
        /// are; within one analysis each has one answer, since Okta has one implementation.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Doubt {
            $($(#[$doc])* $doubt,)*
            /// Does Okta ignore a member of the conditions of a policy or rule, by its path, where
            /// none of its documents lists the member?
            Unheeded(Carrier, &'static str),
            $($(#[$later_doc])* $later,)*
        }

        impl Doubt {
            /// Those that have a row of their own.
            const WITH_ROW: &'static [Self] = &[$(Self::$doubt,)* $(Self::$later,)*];

            /// The row, or where the doubt is about.
            fn row(self) -> Result<Row, (Carrier, &'static str)> {
                Ok(match self {
                    $(Self::$doubt => Row { name: $name, yes: $yes, no: $no },)*
                    Self::Unheeded(carrier, path) => return Err((carrier, path)),
                    $(Self::$later => Row { name: $later_name, yes: $later_yes, no: $later_no },)*
                })
            }
        }
    };
}

doubts! {
    /// Where users and groups are included: must a user be listed *and* in a group, not just one
    /// of both?
    UsersAndGroupsBothRequired {
        "usersAndGroupsBothRequired",
        yes: "if a user has to be listed and in a group where a rule includes both",
        no: "if being listed or in a group is enough where a rule includes both"
    }
    /// Is a user whom the rule lists let through although a group of theirs is excluded?
    ListedUserBeatsExcludedGroup {
        "listedUserBeatsExcludedGroup",
        yes: "if listing a user outweighs the exclusion of a group",
        no: "if the exclusion of a group outweighs the listing of a user"
    }
    /// Does a policy whose list of groups is empty apply to everyone, not to nobody?
    EmptyGroupsMeanEveryone {
        "emptyGroupsMeanEveryone",
        yes: "if a policy without groups applies to everyone",
        no: "if a policy without groups applies to nobody"
    }
    /// Does a policy without a list of groups apply to everyone, not to nobody?
    NoGroupsMeanEveryone {
        "noGroupsMeanEveryone",
        yes: "if a policy without groups applies to everyone",
        no: "if a policy without groups applies to nobody"
    }
    /// Where zones are both included and excluded: does the exclusion go unheeded?
    ZoneExclusionUnheeded {
        "zoneExclusionUnheeded",
        yes: "if excluded zones go unheeded beside included ones",
        no: "if excluded zones count beside included ones"
    }
    /// Does `managed: false` let managed devices through?
    UnmanagedIncludesManaged {
        "unmanagedIncludesManaged",
        yes: "if `managed: false` lets managed devices in",
        no: "if `managed: false` keeps managed devices out"
    }
    /// Does `registered: false` let registered devices through?
    UnregisteredIncludesRegistered {
        "unregisteredIncludesRegistered",
        yes: "if `registered: false` lets registered devices in",
        no: "if `registered: false` keeps registered devices out"
    }
    /// Can a device that is not registered meet a device assurance policy?
    AssuranceWithoutRegistration {
        "assuranceWithoutRegistration",
        yes: "if devices that are not registered can meet device assurance policies",
        no: "if only registered devices can meet device assurance policies"
    }
    /// Are `OSX` and `MACOS` the same?
    OsxIsMacos {
        "osxIsMacos",
        yes: "if OSX and MACOS are the same",
        no: "if OSX and MACOS differ"
    }
    /// Does the list of excluded apps go unheeded?
    AppExclusionUnheeded {
        "appExclusionUnheeded",
        yes: "if excluded apps go unheeded",
        no: "if excluded apps count"
    }
    /// Does a password policy without `authProvider` apply to all users, not just Okta's own?
    NoAuthProviderMeansAny {
        "noAuthProviderMeansAny",
        yes: "if a password policy without a provider applies to all users",
        no: "if a password policy without a provider applies to Okta's own users"
    }
    /// Does an empty list of clients mean all?
    EmptyClientsMeanAll {
        "emptyClientsMeanAll",
        yes: "if a policy without clients applies to all",
        no: "if a policy without clients applies to none"
    }
    /// Does a missing list of clients mean all?
    NoClientsMeanAll {
        "noClientsMeanAll",
        yes: "if a policy without clients applies to all",
        no: "if a policy without clients applies to none"
    }
    /// Does an empty list of scopes mean all?
    EmptyScopesMeanAll {
        "emptyScopesMeanAll",
        yes: "if a rule without scopes matches all",
        no: "if a rule without scopes matches none"
    }
    /// Does a missing list of scopes mean all?
    NoScopesMeanAll {
        "noScopesMeanAll",
        yes: "if a rule without scopes matches all",
        no: "if a rule without scopes matches none"
    }
    /// Are people not looked at where a client asks for a token on its own behalf?
    PeopleUnheededForClients {
        "peopleUnheededForClients",
        yes: "if people go unheeded where a client asks for itself",
        no: "if people count where a client asks for itself"
    }
    /// Does an expression go on where a part of it fails, as if that part were not true?
    FailedPartIsNotTrue {
        "failedPartIsNotTrue",
        yes: "if an expression survives the failure of a part of it",
        no: "if the failure of a part fails a whole expression"
    }
    /// Does an expression stand once a part has decided it, even if a later part fails? Okta's
    /// documents promise no order of evaluation.
    DecidedExpressionStands {
        "decidedExpressionStands",
        yes: "if an expression stands once a part has decided it",
        no: "if the failure of a later part fails an expression that is decided"
    }
    /// Does an empty list of device assurance policies mean any device?
    EmptyAssurancesMeanAny {
        "emptyAssurancesMeanAny",
        yes: "if an empty list of device assurance policies lets any device in",
        no: "if an empty list of device assurance policies lets no device in"
    }
    ..unheeded..
    /// Are texts compared without regard to letter case?
    CaseUnheeded {
        "caseUnheeded",
        yes: "if letter case does not count",
        no: "if letter case counts"
    }
}

impl Doubt {
    /// The doubt that programs call so.
    pub fn named(name: &str) -> Option<Self> {
        let by_row = || Self::WITH_ROW.iter().find(|doubt| doubt.name() == name).copied();
        let unheeded = || {
            let paths = KNOWN_TYPES
                .iter()
                .flat_map(|known| [known.rule_conditions, known.policy_conditions])
                .flatten();
            let each = paths.flat_map(|path| {
                [Carrier::Policy, Carrier::Rule].map(|carrier| Self::Unheeded(carrier, path))
            });
            each.into_iter().find(|doubt| doubt.name() == name)
        };
        by_row().or_else(unheeded)
    }

    /// The names of all that have one of their own, to choose from.
    pub(crate) fn names() -> impl Iterator<Item = Cow<'static, str>> {
        Self::WITH_ROW.iter().map(|doubt| doubt.name())
    }

    /// The doubt as programs read it.
    pub fn name(self) -> Cow<'static, str> {
        match self.row() {
            Ok(row) => row.name.into(),
            Err((Carrier::Policy, path)) => format!("unheededOnPolicy:{path}").into(),
            Err((Carrier::Rule, path)) => format!("unheededOnRule:{path}").into(),
        }
    }

    /// The doubt, as the condition of a sentence, if its answer is `yes`.
    pub fn words(self, yes: bool) -> Cow<'static, str> {
        match self.row() {
            Ok(row) => (if yes { row.yes } else { row.no }).into(),
            Err((carrier, path)) => {
                let on = match carrier {
                    Carrier::Policy => "a policy",
                    Carrier::Rule => "a rule of this type",
                };
                let verb = if yes { "goes unheeded" } else { "counts" };
                format!("if `{path}` {verb} on {on}").into()
            }
        }
    }
}
