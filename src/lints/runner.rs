//! Runs the lints over all that was read.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::cx::Cx;
use super::draft::Draft;
use super::identity::number;
use super::options::LintOptions;
use super::subjects::Subjects;
use super::{Check, LINTS, Lint};
use crate::date::Date;
use crate::diagnostic::{Finding, Fingerprint, LintName, Severity, Silenced, Silencer, Tier};
use crate::export::{Exports, Recognised};
use crate::guard::Guards;
use crate::json::{Document, Node};
use crate::model::{
    Export, Identified, ObjectKind, Policy, PolicyRule, PolicyType, Resource, ResourceKind, Status,
};
use crate::okta::Key;
use crate::reach::{Facts, Names, analyse_each};
use crate::satisfiability::UnmetDemand;
use crate::schema::{self, Violation};

/// What the lints find, in order: by document name, place, lint.
pub(crate) struct Findings<'d>(pub(super) Vec<Draft<'d>>);

impl<'d> Findings<'d> {
    /// Leaves out findings, and says how many are left.
    pub(crate) fn retain(
        &mut self,
        is_wanted: impl Fn(&'static Lint, Severity, Tier) -> bool,
    ) -> usize {
        self.0.retain(|draft| is_wanted(draft.lint, draft.severity, draft.tier));
        self.0.len()
    }

    /// Gives findings the severity that they have for a user, or leaves them out.
    pub(crate) fn weigh(
        &mut self,
        severity: impl Fn(LintName, &str, Severity) -> Option<Severity>,
    ) {
        self.0.retain_mut(|draft| {
            let severity = severity(draft.lint.id(), draft.document().name(), draft.severity);
            draft.severity = severity.unwrap_or(draft.severity);
            severity.is_some()
        });
    }

    /// Takes out the findings that are not to be shown, each with why.
    pub(crate) fn silence(
        &mut self,
        exports: &Exports<'d>,
        silencer: impl Fn(&Finding) -> Option<Silencer>,
    ) -> Vec<Silenced> {
        // All of them, since those that are alike are numbered.
        let all = Self(self.0.clone()).finished(exports);
        let mut silenced = Vec::new();
        let mut all = all.into_iter();
        self.0.retain_mut(|draft| {
            let Some(finding) = all.next() else {
                return true;
            };
            match silencer(&finding) {
                Some(by) => silenced.push(Silenced { finding, by }),
                None => draft.known = Some(Box::new(finding)),
            }
            draft.known.is_some()
        });
        silenced
    }

    /// What those are known by that were told apart from others.
    pub(crate) fn known(&self) -> impl Iterator<Item = Fingerprint> {
        self.0.iter().filter_map(|draft| Some(draft.known.as_ref()?.fingerprint))
    }

    /// The findings, with their places and subjects.
    pub(crate) fn finished(self, exports: &Exports<'d>) -> Vec<Finding> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let subjects = Subjects::of(&exports.all);
        let are_known = self.0.iter().all(|draft| draft.known.is_some());
        let finished = self.0.into_par_iter().map(|draft| draft.finished(&subjects));
        let mut findings: Vec<Finding> = finished.collect();
        if !are_known {
            number(&mut findings);
        }
        findings
    }
}

/// Runs the lints that `is_selected` over everything that was read, in parallel by policy, and holds the
/// guards.
pub(crate) fn run<'d>(
    documents: &'d [Recognised],
    exports: &Exports<'d>,
    options: &LintOptions,
    guards: &'d Guards,
    today: Date,
    scope: Scope<'d>,
    is_selected: impl Fn(&Lint) -> bool,
) -> Findings<'d> {
    let selected: Vec<&Lint> = LINTS.iter().filter(|lint| is_selected(lint)).collect();
    let nothing = Identified::default();
    let runner = Runner::new(&selected, options, today, scope, &nothing);
    let is_related = |n: &usize| exports.unrelated.binary_search(n).is_err();
    let documents = documents.par_iter().enumerate().filter(|(n, _)| is_related(n));
    let documents = documents.filter(|(_, document)| scope.has_document(document.document()));
    let in_documents =
        documents.flat_map_iter(|(_, document)| runner.document(document.document()));
    let in_exports = exports.all.par_iter().flat_map_iter(|export| {
        // What an export lacks, or what its engine does not know, is not checked in it.
        let applicable = selected.iter().copied().filter(|lint| lint.applies_to(export));
        let applicable: Vec<&Lint> = applicable.collect();
        Runner::new(&applicable, options, today, scope, export.resources.by_id()).export(export)
    });
    let mut drafts: Vec<Draft<'d>> = in_documents.chain(in_exports).collect();
    drafts.extend(runner.guards(guards, &exports.all));
    drafts.retain(|draft| scope.has_document(draft.document()));
    drafts.sort_by(|one, other| {
        let key = |draft: &Draft<'d>| (draft.span().start, draft.span().end, draft.lint.name);
        let by_name = one.document().name().cmp(other.document().name());
        by_name
            .then_with(|| key(one).cmp(&key(other)))
            .then_with(|| one.message.cmp(&other.message))
    });
    Findings(drafts)
}

