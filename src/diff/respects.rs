//! In which respects what happens now differs from what happened before.

use std::collections::BTreeMap;

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

/// The respects in which two ends differ.
pub(super) fn respects_of(old: &End<'_>, new: &End<'_>) -> Vec<Respect> {
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
