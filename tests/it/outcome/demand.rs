//! Outcomes held against demands: examples, properties, and an oracle that takes the definitions by
//! the word and looks at every proof.

use std::collections::BTreeMap;
use std::time::Duration;

use catchall::outcome::{
    Access, Answer, AuthenticatorName, Demand, Member, Outcome, Proof, UserVerification, Why,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::oracle::{self, BOUND, HARD, PRESENT, RESISTANT};
use super::{any_assurance, any_chain, any_method, app, assurance, with_outcomes};

fn names(names: &[&str]) -> Vec<AuthenticatorName> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

fn session(session: Value) -> Value {
    let mut signon = json!({"access": "ALLOW", "primaryFactor": "PASSWORD_IDP"});
    signon.as_object_mut().unwrap().extend(session.as_object().unwrap().clone());
    json!({"signon": signon})
}

fn answer(actions: &[&Value], demand: &Demand) -> Answer {
    with_outcomes(actions, |outcomes| {
        Outcome::all_meet(&outcomes.iter().collect::<Vec<_>>(), demand)
    })
}

/// The words for what breaks a demand, or why nobody knows.
fn words(answer: &Answer) -> String {
    match answer {
        Answer::Met => "met".to_owned(),
        Answer::Broken { what, proof } => {
            let what: Vec<String> = what.iter().map(Member::to_string).collect();
            let proof = proof.as_ref().map(|proof| format!(" with {proof}"));
            format!("{}: broken{}", what.join(", "), proof.unwrap_or_default())
        }
        Answer::Unknown { why } => {
            let why: Vec<String> = why.iter().map(Why::to_string).collect();
            format!("unknown: {}", why.join(", "))
        }
    }
}

#[test]
fn what_one_rule_accepts() {
    let resistant = json!([{"possession": {"phishingResistant": "REQUIRED"}}]);
    let strong = Demand { phishing_resistant: true, ..Demand::default() };
    let two = Demand { factors: 2, ..Demand::default() };
    let no_text = Demand { never: names(&["sms"]), ..Demand::default() };
    let keys = Demand { only: names(&["webauthn", "password"]), ..Demand::default() };
    let hourly = Demand { reauthenticate_within: Demand::time("PT1H"), ..Demand::default() };
    let denied = Demand { access: Some(Access::Deny), ..Demand::default() };
    let allowed = Demand { access: Some(Access::Allow), ..Demand::default() };
    let step = |key: &str| json!([{"key": key}]);
    let chain = |first: &str, second: &str| {
        let chain = json!({"authenticationMethods": step(first), "next": [{"authenticationMethods": step(second)}]});
        app(&json!({"type": "AUTH_METHOD_CHAIN", "chains": [chain], "reauthenticateIn": "PT0S"}))
    };
    let pushes = json!([{"possession": {"methods": ["push"], "types": ["phone"]}}]);
    for (actions, demand, expected) in [
        (
            assurance("1FA", &json!([])),
            &strong,
            "a phishing-resistant factor: broken with a password alone",
        ),
        (assurance("1FA", &json!([])), &two, "2 factors: broken with a password alone"),
        (assurance("2FA", &json!([])), &two, "met"),
        // Whoever has the password alone does not get in.
        (assurance("2FA", &resistant), &strong, "met"),
        (chain("okta_password", "webauthn"), &strong, "met"),
        (
            assurance("2FA", &json!([])),
            &no_text,
            "no `sms`: broken with a password and a text message",
        ),
        // The text message is not needed: who has it has a key besides.
        (assurance("1FA", &resistant), &no_text, "met"),
        (chain("okta_password", "webauthn"), &keys, "met"),
        (
            chain("okta_password", "okta_email"),
            &keys,
            "nothing but `webauthn` and `password`: broken with a password and a one-time code by email",
        ),
        (
            assurance("2FA", &json!([])),
            &hourly,
            "reauthentication within 1 hour: broken with an Okta Verify push with a PIN alone",
        ),
        (chain("okta_password", "okta_email"), &hourly, "met"),
        (
            assurance("2FA", &json!([])),
            &denied,
            "denial: broken with an Okta Verify push with a PIN alone",
        ),
        (assurance("2FA", &json!([])), &allowed, "met"),
        // Nothing is a phone and pushes.
        (assurance("1FA", &pushes), &allowed, "access: broken"),
        (json!({"appSignOn": {"access": "DENY"}}), &allowed, "access: broken"),
        (json!({"appSignOn": {"access": "DENY"}}), &strong, "met"),
        (json!({"appSignOn": {"access": "DENY"}}), &denied, "met"),
        (
            chain("tac", "okta_email"),
            &strong,
            "unknown: no table describes one of the authenticators",
        ),
        (chain("tac", "webauthn"), &strong, "met"),
        (
            chain("okta_verify_push", "webauthn"),
            &keys,
            "unknown: no table describes one of the authenticators",
        ),
        (chain("passkey", "okta_password"), &keys, "met"),
        (
            app(&json!({"type": "ID_PROOFING", "id": "0oa1"})),
            &strong,
            "unknown: Okta does not document what is asked for",
        ),
        (
            json!({"appSignOn": {"access": "ALOW"}}),
            &allowed,
            "unknown: the export does not say whether the sign-in goes on",
        ),
        (
            app(&json!({"factorMode": "1FA"})),
            &hourly,
            "unknown: it is not known how long a proof counts",
        ),
    ] {
        assert_eq!(words(&answer(&[&actions], demand)), expected, "{actions} {demand:?}");
    }
}

#[test]
fn what_a_session_and_an_app_accept_together() {
    let any = assurance("1FA", &json!([]));
    let twice = app(&json!({"factorMode": "2FA", "reauthenticateIn": "PT43800H"}));
    let unlike = assurance("1FA", &json!([{"possession": {}}]));
    let password = session(json!({}));
    let always = json!({"requireFactor": true, "factorPromptMode": "ALWAYS"});
    let remembered = json!({"requireFactor": true, "factorPromptMode": "DEVICE"});
    let unclear = json!({"requireFactor": true});
    let ending = |minutes: i64| session(json!({"session": {"maxSessionLifetimeMinutes": minutes}}));
    let two = Demand { factors: 2, ..Demand::default() };
    let hourly = Demand { reauthenticate_within: Demand::time("PT1H"), ..Demand::default() };
    let short = Demand { session_at_most: Demand::time("PT8H"), ..Demand::default() };
    let kept = json!({"appSignOn": {
        "access": "ALLOW", "keepMeSignedIn": {"postAuth": "ALLOWED"},
        "verificationMethod": {"factorMode": "2FA", "reauthenticateIn": "PT43800H"},
    }});
    for (actions, demand, expected) in [
        (vec![&password, &any], &two, "2 factors: broken with a password alone"),
        (vec![&password, &unlike], &two, "2 factors: broken with an external IdP alone"),
        (vec![&session(always.clone()), &any], &two, "met"),
        // On a remembered device the password will do.
        (vec![&session(remembered), &any], &two, "2 factors: broken with a password alone"),
        (vec![&session(unclear), &any], &two, "unknown: Okta does not document what is asked for"),
        (vec![&twice, &ending(60)], &hourly, "met"),
        (
            vec![&twice, &ending(61)],
            &hourly,
            "reauthentication within 1 hour: broken with a smart card alone",
        ),
        (vec![&twice], &hourly, "unknown: it is not known how long a proof counts"),
        (vec![&kept, &ending(60)], &hourly, "unknown: it is not known how long a proof counts"),
        (vec![&any, &ending(480)], &short, "met"),
        (
            vec![&any, &ending(0)],
            &short,
            "a session of at most 8 hours: broken with a password alone",
        ),
        (vec![&any], &short, "unknown: it is not known how long the session lasts"),
        (vec![], &two, "2 factors: broken with nothing"),
    ] {
        assert_eq!(words(&answer(&actions, demand)), expected, "{actions:?} {demand:?}");
    }
}

#[test]
fn the_weakest_ways_in() {
    let weakest = |actions: &[&Value], most: usize| {
        with_outcomes(actions, |outcomes| {
            let proofs = Outcome::weakest(&outcomes.iter().collect::<Vec<_>>(), most);
            proofs.iter().map(Proof::to_string).collect::<Vec<_>>()
        })
    };
    let any = assurance("1FA", &json!([]));
    let possession = assurance("1FA", &json!([{"possession": {}}]));
    assert_eq!(weakest(&[&any], 2), ["a password alone", "a one-time code by email alone"]);
    let joined = [&session(json!({})), &possession];
    // A smart card is an external IdP with more to it.
    let ways = ["an external IdP alone", "a password and a one-time code by email"];
    assert_eq!(weakest(&joined, 2), ways);
    let resistant = assurance("2FA", &json!([{"possession": {"phishingResistant": "REQUIRED"}}]));
    assert_eq!(weakest(&[&resistant], 1), ["Okta FastPass with a PIN alone"]);
    assert_eq!(weakest(&[&json!({"appSignOn": {"access": "DENY"}}), &any], 9), [""; 0]);
}

/// Session rules with what joins and what ends them.
fn any_session() -> impl Strategy<Value = Value> {
    let primary =
        prop::sample::select(vec![None, Some("PASSWORD_IDP"), Some("PASSWORD_IDP_ANY_FACTOR")]);
    let modes = prop::sample::select(vec!["ALWAYS", "ALWAYS", "SESSION", "DEVICE"]);
    let lifetimes = prop::sample::select(vec![None, Some(0), Some(60), Some(600)]);
    (primary, any::<bool>(), modes, lifetimes).prop_map(|(primary, required, mode, lifetime)| {
        json!({"signon": {
            "access": "ALLOW", "primaryFactor": primary, "requireFactor": required,
            "factorPromptMode": mode, "session": {"maxSessionLifetimeMinutes": lifetime},
        }})
    })
}

/// One of each member, with values that are drawn.
fn any_demand() -> impl Strategy<Value = Demand> {
    const NAMES: [&str; 12] = [
        "okta_password",
        "okta_verify",
        "okta_verify:push",
        "sms",
        "webauthn",
        "phone_number",
        "smart_card_idp",
        "password",
        "otp",
        "okta_email",
        "okta_verify:signed_nonce",
        "external_idp",
    ];
    let time =
        || prop::sample::select(vec![0_u64, 1, 3600, 7200, 36_000]).prop_map(Duration::from_secs);
    let names = |count: std::ops::Range<usize>| {
        prop::collection::vec(prop::sample::select(NAMES.to_vec()), count)
    };
    (1..4_usize, names(1..7), names(1..3), time(), time()).prop_map(
        |(factors, only, never, reauthenticate, session)| Demand {
            access: Some(Access::Allow),
            factors,
            phishing_resistant: true,
            device_bound: true,
            hardware_protected: true,
            user_verified: true,
            user_present: true,
            only: self::names(&only),
            never: self::names(&never),
            reauthenticate_within: Some(reauthenticate),
            session_at_most: Some(session),
        },
    )
}

/// The demands that have one of the members each.
fn each_alone(demand: &Demand) -> Vec<(Member, Demand)> {
    let alone = |member: &Member| {
        let none = Demand::default();
        match member.clone() {
            Member::Deny => Demand { access: Some(Access::Deny), ..none },
            Member::Allow => Demand { access: Some(Access::Allow), ..none },
            Member::Factors(factors) => Demand { factors, ..none },
            Member::PhishingResistant => Demand { phishing_resistant: true, ..none },
            Member::DeviceBound => Demand { device_bound: true, ..none },
            Member::HardwareProtected => Demand { hardware_protected: true, ..none },
            Member::UserVerified => Demand { user_verified: true, ..none },
            Member::UserPresent => Demand { user_present: true, ..none },
            Member::Only(only) => Demand { only, ..none },
            Member::Never(name) => Demand { never: vec![name], ..none },
            Member::ReauthenticateWithin(time) => {
                Demand { reauthenticate_within: Some(time), ..none }
            }
            Member::SessionAtMost(time) => Demand { session_at_most: Some(time), ..none },
        }
    };
    demand.members().into_iter().map(|member| (member.clone(), alone(&member))).collect()
}

/// The oracle of demands. Uses that no definition tells apart are looked at as often as a proof may
/// need them, so that longer proofs can be looked at, too.
struct Oracle {
    uses: Vec<oracle::Use>,
    parts: Vec<Part>,
}

/// What one outcome asks for.
enum Part {
    App(Vec<oracle::Alternative>),
    Session { any: bool, has_second: bool, minutes: Option<u64> },
}

fn parts(actions: &[&Value], uses: &[oracle::Use]) -> Vec<Part> {
    let part = |actions: &&Value| match actions.get("signon") {
        Some(signon) => Part::Session {
            any: signon["primaryFactor"] == "PASSWORD_IDP_ANY_FACTOR",
            has_second: signon["requireFactor"] == true && signon["factorPromptMode"] == "ALWAYS",
            minutes: signon["session"]["maxSessionLifetimeMinutes"]
                .as_u64()
                .filter(|minutes| *minutes > 0),
        },
        None => {
            let method = &actions["appSignOn"]["verificationMethod"];
            Part::App(oracle::alternatives(method, uses))
        }
    };
    actions.iter().map(part).collect()
}

impl Part {
    /// How many uses that look alike it may take: one for each step of a chain; of others, one is as
    /// good as several.
    fn most_alike(&self) -> usize {
        match self {
            Self::App(all) => {
                let chains = all.iter().filter(|one| one.factors.is_none());
                chains.map(|one| one.met.len()).max().unwrap_or(1)
            }
            Self::Session { .. } => 1,
        }
    }
}

impl Oracle {
    fn of(actions: &[&Value], demand: &Demand) -> Self {
        let all = oracle::uses();
        let told_apart = parts(actions, &all);
        let most = told_apart.iter().map(Part::most_alike).max().unwrap_or(1);
        let lists = || {
            let alternatives = told_apart.iter().flat_map(|part| match part {
                Part::App(alternatives) => alternatives.as_slice(),
                Part::Session { .. } => &[],
            });
            alternatives.flat_map(|one| one.met.iter().chain([&one.counts]))
        };
        let named: Vec<&AuthenticatorName> = demand.only.iter().chain(&demand.never).collect();
        let mut counts: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
        let mut kept = Vec::new();
        for (n, one) in all.iter().enumerate() {
            let mut looks: Vec<bool> = lists().map(|list| list[n]).collect();
            looks.extend((0..4).map(|bit| one.has >> bit & 1 == 1));
            looks.extend([one.row.3, one.row.4, one.is_verified, is_primary(one)]);
            looks.extend(named.iter().map(|name| is_named(one, name)));
            let count = counts.entry(looks).or_default();
            *count += 1;
            kept.push(*count <= most);
        }
        let mut kept = kept.into_iter();
        let uses: Vec<oracle::Use> = all.into_iter().filter(|_| kept.next().unwrap()).collect();
        Self { parts: parts(actions, &uses), uses }
    }

    fn meets(&self, part: &Part, proof: &[usize]) -> bool {
        match part {
            Part::App(all) => all.iter().any(|one| oracle::accepts(one, proof, &self.uses)),
            Part::Session { any, has_second, .. } => proof.iter().any(|first| {
                let is_other = |other: &&usize| {
                    let (one, other) = (self.classes(*first), self.classes(**other));
                    one.iter().zip(other).any(|(one, other)| !one && other)
                };
                (*any || is_primary(&self.uses[*first]))
                    && (!has_second
                        || proof
                            .iter()
                            .filter(|other| *other != first)
                            .any(|other| is_other(&other)))
            }),
        }
    }

    fn accepts(&self, proof: &[usize]) -> bool {
        self.parts.iter().all(|part| self.meets(part, proof))
    }

    fn classes(&self, n: usize) -> [bool; 3] {
        let one = &self.uses[n];
        [one.row.3, one.row.4, one.is_verified]
    }

    /// As many uses as the parts may take together.
    fn longest(&self) -> usize {
        let longest = |part: &Part| match part {
            Part::App(all) => all
                .iter()
                .map(|one| one.met.len().max(one.factors.unwrap_or(0) as usize))
                .max()
                .unwrap(),
            Part::Session { has_second, .. } => 1 + usize::from(*has_second),
        };
        self.parts.iter().map(longest).sum()
    }

    fn each_proof(&self, longest: usize, look: &mut dyn FnMut(&[usize])) {
        fn extend(
            proof: &mut Vec<usize>,
            count: usize,
            left: usize,
            look: &mut dyn FnMut(&[usize]),
        ) {
            look(proof);
            if left > 0 {
                for next in proof.last().map_or(0, |last| last + 1)..count {
                    proof.push(next);
                    extend(proof, count, left - 1, look);
                    proof.pop();
                }
            }
        }
        extend(&mut Vec::new(), self.uses.len(), longest, look);
    }

    /// Whether an accepted proof breaks a member that is about proofs.
    fn breaks(&self, member: &Member, proof: &[usize]) -> bool {
        let some =
            |is_it: &dyn Fn(&oracle::Use) -> bool| proof.iter().any(|n| is_it(&self.uses[*n]));
        let lacks = |bit: u8| !some(&|one| one.has & bit != 0);
        let without = |is_out: &dyn Fn(&oracle::Use) -> bool| {
            let rest: Vec<usize> =
                proof.iter().copied().filter(|n| !is_out(&self.uses[*n])).collect();
            !self.accepts(&rest)
        };
        match member {
            Member::Factors(count) => {
                let classes = proof.iter().fold([false; 3], |mut all, n| {
                    all.iter_mut().zip(self.classes(*n)).for_each(|(all, one)| *all |= one);
                    all
                });
                classes.iter().filter(|has| **has).count() < *count
            }
            Member::PhishingResistant => lacks(RESISTANT),
            Member::DeviceBound => lacks(BOUND),
            Member::HardwareProtected => lacks(HARD),
            Member::UserPresent => lacks(PRESENT),
            Member::UserVerified => !some(&|one| one.is_verified),
            Member::Only(names) => without(&|one| !names.iter().any(|name| is_named(one, name))),
            Member::Never(name) => without(&|one| is_named(one, name)),
            // These are not about single proofs.
            _ => false,
        }
    }

    /// What is true of each member: met, broken, or unknown.
    fn truths(&self, members: &[Member]) -> Vec<Option<bool>> {
        let mut is_open = false;
        let mut is_broken = vec![false; members.len()];
        self.each_proof(self.longest(), &mut |proof| {
            if !self.accepts(proof) {
                return;
            }
            is_open = true;
            for (member, is_broken) in members.iter().zip(&mut is_broken) {
                *is_broken = *is_broken || self.breaks(member, proof);
            }
        });
        let truth = |(member, is_broken): (&Member, bool)| match member {
            Member::Deny => Some(false),
            Member::Allow => Some(is_open),
            Member::SessionAtMost(time) => self.ends_within(*time),
            Member::ReauthenticateWithin(time) => self.is_shown_again(*time),
            _ => Some(!is_broken),
        };
        members.iter().zip(is_broken).map(truth).collect()
    }

    fn ends_within(&self, time: Duration) -> Option<bool> {
        let sessions = || {
            self.parts.iter().filter_map(|part| match part {
                Part::Session { minutes, .. } => Some(minutes),
                Part::App(_) => None,
            })
        };
        let ends = sessions().flatten().any(|minutes| Duration::from_secs(minutes * 60) <= time);
        sessions().next().map(|_| ends)
    }

    fn is_shown_again(&self, time: Duration) -> Option<bool> {
        let ends = self.ends_within(time);
        if ends == Some(true) {
            return ends;
        }
        // By the word: an outcome by itself, any of its ways, each use that it takes.
        let of_part = |part: &Part| -> Option<bool> {
            let mut worst = Some(true);
            let Part::App(alternatives) = part else {
                return ends;
            };
            for one in alternatives {
                self.each_proof(3, &mut |proof| {
                    let is_met = |proof: &[usize]| oracle::accepts(one, proof, &self.uses);
                    let needs_all = || {
                        (0..proof.len()).all(|n| {
                            let mut rest = proof.to_vec();
                            rest.remove(n);
                            !is_met(&rest)
                        })
                    };
                    if worst == Some(false) || !is_met(proof) || !needs_all() {
                        return;
                    }
                    let within = |hours: u64| match hours {
                        43_800.. => ends,
                        hours => Some(Duration::from_secs(hours * 3600) <= time),
                    };
                    let of_uses = proof.iter().map(|n| {
                        let classes = self.classes(*n).into_iter().zip(one.ages);
                        classes.filter(|(is_of, _)| *is_of).map(|(_, age)| within(age)).collect()
                    });
                    let of_uses: Vec<Vec<Option<bool>>> = of_uses.collect();
                    let is_all = |all: &Vec<_>, is: bool| all.iter().all(|one| *one == Some(is));
                    if of_uses.iter().any(|one| is_all(one, false)) {
                        worst = Some(false);
                    } else if !of_uses.iter().all(|one| is_all(one, true)) {
                        worst = None;
                    }
                });
            }
            worst
        };
        let of_parts: Vec<Option<bool>> = self.parts.iter().map(of_part).collect();
        match of_parts.as_slice() {
            parts if parts.contains(&Some(true)) => Some(true),
            parts if parts.contains(&None) => None,
            _ => Some(false),
        }
    }

    /// The places of what a proof shows.
    fn places(&self, proof: &Proof) -> Vec<usize> {
        let mut taken: Vec<usize> = Vec::new();
        for shown in &proof.0 {
            let has = [
                ("userPresence", PRESENT),
                ("deviceBound", BOUND),
                ("hardwareProtection", HARD),
                ("phishingResistant", RESISTANT),
            ];
            let has = has.iter().filter(|(name, _)| shown.characteristics.contains(name));
            let has = has.fold(0, |all, (_, bit)| all | bit);
            let is_verified = shown.verification != UserVerification::None;
            let is_it = |n: &usize| {
                let one = &self.uses[*n];
                let is_method =
                    shown.method.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(one.row.2));
                !taken.contains(n)
                    && (shown.key.as_deref(), is_method) == (Some(one.row.0), true)
                    && (one.has, one.is_verified) == (has, is_verified)
            };
            let place = (0..self.uses.len()).find(is_it);
            taken.push(place.unwrap_or_else(|| panic!("{shown:?} is none of the uses")));
        }
        taken
    }
}

