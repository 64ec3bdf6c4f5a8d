//! What the analysis claims of small exports agrees with all sign-ins that there are.
//!
//! Each case is a random export that speaks of few things, so that every sign-in that its
//! conditions can tell apart can be built, with every answer to every doubt about Okta. Each rule
//! is asked, with the plain evaluator, which of these it takes; what the analysis claims has to
//! follow from that.
//!
//! `CATCHALL_ORACLE_CASES` says how many exports to try, `CATCHALL_ORACLE_SEED` which.

use std::collections::{BTreeMap, BTreeSet};

use catchall::export::{Recognised, assemble};
use catchall::model::{Export, PolicyType};
use catchall::okta::Key;
use catchall::reach::{
    Analysis, Choice, Competition, Doubt, Facts, FirstMatch, Gap, LetIn, Membership, Opaque,
    RuleIndex, Verdict, Witness, analyse, first_match,
};
use serde_json::{Value, json};

use crate::random_exports::{
    Case, Checked, Disagreement, KINDS, Pair, Random, Scale, Set, claim, draw, filled, parse,
    try_all, with_rules,
};

/// More sign-ins than this take too long: another export is drawn.
const MOST_PAIRS: usize = 3_000;

#[test]
fn claims_agree_with_all_sign_ins() {
    try_all("CATCHALL_ORACLE", 3_000, small_export, claims_hold);
}

/// Holds all that is claimed of an export against all of its sign-ins.
pub fn claims_hold(case: &Case, random: &mut Random) -> Checked {
    let documents = [&case.export, &with_unconditional_rules(&case.export)]
        .map(|export| Recognised::of(parse(export)));
    let [export, probes] = [&documents[..1], &documents[1..]].map(the_export);
    let facts = Facts::of(&export);
    for analysis in analyse(&export, &facts) {
        let sign_ins = SignIns::of(case, &export, &probes, &facts)?;
        Oracle { case, analysis: &analysis, sign_ins, random }.agrees()?;
    }
    Ok(())
}

pub fn small_export(random: &mut Random) -> Case {
    let scale = Scale { names: 2, policies: (1, 3), rules: (2, 7), conditions: 3, density: 65 };
    loop {
        let (export, universe) = draw(random, &scale);
        if let Some(pairs) = universe.pairs(MOST_PAIRS) {
            return Case { export, universe, pairs };
        }
    }
}

fn the_export(documents: &[Recognised]) -> Export<'_> {
    let mut exports = assemble(documents, &[], None).all;
    assert_eq!(exports.len(), 1);
    exports.remove(0)
}

