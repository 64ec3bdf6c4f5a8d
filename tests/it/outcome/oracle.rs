//! The oracle: every proof of at most three uses, one by one.

use super::*;

pub(super) const PRESENT: u8 = 1;
pub(super) const BOUND: u8 = 2;
pub(super) const HARD: u8 = 4;
pub(super) const RESISTANT: u8 = 8;

/// Key, type, method, knowledge, possession, what it always and what it sometimes is, whether it
/// verifies users (Policy API, "Authenticator key, type, method, and characteristic relationships
/// for constraints").
pub(super) type Row = (&'static str, &'static str, &'static str, bool, bool, u8, u8, bool);
const TABLE: [Row; 19] = [
    ("okta_password", "PASSWORD", "PASSWORD", true, false, PRESENT, 0, false),
    ("security_question", "SECURITY_QUESTION", "SECURITY_QUESTION", true, false, PRESENT, 0, false),
    ("okta_email", "EMAIL", "EMAIL", false, true, PRESENT, 0, false),
    ("phone_number", "PHONE", "SMS", false, true, PRESENT, 0, false),
    ("phone_number", "PHONE", "VOICE", false, true, PRESENT, 0, false),
    ("duo", "APP", "DUO", false, true, PRESENT, BOUND, false),
    ("symantec_vip", "APP", "OTP", false, true, PRESENT | BOUND, 0, false),
    ("google_otp", "APP", "OTP", false, true, PRESENT | BOUND, 0, false),
    ("okta_verify", "APP", "TOTP", false, true, BOUND, PRESENT, false),
    ("okta_verify", "APP", "PUSH", false, true, HARD | BOUND, PRESENT, true),
    ("okta_verify", "APP", "SIGNED_NONCE", false, true, BOUND, HARD | RESISTANT | PRESENT, true),
    ("custom_app", "APP", "PUSH", false, true, BOUND | PRESENT, HARD, true),
    ("webauthn", "SECURITY_KEY", "WEBAUTHN", false, true, BOUND | RESISTANT | PRESENT, HARD, true),
    ("custom_otp", "SECURITY_KEY", "OTP", false, true, PRESENT | BOUND, 0, false),
    ("onprem_mfa", "SECURITY_KEY", "OTP", false, true, PRESENT | BOUND, 0, false),
    ("rsa_token", "SECURITY_KEY", "OTP", false, true, PRESENT | BOUND, 0, false),
    ("yubikey_token", "SECURITY_KEY", "OTP", false, true, HARD | BOUND | PRESENT, 0, false),
    ("external_idp", "FEDERATED", "IDP", false, true, PRESENT, 0, false),
    ("smart_card_idp", "FEDERATED", "CERT", true, true, BOUND | RESISTANT | PRESENT, HARD, true),
];

pub(super) struct Use {
    pub(super) row: &'static Row,
    pub(super) has: u8,
    pub(super) is_verified: bool,
}

pub(super) fn uses() -> Vec<Use> {
    let mut uses = Vec::new();
    for row in &TABLE {
        for some in (0..16).filter(|some| some & !row.6 == 0) {
            // Not at all, by a PIN, or by biometrics.
            for way in 0..if row.7 { 3 } else { 1 } {
                uses.push(Use { row, has: row.5 | some, is_verified: way > 0 });
            }
        }
    }
    uses
}

fn texts(list: &Value) -> Vec<String> {
    let texts = list.as_array().into_iter().flatten();
    texts.map(|text| text.as_str().unwrap().to_uppercase()).collect()
}

fn is_entry(entry: &Value, one: &Use) -> bool {
    let method = entry["method"].as_str().map(str::to_uppercase);
    entry["key"] == one.row.0
        && method.is_none_or(|method| method == one.row.2)
        && (entry["userVerification"] != "REQUIRED" || one.is_verified)
}

fn is_of(class: &str, one: &Use) -> bool {
    if class == "knowledge" { one.row.3 } else { one.row.4 }
}

fn is_excluded(demand: &Value, class: &str, one: &Use) -> bool {
    let excluded = demand["excludedAuthenticationMethods"].as_array();
    is_of(class, one) && excluded.into_iter().flatten().any(|entry| is_entry(entry, one))
}

fn is_required(demand: &Value) -> bool {
    let excluded = demand["excludedAuthenticationMethods"].as_array();
    demand["required"].as_bool().unwrap_or(excluded.is_none_or(Vec::is_empty))
}

fn meets(demand: &Value, class: &str, one: &Use) -> bool {
    let types = texts(&demand["types"]);
    let methods = texts(&demand["methods"]);
    let allowed = demand["authenticationMethods"].as_array().unwrap();
    let demanded = |name: &str, bit: u8| demand[name] != "REQUIRED" || one.has & bit != 0;
    let is_present =
        class == "knowledge" || demand["userPresence"] == "OPTIONAL" || one.has & PRESENT != 0;
    is_of(class, one)
        && (types.is_empty() || types.iter().any(|kind| kind == one.row.1))
        && (methods.is_empty() || methods.iter().any(|method| method == one.row.2))
        && (allowed.is_empty() || allowed.iter().any(|entry| is_entry(entry, one)))
        && !is_excluded(demand, class, one)
        && demanded("phishingResistant", RESISTANT)
        && demanded("hardwareProtection", HARD)
        && demanded("deviceBound", BOUND)
        && is_present
        && (demand["userVerification"] != "REQUIRED" || one.is_verified)
}

const CLASSES: [&str; 2] = ["knowledge", "possession"];

/// An alternative: of each use, whether it counts, and which demands or steps it meets.
pub(super) struct Alternative {
    pub(super) counts: Vec<bool>,
    pub(super) met: Vec<Vec<bool>>,
    pub(super) factors: Option<u32>,
    pub(super) ages: [u64; 3],
}

fn hours(time: &Value) -> Option<u64> {
    time.as_str()?.trim_start_matches("PT").trim_end_matches(['H', 'S']).parse().ok()
}

pub(super) fn alternatives(method: &Value, uses: &[Use]) -> Vec<Alternative> {
    let all = hours(&method["reauthenticateIn"]).unwrap();
    if method["type"] == "AUTH_METHOD_CHAIN" {
        let chains = method["chains"].as_array().unwrap().iter();
        return chains
            .map(|chain| {
                let steps = std::iter::successors(Some(chain), |step| step.get("next")?.get(0));
                let met = steps.map(|step| {
                    let methods = step["authenticationMethods"].as_array().unwrap();
                    uses.iter()
                        .map(|one| methods.iter().any(|entry| is_entry(entry, one)))
                        .collect()
                });
                Alternative {
                    counts: vec![true; uses.len()],
                    met: met.collect(),
                    factors: None,
                    ages: [all; 3],
                }
            })
            .collect();
    }
    let factors = if method["factorMode"] == "2FA" { 2 } else { 1 };
    let mut constraints = method["constraints"].as_array().unwrap().clone();
    if constraints.is_empty() {
        constraints.push(json!({}));
    }
    constraints
        .iter()
        .map(|constraint| {
            let mut ages = [all; 3];
            let mut counts = vec![true; uses.len()];
            let mut met = Vec::new();
            for (n, class) in CLASSES.iter().enumerate() {
                let Some(demand) = constraint.get(class) else { continue };
                ages[n] = hours(&demand["reauthenticateIn"]).unwrap_or(ages[n]);
                if is_required(demand) {
                    met.push(uses.iter().map(|one| meets(demand, class, one)).collect());
                } else {
                    for (counts, one) in counts.iter_mut().zip(uses) {
                        *counts &= !is_excluded(demand, class, one);
                    }
                }
            }
            Alternative { counts, met, factors: Some(factors), ages }
        })
        .collect()
}

pub(super) fn accepts(one: &Alternative, proof: &[usize], uses: &[Use]) -> bool {
    let Some(factors) = one.factors else {
        return take(&one.met, proof);
    };
    let counting: Vec<usize> = proof.iter().copied().filter(|n| one.counts[*n]).collect();
    let any = |has: &dyn Fn(&Use) -> bool| u32::from(counting.iter().any(|n| has(&uses[*n])));
    let classes = any(&|one| one.row.3) + any(&|one| one.row.4) + any(&|one| one.is_verified);
    classes >= factors && one.met.iter().all(|met| counting.iter().any(|n| met[*n]))
}

fn take(steps: &[Vec<bool>], proof: &[usize]) -> bool {
    let Some((step, later)) = steps.split_first() else { return true };
    proof.iter().enumerate().any(|(n, taken)| {
        let others: Vec<usize> =
            proof.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, one)| *one).collect();
        step[*taken] && take(later, &others)
    })
}

