//! Queries: what may be written, what it means in an export, and what is said of what may not.

use std::collections::BTreeSet;
use std::fs;

use catchall::discover::discover;
use catchall::export::{Recognised, assemble};
use catchall::query::{Form, Query, QueryError};
use catchall::reach::{self, Choice, Facts, Membership, Names};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::documents::recognised;
use crate::project;

/// What queries mean in an export of these documents.
fn resolve(documents: &[Recognised], queries: &[&str]) -> Vec<Result<reach::Query, QueryError>> {
    let exports = assemble(documents, &[], None);
    let [export] = exports.all.as_slice() else { panic!("one export") };
    let names = Names { resources: &export.resources, facts: &Facts::of(export) };
    let meaning = |text: &&str| text.parse::<Query>()?.resolve(&names);
    queries.iter().map(meaning).collect()
}

fn acme() -> Vec<Recognised> {
    let documents = discover(&[project::path("fixtures/acme")]).unwrap().documents;
    documents.into_iter().map(Recognised::of).collect()
}

/// Groups, zones, apps and users, some of which have a name in common.
fn things() -> Vec<Recognised> {
    let group = |id: &str, name: &str| json!({"id": id, "type": "OKTA_GROUP", "objectClass": ["okta:user_group"], "profile": {"name": name}});
    let groups = json!([
        group("00g1aaaaaaaaaaaaaaaa", "Twins"),
        group("00g2aaaaaaaaaaaaaaaa", "Twins"),
        group("00g3aaaaaaaaaaaaaaaa", "Contractors"),
        group("00g4aaaaaaaaaaaaaaaa", "say \"hi\""),
    ]);
    let zones = json!([{
        "id": "nzo1aaaaaaaaaaaaaaaa", "type": "IP", "name": "any", "status": "ACTIVE",
        "usage": "POLICY", "gateways": [{"type": "CIDR", "value": "192.0.2.0/24"}],
    }]);
    let users = json!([{
        "id": "00u1aaaaaaaaaaaaaaaa", "status": "ACTIVE",
        "profile": {"login": "ann@acme.example", "email": "ann@acme.example"},
    }]);
    recognised(&[("groups.json", groups), ("zones.json", zones), ("users.json", users)])
}

/// `docs/queries.md`: every example means something in the org of the fixtures, and every question has
/// one.
#[test]
fn the_examples_of_the_page_mean_something() {
    let page = fs::read_to_string(project::path("docs/queries.md")).unwrap();
    let mut examples: Vec<&str> = Vec::new();
    let mut asked = BTreeSet::new();
    for row in page.lines().filter(|line| line.starts_with("| `")) {
        let name = row.split('`').nth(1).unwrap();
        let example = row.trim_end_matches("` |").rsplit('`').next().unwrap();
        assert!(example.starts_with(&format!("{name}(")), "{row}");
        let form = Form::all().find(|form| form.name() == name).unwrap();
        for word in form.words() {
            assert!(row.contains(&format!("`{word}`")), "{name} has no `{word}` on the page");
        }
        assert!(asked.insert(name));
        examples.push(example);
    }
    assert_eq!(asked, Form::all().map(Form::name).collect());
    let blocks = page.split("```text\n").skip(1).map(|block| block.split("```").next().unwrap());
    let before = examples.len();
    examples.extend(blocks.flat_map(str::lines));
    assert!(examples.len() > before);
    for (example, meaning) in examples.iter().zip(resolve(&acme(), &examples)) {
        assert!(meaning.is_ok(), "{example}: {meaning:?}");
    }
}

