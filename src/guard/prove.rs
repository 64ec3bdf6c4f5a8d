//! The proof that a guard holds, or a sign-in that breaks it.

use rayon::prelude::*;

use super::judge::Judgement;
use super::targets::{Target, Targets};
use super::{Guard, SessionStart};
use crate::json::Node;
use crate::model::{Export, PolicyType};
use crate::outcome::{Access, Outcome};
use crate::query::Query;
use crate::reach::{
    self, Answer, Asking, Competition, CompetitionIndex, Facts, Inquiry, Moment, Names, Occasion,
    RuleIndex, StatementIndex, Universe,
};

/// What came of holding a guard against one target.
#[derive(Debug)]
pub struct Verdict<'d> {
    /// What is signed in to, in words.
    pub target: String,
    /// Whether it holds there.
    pub standing: Standing<'d>,
}

/// Whether a guard holds.
#[derive(Debug)]
pub enum Standing<'d> {
    /// It does: proved.
    Proved {
        /// Whether that rests on what was assumed.
        is_assumed: bool,
    },
    /// It does not: these rules break it, each with a sign-in that surely does.
    Refuted(Vec<Breach<'d>>),
    /// Nobody knows: these rules may break it.
    NotProved(Vec<Breach<'d>>),
    /// It was not looked at, for this reason: a sentence.
    NotChecked(String),
}

/// A rule that breaks a guard, or may.
#[derive(Debug)]
pub struct Breach<'d> {
    /// The rule.
    pub rule: Node<'d>,
    /// The rule that let the user into Okta, where it counts.
    pub session_rule: Option<Node<'d>>,
    /// A sign-in, in words to stand after "such as".
    pub sign_in: String,
    /// What is demanded and not met, in words.
    pub what: Vec<String>,
    /// A way in that suffices, in words to stand after "with".
    pub proof: Option<String>,
    /// Whether there surely is such a sign-in, which surely breaks the guard.
    pub is_sure: bool,
    /// Why nobody knows, as clauses to stand after "since".
    pub why: Vec<String>,
}

pub(super) fn verdicts<'d>(
    export: &Export<'d>,
    guard: &Guard,
    assumptions: &[Query],
) -> Vec<Verdict<'d>> {
    let facts = Facts::of(export);
    let names = Names { resources: &export.resources, facts: &facts };
    let not_checked =
        |target: String, why: String| Verdict { target, standing: Standing::NotChecked(why) };
    let when = guard.when.as_ref().map(|when| when.resolve(&names)).transpose();
    let assumed: Result<Vec<_>, _> = assumptions.iter().map(|one| one.resolve(&names)).collect();
    let (when, assumed) = match (when, assumed) {
        (Ok(when), Ok(assumed)) => (when, assumed),
        (Err(error), _) | (_, Err(error)) => {
            let help = error.help().map(|help| format!(" ({help})")).unwrap_or_default();
            return vec![not_checked(String::new(), format!("{error}{help}"))];
        }
    };
    let competitions = Competition::of(export);
    let Targets { all, lacking } = Targets::of(&guard.about, export, &competitions);
    let sessions: Vec<&Competition<'_, '_>> =
        competitions.iter().filter(|one| one.kind == PolicyType::OKTA_SIGN_ON).collect();
    // A session of which not all is known gives no credit.
    let session = match sessions[..] {
        [only] if only.has_all_rules() => Some(only),
        _ => None,
    };
    let proved = all.into_par_iter().map(|target| {
        let session = session.filter(|_| target.competition.kind == PolicyType::ACCESS_POLICY);
        let proof = Proof { guard, target: &target, session, names: &names };
        Verdict { standing: proof.standing(&facts, when.as_ref(), &assumed), target: target.name }
    });
    let mut verdicts: Vec<Verdict<'d>> = proved.collect();
    verdicts.extend(lacking.into_iter().map(|why| not_checked(String::new(), why)));
    verdicts
}

/// A guard, held against one target.
struct Proof<'p, 'e, 'd> {
    guard: &'p Guard,
    target: &'p Target<'p, 'e, 'd>,
    session: Option<&'p Competition<'e, 'd>>,
    names: &'p Names<'p, 'd>,
}

/// What is asked about, once the universe is made.
struct Sides {
    app: CompetitionIndex,
    session: Option<CompetitionIndex>,
    when: Option<StatementIndex>,
}