fn the_competition<'e, 'd>(export: &'e Export<'d>) -> Competition<'e, 'd> {
    let mut all = Competition::of(export);
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// The export with one rule in each policy, which takes whatever the policy applies to.
fn with_unconditional_rules(export: &Value) -> Value {
    let mut export = export.clone();
    for policy in export["policies"].as_array_mut().unwrap() {
        let kind = KINDS.iter().find(|kind| policy["type"] == kind.policy).unwrap();
        // That a rule without scopes takes them all is not documented (semantics, 3.17).
        let is_authorization_server = kind.of_rules.contains(&"scopes");
        let all_scopes = json!({"scopes": {"include": ["*"]}});
        policy["rules"] = json!([{
            "id": "0prProbe", "type": kind.rule, "name": "Probe", "status": "ACTIVE",
            "conditions": if is_authorization_server { all_scopes } else { Value::Null },
        }]);
    }
    export
}

/// Which of all sign-ins each rule takes.
struct SignIns<'e, 'd> {
    facts: &'e Facts<'d>,
    rules: BTreeMap<RuleIndex, Taker<'e, 'd>>,
    /// The policies as if each had one rule, without conditions.
    policies: Vec<Taker<'e, 'd>>,
}

/// A rule alone in its competition: nothing takes sign-ins from it.
struct Taker<'e, 'd> {
    alone: Competition<'e, 'd>,
    taken: Set,
}

impl<'e, 'd> SignIns<'e, 'd> {
    fn of(
        case: &Case,
        export: &'e Export<'d>,
        probes: &'e Export<'d>,
        facts: &'e Facts<'d>,
    ) -> Result<Self, Disagreement> {
        let competition = the_competition(export);
        let mut rules = BTreeMap::new();
        for (place, _) in competition.rules() {
            let mut alone = the_competition(export);
            alone.policies = vec![alone.policies.swap_remove(place.policy)];
            let of_policy = &mut alone.policies[0].rules;
            *of_policy = vec![of_policy.swap_remove(place.rule)];
            rules.insert(place, Taker::of(alone, case, facts)?);
        }
        let mut policies = Vec::new();
        for ranked in &competition.policies {
            let id = |policy: &catchall::model::Policy<'_>| policy.id().unwrap().into_owned();
            let mut alone = the_competition(probes);
            alone.policies.retain(|other| other.policy.map(id) == ranked.policy.map(id));
            policies.push(Taker::of(alone, case, facts)?);
        }
        Ok(Self { facts, rules, policies })
    }
}

impl<'e, 'd> Taker<'e, 'd> {
    fn of(
        alone: Competition<'e, 'd>,
        case: &Case,
        facts: &Facts<'d>,
    ) -> Result<Self, Disagreement> {
        let mut taken = Set::none(case.pairs.len());
        for (n, pair) in case.pairs.iter().enumerate() {
            match first_match(&alone, &pair.0, &pair.1, facts) {
                FirstMatch::Rule(_) => taken.insert(n),
                FirstMatch::Nothing => {}
                FirstMatch::OneOf(_) | FirstMatch::Undefined => {
                    claim("a complete sign-in leaves nothing open", false, || shown(pair))?;
                }
            }
        }
        Ok(Self { alone, taken })
    }

    /// Whether it takes a sign-in, whatever is not told of that.
    fn surely_takes(&self, pair: &Pair, facts: &Facts<'d>) -> bool {
        matches!(first_match(&self.alone, &pair.0, &pair.1, facts), FirstMatch::Rule(_))
    }

    fn surely_leaves(&self, pair: &Pair, facts: &Facts<'d>) -> bool {
        first_match(&self.alone, &pair.0, &pair.1, facts) == FirstMatch::Nothing
    }
}

fn has_gap((context, readings): &Pair, gap: Gap) -> bool {
    let lacks = |choice| context.choices.get(&choice) == Some(&None);
    let none = BTreeSet::new();
    let device = context.memberships.get(&Membership::DeviceState).unwrap_or(&none);
    let is = |state| device.contains(state);
    match gap {
        Gap::Risk => lacks(Choice::Risk),
        Gap::EntityRisk => lacks(Choice::EntityRisk),
        Gap::Platform => {
            let is_other_name = readings.0.get(&Doubt::OsxIsMacos) == Some(&false);
            lacks(Choice::DeviceClass) || lacks(Choice::System) || is_other_name
        }
        Gap::DeviceSignals => {
            let is_silent = !is(Membership::MANAGED) && !is(Membership::UNMANAGED);
            !is(Membership::UNREGISTERED) && (!is(Membership::REGISTERED) || is_silent)
        }
        Gap::FailedExpression => context.opaque.iter().any(|(opaque, holds)| match opaque {
            Opaque::Part { text, is } => {
                let other = Opaque::Part { text: text.clone(), is: !is };
                !holds && context.opaque.get(&other) == Some(&false)
            }
            _ => false,
        }),
    }
}

fn shown((context, readings): &Pair) -> String {
    format!("{context:?} {readings:?}")
}

/// What the analysis claims, with what it is held against.
struct Oracle<'o, 'e, 'd> {
    case: &'o Case,
    analysis: &'o Analysis<'e, 'd>,
    sign_ins: SignIns<'o, 'd>,
    random: &'o mut Random,
}