/// Where findings are wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scope<'d> {
    Everywhere,
    /// In one document, whatever the others hold: what is looked at has to be in it, or be about it.
    Within(&'d Document),
}

impl<'d> Scope<'d> {
    pub(crate) fn has_document(self, document: &Document) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Within(only) => std::ptr::eq(only, document),
        }
    }

    fn has(self, node: Node<'d>) -> bool {
        self.has_document(node.document())
    }

    fn has_rule(self, rule: &PolicyRule<'d>) -> bool {
        self.has(rule.node)
    }

    /// Whether the policy or a rule of it is there.
    fn has_policy(self, policy: &Policy<'d>) -> bool {
        self.has(policy.node) || policy.rules.iter().any(|rule| self.has_rule(rule))
    }
}

/// Runs the selected lints over one thing at a time.
struct Runner<'r, 'd> {
    // By what they look at: there are many rules, and most checks are of other things.
    of_rules: Vec<Selected>,
    of_demands: Vec<Selected>,
    of_policies: Vec<Selected>,
    of_shapes: Vec<Selected>,
    of_exports: Vec<Selected>,
    all: Vec<Selected>,
    has_reach: bool,
    options: &'r LintOptions,
    today: Date,
    scope: Scope<'d>,
    objects: &'r Identified<'d>,
}

/// A check of a selected lint.
#[derive(Clone, Copy)]
struct Selected {
    lint: &'static Lint,
    check: &'static Check,
}

