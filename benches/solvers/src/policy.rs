//! Random policies, the same ones on every run.

use std::ops::Range;

pub const POLICIES: usize = 100;
pub const RULES: usize = 100;

pub const GROUPS: Range<usize> = 0..50;
pub const ZONES: Range<usize> = 50..62;
pub const USERS: Range<usize> = 62..72;
pub const TYPES: Range<usize> = 72..78;
pub const RISKS: Range<usize> = 78..81;
pub const CLASSES: Range<usize> = 81..83;
pub const SYSTEMS: Range<usize> = 83..89;
pub const REGISTERED: usize = 89;
pub const MANAGED: usize = 90;
/// How many variables describe one sign-in.
pub const ATOMS: usize = 91;

/// Of each of these sets at most one variable is true.
pub const EXCLUSIVE: [Range<usize>; 5] = [USERS, TYPES, RISKS, CLASSES, SYSTEMS];

#[derive(Clone, Copy)]
pub enum Term {
    Is(usize),
    Both(usize, usize),
}

/// "Any of these terms", or with `negated` "none of them".
#[derive(Clone)]
pub struct Condition {
    pub terms: Vec<Term>,
    pub negated: bool,
}

/// All conditions hold.
pub type Rule = Vec<Condition>;
/// The first rule that matches decides.
pub type Policy = Vec<Rule>;

/// Whether a sign-in matches a rule; says so without any solver.
pub fn matches(rule: &Rule, atoms: &[bool]) -> bool {
    let holds = |term: &Term| match *term {
        Term::Is(a) => atoms[a],
        Term::Both(a, b) => atoms[a] && atoms[b],
    };
    rule.iter().all(|condition| condition.terms.iter().any(holds) != condition.negated)
}

/// Whether a sign-in can exist.
pub fn possible(atoms: &[bool]) -> bool {
    let single = |set: &Range<usize>| atoms[set.clone()].iter().filter(|&&on| on).count() <= 1;
    EXCLUSIVE.iter().all(single) && (atoms[REGISTERED] || !atoms[MANAGED])
}

pub fn policies() -> Vec<Policy> {
    let mut rng = Rng(0x0a11_ce5e_ed00_0001);
    (0..POLICIES).map(|_| rng.policy()).collect()
}

/// splitmix64, so that no version of any crate changes the policies.
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn one(&mut self, set: Range<usize>) -> usize {
        set.start + self.below(set.len())
    }

    /// Between one and `most` different members of a set.
    fn some(&mut self, set: Range<usize>, most: usize) -> Vec<Term> {
        let mut picked = Vec::new();
        for _ in 0..=self.below(most) {
            let atom = self.one(set.clone());
            if !picked.contains(&atom) {
                picked.push(atom);
            }
        }
        picked.into_iter().map(Term::Is).collect()
    }

    fn groups(&mut self, negated: bool) -> Condition {
        Condition { terms: self.some(GROUPS, if negated { 2 } else { 3 }), negated }
    }

    fn zones(&mut self) -> Condition {
        Condition { terms: self.some(ZONES, 2), negated: self.chance(50) }
    }

    fn risk(&mut self) -> Condition {
        Condition { terms: vec![Term::Is(self.one(RISKS))], negated: false }
    }

    fn platform(&mut self) -> Condition {
        let pair = |rng: &mut Self| Term::Both(rng.one(CLASSES), rng.one(SYSTEMS));
        let terms = (0..=self.below(3)).map(|_| pair(self)).collect();
        Condition { terms, negated: false }
    }

    fn device(&mut self) -> Condition {
        let atom = if self.chance(50) { REGISTERED } else { MANAGED };
        Condition { terms: vec![Term::Is(atom)], negated: false }
    }

    fn user_type(&mut self) -> Condition {
        Condition { terms: vec![Term::Is(self.one(TYPES))], negated: self.chance(50) }
    }

    fn user(&mut self) -> Condition {
        Condition { terms: vec![Term::Is(self.one(USERS))], negated: true }
    }

    fn fresh(&mut self, zones: bool) -> Rule {
        // Rules that catch nearly everyone would leave little below them to decide, so a
        // rule names a group or has two conditions.
        loop {
            let mut rule = Rule::new();
            let grouped = self.chance(80);
            if grouped {
                rule.push(self.groups(false));
            }
            if self.chance(20) {
                rule.push(self.groups(true));
            }
            if self.chance(40) && zones {
                rule.push(self.zones());
            }
            if self.chance(25) {
                rule.push(self.risk());
            }
            if self.chance(20) {
                rule.push(self.platform());
            }
            if self.chance(20) {
                rule.push(self.device());
            }
            if self.chance(10) {
                rule.push(self.user_type());
            }
            if self.chance(5) {
                rule.push(self.user());
            }
            if grouped || rule.len() >= 2 {
                return rule;
            }
        }
    }

    fn narrowed(&mut self, rule: &Rule) -> Rule {
        let extra = match self.below(5) {
            0 => self.groups(true),
            1 => self.risk(),
            2 => self.platform(),
            3 => self.device(),
            _ => self.user_type(),
        };
        rule.iter().cloned().chain([extra]).collect()
    }

    fn policy(&mut self) -> Policy {
        let mut slots: Vec<Option<Rule>> = vec![None; RULES - 1];
        for _ in 0..RULES * 3 / 100 {
            let rule = self.fresh(false);
            let inside = self.some(ZONES, 2);
            let split = |negated| {
                let zones = Condition { terms: inside.clone(), negated };
                rule.iter().cloned().chain([zones]).collect::<Rule>()
            };
            let triple = [split(false), split(true), self.narrowed(&rule)];
            let mut places = Vec::new();
            while places.len() < triple.len() {
                let place = self.below(slots.len());
                if slots[place].is_none() && !places.contains(&place) {
                    places.push(place);
                }
            }
            places.sort_unstable();
            for (place, rule) in places.into_iter().zip(triple) {
                slots[place] = Some(rule);
            }
        }
        let mut rules = Policy::new();
        for slot in slots {
            let rule = match slot {
                Some(rule) => rule,
                None if !rules.is_empty() && self.chance(10) => {
                    let earlier = self.below(rules.len());
                    let earlier = rules[earlier].clone();
                    self.narrowed(&earlier)
                }
                None => self.fresh(true),
            };
            rules.push(rule);
        }
        rules.push(Rule::new());
        rules
    }
}
