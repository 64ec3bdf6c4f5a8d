//! Which uses of authenticators there are: those of Okta's table, and what else is named.

use std::borrow::Cow;

use super::predicates::{Demanded, Entry, Predicate};
use super::uses::{Bits, Candidate, UserVerification, bits, class_bit};
use crate::authenticators::{AUTHENTICATORS, Authenticator, Characteristic, FactorClass};
use crate::model::has_instances;

/// What is named.
pub(super) struct KnownNames<'o> {
    types: Vec<&'o str>,
    methods: Vec<&'o str>,
    entries: Vec<&'o Entry<'o>>,
}

/// An authenticator with a method, as far as it is given.
pub(super) struct Row<'o> {
    table: Option<&'static Authenticator>,
    key: Option<Cow<'o, str>>,
    kind: Option<Cow<'o, str>>,
    method: Option<Cow<'o, str>>,
    id: Option<Cow<'o, str>>,
    is_known: bool,
}

impl<'o> KnownNames<'o> {
    pub(super) fn of(predicates: impl Iterator<Item = &'o Predicate<'o>>) -> Self {
        let mut names = Self { types: Vec::new(), methods: Vec::new(), entries: Vec::new() };
        for predicate in predicates {
            names.entries.extend(predicate.entries());
            match predicate {
                Predicate::Demanded(Demanded { types, methods, .. }) => {
                    names.types.extend(types.iter().map(AsRef::as_ref));
                    names.methods.extend(methods.iter().map(AsRef::as_ref));
                }
                Predicate::Named(named) => names.methods.extend(named.methods()),
                _ => {}
            }
        }
        // In a fixed order, each once.
        names.types.sort_unstable();
        names.types.dedup_by(|one, other| one.eq_ignore_ascii_case(other));
        names.methods.sort_unstable();
        names.methods.dedup_by(|one, other| one.eq_ignore_ascii_case(other));
        names
    }

    /// Okta's table, and what is named that is not in it.
    pub(super) fn rows(&self) -> Vec<Row<'o>> {
        let mut rows = Vec::new();
        for table in &AUTHENTICATORS {
            let ids = self.ids(table.key).filter(|_| has_instances(table.key));
            let named: Vec<&'o str> = ids.collect();
            // Beside those that are named, there may be another.
            let is_known = named.is_empty();
            rows.push(Row::of_table(table, None, is_known));
            rows.extend(named.into_iter().map(|id| Row::of_table(table, Some(id), true)));
        }
        let is_in_table = |entry: &Entry<'_>| {
            let of_key = || AUTHENTICATORS.iter().filter(|row| row.key == entry.key);
            let is_method =
                |row: &Authenticator, method: &str| row.method.eq_ignore_ascii_case(method);
            match &entry.method {
                None => of_key().next().is_some(),
                Some(method) => of_key().any(|row| is_method(row, method)),
            }
        };
        let mut opaque: Vec<(&'o str, Option<&'o str>, Option<&'o str>)> = Vec::new();
        for entry in self.entries.iter().copied().filter(|entry| !is_in_table(entry)) {
            let methods = [None, entry.method.as_deref()];
            let ids = [None].into_iter().chain(self.ids(&entry.key).map(Some));
            for id in ids {
                opaque.extend(methods.map(|method| (entry.key.as_ref(), method, id)));
            }
        }
        opaque.sort_unstable();
        opaque.dedup();
        rows.extend(opaque.into_iter().map(|(key, method, id)| Row {
            key: Some(key.into()),
            method: method.map(Cow::Borrowed),
            id: id.map(Cow::Borrowed),
            ..Row::unknown()
        }));
        let is_kind =
            |kind: &str| AUTHENTICATORS.iter().any(|row| row.kind.eq_ignore_ascii_case(kind));
        let is_method =
            |name: &str| AUTHENTICATORS.iter().any(|row| row.method.eq_ignore_ascii_case(name));
        let kinds = self.types.iter().filter(|kind| !is_kind(kind));
        rows.extend(kinds.map(|kind| Row { kind: Some((*kind).into()), ..Row::unknown() }));
        let methods = self.methods.iter().filter(|method| !is_method(method));
        rows.extend(methods.map(|name| Row { method: Some((*name).into()), ..Row::unknown() }));
        rows
    }

    /// The ids that are named beside a key.
    fn ids(&self, key: &str) -> impl Iterator<Item = &'o str> {
        let of_key = self.entries.iter().filter(move |entry| entry.key == key);
        let mut ids: Vec<&'o str> = of_key.filter_map(|entry| entry.id.as_deref()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter()
    }
}

