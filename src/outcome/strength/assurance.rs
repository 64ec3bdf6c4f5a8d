//! Which proofs outcomes accept, and for how long.

use super::{Comparison, Dimension, Strength, alike, sessions, unlisted};
use crate::outcome::Outcome;
use crate::outcome::actions::Verification;
use crate::outcome::meaning::Doubts;
use crate::outcome::proofs::{Asked, Containment, Kind, OutOfBudget, Universe, is_known};
use crate::outcome::requirement::{Age, Ages, Alternative, NEVER, Requirement};
use crate::outcome::said::Form;
use crate::outcome::uses::LONGEST;

impl Comparison {
    pub(super) fn add_sign_ins_to_apps(&mut self, own: &Outcome<'_>, other: &Outcome<'_>) {
        let (own, other) = match (own.app_sign_on(), other.app_sign_on()) {
            (Some(own), Some(other)) => (own, other),
            (None, None) => return,
            _ => return self.add(Dimension::Other, Strength::Unknown),
        };
        match (own.verification.value(), other.verification.value()) {
            (Some(own), Some(other)) => self.add_verification(own, other),
            _ => self.add(Dimension::Assurance, alike(&own.verification, &other.verification)),
        }
        let kept = sessions::kept_signed_in(&own.keep_me_signed_in, &other.keep_me_signed_in);
        self.add(Dimension::SessionPrompt, kept);
        self.add(Dimension::Other, unlisted(&own.unlisted, &other.unlisted));
    }

    fn add_verification(&mut self, own: &Verification<'_>, other: &Verification<'_>) {
        let idle = |one: &Verification<'_>| match one.is_assurance() {
            true => Age::of(&one.inactivity_period),
            // Only `ASSURANCE` has it.
            false => Age::Unsaid,
        };
        self.add(Dimension::Inactivity, compare_times(idle(own), idle(other)));
        let is_proofing = |one: &Verification<'_>| one.kind.is("ID_PROOFING");
        let requirements = (Requirement::of_app(own), Requirement::of_app(other));
        match (is_proofing(own), is_proofing(other), &requirements) {
            (true, true, _) => {
                let providers = match (own.id.text(), other.id.text()) {
                    (Some(own), Some(other)) => Strength::if_same(own == other),
                    _ => alike(&own.id, &other.id),
                };
                let unlisted = unlisted(&own.unlisted, &other.unlisted);
                self.add(Dimension::Assurance, Strength::all([providers, unlisted]));
                let all = |one: &Verification<'_>| Age::of(&one.reauthenticate_in);
                self.add(Dimension::Reauthentication, compare_times(all(own), all(other)));
            }
            (false, false, (Some(own), Some(other))) => self.add_requirements(own, other),
            // Proofing is an element of its own, in no order with others.
            (true, false, (_, Some(_))) | (false, true, (Some(_), _)) => {
                self.add(Dimension::Assurance, Strength::Incomparable);
                self.add(Dimension::Reauthentication, Strength::Incomparable);
            }
            _ => {
                let mut doubts = Doubts::default();
                let is_same = own.meaning(&mut doubts) == other.meaning(&mut doubts);
                self.add(Dimension::Assurance, Strength::if_surely_same(is_same));
                self.add(Dimension::Reauthentication, Strength::if_surely_same(is_same));
            }
        }
    }

    pub(super) fn add_sign_ins_to_okta(&mut self, own: &Outcome<'_>, other: &Outcome<'_>) {
        let (own, other) = match (own.sign_on(), other.sign_on()) {
            (Some(own), Some(other)) => (own, other),
            (None, None) => return,
            _ => return self.add(Dimension::Other, Strength::Unknown),
        };
        let requirements = Requirement::of_okta(own).zip(Requirement::of_okta(other));
        // Where one says it and the other does not, they may be of different engines.
        let is_alike = own.primary_factor.is_nothing() == other.primary_factor.is_nothing();
        match &requirements {
            Some((own, other)) if is_alike => self.add_requirements(own, other),
            _ => {
                let factors = [
                    alike(&own.primary_factor, &other.primary_factor),
                    alike(&own.require_factor, &other.require_factor),
                ];
                self.add(Dimension::Assurance, Strength::all(factors));
            }
        }
        self.add(Dimension::Other, alike(&own.challenge, &other.challenge));
        self.add(Dimension::SessionPrompt, sessions::prompts(own, other));
        self.add(Dimension::Session, sessions::lengths(&own.session, &other.session));
        self.add(Dimension::Other, unlisted(&own.unlisted, &other.unlisted));
    }

    fn add_requirements(&mut self, own: &Requirement<'_>, other: &Requirement<'_>) {
        let Some(universe) = Universe::of(&[&own.predicates, &other.predicates]) else {
            self.add(Dimension::Assurance, Strength::Unknown);
            return self.add(Dimension::Reauthentication, Strength::Unknown);
        };
        let (own, other) = ((own, 0), (other, 1));
        let gained = universe.contains(own, other);
        let lost = universe.contains(other, own);
        self.add(Dimension::Assurance, strength(&gained, &lost));
        if self.is_asked_for(Dimension::Reauthentication) {
            self.add(Dimension::Reauthentication, ages(&universe, own, other));
        }
        let sure = |containment| match containment {
            Containment::Escapes(proof) => Some(proof),
            Containment::Contained | Containment::MayEscape(_) | Containment::OutOfBudget => None,
        };
        self.gained = sure(gained);
        self.lost = sure(lost);
    }
}

