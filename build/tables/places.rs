//! The places in objects, each with all schemas that apply there.
//!
//! What stands behind `then` and `else` applies only where a condition holds. The schemas of a place
//! therefore come in groups, of which group 0 always applies; a walk knows which of the others do,
//! in each place, from the conditions that it met on the way.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::array;
use super::assertions::Assertions;
use super::names::{Names, key};
use crate::Result;
use crate::schemas::Schema;

/// The number of a group of schemas at one place.
type Group = usize;

/// What always applies.
const ALWAYS: Group = 0;

/// A walk has so many bits for the groups of a place.
const MOST: usize = 64;

/// The schemas that describe a place, each with its group.
type Roots<'s> = Vec<(Schema<'s>, Group)>;

pub struct Places<'s> {
    names: &'s Names<'s>,
    assertions: Assertions,
    numbers: HashMap<Vec<(*const Value, Group)>, usize>,
    /// Those that are still to be described.
    open: Vec<Roots<'s>>,
    places: Vec<Place<'s>>,
}

/// A place, all numbers being those of what was described elsewhere.
#[derive(Default)]
struct Place<'s> {
    checks: Vec<Check>,
    branches: Vec<Branch>,
    requirements: Vec<(Check, BTreeSet<&'s str>)>,
    members: BTreeMap<&'s str, Member>,
    /// A member of any other name.
    others: Member,
    elements: Option<Way>,
    /// What says that the members are all that Okta knows.
    complete: Option<usize>,
    is_barred: bool,
}

/// A constraint, where its group applies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Check {
    group: Group,
    constraint: usize,
}

struct Branch {
    group: Group,
    condition: usize,
    then: Group,
    otherwise: Group,
}

#[derive(Default)]
struct Member {
    way: Option<Way>,
    /// Whether a schema describes it by its name.
    is_known: bool,
    /// What the schemas say of it, for people.
    description: String,
    /// What the presence of the member breaks.
    breaks: Vec<Check>,
}

/// To a place inside: with a group here, a group there applies.
struct Way {
    place: usize,
    opens: Vec<(Group, Group)>,
}

impl<'s> Places<'s> {
    pub fn new(names: &'s Names<'s>) -> Self {
        Self {
            names,
            assertions: Assertions::default(),
            numbers: HashMap::new(),
            open: Vec::new(),
            places: Vec::new(),
        }
    }

    /// The place that is a whole object.
    pub fn of_object(&mut self, schema: Schema<'s>) -> Result<usize> {
        let place = self.number(vec![(schema, ALWAYS)])?;
        while self.places.len() < self.open.len() {
            let roots = self.open[self.places.len()].clone();
            let place = self.describe(roots)?;
            self.places.push(place);
        }
        Ok(place)
    }

    /// The number of the place that the schemas describe.
    fn number(&mut self, mut roots: Roots<'s>) -> Result<usize> {
        // What does nothing but refer to another is that other: chains continue in chains.
        for (schema, _) in &mut roots {
            let is_other = |keyword| matches!(keyword, "$ref" | "description" | "$comment");
            while schema.keywords().all(|(keyword, _)| is_other(keyword))
                && let Some(target) = schema.target()?
            {
                *schema = target;
            }
        }
        let key = roots.iter().map(|(schema, group)| (schema.identity(), *group)).collect();
        Ok(*self.numbers.entry(key).or_insert_with(|| {
            self.open.push(roots);
            self.open.len() - 1
        }))
    }