impl<'o> Row<'o> {
    fn of_table(table: &'static Authenticator, id: Option<&'o str>, is_known: bool) -> Self {
        Self {
            table: Some(table),
            key: Some(table.key.into()),
            kind: Some(table.kind.into()),
            method: Some(table.method.into()),
            id: id.map(Cow::Borrowed),
            is_known,
        }
    }

    fn unknown() -> Self {
        Self { table: None, key: None, kind: None, method: None, id: None, is_known: false }
    }

    /// Adds the ways to use it, until `add` says that there are too many.
    pub(super) fn uses(
        &self,
        names: &KnownNames<'o>,
        add: &mut impl FnMut(Candidate<'o>) -> bool,
    ) -> bool {
        use UserVerification::{Biometrics, Pin};
        let candidate = |classes, has, verification| Candidate {
            key: self.key.clone(),
            kind: self.kind.clone(),
            method: self.method.clone(),
            id: self.id.clone(),
            classes,
            has,
            verification,
            is_known: self.is_known,
        };
        let mut each =
            |classes: Bits, always: Bits, sometimes: Bits, verifies: bool, like: &Likeness<'o>| {
                let verifications: &[UserVerification] = match verifies {
                    true => &[UserVerification::None, Pin, Biometrics],
                    false => &[UserVerification::None],
                };
                subsets(sometimes).all(|more| {
                    verifications.iter().all(|verification| {
                        let mut candidate = candidate(classes, always | more, *verification);
                        candidate.kind = candidate.kind.or(like.kind.map(Cow::Borrowed));
                        candidate.method = candidate.method.or(like.method.map(Cow::Borrowed));
                        add(candidate)
                    })
                })
            };
        if let Some(table) = self.table {
            let classes = FactorClass::ALL.into_iter().filter(|class| table.is_of(*class));
            let classes = classes.map(class_bit).fold(0, |classes, bit| classes | bit);
            let always = bits(|one| table.always(one));
            let sometimes = bits(|one| table.can(one)) & !always;
            let verifies = table.can(Characteristic::UserVerification);
            return each(classes, always, sometimes, verifies, &Likeness::default());
        }
        // It may be anything.
        let knowledge = class_bit(FactorClass::Knowledge);
        let possession = class_bit(FactorClass::Possession);
        let all = bits(|_| true);
        let kinds = if self.kind.is_some() { &[][..] } else { &names.types };
        let methods = if self.method.is_some() { &[][..] } else { &names.methods };
        [knowledge, possession, knowledge | possession].into_iter().all(|classes| {
            options(kinds).all(|kind| {
                options(methods)
                    .all(|method| each(classes, 0, all, true, &Likeness { kind, method }))
            })
        })
    }
}

/// What an authenticator that no table describes may have in common with others.
#[derive(Default)]
struct Likeness<'o> {
    kind: Option<&'o str>,
    method: Option<&'o str>,
}

fn options<'n, 'o>(names: &'n [&'o str]) -> impl Iterator<Item = Option<&'o str>> + use<'n, 'o> {
    [None].into_iter().chain(names.iter().map(|name| Some(*name)))
}

/// All subsets of a set of bits.
fn subsets(of: Bits) -> impl Iterator<Item = Bits> {
    (0..=Bits::MAX).filter(move |bits| bits & !of == 0)
}
