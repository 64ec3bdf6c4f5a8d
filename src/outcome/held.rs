//! Outcomes held against a demand.

use std::time::Duration;

use super::demand::{Answer, Demand, Member, Why};
use super::joined::{Places, Way, Ways, is_weaker};
use super::predicates::{Like, Named, Predicate};
use super::proofs::{Kind, OutOfBudget, Proof, as_proof, is_known};
use super::requirement::{Age, Requirement};
use super::session_length::SessionLength;
use super::uses::characteristic_bit;
use super::{Access, Outcome};
use crate::authenticators::Characteristic;
use crate::duration;

impl<'d> Outcome<'d> {
    /// Whether it meets a demand.
    pub fn meets(&self, demand: &Demand) -> Answer {
        Self::all_meet(&[self], demand)
    }

    /// Whether what a sign-in that has to pass all of these outcomes, such as those of its session and
    /// of its app, meets a demand. Which outcomes count is the caller's to say.
    ///
    /// The second factor of a session counts only if it is asked for every time; what is not asked for
    /// again on a remembered device, somebody may get in without.
    pub fn all_meet(outcomes: &[&Self], demand: &Demand) -> Answer {
        if outcomes.iter().any(|one| one.access == Some(Access::Deny)) {
            return match demand.access {
                Some(Access::Allow) => Answer::Broken { what: vec![Member::Allow], proof: None },
                _ => Answer::Met,
            };
        }
        let requirements: Vec<Option<Requirement<'_>>> =
            outcomes.iter().map(|one| Requirement::of(one)).collect();
        let is_explained = requirements.iter().all(Option::is_some);
        let requirements: Vec<Requirement<'_>> = requirements.into_iter().flatten().collect();
        let members = demand.members();
        let predicates: Vec<Predicate<'_>> = members.iter().filter_map(predicate).collect();
        let is_allowed = outcomes.iter().all(|one| one.access == Some(Access::Allow));
        let ways = Ways::of(&requirements, &predicates);
        let session = SessionLength::of(outcomes);
        let held = Held {
            is_allowed,
            is_explained,
            ways: ways.as_ref(),
            session,
            place: requirements.len(),
        };
        held.answer(&members)
    }

    /// The smallest proofs that all of these outcomes accept, at most so many, the weakest first: of
    /// the fewest uses, that prove least. One that is another with more to it is none of them. Only
    /// authenticators that Okta's table describes are in them. None where an outcome denies, or where
    /// Okta's documents do not explain what one asks for.
    pub fn weakest(outcomes: &[&Self], most: usize) -> Vec<Proof> {
        let is_allowed = outcomes.iter().all(|one| one.access == Some(Access::Allow));
        let requirements: Option<Vec<Requirement<'_>>> =
            outcomes.iter().map(|one| Requirement::of(one)).collect();
        let Some(requirements) = requirements.filter(|_| is_allowed) else {
            return Vec::new();
        };
        let Ok(ways) = Ways::of(&requirements, &[]) else {
            return Vec::new();
        };
        let mut weakest: Vec<Vec<&Kind<'_>>> = Vec::new();
        let smallest = ways.smallest.iter().map(|proof| ways.universe.at(proof));
        for proof in smallest.filter(|proof| is_known(proof)) {
            if weakest.len() < most && !weakest.iter().any(|one| is_weaker(one, &proof)) {
                weakest.push(proof);
            }
        }
        weakest.iter().map(|proof| as_proof(proof)).collect()
    }
}

/// What a member of a demand asks of uses.
fn predicate(member: &Member) -> Option<Predicate<'_>> {
    let characteristic = |one| Like { has: characteristic_bit(one), ..Like::ANYTHING };
    Some(match member {
        Member::PhishingResistant => {
            Predicate::Like(characteristic(Characteristic::PhishingResistant))
        }
        Member::DeviceBound => Predicate::Like(characteristic(Characteristic::DeviceBound)),
        Member::HardwareProtected => {
            Predicate::Like(characteristic(Characteristic::HardwareProtection))
        }
        Member::UserPresent => Predicate::Like(characteristic(Characteristic::UserPresence)),
        Member::UserVerified => Predicate::Like(Like::VERIFYING),
        Member::Only(names) => Predicate::Named(Named::of(names)),
        Member::Never(name) => Predicate::Named(Named::of(std::slice::from_ref(name))),
        Member::Deny
        | Member::Allow
        | Member::Factors(_)
        | Member::ReauthenticateWithin(_)
        | Member::SessionAtMost(_) => return None,
    })
}