    fn describe(&mut self, roots: Roots<'s>) -> Result<Place<'s>> {
        let mut place = Place::default();
        let groups = roots.iter().map(|(_, group)| group + 1).max().unwrap_or(1);
        let mut parts = Parts { groups, ..Parts::default() };
        for (schema, group) in roots {
            parts.add(schema, group, &mut place.branches, &mut self.assertions)?;
        }
        if parts.groups > MOST {
            return Err(format!("more than {MOST} groups of schemas at one place").into());
        }
        let parts = parts.all;
        place.is_barred = is_barred(&parts);
        let mut of_members: BTreeMap<&'s str, Vec<Check>> = BTreeMap::new();
        let mut of_names: Vec<(Check, BTreeSet<&'s str>)> = Vec::new();
        for (schema, group) in &parts {
            for (keyword, constraint) in self.assertions.of(schema)? {
                let check = Check { group: *group, constraint };
                match keyword {
                    "required" => {
                        place.requirements.push((check, texts(&schema.value[keyword]).collect()));
                    }
                    "x-near-miss" => place.complete = Some(constraint),
                    "x-elsewhere" => {
                        let all = self.names.at(schema.value[keyword].as_str().unwrap_or_default());
                        let all = all.ok_or_else(|| schema.error(keyword, "no such place"))?;
                        let own: BTreeSet<&str> =
                            schema.named("properties").map(|(name, _)| name).collect();
                        for name in all.difference(&own) {
                            of_members.entry(name).or_default().push(check);
                        }
                    }
                    "propertyNames" => {
                        let known = texts(&schema.value[keyword]["enum"]).collect();
                        place.others.breaks.push(check);
                        of_names.push((check, known));
                    }
                    _ => place.checks.push(check),
                }
            }
        }
        let known: BTreeSet<&'s str> = parts
            .iter()
            .flat_map(|(part, _)| part.named("properties"))
            .map(|(name, _)| name)
            .collect();
        let mut names = known.clone();
        names.extend(of_members.keys());
        names.extend(of_names.iter().flat_map(|(_, known)| known));
        names.extend(place.requirements.iter().flat_map(|(_, names)| names));
        for name in names {
            let roots = inside(&parts, |part| {
                let mut members = part.named("properties");
                let member = members.find(|(member, _)| *member == name).map(|(_, member)| member);
                member.or_else(|| part.below("additionalProperties"))
            });
            let is_known = known.contains(name);
            let refused = of_names.iter().filter(|(_, known)| !known.contains(name));
            let breaks = of_members.remove(name).unwrap_or_default().into_iter();
            let breaks = breaks.chain(refused.map(|(check, _)| *check)).collect();
            let description = description(&roots)?;
            let way = self.way(roots)?;
            place.members.insert(name, Member { way, breaks, is_known, description });
        }
        place.others.way = self.way(inside(&parts, |part| part.below("additionalProperties")))?;
        place.elements = self.way(inside(&parts, |part| part.below("items")))?;
        Ok(place)
    }

    /// The way to the place that the schemas describe, each with its group here.
    fn way(&mut self, mut roots: Roots<'s>) -> Result<Option<Way>> {
        if roots.is_empty() {
            return Ok(None);
        }
        let mut groups: Vec<Group> = roots.iter().map(|(_, group)| *group).collect();
        groups.sort_unstable();
        groups.dedup();
        groups.retain(|group| *group != ALWAYS);
        for (_, group) in &mut roots {
            *group = groups.iter().position(|here| here == group).map_or(ALWAYS, |there| there + 1);
        }
        let opens = groups.into_iter().zip(1..).collect();
        Ok(Some(Way { place: self.number(roots)?, opens }))
    }
}

/// All schemas that apply at a place, from the most general to the most special.
#[derive(Default)]
struct Parts<'s> {
    all: Roots<'s>,
    groups: usize,
    seen: HashSet<(*const Value, Group)>,
}

impl<'s> Parts<'s> {
    fn add(
        &mut self,
        schema: Schema<'s>,
        group: Group,
        branches: &mut Vec<Branch>,
        assertions: &mut Assertions,
    ) -> Result<()> {
        if *schema.value == false {
            return Err(schema.error("", "no lint words `false`").into());
        }
        let is_new = !self.seen.contains(&(schema.identity(), ALWAYS))
            && self.seen.insert((schema.identity(), group));
        if !is_new {
            return Ok(());
        }
        if let Some(target) = schema.target()? {
            self.add(target, group, branches, assertions)?;
        }
        for part in schema.listed("allOf") {
            self.add(part, group, branches, assertions)?;
        }
        if let Some(condition) = schema.below("if") {
            let condition = assertions.condition(&condition)?;
            let [then, otherwise] = ["then", "else"].map(|keyword| schema.below(keyword));
            let mut number = |part: &Option<Schema<'s>>| {
                let number = part.as_ref().map(|_| self.groups);
                self.groups += usize::from(number.is_some());
                number.unwrap_or(ALWAYS)
            };
            let numbers = [number(&then), number(&otherwise)];
            // What is in the branches comes after them.
            branches.push(Branch { group, condition, then: numbers[0], otherwise: numbers[1] });
            for (part, number) in [then, otherwise].into_iter().zip(numbers) {
                if let Some(part) = part {
                    self.add(part, number, branches, assertions)?;
                }
            }
        }
        self.all.push((schema, group));
        Ok(())
    }
}

/// The schemas that the parts have for a value inside.
fn inside<'s>(parts: &Roots<'s>, below: impl Fn(&Schema<'s>) -> Option<Schema<'s>>) -> Roots<'s> {
    let mut inside: Roots<'s> = Vec::new();
    for (part, group) in parts {
        if let Some(schema) = below(part) {
            let is_known = |(known, other): &(Schema<'s>, Group)| {
                known.identity() == schema.identity() && (*other == ALWAYS || other == group)
            };
            if !inside.iter().any(is_known) {
                inside.push((schema, *group));
            }
        }
    }
    inside
}

