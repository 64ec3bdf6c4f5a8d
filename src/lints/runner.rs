//! Runs the lints over all that was read.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::cx::Cx;
use super::draft::Draft;
use super::excerpt::{Excerpt, Scope};
use super::identity::number;
use super::interest::Interest;
use super::options::LintOptions;
use super::subjects::Subjects;
use super::{Check, LINTS, Lint};
use crate::date::Date;
use crate::diagnostic::{Finding, Fingerprint, LintName, Severity, Silenced, Silencer, Tier};
use crate::export::{Exports, Recognised};
use crate::guard::Guards;
use crate::json::{Document, Node};
use crate::model::{
    Export, Identified, ObjectKind, Policy, PolicyRule, PolicyType, Resource, Status,
};
use crate::okta::Key;
use crate::reach::{Names, analyse_each};
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
        let subjects = Subjects::of(&exports.all, self.0.iter().flat_map(Draft::documents));
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
    (scope, interest): (Scope<'d>, &Interest<'_>),
    is_selected: impl Fn(&Lint) -> bool,
) -> Findings<'d> {
    let selected: Vec<&Lint> = LINTS.iter().filter(|lint| is_selected(lint)).collect();
    let nothing = Identified::default();
    let runner = Runner::new(&selected, options, today, &nothing, interest);
    let is_related = |n: &usize| exports.unrelated.binary_search(n).is_err();
    let documents = documents.par_iter().enumerate().filter(|(n, _)| is_related(n));
    let documents = documents.filter(|(_, document)| scope.has_document(document.document()));
    let in_documents =
        documents.flat_map_iter(|(_, document)| runner.document(document.document()));
    let in_exports = exports.all.par_iter().flat_map_iter(|export| {
        // What an export lacks, or what its engine does not know, is not checked in it.
        let applicable = selected.iter().copied().filter(|lint| lint.applies_to(export));
        let applicable: Vec<&Lint> = applicable.collect();
        let objects = export.resources.by_id();
        let excerpt = Excerpt::of(export, scope);
        Runner::new(&applicable, options, today, objects, interest).export(&excerpt)
    });
    let mut drafts: Vec<Draft<'d>> = in_documents.chain(in_exports).collect();
    if matches!(scope, Scope::Everywhere) && interest.lasts() {
        drafts.extend(runner.guards(guards, &exports.all));
    }
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
    objects: &'r Identified<'d>,
    interest: &'r Interest<'r>,
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
        objects: &'r Identified<'d>,
        interest: &'r Interest<'r>,
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
            objects,
            interest,
        }
    }

    fn document(&self, document: &'d Document) -> Vec<Draft<'d>> {
        self.collect(&self.all, |check, cx| {
            if let Check::Document(check) = check {
                check(document, cx);
            }
        })
    }

    fn export(&self, excerpt: &Excerpt<'_, 'd>) -> Vec<Draft<'d>> {
        let Export { policy_copies, rule_copies, resources, .. } = excerpt.export;
        let in_policies = self.in_policies(excerpt);
        let in_others = self.in_others(excerpt);
        let mut findings: Vec<Draft<'d>> = in_policies.chain(in_others).collect();
        let copies = policy_copies.iter().filter(|copy| excerpt.has(copy.node));
        let policies = &excerpt.export.policies;
        findings.extend(in_copies(policies, copies, |it| it.node, |it| self.policy(it)));
        let copies = rule_copies.iter().filter(|copy| excerpt.has(copy.node));
        let rules = excerpt.export.rules();
        findings.extend(in_copies(rules, copies, |it| it.node, |it| self.rule(it)));
        let copies = resources.copies.iter().filter(|copy| excerpt.has(copy.node));
        findings.extend(in_copies(&resources.all, copies, |it| it.node, |it| self.resource(it)));
        findings.par_extend(self.of_exports.par_iter().flat_map_iter(|selected| {
            self.collect(std::slice::from_ref(selected), |check, cx| {
                if let Check::Export(check) = check {
                    check(excerpt, cx);
                }
            })
        }));
        findings.retain(|finding| excerpt.has_document(finding.document()));
        let has_posture = are_about_posture(&findings);
        if self.has_reach || has_posture {
            let (of_order, unreachable) = self.reach(excerpt, has_posture);
            findings.extend(of_order);
            let dead: HashSet<_> =
                unreachable.into_iter().chain(unused(excerpt)).map(Node::key).collect();
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

    /// What is found in policies and rules by themselves and among those that came with them.
    fn in_policies(&self, excerpt: &Excerpt<'_, 'd>) -> impl ParallelIterator<Item = Draft<'d>> {
        let around = excerpt.policies_with_rules();
        let policies = around.par_iter().flat_map_iter(|policy| self.policy(policy));
        let orphans = excerpt.orphans().par_iter().flat_map_iter(|rule| self.rule(rule));
        let mut lists: Vec<_> = around.iter().flat_map(|policy| policy.rule_lists()).collect();
        if !excerpt.orphans().is_empty() {
            lists.extend(excerpt.export.lists_of_orphan_rules());
        }
        lists.retain(|rules| rules.iter().any(|rule| excerpt.has(rule.node)));
        let lists = lists.into_par_iter().flat_map_iter(|rules| self.rules(&rules));
        let mut competitions = excerpt.export.competitions();
        competitions.retain(|policies| policies.iter().any(|it| excerpt.has_something_of(it.node)));
        let competitions = competitions.into_par_iter();
        let competitions = competitions.flat_map_iter(|policies| self.competitors(&policies));
        policies.chain(orphans).chain(lists).chain(competitions)
    }

    /// What is found in simulations and in the objects that policies refer to.
    fn in_others(&self, excerpt: &Excerpt<'_, 'd>) -> impl ParallelIterator<Item = Draft<'d>> {
        let Export { simulations, simulation_results, resources, .. } = excerpt.export;
        let simulations = simulations.par_iter().filter(|request| excerpt.has(**request));
        let simulations = simulations.flat_map_iter(|request| self.simulation(*request));
        let results = simulation_results.par_iter().filter(|result| excerpt.has(**result));
        let results = results.flat_map_iter(|result| {
            self.shape(ObjectKind::SimulateResponse, PolicyType::Unknown, *result)
        });
        let resources = resources.all.par_iter().filter(|it| excerpt.has(it.node));
        let resources = resources.flat_map_iter(|resource| self.resource(resource));
        simulations.chain(results).chain(resources)
    }

    /// What is found in the order of policies and rules, and those that no sign-in gets to, where a
    /// finding about posture asks for them.
    fn reach(
        &self,
        excerpt: &Excerpt<'_, 'd>,
        has_posture: bool,
    ) -> (Vec<Draft<'d>>, Vec<Node<'d>>) {
        let (export, facts) = (excerpt.export, excerpt.facts());
        let names = Names { resources: &export.resources, facts };
        let is_wanted = |node| excerpt.has(node);
        let analysed = analyse_each(export, facts, is_wanted, |analysis| {
            let findings = self.collect(&self.all, |check, cx| {
                if let Check::Reach(check) = check {
                    check(analysis, &names, cx);
                }
            });
            let is_asked_for = has_posture || are_about_posture(&findings);
            let dead = (is_asked_for && self.interest.lasts()).then(|| analysis.dead());
            (findings, dead.into_iter().flatten().collect::<Vec<_>>())
        });
        let (findings, unreachable): (Vec<_>, Vec<_>) = analysed.into_iter().unzip();
        (findings.into_iter().flatten().collect(), unreachable.into_iter().flatten().collect())
    }

    /// What came of guards, which are about whole exports.
    fn guards(&self, guards: &'d Guards, exports: &[Export<'d>]) -> Vec<Draft<'d>> {
        let is_asked_for = self.all.iter().any(|one| matches!(one.check, Check::Guard(..)));
        if !is_asked_for {
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

    fn resource(&self, resource: &Resource<'d>) -> Vec<Draft<'d>> {
        let Resource { kind, node, .. } = *resource;
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

    /// What `run` finds with each of the checks, while somebody waits for it.
    fn collect(
        &self,
        checks: &[Selected],
        mut run: impl FnMut(&Check, &mut Cx<'_, 'd>),
    ) -> Vec<Draft<'d>> {
        let Some(first) = checks.first().filter(|_| self.interest.lasts()) else {
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
    copies: impl Iterator<Item = &'e T>,
    node: impl Fn(&T) -> Node<'d>,
    look_at: impl Fn(&T) -> Vec<Draft<'d>>,
) -> Vec<Draft<'d>> {
    let mut copies = copies.peekable();
    if copies.peek().is_none() {
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
fn unused<'d>(excerpt: &Excerpt<'_, 'd>) -> Vec<Node<'d>> {
    let Export { policy_copies, rule_copies, .. } = excerpt.export;
    let is_skipped = |status: Status| status != Status::Active;
    let policies = excerpt.policies_with_rules().iter().copied().chain(policy_copies);
    let inactive = policies.clone().filter(|policy| is_skipped(policy.status));
    let unmapped = excerpt.export.unmapped_policies();
    let unmapped = unmapped.filter(|policy| excerpt.has_something_of(policy.node));
    let whole = inactive.chain(unmapped);
    let of_whole =
        whole.flat_map(|policy| policy.rules.iter().map(|rule| rule.node).chain([policy.node]));
    let orphans = excerpt.orphans().iter().copied().chain(rule_copies);
    let rules = policies.flat_map(|policy| &policy.rules).chain(orphans);
    let rules = rules.filter(|rule| is_skipped(rule.status)).map(|rule| rule.node);
    of_whole.chain(rules).collect()
}
