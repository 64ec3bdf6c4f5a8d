//! What may be demanded of the outcomes that a sign-in meets, whatever rules they are of.

use std::fmt;
use std::time::Duration;

use super::Access;
use super::names::AuthenticatorName;
use super::proofs::Proof;
use crate::duration;
use crate::wording::{printable, series};

/// What is demanded of what a sign-in meets, for one outcome or for several that all have to be
/// passed, as those of a session and an app are. All members hold at once; one that is left as it is by
/// default demands nothing.
///
/// What outcomes accept together are the proofs that each of them accepts. A proof with more in it than
/// it takes is accepted, too, so that what is said of all proofs has to be said with care:
///
/// - A characteristic is demanded of *some* use in each proof, not of each use: a password and a
///   security key resist phishing together, since whoever has the password alone does not get in.
/// - A method is ruled out if no proof *needs* it: if what is left of an accepted proof without it is
///   accepted. In other words, it is in none of the smallest proofs.
///
/// Outcomes that deny meet all demands but `allow`: nobody gets in.
///
/// ```
/// use catchall::export::{Recognised, assemble};
/// use catchall::json::{Document, Layout};
/// use catchall::outcome::{Answer, Demand, Member, Outcome};
///
/// let rules = r#"[{"type": "ACCESS_POLICY", "name": "Anybody", "actions": {"appSignOn": {
///     "access": "ALLOW",
///     "verificationMethod": {"type": "ASSURANCE", "factorMode": "2FA", "reauthenticateIn": "PT2H"}
/// }}}]"#;
/// let documents = [Recognised::of(Document::parse("rules.json", rules.into(), Layout::Json))];
/// let exports = assemble(&documents, &[], None);
/// let outcome = exports.all[0].rules().find_map(Outcome::of).unwrap();
/// let demand = Demand { factors: 2, never: vec!["sms".parse()?], ..Demand::default() };
/// let Answer::Broken { what, proof } = outcome.meets(&demand) else { panic!() };
/// assert_eq!(what, [Member::Never("sms".parse()?)]);
/// assert_eq!(proof.unwrap().to_string(), "a password and a text message");
/// # Ok::<(), catchall::outcome::UnknownName>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Demand {
    /// `Deny`: one of the outcomes denies. `Allow`: none does, and what they ask for together can be
    /// shown.
    pub access: Option<Access>,
    /// Each proof is of at least so many factor classes: what users know, have and are.
    pub factors: usize,
    /// Each proof has a use that resists phishing.
    pub phishing_resistant: bool,
    /// Each proof has a use that is bound to a device.
    pub device_bound: bool,
    /// Each proof has a use whose key is protected by hardware.
    pub hardware_protected: bool,
    /// Each proof has a use that verifies who uses it, by a PIN or by biometrics.
    pub user_verified: bool,
    /// Each proof has a use that takes somebody who is there, by Okta's table of authenticators: also
    /// what users know.
    pub user_present: bool,
    /// No proof needs anything but these; empty for whatever there is. This and `never` say which
    /// methods, not how strict: who adds a text message to a password breaks them.
    pub only: Vec<AuthenticatorName>,
    /// No proof needs any of these.
    pub never: Vec<AuthenticatorName>,
    /// No use that a proof rests on counts for longer, before users have to show it again. Outcomes
    /// together let it count for the shortest of their times, and none for longer than the session
    /// lasts.
    pub reauthenticate_within: Option<Duration>,
    /// The session ends after this time at the latest, whatever users do.
    pub session_at_most: Option<Duration>,
}

/// One of the members of a [`Demand`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Member {
    /// Of `access`.
    Deny,
    /// Of `access`.
    Allow,
    /// `factors`.
    Factors(usize),
    /// `phishing_resistant`.
    PhishingResistant,
    /// `device_bound`.
    DeviceBound,
    /// `hardware_protected`.
    HardwareProtected,
    /// `user_verified`.
    UserVerified,
    /// `user_present`.
    UserPresent,
    /// `only`, all of it.
    Only(Vec<AuthenticatorName>),
    /// One of `never`.
    Never(AuthenticatorName),
    /// `reauthenticate_within`.
    ReauthenticateWithin(Duration),
    /// `session_at_most`.
    SessionAtMost(Duration),
}

