//! What users may do by themselves, what they are asked to do, and what Okta does about them.

use super::{Comparison, Dimension, Strength, alike, both, unlisted};
use crate::outcome::Outcome;
use crate::outcome::actions::{Permission, Reset, Response, Routing};
use crate::outcome::meaning::Doubts;
use crate::outcome::said::{Form, Said, Set, Text};

impl Comparison {
    pub(super) fn add_passwords(&mut self, own: &Outcome<'_>, other: &Outcome<'_>) {
        for permission in [Outcome::password_change, Outcome::account_unlock] {
            let strength = both(permission(own), permission(other), permissions);
            self.add(Dimension::SelfService, strength);
        }
        let strength = both(own.password_reset(), other.password_reset(), resets);
        self.add(Dimension::SelfService, strength);
    }

    pub(super) fn add_consequences(&mut self, own: &Outcome<'_>, other: &Outcome<'_>) {
        let risks = both(own.entity_risk(), other.entity_risk(), |own, other| {
            let unlisted = unlisted(&own.unlisted, &other.unlisted);
            Strength::all([responses(&own.responses, &other.responses), unlisted])
        });
        self.add(Dimension::Response, risks);
        let failures = both(own.post_auth_session(), other.post_auth_session(), |own, other| {
            let unlisted = unlisted(&own.unlisted, &other.unlisted);
            Strength::all([responses(&own.responses, &other.responses), unlisted])
        });
        self.add(Dimension::Response, failures);
        let prompts = both(own.enrollment_prompt(), other.enrollment_prompt(), |own, other| {
            let unlisted = unlisted(&own.unlisted, &other.unlisted);
            Strength::all([enrollments(&own.when, &other.when), unlisted])
        });
        self.add(Dimension::Enrollment, prompts);
        self.add(Dimension::Routing, both(own.routing(), other.routing(), routings));
    }
}

fn permissions(own: &Permission<'_>, other: &Permission<'_>) -> Strength {
    let unlisted = unlisted(&own.unlisted, &other.unlisted);
    Strength::all([accesses(&own.access, &other.access), unlisted])
}

fn resets(own: &Reset<'_>, other: &Reset<'_>) -> Strength {
    // What a reset takes that nobody is allowed counts for nothing.
    let is_moot = own.access.is("DENY") || other.access.is("DENY");
    let requirement = match is_moot {
        true => Strength::Same,
        false => alike(&own.requirement, &other.requirement),
    };
    let unlisted = unlisted(&own.unlisted, &other.unlisted);
    Strength::all([accesses(&own.access, &other.access), requirement, unlisted])
}

fn accesses<'d>(own: &Said<'d, Text<'d>>, other: &Said<'d, Text<'d>>) -> Strength {
    let strictness = |said: &Said<'_, Text<'_>>| match said.text() {
        Some("ALLOW") => Some(false),
        Some("DENY") => Some(true),
        _ => None,
    };
    match (strictness(own), strictness(other)) {
        (Some(own), Some(other)) => Strength::more_is_stricter(own, other),
        _ => alike(own, other),
    }
}

fn responses<'d>(
    own: &Said<'d, Set<'d, Response<'d>>>,
    other: &Said<'d, Set<'d, Response<'d>>>,
) -> Strength {
    let mut doubts = Doubts::default();
    let mut each = |said: &Said<'d, Set<'d, Response<'d>>>| -> Vec<_> {
        let each = said.elements().iter();
        each.filter_map(|response| response.meaning(&mut doubts)).collect()
    };
    let (ours, theirs) = (each(own), each(other));
    let is_clear = |said: &Said<'_, _>| !matches!(said, Said::Other(_));
    if doubts.any || !is_clear(own) || !is_clear(other) {
        return alike(own, other);
    }
    let is_no_stricter = ours.iter().all(|one| theirs.contains(one));
    let is_no_laxer = theirs.iter().all(|one| ours.contains(one));
    Strength::of(is_no_stricter, is_no_laxer)
}

fn enrollments<'d>(own: &Said<'d, Text<'d>>, other: &Said<'d, Text<'d>>) -> Strength {
    const ORDER: [&str; 4] = ["NEVER_INCLUDING_RECOVERY", "NEVER", "CHALLENGE", "LOGIN"];
    let place = |said: &Said<'_, Text<'_>>| ORDER.iter().position(|one| said.is(one));
    match (place(own), place(other)) {
        (Some(own), Some(other)) => Strength::more_is_stricter(own, other),
        _ => alike(own, other),
    }
}

/// The same or another, in no order.
fn routings(own: &Routing<'_>, other: &Routing<'_>) -> Strength {
    let mut doubts = Doubts::default();
    let is_same = own.meaning(&mut doubts) == other.meaning(&mut doubts);
    if doubts.any { Strength::if_surely_same(is_same) } else { Strength::if_same(is_same) }
}