fn strength(gained: &Containment, lost: &Containment) -> Strength {
    use Containment::{Contained, Escapes};
    match (gained, lost) {
        (Contained, Contained) => Strength::Same,
        (Contained, Escapes(_)) => Strength::Stronger,
        (Escapes(_), Contained) => Strength::Weaker,
        (Escapes(_), Escapes(_)) => Strength::Incomparable,
        _ => Strength::Unknown,
    }
}

/// How long the proofs count that both accept: for each way to meet the one, the other has one that
/// counts as long, or not.
fn ages(universe: &Universe<'_>, own: Asked<'_, '_>, other: Asked<'_, '_>) -> Option<Strength> {
    let has_ages =
        |asked: Asked<'_, '_>| asked.0.alternatives.iter().all(|one| one.ages().is_some());
    if !has_ages(own) || !has_ages(other) {
        return None;
    }
    let no_longer =
        [(own, other), (other, own)].map(|(one, another)| is_no_longer(universe, one, another));
    Some(match no_longer {
        [Some(true), Some(true)] => common(universe, own, other),
        [Some(true), Some(false)] => Strength::Stronger,
        [Some(false), Some(true)] => Strength::Weaker,
        [Some(false), Some(false)] => Strength::Incomparable,
        _ => Strength::Unknown,
    })
}

/// Whether no proof that both accept counts longer in `inner` than in `outer`; none where nobody
/// knows.
fn is_no_longer(
    universe: &Universe<'_>,
    inner: Asked<'_, '_>,
    outer: Asked<'_, '_>,
) -> Option<bool> {
    let lasts_longer = |proof: &[&Kind<'_>], is_shorter: &dyn Fn(Strength) -> bool| {
        let met = |asked: Asked<'_, '_>| -> Vec<Ages> {
            let met = asked.0.alternatives.iter().filter(|one| universe.meets(one, asked.1, proof));
            met.filter_map(Alternative::ages).collect()
        };
        let outer = met(outer);
        let is_no_shorter =
            |own: &Ages| !outer.iter().any(|other| is_shorter(compare_ages(own, other)));
        !outer.is_empty() && met(inner).iter().any(is_no_shorter)
    };
    let may_be = |one: Strength| one.is_at_least() || one == Strength::Unknown;
    match universe.find(LONGEST, &|proof| lasts_longer(proof, &may_be)) {
        Ok(Some(proof)) if is_known(&proof) => return Some(false),
        Ok(None) => {}
        Ok(Some(_)) | Err(OutOfBudget) => return None,
    }
    match universe.find(LONGEST, &|proof| lasts_longer(proof, &Strength::is_at_least)) {
        Ok(None) => Some(true),
        Ok(Some(_)) | Err(OutOfBudget) => None,
    }
}

fn compare_ages(own: &Ages, other: &Ages) -> Strength {
    Strength::all(own.iter().zip(other).map(|(own, other)| compare_times(*own, *other)))
}

fn compare_times(own: Age, other: Age) -> Strength {
    match (own, other) {
        (Age::Unsaid, Age::Unsaid) | (Age::Session, Age::Session) => Strength::Same,
        (Age::Session, Age::After(shorter)) if shorter.is_shorter_than(NEVER) => Strength::Weaker,
        (Age::After(shorter), Age::Session) if shorter.is_shorter_than(NEVER) => Strength::Stronger,
        (Age::After(own), Age::After(other)) => {
            match (own.is_at_least(other), other.is_at_least(own)) {
                (true, true) => Strength::Same,
                (true, false) => Strength::Weaker,
                (false, true) => Strength::Stronger,
                (false, false) => Strength::Unknown,
            }
        }
        _ => Strength::Unknown,
    }
}

/// The same, unless both accept proofs and none in common.
fn common(universe: &Universe<'_>, own: Asked<'_, '_>, other: Asked<'_, '_>) -> Strength {
    let has = |wanted: &dyn Fn(&[&Kind<'_>]) -> bool| match universe.find(LONGEST, wanted) {
        Ok(found) => Some(found.is_some()),
        Err(OutOfBudget) => None,
    };
    let accepts = |asked, proof: &[&Kind<'_>]| universe.accepts(asked, proof);
    match has(&|proof| accepts(own, proof) && accepts(other, proof)) {
        Some(true) => return Strength::Same,
        Some(false) => {}
        None => return Strength::Unknown,
    }
    match [own, other].map(|asked| has(&|proof| accepts(asked, proof))) {
        [Some(true), Some(true)] => Strength::Incomparable,
        [Some(_), Some(_)] => Strength::Same,
        _ => Strength::Unknown,
    }
}
