//! What is answered about several competitions at once agrees with all sign-ins that there are, and
//! with all pairs of them that belong together.
//!
//! The sign-ins and the answers to doubts are enumerated, and each is put to the plain evaluator;
//! `CATCHALL_UNIVERSE_CASES` says how many exports to try, `CATCHALL_UNIVERSE_SEED` which.

use std::collections::{BTreeMap, BTreeSet};

use catchall::diff::Diff;
use catchall::export::{Recognised, assemble};
use catchall::model::{Export, PolicyRule, PolicyType};
use catchall::outcome::{Outcome, Strength};
use catchall::reach::{
    Answer, Asking, Choice, Competition, Context, Facts, FirstMatch, Inquiry, Membership, Moment,
    Opaque, Query, RuleIndex, TextSource, Universe, first_match,
};
use serde_json::{Value, json};

use crate::random_exports::{Case, Checked, Pair, Random, Scale, claim, draw, parse, try_all};

#[test]
fn answers_agree_with_all_sign_ins() {
    try_all("CATCHALL_UNIVERSE", 400, |random| small_export(random, 1_500), answers_hold);
}

#[test]
fn answers_agree_with_all_pairs_of_sign_ins_that_belong_together() {
    try_all("CATCHALL_UNIVERSE", 400, |random| small_export(random, 90), answers_of_pairs_hold);
}

#[test]
fn differences_agree_with_all_sign_ins() {
    try_all("CATCHALL_UNIVERSE", 600, |random| small_export(random, 1_000), differences_hold);
}

fn small_export(random: &mut Random, most: usize) -> Case {
    let scale = Scale { names: 2, policies: (1, 2), rules: (2, 6), conditions: 2, density: 60 };
    loop {
        let (export, universe) = draw(random, &scale);
        if let Some(pairs) = universe.pairs(most) {
            return Case { export, universe, pairs };
        }
    }
}

fn the_export(documents: &[Recognised]) -> Export<'_> {
    assemble(documents, &[], None).all.pop().unwrap_or_default()
}

/// The rules that may take a sign-in: several where they are tied, none where none does.
fn takers<'d>(
    competition: &Competition<'_, 'd>,
    (context, readings): &Pair,
    facts: &Facts<'d>,
) -> Vec<RuleIndex> {
    match first_match(competition, context, readings, facts) {
        FirstMatch::Rule(index) => vec![index],
        FirstMatch::OneOf(indexes) => indexes,
        FirstMatch::Nothing => Vec::new(),
        FirstMatch::Undefined => panic!("a complete sign-in leaves nothing open"),
    }
}

/// Whether nothing holds that catchall does not look into, and Okta does not refuse the request before
/// it looks at a policy (help center, "Blocklist network zones").
fn is_plain(context: &Context, export: &Value) -> bool {
    let blocked =
        export["zones"].as_array().unwrap().iter().filter(|zone| {
            zone["usage"] == json!("BLOCKLIST") && zone["status"] == json!("ACTIVE")
        });
    let zones = context.memberships.get(&Membership::Zone);
    let is_in =
        |zone: &Value| zones.is_some_and(|zones| zones.contains(zone["id"].as_str().unwrap()));
    context.opaque.values().all(|holds| !holds) && !blocked.into_iter().any(is_in)
}

/// By context, whatever the readings.
fn by_context(pairs: &[Pair]) -> Vec<Vec<&Pair>> {
    let mut groups: BTreeMap<String, Vec<&Pair>> = BTreeMap::new();
    for pair in pairs {
        groups.entry(format!("{:?}", pair.0)).or_default().push(pair);
    }
    groups.into_values().collect()
}

/// A query about what the sign-ins differ in, and what it says of one, read plainly.
fn any_query(case: &Case, random: &mut Random, depth: usize) -> Query {
    let mut leaves: Vec<Query> = Vec::new();
    for (context, _) in &case.pairs {
        for (choice, value) in &context.choices {
            leaves.extend(value.iter().map(|value| Query::Is(*choice, value.clone())));
        }
        for (membership, values) in &context.memberships {
            // Of the group of everyone, contexts need not tell.
            let values = values.iter().filter(|value| *value != "00gEveryone");
            leaves.extend(values.map(|value| Query::Has(*membership, value.clone())));
        }
        if leaves.len() > 200 {
            break;
        }
    }
    if leaves.is_empty() {
        return Query::TRUE;
    }
    match if depth == 0 { 0 } else { random.below(5) } {
        1 => Query::Not(Box::new(any_query(case, random, depth - 1))),
        2 => Query::All((0..2).map(|_| any_query(case, random, depth - 1)).collect()),
        3 => Query::Any((0..2).map(|_| any_query(case, random, depth - 1)).collect()),
        _ => random.pick(&leaves).clone(),
    }
}