#[test]
fn what_queries_mean() {
    use reach::Query::{All, Any, Expression, Has, Is, Not};
    let group = |n: u8| Has(Membership::Group, format!("00g{n}aaaaaaaaaaaaaaaa"));
    let risk = |level: &str| Is(Choice::Risk, level.to_owned());
    for (text, meaning) in [
        ("any", reach::Query::TRUE),
        ("none", Any(vec![])),
        ("group(Contractors)", group(3)),
        ("GROUP ( 'contractors' )", group(3)),
        ("group('say \"hi\"')", group(4)),
        ("group(\"say \"\"hi\"\"\")", group(4)),
        // An id is an id, whether or not the export holds the object.
        ("group(00g9aaaaaaaaaaaaaaaa)", group(9)),
        ("group(Contractors, 00g1aaaaaaaaaaaaaaaa)", Any(vec![group(3), group(1)])),
        ("user(ann@acme.example)", Is(Choice::User, "00u1aaaaaaaaaaaaaaaa".to_owned())),
        ("risk(High)", risk("HIGH")),
        (
            "platform(macos)",
            Any(vec![Is(Choice::System, "MACOS".into()), Is(Choice::System, "OSX".into())]),
        ),
        ("platform(mobile)", Is(Choice::DeviceClass, "MOBILE".to_owned())),
        ("provider(okta)", Has(Membership::IdentityProvider, "OKTA".to_owned())),
        ("zone(ALL_ZONES)", Has(Membership::Zone, Membership::ALL_ZONES.to_owned())),
        ("detection(any)", Has(Membership::Detection, Membership::DETECTED.to_owned())),
        ("scope('invoices:read')", Has(Membership::Scope, "invoices:read".to_owned())),
        (
            "expression('user.isMember({\"group.id\": 1})')",
            Expression("user.isMember({\"group.id\": 1})".into()),
        ),
        ("not risk(low)", Not(Box::new(risk("LOW")))),
        ("not not risk(low)", risk("LOW")),
        // `not` before `and` before `or`.
        (
            "not risk(low) and any or risk(high)",
            Any(vec![All(vec![Not(Box::new(risk("LOW"))), reach::Query::TRUE]), risk("HIGH")]),
        ),
        (
            "(risk(low) or risk(high)) and any",
            All(vec![Any(vec![risk("LOW"), risk("HIGH")]), reach::Query::TRUE]),
        ),
    ] {
        assert_eq!(resolve(&things(), &[text]), [Ok(meaning)], "{text}");
    }
}

#[test]
fn what_is_wrong_is_said_in_its_place() {
    for (text, place, message, help) in [
        ("", "", "a question such as `group(…)` has to stand here", None),
        ("group", "", "`(` has to stand here", Some("Values stand in parentheses: risk(high)")),
        (
            "risk high",
            "high",
            "`(` has to stand here, and not \"high\"",
            Some("Values stand in parentheses: risk(high)"),
        ),
        (
            "risk = high",
            "=",
            "\"=\" means nothing in a query",
            Some("Values stand in parentheses: risk(high)"),
        ),
        ("risk()", ")", "a value has to stand here, and not \")\"", None),
        ("group(' ')", "' '", "a value has to stand here, and not \" \"", None),
        ("risk(high", "", "`,` or `)` has to stand here", None),
        ("any any", "any", "`and` or `or` has to stand here, and not \"any\"", None),
        (
            "any and or none",
            "or",
            "a question such as `group(…)` has to stand here, and not \"or\"",
            None,
        ),
        ("any && none", "&", "\"&\" means nothing in a query", Some("Write `and`")),
        (
            "grup('x')",
            "grup",
            "nothing is called \"grup\" in a query",
            Some("Did you mean \"group\"?"),
        ),
        ("risk(hgih)", "hgih", "`risk` has no value \"hgih\"", Some("Did you mean \"high\"?")),
        (
            "risk(severe)",
            "severe",
            "`risk` has no value \"severe\"",
            Some("There are low, medium and high"),
        ),
        (
            "device(ios)",
            "ios",
            "`device` has no value \"ios\"",
            Some("There are registered, unregistered, managed and unmanaged"),
        ),
        (
            "grant-type(client_credential)",
            "client_credential",
            "`grant-type` has no value \"client_credential\"",
            Some("Did you mean \"client_credentials\"?"),
        ),
        (
            "group('Contractor')",
            "'Contractor'",
            "no group is called \"Contractor\"",
            Some("Did you mean \"Contractors\"?"),
        ),
        (
            "group(Nobody)",
            "Nobody",
            "no group is called \"Nobody\"",
            Some("Use the id of the group, if the export does not hold it"),
        ),
        (
            "group(twins)",
            "twins",
            "2 groups are called \"twins\": 00g1aaaaaaaaaaaaaaaa and 00g2aaaaaaaaaaaaaaaa",
            Some("Use the id of the one that is meant"),
        ),
        (
            "zone(any)",
            "any",
            "2 network zones are called \"any\": nzo1aaaaaaaaaaaaaaaa and ALL_ZONES",
            Some("Use the id of the one that is meant"),
        ),
        (
            "app('Salesforce')",
            "'Salesforce'",
            "the export has no apps, so that nobody knows which is called \"Salesforce\"",
            Some("Export the apps as well, or use an id"),
        ),
        (
            "expression('user.x ==')",
            "'user.x =='",
            "the expression cannot be read",
            Some(
                "Write an expression as Okta takes it, such as \"user.profile.department == 'Sales'\"",
            ),
        ),
        (
            "group('x",
            "'x",
            "the quote is not closed",
            Some(
                "A quote inside of a text is written twice, or stands in the other kind of quotes",
            ),
        ),
    ] {
        let [Err(error)] = &resolve(&things(), &[text])[..] else { panic!("{text}") };
        assert_eq!(
            (error.to_string().as_str(), &text[error.span.clone()]),
            (message, place),
            "{text}"
        );
        assert_eq!(error.help().as_deref(), help, "{text}");
    }
}

