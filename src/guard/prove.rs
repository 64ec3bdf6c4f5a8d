//! The proof that a guard holds, or a sign-in that breaks it.

use super::judge::Judgement;
use super::targets::Target;
use super::verdict::{Breach, Standing};
use super::{Guard, SessionStart};
use crate::json::Node;
use crate::outcome::{Access, Outcome};
use crate::reach::{
    self, Answer, Asking, Competition, CompetitionIndex, Facts, Inquiry, Moment, Names, Occasion,
    RuleIndex, StatementIndex, Universe,
};

/// The session that a sign-in is part of.
#[derive(Clone, Copy)]
pub(super) enum Session<'p, 'e, 'd> {
    /// None that would count: the policy is about sessions itself, or about something else.
    None,
    /// One by these policies.
    By(&'p Competition<'e, 'd>),
    /// One by policies of which the export does not hold all: it may ask for anything.
    Unknown,
}

/// Why a guard that has to know the session cannot be looked at, and why others are not surely broken.
const UNKNOWN_SESSION: &str = "the export does not hold all rules of OKTA_SIGN_ON policies, by which \
                               sessions begin";

/// A guard, held against one target.
pub(super) struct Proof<'p, 'e, 'd> {
    pub(super) guard: &'p Guard,
    pub(super) target: &'p Target<'p, 'e, 'd>,
    pub(super) session: Session<'p, 'e, 'd>,
    pub(super) names: &'p Names<'p, 'd>,
}

/// What is asked about, once the universe is made.
struct Sides {
    app: CompetitionIndex,
    session: Option<CompetitionIndex>,
    when: Option<StatementIndex>,
}

impl<'d> Proof<'_, '_, 'd> {
    pub(super) fn standing(
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
        if matches!(self.session, Session::Unknown) && self.guard.requirement.needs_session() {
            return Standing::NotChecked(UNKNOWN_SESSION.to_owned());
        }
        let mut builder = Universe::builder(facts);
        let app = builder.compete(competition, Moment::Access);
        let began = match self.guard.session {
            SessionStart::Any => Moment::SessionStart,
            SessionStart::Same => Moment::Access,
        };
        let session = self.session.policies().map(|session| builder.compete(session, began));
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
        let untold =
            || Judgement::Unclear(vec!["the export does not tell what a rule does".into()]);
        let judge = |session: Option<&Outcome<'d>>| match &own {
            None => untold(),
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
        for session in self.sessions() {
            let session_rule = session.map(|(session, index)| session.rule(index).rule);
            let outcome = session_rule.and_then(Outcome::of);
            let denies = outcome.as_ref().is_some_and(|one| one.access == Some(Access::Deny));
            if denies && !requirement.needs_session() {
                continue;
            }
            let is_untold = session_rule.is_some() && outcome.is_none();
            let judgement = if is_untold { untold() } else { judge(outcome.as_ref()) };
            if judgement == Judgement::Met {
                continue;
            }
            let inquiry = match (session, sides.session) {
                (Some((_, index)), Some(side)) => inquiry.clone().first(side, index),
                _ => inquiry.clone(),
            };
            let session = session.map(|(session, index)| Place::of(session, index));
            let breach = |occasion: Option<(Occasion, bool)>, judgement: &Judgement| {
                let rule = Place::of(self.target.competition, index);
                self.told(rule, session, occasion, judgement)
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

    /// The rules that sessions may begin by; one that is none, where they do not count or are unknown. The
    /// last ones are for everybody, and need the fewest words.
    fn sessions(&self) -> Vec<Option<(&Competition<'_, 'd>, RuleIndex)>> {
        let Some(session) = self.session.policies() else { return vec![None] };
        let mut all: Vec<_> = session.rules().map(|(index, _)| Some((session, index))).collect();
        all.reverse();
        all
    }

    fn told(
        &self,
        rule: Place<'d>,
        session: Option<Place<'d>>,
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
        if matches!(self.session, Session::Unknown) {
            why.push(UNKNOWN_SESSION.to_owned());
        }
        let is_sure = matches!(judgement, Judgement::Broken { .. }) && why.is_empty();
        let proof = proof.map(ToString::to_string);
        let Place { rule, policy } = rule;
        let (session_rule, session_policy) =
            session.map_or((None, None), |session| (Some(session.rule), session.policy));
        Breach { rule, policy, session_rule, session_policy, sign_in, what, proof, is_sure, why }
    }
}

/// A rule, and its policy.
#[derive(Clone, Copy)]
struct Place<'d> {
    rule: Node<'d>,
    policy: Option<Node<'d>>,
}

impl<'d> Place<'d> {
    fn of(competition: &Competition<'_, 'd>, index: RuleIndex) -> Self {
        let policy = competition.policies[index.policy].policy.map(|policy| policy.node);
        Self { rule: competition.rule(index).rule.node, policy }
    }
}

impl<'p, 'e, 'd> Session<'p, 'e, 'd> {
    fn policies(self) -> Option<&'p Competition<'e, 'd>> {
        match self {
            Self::By(policies) => Some(policies),
            Self::None | Self::Unknown => None,
        }
    }
}