/// What is known of a member.
enum Finding {
    Met,
    /// By which proofs.
    Broken(Vec<Places>),
    Unknown(Why),
}

/// Outcomes that are held against a demand, none of which denies.
struct Held<'w, 'o> {
    /// Whether all of them surely allow.
    is_allowed: bool,
    /// Whether Okta's documents explain what all of them ask for.
    is_explained: bool,
    ways: Result<&'w Ways<'o>, &'w OutOfBudget>,
    session: SessionLength,
    /// Where the predicates of the demand are.
    place: usize,
}

impl Held<'_, '_> {
    fn answer(&self, members: &[Member]) -> Answer {
        let mut nth = 0;
        let findings: Vec<(&Member, Finding)> = members
            .iter()
            .map(|member| {
                let finding = self.finding(member, nth);
                nth += usize::from(predicate(member).is_some());
                (member, finding)
            })
            .collect();
        let broken = findings.iter().filter(|(_, one)| matches!(one, Finding::Broken(_)));
        let what: Vec<Member> = broken.map(|(member, _)| (*member).clone()).collect();
        if !what.is_empty() {
            return Answer::Broken { what, proof: self.weakest_that_breaks(&findings) };
        }
        let why = findings.iter().filter_map(|(_, one)| match one {
            Finding::Unknown(why) => Some(*why),
            _ => None,
        });
        let mut why: Vec<Why> = why.collect();
        why.sort_unstable();
        why.dedup();
        if why.is_empty() { Answer::Met } else { Answer::Unknown { why } }
    }

    /// Of the fewest uses; of these one that breaks most.
    fn weakest_that_breaks(&self, findings: &[(&Member, Finding)]) -> Option<Proof> {
        let ways = self.ways.ok()?;
        let lists = || {
            findings.iter().filter_map(|(_, one)| match one {
                Finding::Broken(proofs) => Some(proofs),
                _ => None,
            })
        };
        let weakest = lists().flatten().min_by_key(|proof| {
            let broken = lists().filter(|proofs| proofs.contains(proof)).count();
            (proof.len(), std::cmp::Reverse(broken), ways.universe.weight(proof))
        })?;
        Some(ways.universe.proof(weakest))
    }

    /// What is known of a member, whose predicate is the nth of the demand.
    fn finding(&self, member: &Member, nth: usize) -> Finding {
        let finding = match (member, self.ways) {
            (Member::Allow, Ok(ways)) if self.is_explained && ways.smallest.is_empty() => {
                Finding::Broken(Vec::new())
            }
            (Member::Allow, _) => return self.allowed(),
            (Member::Deny, ways) => Finding::Broken(ways.map(known).unwrap_or_default()),
            (Member::SessionAtMost(time), ways) => match self.session.ends_within(*time) {
                Some(true) => Finding::Met,
                Some(false) => Finding::Broken(ways.map(known).unwrap_or_default()),
                None => Finding::Unknown(Why::Session),
            },
            (_, Err(OutOfBudget)) => Finding::Unknown(Why::OutOfBudget),
            (Member::ReauthenticateWithin(time), Ok(ways)) => self.reauthentication(*time, ways),
            (_, Ok(ways)) => self.proofs(member, nth, ways),
        };
        match finding {
            // It may be that nobody gets in.
            Finding::Broken(_) if !self.is_allowed => Finding::Unknown(Why::Access),
            finding => finding,
        }
    }

    fn allowed(&self) -> Finding {
        if self.is_allowed { Finding::Met } else { Finding::Unknown(Why::Access) }
    }

    /// Whether all smallest proofs meet what is demanded of proofs.
    fn proofs(&self, member: &Member, nth: usize, ways: &Ways<'_>) -> Finding {
        let holds = |kind: &&Kind<'_>| ways.universe.holds(kind, self.place, nth);
        let breaks = |proof: &[&Kind<'_>]| match member {
            Member::Factors(count) => {
                let classes = proof.iter().fold(0, |classes, kind| classes | kind.proves);
                (classes.count_ones() as usize) < *count
            }
            Member::Only(_) => !proof.iter().all(holds),
            Member::Never(_) => proof.iter().any(holds),
            _ => !proof.iter().any(holds),
        };
        let breaking: Vec<&Places> =
            ways.smallest.iter().filter(|proof| breaks(&ways.universe.at(proof))).collect();
        let is_about_methods = matches!(member, Member::Only(_) | Member::Never(_));
        if !self.is_explained && (is_about_methods || !breaking.is_empty()) {
            return Finding::Unknown(Why::Unexplained);
        }
        self.broken_by(breaking.into_iter().cloned().collect(), ways)
    }