fn is_true(query: &Query, context: &Context) -> bool {
    match query {
        Query::All(parts) => parts.iter().all(|part| is_true(part, context)),
        Query::Any(parts) => parts.iter().any(|part| is_true(part, context)),
        Query::Not(part) => !is_true(part, context),
        Query::Is(choice, value) => {
            context.choices.get(choice).is_some_and(|known| known.as_ref() == Some(value))
        }
        Query::Has(membership, value) => {
            context.memberships.get(membership).is_some_and(|known| known.contains(value))
        }
        Query::Expression(_) => panic!("none is drawn"),
    }
}

/// Holds an answer against whether there is such a sign-in, and whether there surely is one.
fn answer_holds(
    answer: &Answer,
    is_possible: bool,
    is_sure: bool,
    detail: impl Fn() -> String,
) -> Checked {
    let said = || format!("{answer:?}: {}", detail());
    match answer {
        Answer::Sure(_) => claim("what is sure is so under all readings", is_sure, said),
        Answer::Possible(_) => {
            claim("what is possible is so under some reading", is_possible, said)?;
            claim("what is only possible is not sure", !is_sure, said)
        }
        Answer::Never { .. } => claim("what never is, is under no reading", !is_possible, said),
        Answer::OutOfBudget | Answer::Disputed => claim("small exports are decided", false, said),
    }
}

fn answers_hold(case: &Case, random: &mut Random) -> Checked {
    let documents = [Recognised::of(parse(&case.export))];
    let export = the_export(&documents);
    let facts = Facts::of(&export);
    let competitions = Competition::of(&export);
    let [competition] = &competitions[..] else {
        return Ok(());
    };
    let (query, other) = (any_query(case, random, 2), any_query(case, random, 1));
    let mut builder = Universe::builder(&facts);
    let side = builder.compete(competition, Moment::Access);
    let [that, unless] = [&query, &other].map(|one| builder.state(one.clone(), Moment::Access));
    let universe = builder.build();
    let mut asking = Asking::of(&universe);
    let groups = by_context(&case.pairs);
    let wanted = |context: &Context| is_true(&query, context) && !is_true(&other, context);
    let rules = competition.rules().map(|(index, _)| Some(index)).chain([None]);
    for index in rules {
        let inquiry = Inquiry::default().that(that).unless(unless);
        let inquiry = match index {
            Some(index) => inquiry.first(side, index),
            None => inquiry.unmatched(side),
        };
        let may_be = |pair: &Pair| {
            let takers = takers(competition, pair, &facts);
            index.map_or(takers.is_empty(), |index| takers.contains(&index))
        };
        let surely = |pair: &Pair| {
            let takers = takers(competition, pair, &facts);
            takers == index.into_iter().collect::<Vec<_>>()
        };
        let is_possible = case.pairs.iter().any(|pair| wanted(&pair.0) && may_be(pair));
        let is_sure = groups.iter().any(|group| {
            let context = &group[0].0;
            wanted(context)
                && is_plain(context, &case.export)
                && group.iter().all(|pair| surely(pair))
        });
        answer_holds(&asking.ask(&inquiry), is_possible, is_sure, || {
            format!("{index:?} where {query:?} and not {other:?}")
        })?;
    }
    Ok(())
}

/// What is the same at each sign-in of a user.
fn lasting(context: &Context) -> String {
    let choices = [Choice::User, Choice::UserType, Choice::AuthProvider, Choice::Directory];
    let choices = choices.map(|choice| context.choices.get(&choice));
    let memberships = [Membership::Group, Membership::IdentityProvider];
    let memberships = memberships.map(|membership| context.memberships.get(&membership));
    let texts: &BTreeMap<TextSource, Option<String>> = &context.texts;
    let is_lasting =
        |opaque: &Opaque| matches!(opaque, Opaque::Fits(..) | Opaque::EveryoneByName { .. });
    let opaque: Vec<_> = context.opaque.iter().filter(|(one, _)| is_lasting(one)).collect();
    format!("{choices:?} {memberships:?} {texts:?} {opaque:?}")
}