/// What the schemas say for people: what the most special one says, or what it refers to.
fn description(roots: &Roots<'_>) -> Result<String> {
    for (schema, _) in roots.iter().rev() {
        let mut next = Some(schema.clone());
        while let Some(schema) = next {
            if let Some(description) = schema.get("description").and_then(Value::as_str) {
                return Ok(description.to_owned());
            }
            next = schema.target()?;
        }
    }
    Ok(String::new())
}

/// Whether nothing but `null` may stand at the place, so that what it is called is at home elsewhere.
fn is_barred(parts: &Roots<'_>) -> bool {
    let types = || parts.iter().filter_map(|(part, _)| part.get("type"));
    types().count() > 0 && types().all(|named| named == "null")
}

fn texts(listed: &Value) -> impl Iterator<Item = &str> {
    listed.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// What all places have of one kind, of which each place has a span.
#[derive(Default)]
struct Pool(Vec<String>);

impl Pool {
    fn span(&mut self, values: impl IntoIterator<Item = String>) -> String {
        let start = self.0.len();
        self.0.extend(values);
        format!("Span({start}, {})", self.0.len())
    }
}

#[derive(Default)]
struct Pools {
    checks: Pool,
    branches: Pool,
    requirements: Pool,
    members: Pool,
    openings: Pool,
}

impl Places<'_> {
    pub fn write(self, tables: &mut String) -> Result<()> {
        let mut pools = Pools::default();
        let places = self.places.iter().map(|place| pools.place(place));
        array(tables, "PLACES", "Place", places.collect::<Result<Vec<_>>>()?)?;
        array(tables, "CHECKS", "Check", pools.checks.0)?;
        array(tables, "BRANCHES", "Branch", pools.branches.0)?;
        array(tables, "REQUIREMENTS", "Requirement", pools.requirements.0)?;
        array(tables, "MEMBERS", "Member", pools.members.0)?;
        array(tables, "OPENINGS", "Opening", pools.openings.0)?;
        self.assertions.write(tables)
    }
}

impl Pools {
    fn place(&mut self, place: &Place<'_>) -> Result<String> {
        let checks = self.checks(&place.checks);
        let branches = place.branches.iter().map(|branch| {
            let Branch { group, condition, then, otherwise } = branch;
            format!(
                "Branch {{ group: {group}, condition: {condition}, then: {then}, \
                 otherwise: {otherwise} }}"
            )
        });
        let branches = self.branches.span(branches);
        let required: BTreeSet<&str> =
            place.requirements.iter().flat_map(|(_, names)| names).copied().collect();
        if required.len() > MOST {
            return Err(format!("more than {MOST} members are required at one place").into());
        }
        let bit = |name: &str| required.iter().position(|other| *other == name);
        let requirements = place.requirements.iter().map(|(check, names)| {
            let bits =
                names.iter().filter_map(|name| bit(name)).fold(0_u64, |all, bit| all | 1 << bit);
            format!("Requirement {{ check: {}, members: {bits} }}", written(*check))
        });
        let requirements = self.requirements.span(requirements);
        // Keys are numbered in the order of their constants.
        let mut members: Vec<(String, &str, &Member)> =
            place.members.iter().map(|(name, member)| (key(name), *name, member)).collect();
        members.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        let members = members.into_iter().map(|(key, name, member)| {
            let requirement = bit(name).map_or(0, |bit| 1_u64 << bit);
            self.member(&key, requirement, member)
        });
        let members: Vec<String> = members.collect();
        let members = self.members.span(members);
        let others = self.member("Key::UNKNOWN", 0, &place.others);
        let elements = self.way(place.elements.as_ref());
        Ok(format!(
            "Place {{ checks: {checks}, branches: {branches}, requirements: {requirements}, \
             members: {members}, others: {others}, elements: {elements}, complete: {:?}, \
             is_barred: {} }}",
            place.complete, place.is_barred,
        ))
    }

    fn member(&mut self, name: &str, requirement: u64, member: &Member) -> String {
        let (way, breaks) = (self.way(member.way.as_ref()), self.checks(&member.breaks));
        format!(
            "Member {{ name: {name}, is_known: {}, description: {:?}, way: {way}, \
             breaks: {breaks}, requirement: {requirement} }}",
            member.is_known, member.description,
        )
    }

    fn way(&mut self, way: Option<&Way>) -> String {
        let Some(Way { place, opens }) = way else {
            return "None".to_owned();
        };
        let opens =
            opens.iter().map(|(here, there)| format!("Opening {{ here: {here}, there: {there} }}"));
        format!("Some(Way {{ place: PlaceId({place}), opens: {} }})", self.openings.span(opens))
    }

    fn checks(&mut self, checks: &[Check]) -> String {
        self.checks.span(checks.iter().map(|check| written(*check)))
    }
}

fn written(check: Check) -> String {
    format!("Check {{ group: {}, constraint: {} }}", check.group, check.constraint)
}
