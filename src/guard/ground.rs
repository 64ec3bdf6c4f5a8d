//! What guards are held against.

use rayon::prelude::*;

use super::Guard;
use super::prove::{Proof, Session};
use super::targets::Targets;
use super::verdict::{Standing, Verdict};
use crate::model::{Export, PolicyType};
use crate::query::Query;
use crate::reach::{Competition, Facts, Names};

/// What guards are held against: an export, read once for all of them.
pub(super) struct Ground<'e, 'd> {
    export: &'e Export<'d>,
    facts: Facts<'d>,
    competitions: Vec<Competition<'e, 'd>>,
}

impl<'e, 'd> Ground<'e, 'd> {
    pub(super) fn of(export: &'e Export<'d>) -> Self {
        Self { export, facts: Facts::of(export), competitions: Competition::of(export) }
    }

    /// One for each target of the guard, and for what cannot be looked at: at least one.
    pub(super) fn verdicts(&self, guard: &Guard, assumptions: &[Query]) -> Vec<Verdict<'d>> {
        let Self { export, facts, competitions } = self;
        let names = Names { resources: &export.resources, facts };
        let not_checked =
            |why: String| Verdict { target: String::new(), standing: Standing::NotChecked(why) };
        let when = guard.when.as_ref().map(|when| when.resolve(&names)).transpose();
        let assumed: Result<Vec<_>, _> =
            assumptions.iter().map(|one| one.resolve(&names)).collect();
        let (when, assumed) = match (when, assumed) {
            (Ok(when), Ok(assumed)) => (when, assumed),
            (Err(error), _) | (_, Err(error)) => {
                let help = error.help().map(|help| format!(" ({help})")).unwrap_or_default();
                return vec![not_checked(format!("{error}{help}"))];
            }
        };
        let Targets { all, lacking } = Targets::of(&guard.about, export, competitions);
        let proved = all.into_par_iter().map(|target| {
            let session = self.session(target.competition);
            let proof = Proof { guard, target: &target, session, names: &names };
            let standing = proof.standing(facts, when.as_ref(), &assumed);
            Verdict { standing, target: target.name }
        });
        let mut verdicts: Vec<Verdict<'d>> = proved.collect();
        verdicts.extend(lacking.into_iter().map(not_checked));
        if verdicts.is_empty() {
            verdicts.push(not_checked("it is about nothing in the export".to_owned()));
        }
        verdicts
    }

    /// What the sign-ins are part of that go through a competition.
    fn session(&self, competition: &Competition<'e, 'd>) -> Session<'_, 'e, 'd> {
        if competition.kind != PolicyType::ACCESS_POLICY {
            return Session::None;
        }
        let sessions = self.competitions.iter();
        let sessions = sessions.filter(|one| one.kind == PolicyType::OKTA_SIGN_ON);
        match sessions.collect::<Vec<_>>()[..] {
            [only] if only.has_all_rules() => Session::By(only),
            _ => Session::Unknown,
        }
    }
}