impl<'r, 'd> Runner<'r, 'd> {
    fn new(
        lints: &[&'static Lint],
        options: &'r LintOptions,
        today: Date,
        scope: Scope<'d>,
        objects: &'r Identified<'d>,
    ) -> Self {
        let checks = lints
            .iter()
            .flat_map(|lint| lint.declaration.checks.iter().map(|check| Selected { lint, check }));
        let all: Vec<Selected> = checks.collect();
        let select = |is_it: fn(&Check) -> bool| -> Vec<Selected> {
            all.iter().copied().filter(|selected| is_it(selected.check)).collect()
        };
        Self {
            of_rules: select(|check| matches!(check, Check::Rule(..) | Check::Conditions(..))),
            of_demands: select(|check| matches!(check, Check::UnmetDemand(..))),
            of_policies: select(|check| matches!(check, Check::Policy(..) | Check::Conditions(..))),
            of_shapes: select(|check| matches!(check, Check::Shape(..))),
            of_exports: select(|check| matches!(check, Check::Export(..))),
            has_reach: all.iter().any(|one| matches!(one.check, Check::Reach(..))),
            all,
            options,
            today,
            scope,
            objects,
        }
    }

    fn document(&self, document: &'d Document) -> Vec<Draft<'d>> {
        self.collect(&self.all, |check, cx| {
            if let Check::Document(check) = check {
                check(document, cx);
            }
        })
    }

    fn export(&self, export: &Export<'d>) -> Vec<Draft<'d>> {
        let scope = self.scope;
        let policies = export.policies.par_iter().filter(|policy| scope.has_policy(policy));
        let policies = policies.flat_map_iter(|policy| self.policy(policy));
        let orphans = export.orphan_rules.par_iter().filter(|rule| scope.has_rule(rule));
        let orphans = orphans.flat_map_iter(|rule| self.rule(rule));
        let lists = export.rule_lists().into_par_iter();
        let lists = lists.filter(|rules| rules.iter().any(|rule| scope.has_rule(rule)));
        let lists = lists.flat_map_iter(|rules| self.rules(&rules));
        let competitions = export.competitions().into_par_iter();
        let competitions =
            competitions.filter(|policies| policies.iter().any(|policy| scope.has_policy(policy)));
        let competitions = competitions.flat_map_iter(|policies| self.competitors(&policies));
        let simulations = export.simulations.par_iter().filter(|request| scope.has(**request));
        let simulations = simulations.flat_map_iter(|request| self.simulation(*request));
        let results = export.simulation_results.par_iter().filter(|result| scope.has(**result));
        let results = results.flat_map_iter(|result| {
            self.shape(ObjectKind::SimulateResponse, PolicyType::Unknown, *result)
        });
        let look_at = |resource: &Resource<'d>| match scope.has(resource.node) {
            true => self.resource(resource.kind, resource.node),
            false => Vec::new(),
        };
        let resources = export.resources.all.par_iter().flat_map_iter(look_at);
        let in_policies = policies.chain(orphans).chain(lists).chain(competitions);
        let in_others = simulations.chain(results).chain(resources);
        let mut findings: Vec<Draft<'d>> = in_policies.chain(in_others).collect();
        let Export { policies, policy_copies, rule_copies, resources, .. } = export;
        findings.extend(in_copies(policies, policy_copies, |p| p.node, |p| self.policy(p)));
        findings.extend(in_copies(export.rules(), rule_copies, |r| r.node, |r| self.rule(r)));
        findings.extend(in_copies(&resources.all, &resources.copies, |h| h.node, look_at));
        findings.par_extend(self.of_exports.par_iter().flat_map_iter(|selected| {
            self.collect(std::slice::from_ref(selected), |check, cx| {
                if let Check::Export(check) = check {
                    check(export, cx);
                }
            })
        }));
        let has_posture = are_about_posture(&findings);
        if self.has_reach || has_posture {
            let (of_order, unreachable) = self.reach(export, has_posture);
            findings.extend(of_order);
            let dead: HashSet<_> =
                unreachable.into_iter().chain(unused(export)).map(Node::key).collect();
            let is_in_dead = |node: Node<'d>| {
                node.ancestors()
                    .into_iter()
                    .chain([node])
                    .any(|around| dead.contains(&around.key()))
            };
            findings.retain(|finding| {
                !finding.lint.is_about_posture() || !finding.node().is_some_and(is_in_dead)
            });
        }
        findings
    }

    /// What is found in the order of policies and rules, and those that no sign-in gets to, where a
    /// finding about posture asks for them.
    fn reach(&self, export: &Export<'d>, has_posture: bool) -> (Vec<Draft<'d>>, Vec<Node<'d>>) {
        let facts = Facts::of(export);
        let names = Names { resources: &export.resources, facts: &facts };
        let is_wanted = |node| self.scope.has(node);
        let analysed = analyse_each(export, &facts, is_wanted, |analysis| {
            let findings = self.collect(&self.all, |check, cx| {
                if let Check::Reach(check) = check {
                    check(analysis, &names, cx);
                }
            });
            let is_asked_for = has_posture || are_about_posture(&findings);
            let dead = is_asked_for.then(|| analysis.dead());
            (findings, dead.into_iter().flatten().collect::<Vec<_>>())
        });
        let (findings, unreachable): (Vec<_>, Vec<_>) = analysed.into_iter().unzip();
        (findings.into_iter().flatten().collect(), unreachable.into_iter().flatten().collect())
    }

    /// What came of guards, which are about whole exports.
    fn guards(&self, guards: &'d Guards, exports: &[Export<'d>]) -> Vec<Draft<'d>> {
        let is_asked_for = self.all.iter().any(|one| matches!(one.check, Check::Guard(..)));
        if !is_asked_for || !matches!(self.scope, Scope::Everywhere) {
            return Vec::new();
        }
        let found = guards.hold(exports).into_iter().flat_map(|held| {
            self.collect(&self.all, |check, cx| {
                if let Check::Guard(check) = check {
                    check(&held, cx);
                }
            })
        });
        found.collect()
    }

    fn policy(&self, policy: &Policy<'d>) -> Vec<Draft<'d>> {
        let mut findings = self.collect(&self.of_policies, |check, cx| match check {
            Check::Policy(check) => check(policy, cx),
            Check::Conditions(check) => check(&policy.conditions, cx),
            _ => {}
        });
        findings.extend(self.shape(ObjectKind::Policy, policy.kind, policy.node));
        drop_consequences(&mut findings);
        findings.extend(policy.rules.iter().flat_map(|rule| self.rule(rule)));
        findings
    }

    fn rule(&self, rule: &PolicyRule<'d>) -> Vec<Draft<'d>> {
        let mut findings = self.collect(&self.of_rules, |check, cx| match check {
            Check::Rule(check) => check(rule, cx),
            Check::Conditions(check) => check(&rule.conditions, cx),
            _ => {}
        });
        if !self.of_demands.is_empty() {
            findings.extend(UnmetDemand::all_of(rule).iter().flat_map(|unmet| self.demand(unmet)));
        }
        findings.extend(self.shape(ObjectKind::Rule, rule.kind, rule.node));
        drop_consequences(&mut findings);
        findings
    }

    fn demand(&self, unmet: &UnmetDemand<'_, 'd>) -> Vec<Draft<'d>> {
        self.collect(&self.of_demands, |check, cx| {
            if let Check::UnmetDemand(check) = check {
                check(unmet, cx);
            }
        })
    }

    fn rules(&self, rules: &[&PolicyRule<'d>]) -> Vec<Draft<'d>> {
        self.collect(&self.all, |check, cx| {
            if let Check::Rules(check) = check {
                check(rules, cx);
            }
        })
    }

    fn competitors(&self, policies: &[&Policy<'d>]) -> Vec<Draft<'d>> {
        self.collect(&self.all, |check, cx| {
            if let Check::Competitors(check) = check {
                check(policies, cx);
            }
        })
    }

    fn simulation(&self, request: Node<'d>) -> Vec<Draft<'d>> {
        let mut findings = self.collect(&self.all, |check, cx| {
            if let Check::Simulation(check) = check {
                check(request, cx);
            }
        });
        findings.extend(self.shape(ObjectKind::SimulateRequest, PolicyType::Unknown, request));
        findings
    }

    fn resource(&self, kind: ResourceKind, node: Node<'d>) -> Vec<Draft<'d>> {
        let mut findings = self.collect(&self.all, |check, cx| match check {
            Check::Resource(of, check) if *of == kind => check(node, cx),
            _ => {}
        });
        findings.extend(self.shape(ObjectKind::Resource(kind), PolicyType::Unknown, node));
        findings
    }

    fn shape(&self, kind: ObjectKind, of: PolicyType, node: Node<'d>) -> Vec<Draft<'d>> {
        if self.of_shapes.is_empty() {
            return Vec::new();
        }
        let violations = schema::violations(kind, of, node);
        let put_in_words = |violation: &Violation<'d>| {
            self.collect(&self.of_shapes, |check, cx| match check {
                Check::Shape(keywords, check) if keywords.contains(&violation.keyword) => {
                    check(violation, cx);
                }
                _ => {}
            })
        };
        violations.iter().flat_map(put_in_words).collect()
    }

    /// What `run` finds with each of the checks.
    fn collect(
        &self,
        checks: &[Selected],
        mut run: impl FnMut(&Check, &mut Cx<'_, 'd>),
    ) -> Vec<Draft<'d>> {
        let Some(first) = checks.first() else {
            return Vec::new();
        };
        let mut cx = Cx::new(first.lint, self.options, self.today, self.objects);
        for Selected { lint, check } in checks {
            cx.set_lint(lint);
            run(check, &mut cx);
        }
        cx.into_drafts()
    }
}

fn are_about_posture(findings: &[Draft<'_>]) -> bool {
    findings.iter().any(|finding| finding.lint.is_about_posture())
}

/// Drops what is found of an object only because a member of it is misspelt or stands at a wrong
/// level, which is reported: one mistake is one finding.
fn drop_consequences(findings: &mut Vec<Draft<'_>>) {
    let causes: Vec<&Draft<'_>> = findings.iter().filter(|finding| finding.is_cause()).collect();
    let is_consequence: Vec<bool> = findings
        .iter()
        .map(|finding| causes.iter().any(|cause| finding.follows_from(cause)))
        .collect();
    let mut is_consequence = is_consequence.into_iter();
    findings.retain(|_| is_consequence.next() != Some(true));
}

/// What is wrong with copies of objects and not with the objects, too: one mistake is one finding,
/// however often the object was read.
fn in_copies<'d, 'e, T: 'e>(
    objects: impl IntoIterator<Item = &'e T>,
    copies: &[T],
    node: impl Fn(&T) -> Node<'d>,
    look_at: impl Fn(&T) -> Vec<Draft<'d>>,
) -> Vec<Draft<'d>> {
    if copies.is_empty() {
        return Vec::new();
    }
    let id = |object: &T| node(object).field(Key::ID)?.as_str();
    let objects: HashMap<_, &T> =
        objects.into_iter().filter_map(|object| Some((id(object)?, object))).collect();
    let mut findings = Vec::new();
    for copy in copies {
        let object = id(copy).and_then(|id| objects.get(&id));
        let known: HashSet<(&str, String)> = object
            .into_iter()
            .flat_map(|object| look_at(object))
            .map(|finding| (finding.lint.name, finding.message))
            .collect();
        let is_new =
            |finding: &Draft<'d>| !known.contains(&(finding.lint.name, finding.message.clone()));
        findings.extend(look_at(copy).into_iter().filter(is_new));
    }
    findings
}

/// The policies and rules that Okta skips, and the policies that no app is mapped to: each with its
/// rules.
fn unused<'d>(export: &Export<'d>) -> Vec<Node<'d>> {
    let is_skipped = |status: Status| status != Status::Active;
    let policies = export.policies.iter().chain(&export.policy_copies);
    let inactive = policies.clone().filter(|policy| is_skipped(policy.status));
    let whole = inactive.chain(export.unmapped_policies());
    let of_whole =
        whole.flat_map(|policy| policy.rules.iter().map(|rule| rule.node).chain([policy.node]));
    let orphans = export.orphan_rules.iter().chain(&export.rule_copies);
    let rules = policies.flat_map(|policy| &policy.rules).chain(orphans);
    let rules = rules.filter(|rule| is_skipped(rule.status)).map(|rule| rule.node);
    of_whole.chain(rules).collect()
}
