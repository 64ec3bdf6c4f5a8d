//! How much is shown of what is found, so that what is printed does not grow faster than what was read.

use std::collections::HashMap;

use super::runner::Findings;
use crate::diagnostic::{Limits, NotShown};

impl Findings<'_> {
    /// Leaves out what is beyond the limits, the last of each file, and says what was.
    ///
    /// Each severity has findings of its own, so that the worst of a lint is always among those shown.
    pub(crate) fn limit(&mut self, limits: Limits) -> Vec<NotShown> {
        let mut counts: HashMap<_, usize> = HashMap::new();
        let mut not_shown: Vec<NotShown> = Vec::new();
        let mut places = HashMap::new();
        self.0.retain_mut(|draft| {
            draft.limit_labels(limits.labels);
            let of = (draft.document().name(), draft.lint.name, draft.severity);
            let count = counts.entry(of).or_default();
            *count += 1;
            let is_shown = *count <= limits.findings;
            let left_out = draft.stands_for() - usize::from(is_shown);
            if left_out > 0 {
                let place = *places.entry(of).or_insert_with(|| {
                    not_shown.push(NotShown {
                        lint: draft.lint.id(),
                        severity: draft.severity,
                        file: draft.document().shared_name(),
                        count: 0,
                    });
                    not_shown.len() - 1
                });
                not_shown[place].count += left_out;
            }
            is_shown
        });
        not_shown
    }
}
