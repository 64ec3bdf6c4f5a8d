//! How long sessions last that have to pass the rules of some outcomes.

use std::time::Duration;

use super::Outcome;
use super::said::Said;

/// How long the session lasts.
pub(super) struct SessionLength {
    /// Whether a rule for sign-ins to Okta is among the outcomes.
    pub(super) is_given: bool,
    /// The shortest time that is given, in minutes.
    minutes: Option<u64>,
    /// Whether one says it in a way that is not documented.
    is_unclear: bool,
    /// Whether users may be offered to stay signed in. What that does to the time of a session is not
    /// documented (OpenAPI description, `KeepMeSignedIn`).
    pub(super) may_be_kept: bool,
}

impl SessionLength {
    pub(super) fn of(outcomes: &[&Outcome<'_>]) -> Self {
        let rules = || outcomes.iter().filter_map(|one| one.sign_on());
        // 0 and nothing for no end (Policy API, "Signon Session object").
        let lifetime = |said: &Said<'_, i64>| match said {
            Said::Nothing => Some(None),
            Said::Value(minutes) => Some(u64::try_from(*minutes).ok().filter(|one| *one > 0)),
            Said::Other(_) => None,
        };
        let lifetimes: Vec<Option<Option<u64>>> = rules()
            .map(|rule| match &rule.session {
                Said::Nothing => Some(None),
                Said::Value(session) => lifetime(&session.max_lifetime_minutes),
                Said::Other(_) => None,
            })
            .collect();
        let may_be_kept = |one: &Outcome<'_>| {
            let kept = one.app_sign_on().map(|action| &action.keep_me_signed_in);
            kept.is_some_and(|kept| match kept {
                Said::Nothing => false,
                Said::Value(kept) => {
                    !kept.post_auth.is_nothing() && !kept.post_auth.is("NOT_ALLOWED")
                }
                Said::Other(_) => true,
            })
        };
        Self {
            is_given: rules().next().is_some(),
            minutes: lifetimes.iter().flatten().flatten().min().copied(),
            is_unclear: lifetimes.iter().any(Option::is_none),
            may_be_kept: outcomes.iter().any(|one| may_be_kept(one)),
        }
    }

    /// Whether it ends within this time; none where nobody knows.
    pub(super) fn ends_within(&self, time: Duration) -> Option<bool> {
        match self.minutes {
            Some(minutes) if Duration::from_secs(minutes.saturating_mul(60)) <= time => Some(true),
            _ if !self.is_given || self.is_unclear => None,
            _ => Some(false),
        }
    }
}