/// The claims.
impl Oracle<'_, '_, '_> {
    fn agrees(&mut self) -> Checked {
        self.agrees_on_order()?;
        self.agrees_on_redundancy()?;
        for place in self.places() {
            self.agrees_on_verdict(place)?;
            self.agrees_on_same_conditions(place)?;
            self.agrees_on_gaps(place)?;
            self.agrees_on_what_is_let_in(place)?;
        }
        for policy in 0..self.analysis.competition.policies.len() {
            self.agrees_on_policy(policy)?;
            self.agrees_on_fall_through(policy)?;
        }
        Ok(())
    }

    /// Policies and rules are tried in order, and the first that matches wins (semantics, 1.1).
    fn agrees_on_order(&self) -> Checked {
        let reached: Vec<(RuleIndex, Set)> =
            self.places().into_iter().map(|place| (place, self.reached(place))).collect();
        // Some sign-ins are enough to show whether the evaluator keeps the order.
        let step = self.case.pairs.len() / 60 + 1;
        for (n, pair) in self.case.pairs.iter().enumerate().step_by(step) {
            let winners: Vec<RuleIndex> =
                reached.iter().filter(|(_, set)| set.has(n)).map(|(place, _)| *place).collect();
            let expected = match winners[..] {
                [] => FirstMatch::Nothing,
                [place] => FirstMatch::Rule(place),
                _ => FirstMatch::OneOf(winners),
            };
            let answer = self.first_match(pair);
            claim("the first rule that takes a sign-in wins", answer == expected, || {
                format!("{answer:?} instead of {expected:?} for {}", shown(pair))
            })?;
        }
        Ok(())
    }

    /// Each verdict says what the others deny, so that each of them holds if and only if it is
    /// given.
    fn agrees_on_verdict(&mut self, place: RuleIndex) -> Checked {
        let (id, verdict) = (self.id(place), self.analysis.verdict(place));
        let said = || format!("{id} is {verdict:?}");
        let is_contradictory = self.taken(place).is_empty();
        let reached = self.reached(place);
        match &verdict {
            Verdict::Reachable(witness) => {
                claim("some sign-in reaches a reachable rule", !reached.is_empty(), said)?;
                self.agrees_on_witness("a witness reaches its rule", witness, |this, pair| {
                    match this.first_match(pair) {
                        FirstMatch::Rule(first) => first == place,
                        FirstMatch::OneOf(tied) => tied.contains(&place),
                        FirstMatch::Nothing | FirstMatch::Undefined => false,
                    }
                })
            }
            Verdict::Unreachable(cover) => {
                claim("no sign-in reaches an unreachable rule", reached.is_empty(), said)?;
                let claimed = "some sign-in meets the conditions of an unreachable rule";
                claim(claimed, !is_contradictory, said)?;
                let mut blockers = self.before(place);
                let mut own = blockers.clone();
                own.retain(|other| other.policy == place.policy);
                // Rules of the same policy are named rather than fewer ones of others.
                if self.taken(place).minus(&self.taken_by_any(&own)).is_empty() {
                    blockers = own;
                }
                self.agrees_on_cover(&id, self.taken(place), cover, &blockers)
            }
            Verdict::Contradictory(conditions) => {
                let claimed = "no sign-in meets the conditions of a contradictory rule";
                claim(claimed, is_contradictory, said)?;
                self.agrees_on_contradiction(place, conditions)
            }
            Verdict::Undecided => claim("small exports are decided", false, said),
            Verdict::Disputed => claim("nothing is disputed", false, said),
        }
    }

    /// The cover takes all of `target`, and no smaller set of `blockers` does.
    fn agrees_on_cover(
        &self,
        id: &str,
        target: &Set,
        cover: &[RuleIndex],
        blockers: &[RuleIndex],
    ) -> Checked {
        let said = || {
            let cover: Vec<String> = cover.iter().map(|place| self.id(*place)).collect();
            format!("{id} is covered by {cover:?}")
        };
        let is_before = cover.iter().all(|place| blockers.contains(place));
        claim("a cover stands before what it covers", is_before, said)?;
        let is_covered = target.minus(&self.taken_by_any(cover)).is_empty();
        claim("a cover takes every sign-in", is_covered, said)?;
        let sets: Vec<&Set> = blockers.iter().map(|place| self.taken(*place)).collect();
        let is_smallest = cover.is_empty() || !target.is_covered(cover.len() - 1, &sets);
        claim("no smaller set of rules takes every sign-in", is_smallest, said)
    }

    /// The conditions that are named contradict each other, and fewer of them do not.
    fn agrees_on_contradiction(&self, place: RuleIndex, named: &[String]) -> Checked {
        let said = || format!("{} by {named:?}", self.id(place));
        let is_met = self.can_be_met(place, named);
        claim("the conditions that are named contradict each other", !is_met, said)?;
        for name in named {
            let fewer: Vec<String> = named.iter().filter(|other| *other != name).cloned().collect();
            let is_met = self.can_be_met(place, &fewer);
            claim("a contradiction takes all conditions that are named", is_met, said)?;
        }
        Ok(())
    }

    /// Whether some sign-in may meet those of the rule's and its policy's conditions that are
    /// `named`.
    fn can_be_met(&self, place: RuleIndex, named: &[String]) -> bool {
        let id = self.id(place);
        let mut export = with_rules(&self.case.export, |other| other == id);
        let retain = |conditions: &mut Value, prefix: &str| {
            if let Some(conditions) = conditions.as_object_mut() {
                conditions.retain(|name, _| named.contains(&format!("{prefix}{name}")));
            }
        };
        for policy in export["policies"].as_array_mut().unwrap() {
            if policy["system"] != json!(true) {
                retain(&mut policy["conditions"], "the policy's ");
            }
            for rule in policy["rules"].as_array_mut().into_iter().flatten() {
                retain(&mut rule["conditions"], "");
            }
        }
        let documents = [Recognised::of(parse(&export))];
        let export = the_export(&documents);
        let (facts, competition) = (Facts::of(&export), the_competition(&export));
        let mut pairs = self.case.pairs.iter();
        pairs.any(|(context, readings)| {
            first_match(&competition, context, readings, &facts) != FirstMatch::Nothing
        })
    }

    /// A witness can happen, proves what is `claimed`, and does so whatever it leaves out.
    fn agrees_on_witness(
        &mut self,
        claimed: &'static str,
        witness: &Witness,
        is_proof: impl Fn(&Self, &Pair) -> bool,
    ) -> Checked {
        let told = (witness.context.clone(), witness.readings.clone());
        claim(claimed, is_proof(self, &told), || shown(&told))?;
        for _ in 0..4 {
            let whole = &self.case.pairs[self.random.below(self.case.pairs.len())];
            let filled = filled(&told, whole);
            claim(claimed, is_proof(self, &filled), || {
                format!("{}, filled in: {}", shown(&told), shown(&filled))
            })?;
        }
        // A request from a defined zone is from any zone, whether the witness says so or not.
        let complete = self.case.universe.with_consequences(&told);
        claim(claimed, is_proof(self, &complete), || {
            format!("{} means {}", shown(&told), shown(&complete))
        })?;
        let can_be = |whole: &Pair| self.case.universe.agrees(&complete, whole);
        claim("a witness can happen", self.case.pairs.iter().any(can_be), || shown(&told))
    }

    /// A rule is redundant if and only if no outcome changes without it, and without all that is
    /// reported to change nothing besides, as far as it could be removed and is not there for
    /// something that it comes too late for.
    fn agrees_on_redundancy(&self) -> Checked {
        let mut gone: Vec<RuleIndex> = Vec::new();
        for place in self.places() {
            let redundant_with = self.analysis.redundant_with(place);
            let changed = self.changed_without(place, &gone);
            let said = || {
                let pair = changed.first().map(|n| shown(&self.case.pairs[n]));
                format!("{} is redundant with {redundant_with:?}: {pair:?}", self.id(place))
            };
            let is_redundant =
                self.is_removable(place) && !self.reached(place).is_empty() && changed.is_empty();
            match redundant_with {
                Some(_) => {
                    claim("no outcome changes without a redundant rule", is_redundant, said)?
                }
                None => {
                    let claimed = "a rule without which no outcome changes is redundant";
                    claim(claimed, !is_redundant, said)?;
                }
            }
            gone.extend(redundant_with.map(|_| place));
        }
        for (place, other) in
            gone.iter().filter_map(|place| Some((*place, self.analysis.redundant_with(*place)?)))
        {
            let said = || format!("{} is redundant with {}", self.id(place), self.id(other));
            let is_later = other.policy == place.policy && self.turn(other) > self.turn(place);
            let does_same = self.outcome(other) == self.outcome(place);
            claim("a later rule does what a redundant one does", is_later && does_same, said)?;
            let stays = !gone.contains(&other) && !self.reached(other).is_empty();
            claim("what does the same is not itself reported", stays, said)?;
        }
        Ok(())
    }

    fn is_removable(&self, place: RuleIndex) -> bool {
        let competition = &self.analysis.competition;
        let is_tied = self.tied(place).iter().any(|other| other.policy == place.policy);
        let is_needed = self.rule(place).system
            || competition.kind.known().is_some_and(|known| known.has_one_custom_rule);
        let mut allowing = self.before(place);
        allowing.retain(|other| self.access(*other).as_deref() == Some("ALLOW"));
        allowing.retain(|other| !self.reached(*other).is_empty());
        let may_let_in = |other: &RuleIndex| !self.taken(*other).and(self.taken(place)).is_empty();
        let comes_too_late =
            self.access(place).as_deref() == Some("DENY") && allowing.iter().any(may_let_in);
        !is_tied
            && !is_needed
            && !comes_too_late
            && competition.policies[place.policy].has_all_rules
    }

    fn agrees_on_same_conditions(&self, place: RuleIndex) -> Checked {
        let Some(other) = self.analysis.same_conditions(place) else {
            return Ok(());
        };
        let said = || format!("{} and {}", self.id(other), self.id(place));
        let is_earlier = other.policy == place.policy && other.rule < place.rule;
        claim("a rule has the conditions of an earlier one", is_earlier, said)?;
        let is_same = self.taken(place) == self.taken(other);
        claim("rules of the same conditions take the same sign-ins", is_same, said)?;
        let differs = self.outcome(place) != self.outcome(other);
        claim("rules of the same conditions have different outcomes", differs, said)
    }

    /// What is only reached by a gap, is not reached without; what is not reached without a risk
    /// score that is named is said to be so.
    fn agrees_on_gaps(&self, place: RuleIndex) -> Checked {
        let reached = self.reached(place);
        let mut pairs = self.case.pairs.iter().enumerate();
        let Some(found) = self.analysis.reached_by_gap(place) else {
            let names_all_levels = self.case.universe.names_all(Choice::Risk, 3);
            let is_scored = |pair: &Pair| pair.0.choices.get(&Choice::Risk) != Some(&None);
            // Policies of such types have no conditions, so that what leaves a sign-in has one.
            let is_alone = !self.analysis.competition.kind.is_ordered();
            let count = self.case.pairs.len();
            let is_conditional = is_alone && !(0..count).all(|n| self.taken(place).has(n));
            let may_be_said = names_all_levels
                && is_conditional
                && !self.rule(place).system
                && !reached.is_empty();
            let is_scored = pairs.any(|(n, pair)| reached.has(n) && is_scored(pair));
            return claim(
                "what no scored sign-in reaches is said",
                !may_be_said || is_scored,
                || self.id(place),
            );
        };
        let has_gap = |pair: &Pair| found.gaps.iter().any(|gap| has_gap(pair, *gap));
        let other = pairs.find(|(n, pair)| reached.has(*n) && !has_gap(pair));
        claim("no sign-in without a gap reaches a rule that needs one", other.is_none(), || {
            format!("{} by {found:?}: {}", self.id(place), shown(other.unwrap().1))
        })?;
        let is_before = found.cover.iter().all(|other| self.before(place).contains(other));
        let left = self.taken(place).minus(&self.taken_by_any(&found.cover));
        let mut pairs = self.case.pairs.iter().enumerate();
        let is_left = pairs.any(|(n, pair)| left.has(n) && !has_gap(pair));
        claim("a cover takes all sign-ins without the gap", is_before && !is_left, || {
            format!("{} by {found:?}", self.id(place))
        })
    }

    fn agrees_on_what_is_let_in(&mut self, place: RuleIndex) -> Checked {
        for LetIn { by, witness, is_sure } in self.analysis.let_in(place) {
            let said = || format!("{} lets in what {} denies", self.id(by), self.id(place));
            let is_earlier = self.before(place).contains(&by);
            claim("what a rule denies is let in earlier", is_earlier, said)?;
            let takes_two = witness.context.memberships.iter().any(|(kind, values)| {
                let is_alternative = |value: &&String| *value != Membership::ALL_ZONES;
                let may_go_together =
                    [Membership::DeviceState, Membership::Scope, Membership::Detection];
                !may_go_together.contains(kind) && values.iter().filter(is_alternative).count() > 1
            });
            claim("what is surely let in is in one group at a time", !is_sure || !takes_two, said)?;
            let accesses = (self.access(by), self.access(place));
            let is_opposed = accesses == (Some("ALLOW".into()), Some("DENY".into()));
            claim("what one rule denies the other allows", is_opposed, said)?;
            let is_exception = self.taken(by).minus(self.taken(place)).is_empty();
            claim("an exception is meant to let sign-ins in", !is_exception, said)?;
            self.agrees_on_witness("what is let in would be denied", &witness, |this, pair| {
                let denier = &this.sign_ins.rules[&place];
                this.first_match(pair) == FirstMatch::Rule(by)
                    && denier.surely_takes(pair, this.sign_ins.facts)
            })?;
        }
        Ok(())
    }

    /// A policy is reached through its rules. That the settings of password policies are, nobody
    /// says (semantics, 1.2).
    fn agrees_on_policy(&mut self, policy: usize) -> Checked {
        let verdict = self.analysis.policy_verdict(policy);
        let said = || format!("policy {policy} is {verdict:?}");
        let (own, before) = (self.of_policy(policy), self.before_policy(policy));
        let needs_rule = self.analysis.competition.kind != PolicyType::PASSWORD && !own.is_empty();
        let target = match needs_rule {
            true => self.taken_by_any(&own),
            false => self.sign_ins.policies[policy].taken.clone(),
        };
        let is_reached = !target.minus(&self.taken_by_any(&before)).is_empty();
        match &verdict {
            Verdict::Reachable(witness) => {
                claim("some sign-in gets to a reachable policy", is_reached, said)?;
                self.agrees_on_witness("a witness gets to its policy", witness, |this, pair| {
                    let SignIns { facts, rules, policies } = &this.sign_ins;
                    let mut own = own.iter();
                    policies[policy].surely_takes(pair, facts)
                        && before.iter().all(|place| rules[place].surely_leaves(pair, facts))
                        && (!needs_rule || own.any(|place| rules[place].surely_takes(pair, facts)))
                })
            }
            Verdict::Unreachable(cover) => {
                claim("no sign-in gets to an unreachable policy", !is_reached, said)?;
                claim("an unreachable policy is for some sign-in", !target.is_empty(), said)?;
                self.agrees_on_cover(&format!("policy {policy}"), &target, cover, &before)
            }
            Verdict::Contradictory(_) => {
                claim("a contradictory policy is for no sign-in", target.is_empty(), said)
            }
            Verdict::Undecided | Verdict::Disputed => {
                claim("policies of small exports are decided", false, said)
            }
        }
    }

    fn agrees_on_fall_through(&mut self, policy: usize) -> Checked {
        let mut takers = self.before_policy(policy);
        takers.extend(self.of_policy(policy));
        let fallen = self.sign_ins.policies[policy].taken.minus(&self.taken_by_any(&takers));
        if let Some(witness) = self.analysis.falls_through(policy) {
            let said = || format!("policy {policy}: {witness:?}");
            claim("some sign-in falls through where one is shown", !fallen.is_empty(), said)?;
            return self.agrees_on_witness("a witness falls through", &witness, |this, pair| {
                let SignIns { facts, rules, policies } = &this.sign_ins;
                policies[policy].surely_takes(pair, facts)
                    && takers.iter().all(|place| rules[place].surely_leaves(pair, facts))
            });
        }
        // What Okta refuses before it looks at a policy is no example.
        let mut likely = self.case.pairs.iter().enumerate();
        let is_example = likely
            .any(|(n, (context, _))| fallen.has(n) && !self.case.universe.is_blocked(context));
        let is_shown_where_sure = !self.may_surely_fall_through(policy) || !is_example;
        claim("what surely falls through is shown", is_shown_where_sure, || {
            let pair = fallen.first().map(|n| shown(&self.case.pairs[n]));
            format!("policy {policy}: {pair:?}")
        })
    }

    /// Whether it is claimed of the policy at all that sign-ins fall through, and nothing is in
    /// doubt.
    fn may_surely_fall_through(&self, policy: usize) -> bool {
        let competition = &self.analysis.competition;
        let is_among_others =
            [PolicyType::OKTA_SIGN_ON, PolicyType::PASSWORD, PolicyType::MFA_ENROLL]
                .contains(&competition.kind);
        let (before, ranked) = (&competition.policies[..=policy], &competition.policies[policy]);
        let is_custom = ranked.policy.is_some_and(|policy| !policy.system);
        let are_rules_known =
            before.iter().all(|policy| policy.has_all_rules && !policy.rules.is_empty());
        let mut others = competition.policies.iter().enumerate();
        let is_tied = others.any(|(n, other)| n != policy && other.turn == ranked.turn);
        is_among_others
            && is_custom
            && are_rules_known
            && !is_tied
            && !self.case.universe.has_doubts()
    }
}