fn answers_of_pairs_hold(case: &Case, random: &mut Random) -> Checked {
    let documents = [Recognised::of(parse(&case.export))];
    let export = the_export(&documents);
    let facts = Facts::of(&export);
    let competitions = Competition::of(&export);
    let [competition] = &competitions[..] else {
        return Ok(());
    };
    let query = any_query(case, random, 1);
    let mut builder = Universe::builder(&facts);
    let session = builder.compete(competition, Moment::SessionStart);
    let access = builder.compete(competition, Moment::Access);
    let that = builder.state(query.clone(), Moment::Access);
    let universe = builder.build();
    let mut asking = Asking::of(&universe);
    let indexes: Vec<RuleIndex> = competition.rules().map(|(index, _)| index).collect();
    let groups = by_context(&case.pairs);
    let takers: BTreeMap<String, Vec<RuleIndex>> = case
        .pairs
        .iter()
        .map(|pair| (format!("{pair:?}"), takers(competition, pair, &facts)))
        .collect();
    let of = |pair: &Pair| &takers[&format!("{pair:?}")];
    for _ in 0..if indexes.is_empty() { 0 } else { 6 } {
        let (first, then) = (*random.pick(&indexes), *random.pick(&indexes));
        let (mut is_possible, mut is_sure) = (false, false);
        for began in &groups {
            for opened in &groups {
                if lasting(&began[0].0) != lasting(&opened[0].0) || !is_true(&query, &opened[0].0) {
                    continue;
                }
                // Okta reads its documents in one way at both moments.
                let both = began.iter().flat_map(|one| {
                    opened.iter().filter(|other| one.1 == other.1).map(|other| (*one, *other))
                });
                let both: Vec<(&Pair, &Pair)> = both.collect();
                is_possible |= both
                    .iter()
                    .any(|(one, other)| of(one).contains(&first) && of(other).contains(&then));
                is_sure |= is_plain(&began[0].0, &case.export)
                    && is_plain(&opened[0].0, &case.export)
                    && both.iter().all(|(one, other)| *of(one) == [first] && *of(other) == [then]);
            }
        }
        let inquiry = Inquiry::default().first(session, first).first(access, then).that(that);
        answer_holds(&asking.ask(&inquiry), is_possible, is_sure, || {
            format!("{first:?}, then {then:?} where {query:?}")
        })?;
    }
    Ok(())
}

/// The export with a few changes, none of which brings up what it does not speak of.
fn changed(export: &Value, random: &mut Random) -> Value {
    let mut changed = export.clone();
    let policies = changed["policies"].as_array_mut().unwrap();
    for _ in 0..if policies.is_empty() { 0 } else { 1 + random.below(2) } {
        let n = random.below(policies.len());
        let Some(rules) = policies[n]["rules"].as_array_mut().filter(|rules| rules.len() > 1)
        else {
            continue;
        };
        let (m, k) = (random.below(rules.len()), random.below(rules.len()));
        let is_default = |rule: &Value| rule["system"] == json!(true);
        match random.below(4) {
            0 if !is_default(&rules[m]) && !is_default(&rules[k]) => {
                let priority = rules[m]["priority"].take();
                rules[m]["priority"] = rules[k]["priority"].take();
                rules[k]["priority"] = priority;
            }
            1 if !is_default(&rules[m]) => {
                rules.remove(m);
            }
            2 => rules[m]["actions"] = rules[k]["actions"].clone(),
            _ if !is_default(&rules[m]) => rules[m]["conditions"] = rules[k]["conditions"].clone(),
            _ => {}
        }
    }
    changed
}