#[test]
fn the_name_of_everyone_is_known_without_the_groups() {
    let policy = json!([{
        "id": "00p1aaaaaaaaaaaaaaaa", "type": "OKTA_SIGN_ON", "name": "Default Policy", "system": true,
        "conditions": {"people": {"groups": {"include": ["00g1aaaaaaaaaaaaaaaa"]}}},
    }]);
    let documents = recognised(&[("policies.json", policy)]);
    let [everyone, other] = &resolve(&documents, &["group(Everyone)", "group(Staff)"])[..] else {
        unreachable!()
    };
    let id = "00g1aaaaaaaaaaaaaaaa".to_owned();
    assert_eq!(everyone, &Ok(reach::Query::Has(Membership::Group, id)));
    assert_eq!(
        other.as_ref().unwrap_err().to_string(),
        "the export has no groups, so that nobody knows which is called \"Staff\""
    );
}

#[test]
fn what_is_too_long_or_too_deep_is_refused() {
    let nested = |depth: usize| format!("{}any{}", "(".repeat(depth), ")".repeat(depth));
    assert!(nested(64).parse::<Query>().is_ok());
    for (text, message) in [
        (nested(65), "parentheses are nested more than 64 deep"),
        (nested(30_000), "parentheses are nested more than 64 deep"),
        ("not ".repeat(17_000), "a query has 65536 bytes at most, and this has 68000"),
    ] {
        assert_eq!(text.parse::<Query>().unwrap_err().to_string(), message);
    }
    assert!(format!("{}any", "not ".repeat(15_000)).parse::<Query>().is_ok());
}

/// Queries that may be written.
fn any_query() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        prop::sample::select(vec![
            "low",
            "Contractors",
            "00g1aaaaaaaaaaaaaaaa",
            "a.b@c",
            "any",
            "not"
        ])
        .prop_map(str::to_owned),
        "[a-z \"'()\\\\,]{0,8}x".prop_map(|text| format!("\"{}\"", text.replace('"', "\"\""))),
        "[a-z \"'()\\\\,]{0,8}x".prop_map(|text| format!("'{}'", text.replace('\'', "''"))),
    ];
    let forms: Vec<Form> = Form::all().filter(|form| form.name() != "expression").collect();
    let term = (prop::sample::select(forms), prop::collection::vec(value, 1..4))
        .prop_map(|(form, values)| format!("{}({})", form.name(), values.join(" , ")));
    let leaf = prop_oneof![8 => term, 1 => Just("any".to_owned()), 1 => Just("NONE".to_owned())];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let several = prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            several.clone().prop_map(|parts| parts.join(" and ")),
            several.clone().prop_map(|parts| format!("({})", parts.join(" or "))),
            several.prop_map(|parts| parts.join(" OR ")),
            inner.clone().prop_map(|part| format!("not ({part})")),
            inner.prop_map(|part| format!("not {part}")),
        ]
    })
}

/// What is written, without where.
fn shape(query: &Query) -> Value {
    match query {
        Query::Everything => json!("any"),
        Query::Nothing => json!("none"),
        Query::All(parts) => json!({"and": parts.iter().map(shape).collect::<Vec<_>>()}),
        Query::Any(parts) => json!({"or": parts.iter().map(shape).collect::<Vec<_>>()}),
        Query::Not(part) => json!({"not": shape(part)}),
        Query::Term(term) => {
            let values: Vec<&str> = term.values.iter().map(|value| value.text.as_str()).collect();
            json!({term.form.name(): values})
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_reads_back(text in any_query()) {
        let query: Query = text.parse().unwrap();
        let printed = query.to_string();
        let again: Query = printed.parse().unwrap();
        prop_assert_eq!(shape(&query), shape(&again), "{} and {}", text, printed);
        prop_assert_eq!(again.to_string(), printed);
    }

    #[test]
    fn anything_can_be_read_or_refused_in_its_place(text in "\\PC{0,40}") {
        if let Err(error) = text.parse::<Query>() {
            prop_assert!(text.get(error.span.clone()).is_some(), "{:?} of {:?}", error.span, text);
            let _ = (error.to_string(), error.help());
        }
    }

    #[test]
    fn so_can_what_is_nearly_a_query(text in any_query(), cut in any::<prop::sample::Index>(), put in "[()\"', a-z=]{0,3}") {
        let mut place = cut.index(text.len() + 1);
        while !text.is_char_boundary(place) {
            place -= 1;
        }
        let (before, after) = text.split_at(place);
        for text in [before.to_owned(), format!("{before}{put}{after}")] {
            match text.parse::<Query>() {
                Ok(query) => prop_assert_eq!(shape(&query), shape(&query.to_string().parse().unwrap())),
                Err(error) => prop_assert!(text.get(error.span).is_some()),
            }
        }
    }
}