/// What the claims are held against.
impl<'e, 'd> Oracle<'_, 'e, 'd> {
    fn places(&self) -> Vec<RuleIndex> {
        self.analysis.competition.rules().map(|(place, _)| place).collect()
    }

    fn rule(&self, place: RuleIndex) -> &'e catchall::model::PolicyRule<'d> {
        self.analysis.competition.rule(place).rule
    }

    fn id(&self, place: RuleIndex) -> String {
        self.rule(place).id().unwrap().into_owned()
    }

    fn of_policy(&self, policy: usize) -> Vec<RuleIndex> {
        self.places().into_iter().filter(|place| place.policy == policy).collect()
    }

    /// When it is tried: in which turn of the policies, and in which of its policy's rules.
    fn turn(&self, place: RuleIndex) -> (usize, usize) {
        let policy = &self.analysis.competition.policies[place.policy];
        (policy.turn, policy.rules[place.rule].turn)
    }

    /// The rules that are surely tried before: of two rules, or policies, of one turn neither is
    /// (semantics, 1.3).
    fn before(&self, place: RuleIndex) -> Vec<RuleIndex> {
        let mut before = self.before_policy(place.policy);
        let own = self.of_policy(place.policy).into_iter();
        before.extend(own.filter(|other| self.turn(*other) < self.turn(place)));
        before
    }

    fn before_policy(&self, policy: usize) -> Vec<RuleIndex> {
        let policies = &self.analysis.competition.policies;
        let is_before = |other: &RuleIndex| policies[other.policy].turn < policies[policy].turn;
        self.places().into_iter().filter(is_before).collect()
    }

    /// The rules that may be tried before or after.
    fn tied(&self, place: RuleIndex) -> Vec<RuleIndex> {
        let is_tied = |other: &RuleIndex| match other.policy == place.policy {
            true => *other != place && self.turn(*other) == self.turn(place),
            false => self.turn(*other).0 == self.turn(place).0,
        };
        self.places().into_iter().filter(is_tied).collect()
    }

    fn first_match(&self, (context, readings): &Pair) -> FirstMatch {
        first_match(&self.analysis.competition, context, readings, self.sign_ins.facts)
    }

    /// The sign-ins that meet the conditions of the rule and its policy.
    fn taken(&self, place: RuleIndex) -> &Set {
        &self.sign_ins.rules[&place].taken
    }

    fn taken_by_any(&self, places: &[RuleIndex]) -> Set {
        let none = Set::none(self.case.pairs.len());
        places.iter().fold(none, |union, place| union.or(self.taken(*place)))
    }

    /// The sign-ins that the rule takes and no earlier one does.
    fn reached(&self, place: RuleIndex) -> Set {
        self.taken(place).minus(&self.taken_by_any(&self.before(place)))
    }

    /// The sign-ins for which the policy does something else without the rule, or may do so, where
    /// later rules of one turn do different things; what is `gone`, or no sign-in reaches, is
    /// deleted, too. As long as it is not, it may come to life, and must do nothing else either.
    fn changed_without(&self, place: RuleIndex, gone: &[RuleIndex]) -> Set {
        let stays = |other: &RuleIndex| !gone.contains(other) && !self.reached(*other).is_empty();
        let mut before = self.before(place);
        before.retain(stays);
        let mut left = self.taken(place).minus(&self.taken_by_any(&before));
        let mut changed = Set::none(self.case.pairs.len());
        let mut later = self.of_policy(place.policy);
        later.retain(|other| self.turn(*other) > self.turn(place));
        for turn in later.chunk_by(|one, other| self.turn(*one) == self.turn(*other)) {
            let (mut same, others): (Vec<RuleIndex>, Vec<RuleIndex>) =
                turn.iter().partition(|other| self.outcome(**other) == self.outcome(place));
            same.retain(stays);
            let otherwise = self.taken_by_any(&others);
            changed = changed.or(&left.and(&otherwise));
            left = left.minus(&otherwise).minus(&self.taken_by_any(&same));
        }
        // These leave the policy.
        changed.or(&left)
    }

    /// What the rule does. Whatever else a denial says counts for nothing (semantics, 4.1).
    fn outcome(&self, place: RuleIndex) -> String {
        if self.access(place) == Some("DENY".to_owned()) {
            return "deny".to_owned();
        }
        let actions = self.rule(place).node.field_named("actions").unwrap().text();
        serde_json::from_str::<Value>(actions).unwrap().to_string()
    }

    fn access(&self, place: RuleIndex) -> Option<String> {
        let rule = self.rule(place);
        let action = rule.action(Key::APP_SIGN_ON).or(rule.action(Key::SIGNON))?;
        Some(action.field_named("access")?.as_str()?.into_owned())
    }
}