impl<'d> Proof<'_, '_, 'd> {
    fn standing(
        &self,
        facts: &Facts<'d>,
        when: Option<&reach::Query>,
        assumed: &[reach::Query],
    ) -> Standing<'d> {
        let competition = self.target.competition;
        if !competition.has_all_rules() {
            let why = format!("rules of {} are missing in the export", competition.title_of_all());
            return Standing::NotChecked(why);
        }
        let mut builder = Universe::builder(facts);
        let app = builder.compete(competition, Moment::Access);
        let began = match self.guard.session {
            SessionStart::Any => Moment::SessionStart,
            SessionStart::Same => Moment::Access,
        };
        let session = self.session.map(|session| builder.compete(session, began));
        let when = when.map(|when| builder.state(when.clone(), Moment::Access));
        assumed.iter().for_each(|assumption| builder.assume(assumption.clone()));
        let universe = builder.build();
        let mut asking = Asking::of(&universe);
        let sides = Sides { app, session, when };
        let mut is_assumed = false;
        let (mut sure, mut possible) = (Vec::new(), Vec::new());
        for index in self.rules() {
            match self.breach(index, &sides, &mut asking, &mut is_assumed) {
                Some(breach) if breach.is_sure => sure.push(breach),
                Some(breach) => possible.push(breach),
                None => {}
            }
        }
        match (sure.is_empty(), possible.is_empty()) {
            (false, _) => Standing::Refuted(sure),
            (true, false) => Standing::NotProved(possible),
            (true, true) => Standing::Proved { is_assumed },
        }
    }

    /// The rules that are meant.
    fn rules(&self) -> impl Iterator<Item = RuleIndex> {
        let Target { competition, policy, .. } = self.target;
        let is_meant = move |index: &RuleIndex| {
            policy.as_ref().is_none_or(|wanted| {
                let policy = competition.policies[index.policy].policy;
                policy.is_some_and(|policy| policy.id().as_deref() == Some(wanted))
            })
        };
        competition.rules().map(|(index, _)| index).filter(is_meant)
    }

    /// A sign-in that the rule takes and that is not as demanded, a sure one if there is any.
    fn breach(
        &self,
        index: RuleIndex,
        sides: &Sides,
        asking: &mut Asking<'_, '_, '_, 'd>,
        is_assumed: &mut bool,
    ) -> Option<Breach<'d>> {
        let requirement = &self.guard.requirement;
        let rule = self.target.competition.rule(index).rule;
        let own = Outcome::of(rule);
        let judge = |session: Option<&Outcome<'d>>| match &own {
            None => Judgement::Unclear(vec!["the export does not tell what the rule does".into()]),
            Some(own) => {
                let outcomes: Vec<&Outcome<'d>> = session.into_iter().chain([own]).collect();
                requirement.judge(&outcomes)
            }
        };
        if judge(None) == Judgement::Met && !requirement.needs_session() {
            return None;
        }
        let mut inquiry = Inquiry::default().first(sides.app, index);
        if let Some(when) = sides.when {
            inquiry = inquiry.that(when);
        }
        let mut found: Option<Breach<'d>> = None;
        // The last ones are for everybody, and need the fewest words.
        let sessions = self.session.map(|session| session.rules().collect::<Vec<_>>());
        let sessions = sessions.unwrap_or_default().into_iter().rev();
        let sessions = sessions.map(|(index, ranked)| Some((index, ranked.rule)));
        let alone = self.session.is_none().then_some(None);
        for session in sessions.chain(alone) {
            let outcome = session.and_then(|(_, rule)| Outcome::of(rule));
            let denies = outcome.as_ref().is_some_and(|one| one.access == Some(Access::Deny));
            if denies && !requirement.needs_session() {
                continue;
            }
            let judgement = judge(outcome.as_ref());
            if judgement == Judgement::Met {
                continue;
            }
            let inquiry = match (session, sides.session) {
                (Some((index, _)), Some(side)) => inquiry.clone().first(side, index),
                _ => inquiry.clone(),
            };
            let session_rule = session.map(|(_, rule)| rule.node);
            let breach = |occasion: Option<(Occasion, bool)>, judgement: &Judgement| {
                self.told(rule.node, session_rule, occasion, judgement)
            };
            match asking.ask(&inquiry) {
                Answer::Sure(occasion) => {
                    let breach = breach(Some((occasion, true)), &judgement);
                    if breach.is_sure {
                        return Some(breach);
                    }
                    found.get_or_insert(breach);
                }
                Answer::Possible(occasion) => {
                    found.get_or_insert_with(|| breach(Some((occasion, false)), &judgement));
                }
                Answer::Never { is_assumed: rests } => *is_assumed |= rests,
                Answer::OutOfBudget | Answer::Disputed => {
                    found.get_or_insert_with(|| breach(None, &judgement));
                }
            }
        }
        found
    }

    fn told(
        &self,
        rule: Node<'d>,
        session_rule: Option<Node<'d>>,
        occasion: Option<(Occasion, bool)>,
        judgement: &Judgement,
    ) -> Breach<'d> {
        let mut why = Vec::new();
        let (what, proof) = match judgement {
            Judgement::Met => (Vec::new(), None),
            Judgement::Broken { what, proof } => (what.clone(), proof.as_ref()),
            Judgement::Unclear(reasons) => {
                why.clone_from(reasons);
                (Vec::new(), None)
            }
        };
        let is_broken = matches!(judgement, Judgement::Broken { .. });
        let is_sure = is_broken && occasion.as_ref().is_some_and(|(_, is_sure)| *is_sure);
        let sign_in = match &occasion {
            Some((occasion, is_sure)) => {
                if !is_sure {
                    why.push("the sign-in rests on what Okta does not document".to_owned());
                }
                occasion.words(self.names)
            }
            None => {
                why.push("there are too many combinations".to_owned());
                "any that it takes".to_owned()
            }
        };
        let proof = proof.map(ToString::to_string);
        Breach { rule, session_rule, sign_in, what, proof, is_sure, why }
    }
}