/// A change as it is told: the new rule, and what kind of change it is.
type Told = (Option<String>, &'static str);

fn differences_hold(case: &Case, random: &mut Random) -> Checked {
    let changed = changed(&case.export, random);
    let documents = [&case.export, &changed].map(|export| Recognised::of(parse(export)));
    let [old, new] = [&documents[..1], &documents[1..]].map(the_export);
    let [facts, new_facts] = [&old, &new].map(Facts::of);
    let [before, after] = [&old, &new].map(Competition::of);
    let ([before], [after]) = (&before[..], &after[..]) else {
        return Ok(());
    };
    let diff = Diff::of(&old, &new).unwrap();
    if diff.not_compared.iter().any(|why| why.contains("missing")) {
        return Ok(());
    }
    let is_beyond = |why: &String| why.contains("no rule takes");
    claim("small exports are compared", diff.not_compared.iter().all(is_beyond), || {
        format!("{:?}", diff.not_compared)
    })?;
    let mut possible: BTreeSet<Told> = BTreeSet::new();
    let (mut required, mut sure) = (possible.clone(), possible.clone());
    for group in by_context(&case.pairs) {
        let each = group.iter().map(|pair| {
            let [was, is] = [takers(before, pair, &facts), takers(after, pair, &new_facts)];
            (was, is)
        });
        let each: Vec<(Vec<RuleIndex>, Vec<RuleIndex>)> = each.collect();
        for (was, is) in &each {
            for old in ends(was) {
                for new in ends(is) {
                    if before.kind != PolicyType::OAUTH_AUTHORIZATION_POLICY
                        && (old.is_none() || new.is_none())
                    {
                        continue;
                    }
                    let told = told(
                        old.map(|old| before.rule(old).rule),
                        new.map(|new| after.rule(new).rule),
                    );
                    let is_sure = is_plain(&group[0].0, &case.export)
                        && was.len() < 2
                        && is.len() < 2
                        && each.iter().all(|other| other == &each[0]);
                    if is_sure {
                        sure.extend(told.clone());
                    }
                    // What is tied on both sides may be so in the same way.
                    if was.len() < 2 || is.len() < 2 {
                        required.extend(told.clone());
                    }
                    possible.extend(told);
                }
            }
        }
    }
    let id = |side: &catchall::diff::Side| side.rule.as_ref().and_then(|rule| rule.id.clone());
    let all = diff.changes.iter();
    let said: BTreeSet<Told> = all.clone().map(|change| (id(&change.new), change.kind())).collect();
    let surely = all.filter(|change| change.is_sure);
    let said_surely: BTreeSet<Told> =
        surely.map(|change| (id(&change.new), change.kind())).collect();
    let is_told = required.is_subset(&said) && said.is_subset(&possible);
    claim("what changes is what changes for some sign-in", is_told, || {
        format!("said {said:?}, not {possible:?}\n{changed}")
    })?;
    claim("what surely changes does so under all readings", said_surely == sure, || {
        format!("said {said_surely:?}, not {sure:?}\n{changed}")
    })?;
    let back = Diff::of(&new, &old).unwrap();
    let is_mirrored = back.changes.is_empty() == diff.changes.is_empty();
    claim("a change that is undone changes as much", is_mirrored, || changed.to_string())
}

/// Where a sign-in may end: at a rule, or nowhere.
fn ends(takers: &[RuleIndex]) -> Vec<Option<RuleIndex>> {
    if takers.is_empty() { vec![None] } else { takers.iter().copied().map(Some).collect() }
}

/// What is told of a sign-in that one rule took, and another takes.
fn told(old: Option<&PolicyRule<'_>>, new: Option<&PolicyRule<'_>>) -> Vec<Told> {
    use catchall::outcome::Dimension::*;
    let id =
        |rule: &PolicyRule<'_>| rule.node.get_named("id").unwrap().as_str().unwrap().into_owned();
    match (old, new) {
        (None, None) => Vec::new(),
        (None, Some(new)) => vec![(Some(id(new)), "access-widened")],
        (Some(_), None) => vec![(None, "access-lost")],
        (Some(old), Some(new)) => {
            let outcomes = [new, old].map(|rule| Outcome::of(rule).unwrap());
            let comparison = outcomes[0].compared_with(&outcomes[1]);
            let gained = comparison.gained.is_some();
            let all = comparison.dimensions.iter().filter(|(_, one)| **one != Strength::Same);
            let kinds = all.map(|(dimension, strength)| {
                let at = match strength {
                    Strength::Weaker => 0,
                    Strength::Incomparable if gained && *dimension == Assurance => 0,
                    Strength::Stronger => 2,
                    _ => 1,
                };
                let kinds = match dimension {
                    Access => ["access-widened", "access-changed", "access-lost"],
                    Assurance => {
                        ["assurance-weakened", "assurance-changed", "assurance-strengthened"]
                    }
                    Reauthentication | Inactivity => [
                        "reauthentication-lengthened",
                        "reauthentication-changed",
                        "reauthentication-shortened",
                    ],
                    SessionPrompt => ["prompt-weakened", "prompt-changed", "prompt-strengthened"],
                    Session => ["session-lengthened", "session-changed", "session-shortened"],
                    Tokens => ["token-lengthened", "token-changed", "token-shortened"],
                    SelfService => {
                        ["password-weakened", "password-changed", "password-strengthened"]
                    }
                    Response => ["response-weakened", "response-changed", "response-strengthened"],
                    Enrollment => {
                        ["enrollment-weakened", "enrollment-changed", "enrollment-strengthened"]
                    }
                    Routing => ["routing-changed"; 3],
                    Other => ["settings-changed"; 3],
                };
                kinds[at]
            });
            kinds.map(|kind| (Some(id(new)), kind)).collect()
        }
    }
}