/// Whether outcomes meet a demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// They surely do.
    Met,
    /// They surely do not.
    Broken {
        /// The members that they break.
        what: Vec<Member>,
        /// The weakest proof that they accept and that breaks one of these: of the fewest uses, and
        /// among those one that breaks most.
        proof: Option<Proof>,
    },
    /// Nobody knows.
    Unknown {
        /// Why, each once.
        why: Vec<Why>,
    },
}

/// Why it is not known whether outcomes meet a demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Whether the sign-in goes on.
    Access,
    /// What one of them asks for.
    Unexplained,
    /// What authenticators are like that no table describes.
    Authenticators,
    /// How long a proof counts.
    Time,
    /// How long the session lasts.
    Session,
    /// There is too much to look at.
    OutOfBudget,
}

impl Demand {
    /// A time of it as Okta writes times, an ISO 8601 duration such as `PT1H`; none for one that is
    /// not always equally long, such as a month.
    pub fn time(text: &str) -> Option<Duration> {
        duration::Duration::parse(text)?.fixed()
    }

    /// All that is demanded.
    pub fn members(&self) -> Vec<Member> {
        let flags = [
            (self.phishing_resistant, Member::PhishingResistant),
            (self.device_bound, Member::DeviceBound),
            (self.hardware_protected, Member::HardwareProtected),
            (self.user_verified, Member::UserVerified),
            (self.user_present, Member::UserPresent),
        ];
        let access = self.access.map(|access| match access {
            Access::Deny => Member::Deny,
            Access::Allow => Member::Allow,
        });
        let only = Some(&self.only).filter(|only| !only.is_empty());
        let mut members: Vec<Member> = access.into_iter().collect();
        members.extend((self.factors > 0).then_some(Member::Factors(self.factors)));
        members.extend(flags.into_iter().filter(|(is_set, _)| *is_set).map(|(_, flag)| flag));
        members.extend(only.cloned().map(Member::Only));
        members.extend(self.never.iter().cloned().map(Member::Never));
        members.extend(self.reauthenticate_within.map(Member::ReauthenticateWithin));
        members.extend(self.session_at_most.map(Member::SessionAtMost));
        members
    }
}

impl fmt::Display for Member {
    /// What is demanded, in words to stand after "demands".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |name: &AuthenticatorName| format!("`{}`", printable(&name.to_string()));
        match self {
            Self::Deny => f.write_str("denial"),
            Self::Allow => f.write_str("access"),
            Self::Factors(1) => f.write_str("a factor"),
            Self::Factors(count) => write!(f, "{count} factors"),
            Self::PhishingResistant => f.write_str("a phishing-resistant factor"),
            Self::DeviceBound => f.write_str("a device-bound factor"),
            Self::HardwareProtected => f.write_str("a hardware-protected factor"),
            Self::UserVerified => f.write_str("user verification"),
            Self::UserPresent => f.write_str("user presence"),
            Self::Only(names) => {
                write!(f, "nothing but {}", series(names.iter().map(quoted), "and"))
            }
            Self::Never(name) => write!(f, "no {}", quoted(name)),
            Self::ReauthenticateWithin(time) => {
                write!(f, "reauthentication within {}", duration::in_words(*time))
            }
            Self::SessionAtMost(time) => {
                write!(f, "a session of at most {}", duration::in_words(*time))
            }
        }
    }
}

impl fmt::Display for Why {
    /// A clause to stand after "since".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Access => "the export does not say whether the sign-in goes on",
            Self::Unexplained => "Okta does not document what is asked for",
            Self::Authenticators => "no table describes one of the authenticators",
            Self::Time => "it is not known how long a proof counts",
            Self::Session => "it is not known how long the session lasts",
            Self::OutOfBudget => "there are too many ways to get in",
        })
    }
}
