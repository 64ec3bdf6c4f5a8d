//! In which respects what happens now differs from what happened before.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use super::Direction;
use super::ends::End;
use crate::outcome::{Comparison, Dimension, Proof, Strength};

/// How what happens now relates to what happened before, in one respect.
#[derive(Clone)]
pub(super) struct Respect {
    pub(super) dimension: Dimension,
    pub(super) strength: Strength,
    pub(super) settings: Vec<&'static str>,
    pub(super) gained: Option<Proof>,
}

impl Respect {
    fn of(dimension: Dimension, strength: Strength) -> Self {
        Self { dimension, strength, settings: Vec::new(), gained: None }
    }

    pub(super) fn direction(&self) -> Direction {
        Direction::of(self.strength, self.gained.is_some())
    }
}

/// In which respects ends differ, once for all that are written alike: policies repeat each other.
#[derive(Default)]
pub(super) struct Respects<'d>(Mutex<HashMap<Written<'d>, Arc<[Respect]>>>);

/// Two ends as they are written.
type Written<'d> = [[Option<&'d str>; 2]; 2];

impl<'d> Respects<'d> {
    pub(super) fn of(&self, old: &End<'d>, new: &End<'d>) -> Arc<[Respect]> {
        if old.index.is_none() || new.index.is_none() {
            return respects_of(old, new).into();
        }
        let written = [old.written, new.written];
        let known = |known: &HashMap<Written<'d>, Arc<[Respect]>>| known.get(&written).cloned();
        // What another thread left half done is as good as nothing.
        if let Some(known) = self.0.lock().ok().and_then(|all| known(&all)) {
            return known;
        }
        let respects: Arc<[Respect]> = respects_of(old, new).into();
        if let Ok(mut all) = self.0.lock() {
            all.insert(written, Arc::clone(&respects));
        }
        respects
    }
}

/// The respects in which two ends differ.
fn respects_of(old: &End<'_>, new: &End<'_>) -> Vec<Respect> {
    match (old.index, new.index) {
        (None, _) => return vec![Respect::of(Dimension::Access, Strength::Weaker)],
        (_, None) => return vec![Respect::of(Dimension::Access, Strength::Stronger)],
        _ => {}
    }
    let (Some(before), Some(after)) = (&old.outcome, &new.outcome) else {
        return vec![Respect::of(Dimension::Other, Strength::Unknown)];
    };
    let comparison = after.compared_with(before);
    let Comparison { dimensions, gained, .. } = &comparison;
    let mut respects: Vec<Respect> = dimensions
        .iter()
        .filter(|(_, strength)| **strength != Strength::Same)
        .map(|(dimension, strength)| Respect::of(*dimension, *strength))
        .collect();
    for respect in &mut respects {
        if respect.dimension == Dimension::Assurance {
            respect.gained.clone_from(gained);
        }
    }
    if let (Some(before), Some(after)) = (&old.settings, &new.settings) {
        let mut settings: BTreeMap<Direction, Respect> = BTreeMap::new();
        for (setting, strength) in after.compared_with(before) {
            let respect = Respect::of(Dimension::SelfService, strength);
            let respect = settings.entry(respect.direction()).or_insert(respect);
            respect.settings.push(setting);
        }
        respects.extend(settings.into_values());
    }
    respects
}
