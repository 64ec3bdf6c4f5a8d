//! How long sessions and tokens last, and how often users are asked again in them.

use super::{Strength, alike, unlisted};
use crate::outcome::actions::{KeepMeSignedIn, Session, SignOn, Tokens};
use crate::outcome::meaning::Doubts;
use crate::outcome::said::Said;

pub(super) fn kept_signed_in<'d>(
    own: &Said<'d, KeepMeSignedIn<'d>>,
    other: &Said<'d, KeepMeSignedIn<'d>>,
) -> Option<Strength> {
    if own.is_nothing() && other.is_nothing() {
        return None;
    }
    let (Some(one), Some(another)) = (own.value(), other.value()) else {
        return Some(alike(own, other));
    };
    let strictness = |one: &KeepMeSignedIn<'_>| match one.post_auth.text() {
        Some("ALLOWED") => Some(false),
        Some("NOT_ALLOWED") => Some(true),
        _ => None,
    };
    let post_auth = match (strictness(one), strictness(another)) {
        (Some(own), Some(other)) => Strength::more_is_stricter(own, other),
        _ => alike(&one.post_auth, &another.post_auth),
    };
    // How often users are asked is neither stricter nor laxer.
    let frequency = match (strictness(one), strictness(another)) {
        (Some(true), _) | (_, Some(true)) => Strength::Same,
        _ => alike(&one.prompt_frequency, &another.prompt_frequency),
    };
    Some(Strength::all([post_auth, frequency, unlisted(&one.unlisted, &another.unlisted)]))
}

/// How often the second factor is asked for: where none is needed, never.
pub(super) fn prompts(own: &SignOn<'_>, other: &SignOn<'_>) -> Strength {
    /// Stricter from one to the next.
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    enum Mode {
        Never,
        Device,
        Session,
        Always,
    }
    let mode = |one: &SignOn<'_>| match (one.require_factor.value(), one.factor_prompt_mode.text())
    {
        _ if matches!(one.require_factor, Said::Other(_)) => None,
        (None | Some(false), _) => Some(Mode::Never),
        (Some(true), Some("DEVICE")) => Some(Mode::Device),
        (Some(true), Some("SESSION")) => Some(Mode::Session),
        (Some(true), Some("ALWAYS")) => Some(Mode::Always),
        (Some(true), _) => None,
    };
    let (Some(own_mode), Some(other_mode)) = (mode(own), mode(other)) else {
        return Strength::all([
            alike(&own.require_factor, &other.require_factor),
            alike(&own.factor_prompt_mode, &other.factor_prompt_mode),
            alike(&own.factor_lifetime, &other.factor_lifetime),
            alike(&own.remember_device, &other.remember_device),
        ]);
    };
    let lifetime = match (own.factor_lifetime.value(), other.factor_lifetime.value()) {
        _ if own_mode != Mode::Session || other_mode != Mode::Session => Strength::Same,
        (Some(own), Some(other)) => Strength::more_is_laxer(own, other),
        _ => alike(&own.factor_lifetime, &other.factor_lifetime),
    };
    let is_remembered = |one: &SignOn<'_>, mode: &Mode| match (mode, &one.remember_device) {
        (Mode::Never, _) => Some(true),
        (Mode::Always, _) => Some(false),
        (_, Said::Nothing) => Some(false),
        (_, Said::Value(remembered)) => Some(*remembered),
        (_, Said::Other(_)) => None,
    };
    let remembered = match (is_remembered(own, &own_mode), is_remembered(other, &other_mode)) {
        (Some(own), Some(other)) => Strength::more_is_laxer(own, other),
        _ => alike(&own.remember_device, &other.remember_device),
    };
    Strength::all([Strength::more_is_stricter(own_mode, other_mode), lifetime, remembered])
}

pub(super) fn lengths<'d>(own: &Said<'d, Session<'d>>, other: &Said<'d, Session<'d>>) -> Strength {
    let nothing = Session::default();
    let said = |said: &'_ Said<'d, Session<'d>>| match said {
        Said::Nothing => Some(nothing.clone()),
        Said::Value(session) => Some(session.clone()),
        Said::Other(_) => None,
    };
    let (Some(own_limits), Some(other_limits)) = (said(own), said(other)) else {
        return alike(own, other);
    };
    let (one, another) = (&own_limits, &other_limits);
    let or = |said: &Said<'_, i64>, default: i64| match said {
        Said::Nothing => Some(default),
        Said::Value(number) => Some(*number),
        Said::Other(_) => None,
    };
    let lifetime = |one: &Session<'_>| or(&one.max_lifetime_minutes, 0);
    let lifetimes = match (lifetime(one), lifetime(another)) {
        (Some(own), Some(other)) => Strength::more_is_laxer(endless(own), endless(other)),
        _ => alike(&one.max_lifetime_minutes, &another.max_lifetime_minutes),
    };
    let idle = |one: &Session<'_>| or(&one.max_idle_minutes, 120);
    let idles = match (idle(one), idle(another)) {
        (Some(own), Some(other)) if own == other => Strength::Same,
        // What 0 means is not documented.
        (Some(own), Some(other)) if own != 0 && other != 0 => Strength::more_is_laxer(own, other),
        (Some(_), Some(_)) => Strength::Unknown,
        _ => alike(&one.max_idle_minutes, &another.max_idle_minutes),
    };
    let is_kept = |one: &Session<'_>| match one.uses_persistent_cookie {
        Said::Nothing => Some(false),
        Said::Value(kept) => Some(kept),
        Said::Other(_) => None,
    };
    let cookies = match (is_kept(one), is_kept(another)) {
        (Some(own), Some(other)) => Strength::more_is_laxer(own, other),
        _ => alike(&one.uses_persistent_cookie, &another.uses_persistent_cookie),
    };
    Strength::all([lifetimes, idles, cookies, unlisted(&one.unlisted, &another.unlisted)])
}

/// 0 stands for no end.
fn endless(number: i64) -> i64 {
    if number == 0 { i64::MAX } else { number }
}

pub(super) fn tokens(own: &Tokens<'_>, other: &Tokens<'_>) -> Strength {
    let laxer = |own: &Said<'_, i64>, other: &Said<'_, i64>, read: &dyn Fn(i64) -> i64| match (
        own, other,
    ) {
        (Said::Value(own), Said::Value(other)) => Strength::more_is_laxer(read(*own), read(*other)),
        (Said::Nothing, Said::Nothing) => Strength::Same,
        (Said::Other(own), Said::Other(other)) => {
            Strength::if_surely_same(own.text() == other.text())
        }
        _ => Strength::Unknown,
    };
    let (mut none, mut hooks) = (Doubts::default(), Vec::new());
    for one in [own, other] {
        hooks.push(one.inline_hook.meaning(&mut none));
    }
    let hook = match hooks.windows(2).all(|pair| pair[0] == pair[1]) {
        true => Strength::Same,
        false if none.any => Strength::Unknown,
        // Hooks may do anything.
        false => Strength::Incomparable,
    };
    Strength::all([
        laxer(&own.access_minutes, &other.access_minutes, &|minutes| minutes),
        laxer(&own.refresh_minutes, &other.refresh_minutes, &endless),
        laxer(&own.refresh_window_minutes, &other.refresh_window_minutes, &|minutes| minutes),
        hook,
        unlisted(&own.unlisted, &other.unlisted),
    ])
}
