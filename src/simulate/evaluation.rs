//! What comes of a sign-in at the policies of one type.

use super::situation::Situation;
use crate::model::{Export, Policy, PolicyType, Selection, Status, named};
use crate::reach::{Analysis, Competition, Facts, Possible, RuleIndex, Trace, Truth};
use crate::wording::printable;

/// What comes of a sign-in at the policies of one type.
#[derive(Debug)]
pub struct Evaluation<'e, 'd> {
    /// The type.
    pub kind: PolicyType,
    /// What was found, or why nobody can tell, as a sentence without a full stop.
    pub found: Result<Found<'e, 'd>, String>,
}

/// What was found.
#[derive(Debug)]
pub struct Found<'e, 'd> {
    /// The policies and rules.
    pub analysis: Analysis<'e, 'd>,
    /// What comes of each of them, as Okta would answer.
    pub trace: Trace,
    /// Which rules could be first: exactly those, as far as the export tells.
    pub possible: Possible,
    /// Why other rules than those of the export may take the sign-in, as sentences without a full
    /// stop.
    pub lacking: Vec<String>,
    /// What somebody may not expect of it, as sentences without a full stop.
    pub notes: Vec<String>,
}

impl Found<'_, '_> {
    /// The rule that surely takes the sign-in.
    pub fn certain(&self) -> Option<RuleIndex> {
        self.possible.certain().filter(|_| self.lacking.is_empty())
    }

    /// Whether one of the rules that could be first surely is.
    pub(super) fn is_whole(&self) -> bool {
        let Possible { nothing, is_open, .. } = &self.possible;
        self.lacking.is_empty() && nothing.is_none() && !is_open
    }

    /// The rule, with its policy.
    pub(super) fn title(&self, index: RuleIndex) -> String {
        let competition = &self.analysis.competition;
        let rule = named(competition.rule(index).rule.node);
        match competition.policies[index.policy].policy {
            Some(policy) => format!("rule {rule} of policy {}", named(policy.node)),
            None => format!("rule {rule}"),
        }
    }
}

impl<'e, 'd> Evaluation<'e, 'd> {
    pub(super) fn of(
        kind: PolicyType,
        app: Option<&str>,
        situation: &Situation,
        export: &'e Export<'d>,
        facts: &'e Facts<'d>,
    ) -> Self {
        let found = match &situation.blocked_by {
            Some(zone) => {
                Err(format!("the request is refused before any policy: it is from {zone}"))
            }
            None => competition(kind, app, export)
                .map(|competition| Found::of(competition, situation, export, facts)),
        };
        Self { kind, found }
    }
}

impl<'e, 'd> Found<'e, 'd> {
    fn of(
        competition: Competition<'e, 'd>,
        situation: &Situation,
        export: &'e Export<'d>,
        facts: &'e Facts<'d>,
    ) -> Self {
        let Situation { context, readings, .. } = situation;
        let trace = Trace::of(&competition, context, readings, facts);
        let notes = came_apart(&competition).into_iter().collect();
        let lacking = lacking(&competition, &trace, export);
        let analysis = Analysis::of(competition, facts);
        let possible = analysis.possible(context, readings);
        Self { analysis, trace, possible, lacking, notes }
    }
}

/// The policies that Okta tries: those of the type or, of types whose policies apps are mapped to, that
/// of the app.
fn competition<'e, 'd>(
    kind: PolicyType,
    app: Option<&str>,
    export: &'e Export<'d>,
) -> Result<Competition<'e, 'd>, String> {
    let mut of_kind = export.policies.iter().filter(|policy| policy.kind == kind);
    let is_mapped = kind.known().is_some_and(|known| known.selection == Selection::Mapped);
    let policy = if is_mapped {
        let app =
            app.ok_or_else(|| format!("no app is told, and policies of type {kind} are for apps"))?;
        policy_of_app(kind, app, export)?
    } else {
        let active = of_kind.find(|policy| policy.status == Status::Active);
        active.ok_or_else(|| format!("the export has no active policy of type {kind}"))?
    };
    let tried = Competition::with(export, policy);
    tried.ok_or_else(|| format!("{} is not tried: it is inactive, or has no rules", policy.title()))
}

fn policy_of_app<'e, 'd>(
    kind: PolicyType,
    app: &str,
    export: &'e Export<'d>,
) -> Result<&'e Policy<'d>, String> {
    let called = || match export.resources.name(app) {
        Some(name) => format!("\"{}\" ({})", printable(&name), printable(app)),
        None => printable(app),
    };
    let mapped = export.policies_of_app(app, kind);
    match mapped.as_slice() {
        [] => Err(format!(
            "the export does not tell which policy of type {kind} app {} has",
            called()
        )),
        [id] => {
            let mut of_kind = export.policies.iter().filter(|policy| policy.kind == kind);
            let policy = of_kind.find(|policy| policy.id().is_some_and(|it| it == *id));
            policy.ok_or_else(|| {
                format!(
                    "policy {}, which app {} has, is not in the export",
                    printable(id),
                    called()
                )
            })
        }
        several => Err(format!(
            "the export maps app {} to {} policies of type {kind}",
            called(),
            several.len()
        )),
    }
}

/// That policies of a type were not saved together, so that their priorities may be of different
/// moments.
fn came_apart(competition: &Competition<'_, '_>) -> Option<String> {
    let policies: Vec<&Policy<'_>> =
        competition.policies.iter().filter_map(|ranked| ranked.policy).collect();
    let is_apart = policies.windows(2).any(|pair| pair[0].competition() != pair[1].competition());
    is_apart.then(|| {
        let kind = competition.kind;
        format!("the policies of type {kind} came apart: their order is right if all were exported at once")
    })
}

/// Why rules that the export lacks may take the sign-in.
fn lacking(competition: &Competition<'_, '_>, trace: &Trace, export: &Export<'_>) -> Vec<String> {
    let applying = trace.policies.iter().filter(|traced| traced.applies != Truth::False);
    let incomplete = applying
        .map(|traced| &competition.policies[traced.policy])
        .filter(|ranked| !ranked.has_all_rules);
    let rules = incomplete.filter_map(|ranked| {
        Some(format!("{} may have rules that the export lacks", ranked.policy?.title()))
    });
    let kind = competition.kind;
    let policies = (kind.is_ordered() && !export.has_all_policies(kind))
        .then(|| format!("there may be policies of type {kind} that the export lacks"));
    rules.chain(policies).collect()
}