pub(super) fn compare(one: &Value, other: &Value) -> (Strength, Strength) {
    let uses = uses();
    let (ours, theirs) = (alternatives(one, &uses), alternatives(other, &uses));
    let (mut is_gained, mut is_lost, mut is_common) = (false, false, false);
    let (mut is_longer, mut is_shorter) = (false, false);
    let mut look = |proof: &[usize]| {
        let met = |all: &[Alternative]| -> Vec<[u64; 3]> {
            all.iter().filter(|one| accepts(one, proof, &uses)).map(|one| one.ages).collect()
        };
        let (ours, theirs) = (met(&ours), met(&theirs));
        match (ours.is_empty(), theirs.is_empty()) {
            (true, true) => return,
            (false, true) => {
                is_gained = true;
                return;
            }
            (true, false) => {
                is_lost = true;
                return;
            }
            (false, false) => is_common = true,
        }
        let fits = |some: &[[u64; 3]], others: &[[u64; 3]]| {
            some.iter()
                .all(|one| others.iter().any(|other| one.iter().zip(other).all(|(a, b)| a <= b)))
        };
        is_longer |= !fits(&ours, &theirs);
        is_shorter |= !fits(&theirs, &ours);
    };
    for a in 0..uses.len() {
        look(&[a]);
        for b in a + 1..uses.len() {
            look(&[a, b]);
            for c in b + 1..uses.len() {
                look(&[a, b, c]);
            }
        }
    }
    let strength = |weaker: bool, stronger: bool| match (weaker, stronger) {
        (false, false) => Strength::Same,
        (true, false) => Strength::Weaker,
        (false, true) => Strength::Stronger,
        (true, true) => Strength::Incomparable,
    };
    let ages = match is_common || !(is_gained && is_lost) {
        true => strength(is_longer, is_shorter),
        false => Strength::Incomparable,
    };
    (strength(is_gained, is_lost), ages)
}