    /// Surely broken, if Okta's table describes one of the proofs.
    fn broken_by(&self, proofs: Vec<Places>, ways: &Ways<'_>) -> Finding {
        if proofs.is_empty() {
            return Finding::Met;
        }
        let is_known = |proof: &Places| is_known(&ways.universe.at(proof));
        let known: Vec<Places> = proofs.into_iter().filter(is_known).collect();
        match known.is_empty() {
            true => Finding::Unknown(Why::Authenticators),
            false => Finding::Broken(known),
        }
    }

    /// Whether no proof counts longer. Each outcome has to be met by itself, so that together they let
    /// a proof count for the shortest time of them; and none outlasts the session.
    fn reauthentication(&self, time: Duration, ways: &Ways<'_>) -> Finding {
        let is_ended = self.session.ends_within(time);
        if is_ended == Some(true) && !self.session.may_be_kept {
            return Finding::Met;
        }
        let mut may_outlast = Vec::new();
        let mut surely_outlast = Vec::new();
        for list in &ways.each {
            let outlasting = |may: bool| -> Vec<&Places> {
                let ways = list.iter().filter(|way| {
                    let is_within = self.is_within(way, time, ways);
                    is_within == Some(false) || may && is_within.is_none()
                });
                ways.map(|way| &way.proof).collect()
            };
            may_outlast.push(outlasting(true));
            surely_outlast.push(outlasting(false));
        }
        if may_outlast.iter().any(Vec::is_empty) {
            return Finding::Met;
        }
        let finding = match ways.joined(&surely_outlast) {
            Ok(joined) => self.broken_by(joined.into_iter().collect(), ways),
            Err(OutOfBudget) => Finding::Unknown(Why::OutOfBudget),
        };
        match finding {
            Finding::Broken(_) if !self.is_explained => Finding::Unknown(Why::Unexplained),
            // It may end before.
            Finding::Broken(_) if self.session.is_given && is_ended != Some(false) => {
                Finding::Unknown(Why::Session)
            }
            Finding::Met => Finding::Unknown(Why::Time),
            finding => finding,
        }
    }

    /// Whether no use of a way counts longer than this.
    fn is_within(&self, way: &Way, time: Duration, ways: &Ways<'_>) -> Option<bool> {
        let Some(ages) = way.ages else {
            return self.session_is_within(time);
        };
        let age = |age: Age| self.age_is_within(age, time);
        let of_use = |kind: &Kind<'_>| -> Vec<Option<bool>> {
            let classes = ages.iter().enumerate().filter(|(n, _)| kind.proves >> n & 1 == 1);
            classes.map(|(_, one)| age(*one)).collect()
        };
        let uses: Vec<Vec<Option<bool>>> =
            ways.universe.at(&way.proof).into_iter().map(of_use).collect();
        // Which of several classes a use is shown again for is not documented.
        if uses.iter().flatten().all(|within| *within == Some(true)) {
            return Some(true);
        }
        let is_longer = |of_use: &Vec<Option<bool>>| of_use.iter().all(|one| *one == Some(false));
        uses.iter().any(is_longer).then_some(false)
    }

    fn session_is_within(&self, time: Duration) -> Option<bool> {
        self.session.ends_within(time).filter(|ends| !ends || !self.session.may_be_kept)
    }

    fn age_is_within(&self, age: Age, time: Duration) -> Option<bool> {
        let most = duration::Duration::of(time);
        match age {
            Age::After(after) if most.is_at_least(after) => Some(true),
            Age::After(after) if most.is_shorter_than(after) => Some(false),
            Age::Session => self.session_is_within(time),
            Age::After(_) | Age::Unsaid | Age::Unclear => None,
        }
    }
}

/// The proofs that Okta's table describes.
fn known(ways: &Ways<'_>) -> Vec<Places> {
    let is_known = |proof: &&Places| is_known(&ways.universe.at(proof));
    ways.smallest.iter().filter(is_known).cloned().collect()
}