fn is_primary(one: &oracle::Use) -> bool {
    one.row.1 == "PASSWORD" || one.row.1 == "FEDERATED"
}

fn is_named(one: &oracle::Use, name: &AuthenticatorName) -> bool {
    let key = name.key().is_none_or(|key| key == one.row.0);
    key && name.method().is_none_or(|method| method.eq_ignore_ascii_case(one.row.2))
}

fn any_actions() -> impl Strategy<Value = Vec<Value>> {
    let to_app = any_assurance().prop_map(|method| app(&method));
    let chained = any_chain().prop_map(|method| app(&method));
    prop_oneof![
        2 => any_method().prop_map(|method| vec![app(&method)]),
        1 => any_session().prop_map(|session| vec![session]),
        4 => (any_session(), to_app).prop_map(|(session, app)| vec![session, app]),
        1 => (any_session(), chained).prop_map(|(session, app)| vec![session, app]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn demands_agree_with_the_oracle(actions in any_actions(), demand in any_demand()) {
        let text = format!("{actions:?}");
        // The oracle knows the table, and nothing else.
        prop_assume!(!text.contains("tac") && !text.contains("passkey"));
        let actions: Vec<&Value> = actions.iter().collect();
        let oracle = Oracle::of(&actions, &demand);
        prop_assume!(oracle.longest() < 5);
        let mut broken = Vec::new();
        let mut is_known = true;
        for ((member, alone), truth) in
            each_alone(&demand).into_iter().zip(oracle.truths(&demand.members()))
        {
            let answer = answer(&actions, &alone);
            is_known &= truth.is_some();
            match (&answer, truth) {
                (Answer::Met, Some(true)) | (Answer::Unknown { .. }, None) => {}
                (Answer::Broken { what, .. }, Some(false)) => {
                    prop_assert_eq!(what, std::slice::from_ref(&member));
                    broken.push(member);
                }
                _ => prop_assert!(false, "{:?}: {:?}, and by the oracle {:?}", member, answer, truth),
            }
        }
        match answer(&actions, &demand) {
            Answer::Met => prop_assert!(broken.is_empty() && is_known),
            Answer::Unknown { .. } => prop_assert!(broken.is_empty() && !is_known),
            Answer::Broken { what, .. } => prop_assert_eq!(what, broken),
        }
    }

    #[test]
    fn what_breaks_a_demand_is_accepted_and_short(actions in any_actions(), demand in any_demand()) {
        let text = format!("{actions:?}");
        prop_assume!(!text.contains("tac") && !text.contains("passkey"));
        let actions: Vec<&Value> = actions.iter().collect();
        for (member, alone) in each_alone(&demand) {
            let is_about_proofs = !matches!(
                member,
                Member::Allow | Member::ReauthenticateWithin(_) | Member::SessionAtMost(_)
            );
            let Answer::Broken { proof: Some(proof), .. } = answer(&actions, &alone) else { continue };
            // All uses: the proof may be of any of those that are alike.
            let uses = oracle::uses();
            let full = Oracle { parts: parts(&actions, &uses), uses };
            let places = full.places(&proof);
            prop_assert!(full.accepts(&places), "{proof} is not accepted");
            if is_about_proofs {
                prop_assert!(full.breaks(&member, &places), "{proof} does not break {member}");
                let few = Oracle::of(&actions, &demand);
                few.each_proof(places.len().saturating_sub(1), &mut |shorter| {
                    assert!(!(few.accepts(shorter) && few.breaks(&member, shorter)), "{proof} is not the shortest");
                });
            }
        }
    }

    #[test]
    fn what_a_part_meets_the_whole_meets(actions in any_actions(), demand in any_demand()) {
        for (member, alone) in each_alone(&demand) {
            // These are about which methods, not how strict.
            let is_of_strictness = !matches!(member, Member::Only(_) | Member::Never(_) | Member::Allow);
            let parts = actions.iter().map(|part| answer(&[part], &alone));
            if is_of_strictness && parts.into_iter().any(|answer| answer == Answer::Met) {
                let whole = answer(&actions.iter().collect::<Vec<_>>(), &alone);
                prop_assert_eq!(whole, Answer::Met, "{}", member);
            }
        }
    }

    #[test]
    fn what_the_laxer_meets_the_stricter_meets(
        method in any_assurance(),
        name in prop::sample::select(vec!["phishingResistant", "deviceBound", "userVerification"]),
        demand in any_demand(),
    ) {
        let mut stricter = method.clone();
        stricter["factorMode"] = "2FA".into();
        for constraint in stricter["constraints"].as_array_mut().unwrap() {
            if let Some(possession) = constraint.get_mut("possession") {
                possession[name] = "REQUIRED".into();
            }
        }
        let (laxer, stricter) = (app(&method), app(&stricter));
        prop_assume!(super::compare(&stricter, &laxer).overall().is_at_least());
        for (member, alone) in each_alone(&demand) {
            let is_of_strictness = !matches!(member, Member::Only(_) | Member::Never(_) | Member::Allow);
            if is_of_strictness && answer(&[&laxer], &alone) == Answer::Met {
                let answer = answer(&[&stricter], &alone);
                // What no table describes may leave it open, but contradicts nothing.
                prop_assert!(!matches!(answer, Answer::Broken { .. }), "{}: {:?}", member, answer);
            }
        }
    }
}
