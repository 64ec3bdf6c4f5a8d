//! Guards as users state them, and what comes of them in exports.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::Guard;
use super::ground::Ground;
use super::verdict::{Standing, Verdict};
use crate::diagnostic::Edit;
use crate::json::Document;
use crate::model::Export;
use crate::query::Query;

/// What users demand, and what they assume.
#[derive(Debug, Clone, Default)]
pub struct Guards {
    /// What they demand.
    pub stated: Vec<StatedGuard>,
    /// What they take to hold of every sign-in.
    pub assumptions: Vec<Assumption>,
}

/// A guard with its name, and where that is written.
#[derive(Debug, Clone)]
pub struct StatedGuard {
    /// What it is called; no other guard is.
    pub name: String,
    /// What is demanded.
    pub guard: Guard,
    /// The file.
    pub file: Arc<Document>,
    /// The bytes of the name there.
    pub span: Range<usize>,
}

/// Something that is taken to hold of every sign-in.
#[derive(Debug, Clone)]
pub struct Assumption {
    /// What holds.
    pub that: Query,
    /// Why.
    pub reason: Option<String>,
}

/// What came of a guard in one export.
#[derive(Debug)]
pub struct Held<'g, 'd> {
    /// The guard.
    pub stated: &'g StatedGuard,
    /// The first file of the export, where there are several exports.
    pub export: Option<String>,
    /// One for each target: at least one.
    pub verdicts: Vec<Verdict<'d>>,
}

impl Guards {
    /// Holds the guards against the exports that have policies; where none has, against all, so that
    /// no guard is passed over in silence.
    pub fn hold<'d>(&self, exports: &[Export<'d>]) -> Vec<Held<'_, 'd>> {
        if self.stated.is_empty() {
            return Vec::new();
        }
        let assumed: Vec<Query> = self.assumptions.iter().map(|one| one.that.clone()).collect();
        let with_policies: Vec<&Export<'d>> =
            exports.iter().filter(|export| export.rules().next().is_some()).collect();
        let all = match with_policies.is_empty() {
            true => exports.iter().collect(),
            false => with_policies,
        };
        let held = all.iter().flat_map(|export| {
            let ground = Ground::of(export);
            let name = (all.len() > 1).then(|| first_file(export)).flatten();
            let held = self.stated.par_iter().map(|stated| Held {
                stated,
                export: name.clone(),
                verdicts: ground.verdicts(&stated.guard, &assumed),
            });
            held.collect::<Vec<_>>()
        });
        held.collect()
    }

    /// The file of this name that a guard is written in.
    pub(crate) fn file(&self, name: &str) -> Option<&Document> {
        self.stated.iter().map(|one| one.file.as_ref()).find(|file| file.name() == name)
    }

    /// Gives a file another text, in which these edits were made.
    pub(crate) fn rewrite(&mut self, name: &str, edits: &[&Edit], text: &str) {
        let mut new: Option<Arc<Document>> = None;
        for stated in self.stated.iter_mut().filter(|one| one.file.name() == name) {
            let file = new.get_or_insert_with(|| Arc::new(stated.file.with_text(text.to_owned())));
            let Range { start, end } = stated.span;
            stated.span = Edit::moved(edits, start)..Edit::moved(edits, end);
            stated.file = Arc::clone(file);
        }
    }
}

fn first_file(export: &Export<'_>) -> Option<String> {
    let rule = export.rules().next()?;
    Some(rule.node.document().name().to_owned())
}

impl Held<'_, '_> {
    /// What came of it in one word or two, the worst of it: refuted, not checked, not proved, proved.
    pub(super) fn name(&self) -> &'static str {
        let badness = |standing: &&Standing<'_>| match standing {
            Standing::Refuted(_) => 3,
            Standing::NotChecked(_) => 2,
            Standing::NotProved(_) => 1,
            Standing::Proved { .. } => 0,
        };
        let all = self.verdicts.iter().map(|verdict| &verdict.standing);
        all.max_by_key(badness).map_or("not checked", Standing::name)
    }

    /// Whether it was proved of every target.
    pub fn is_proved(&self) -> bool {
        let is_proved = |verdict: &Verdict<'_>| matches!(verdict.standing, Standing::Proved { .. });
        !self.verdicts.is_empty() && self.verdicts.iter().all(is_proved)
    }
}
