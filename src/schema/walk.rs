//! Holds an object against all that applies to it, in one walk over its tree.

use std::borrow::Cow;

use crate::json::Node;

use super::assertions::{Assertion, Constraint};
use super::tables::{Check, Groups, Place, PlaceId, Way};

/// The names that lead to a place from the whole object, [`ELEMENT`] for an element of an array.
pub(super) type Path = Vec<&'static str>;

pub(super) const ELEMENT: &str = "[]";

/// A name in a path that is the author's own.
pub(super) const OTHER: &str = "*";

/// What was found on the way.
#[derive(Default)]
pub(super) struct Walk<'d> {
    pub(super) broken: Vec<Broken<'d>>,
    /// How often each constraint was broken, and where the last stands of which it is told.
    counts: Vec<(&'static Constraint, usize, usize)>,
    pub(super) unknown: Vec<Unknown<'d>>,
}

/// A constraint that a value breaks.
pub(super) struct Broken<'d> {
    pub(super) node: Node<'d>,
    pub(super) constraint: &'static Constraint,
    /// The member that is meant, for constraints on an object's members.
    pub(super) member: Option<Cow<'d, str>>,
    /// How often the constraint is broken, where that is not told each time.
    pub(super) times: usize,
}

/// A member that stands where Okta does not know its name.
pub(super) struct Unknown<'d> {
    /// The object that the member stands in.
    pub(super) parent: Node<'d>,
    pub(super) name: Cow<'d, str>,
    pub(super) value: Node<'d>,
    /// The place of the object.
    pub(super) place: &'static Place,
    /// The path of the place.
    pub(super) at: Path,
    /// What says that Okta does not know the name.
    pub(super) constraint: &'static Constraint,
}

/// How a walk got to a place.
struct Step<'s> {
    name: &'static str,
    before: Option<&'s Step<'s>>,
}

impl<'d> Walk<'d> {
    /// Walks over a whole object.
    pub(super) fn over(object: Node<'d>, place: PlaceId) -> Self {
        let mut walk = Self::default();
        walk.visit(object, place.place(), Groups::ALWAYS, None);
        walk
    }

    fn visit(
        &mut self,
        node: Node<'d>,
        place: &'static Place,
        mut groups: Groups,
        steps: Option<&Step<'_>>,
    ) {
        for branch in place.branches() {
            if groups.has(branch.group) {
                let holds = branch.condition().holds(node);
                groups = groups.with(if holds { branch.then } else { branch.otherwise });
            }
        }
        for check in place.checks().iter().filter(|check| groups.has(check.group)) {
            let constraint = check.constraint();
            if !constraint.assertion.is_met(node) {
                self.note(node, constraint, None);
            }
        }
        if node.is_object() {
            self.visit_members(node, place, groups, steps);
        } else if let Some(way) = &place.elements {
            let step = Step { name: ELEMENT, before: steps };
            node.elements().for_each(|element| self.follow(way, element, groups, &step));
        }
    }

    fn visit_members(
        &mut self,
        object: Node<'d>,
        place: &'static Place,
        groups: Groups,
        steps: Option<&Step<'_>>,
    ) {
        let mut present = 0;
        for field in object.fields() {
            let (member, value) = (place.member(field.name()), field.value);
            let name = || field.key.as_str().unwrap_or_default();
            present |= member.requirement;
            for check in member.breaks() {
                self.refuse(check, groups, object, name());
            }
            if let Some(way) = &member.way {
                let step = if member.is_known { member.name.name() } else { OTHER };
                self.follow(way, value, groups, &Step { name: step, before: steps });
            }
            if let Some(constraint) = place.complete().filter(|_| !member.is_known) {
                let (parent, name, at) = (object, name(), path(steps));
                self.unknown.push(Unknown { parent, name, value, place, at, constraint });
            }
        }
        for requirement in place.requirements() {
            if requirement.members & !present != 0 {
                let constraint = requirement.check.constraint();
                let Assertion::Required(names) = constraint.assertion else { continue };
                for name in names.iter().filter(|name| object.field(**name).is_none()) {
                    self.refuse(&requirement.check, groups, object, name.name().into());
                }
            }
        }
    }

    fn follow(&mut self, way: &Way, node: Node<'d>, groups: Groups, step: &Step<'_>) {
        self.visit(node, way.place.place(), way.opens(groups), Some(step));
    }

    /// Notes what a member breaks.
    fn refuse(&mut self, check: &Check, groups: Groups, node: Node<'d>, name: Cow<'d, str>) {
        if groups.has(check.group) {
            self.note(node, check.constraint(), Some(name));
        }
    }

    /// Notes that a constraint is broken: in one object, one that is broken very often is counted only,
    /// since what is to be said of it takes much more room than the value.
    fn note(
        &mut self,
        node: Node<'d>,
        constraint: &'static Constraint,
        member: Option<Cow<'d, str>>,
    ) {
        const MOST: usize = 10_000;
        let known = self.counts.iter_mut().find(|(known, ..)| std::ptr::eq(*known, constraint));
        match known {
            Some((_, MOST, last)) => return self.broken[*last].times += 1,
            Some((_, count, last)) => (*count, *last) = (*count + 1, self.broken.len()),
            None => self.counts.push((constraint, 1, self.broken.len())),
        }
        self.broken.push(Broken { node, constraint, member, times: 1 });
    }
}

fn path(steps: Option<&Step<'_>>) -> Path {
    let steps = std::iter::successors(steps, |step| step.before);
    let mut path: Path = steps.map(|step| step.name).collect();
    path.reverse();
    path
}
