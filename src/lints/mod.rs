//! The lints, one file each, and what runs them (`runner`). From outside each is a [`Lint`]: its name,
//! its page, what it needs, and the [options](LintOption) that [`LintOptions`] sets.
//!
//! ```
//! use catchall::lints::{Lint, LintOptions};
//!
//! let lint = Lint::all().iter().find(|lint| lint.name == "too-many-rules").unwrap();
//! assert_eq!(lint.options()[0].default, 100);
//! let mut options = LintOptions::default();
//! options.set("too-many-rules", "most", 200)?;
//! let options = catchall::Options { lints: options, ..Default::default() };
//! # Ok::<(), catchall::lints::OptionError>(())
//! ```
//!
//! A lint is a page in `rules/<category>/` and a file of the same name in `<category>/` that declares
//! `LINT`; `build/` pairs the two. Lints speak of nodes, never of text or bytes.

mod actions;
mod conditions;
mod config;
mod cx;
mod devices;
mod draft;
mod excerpt;
mod export;
mod expressions;
mod fields;
mod guards;
mod identity;
mod interest;
mod limit;
mod mending;
mod options;
mod order;
mod posture;
mod reachability;
mod references;
mod repetition;
mod runner;
mod settings;
mod simulation;
mod subjects;
mod tokens;
mod zones;

use crate::diagnostic::{LintName, NotRun, Severity, Tier};
use crate::export::Exports;
use crate::guard::Held;
use crate::json::{Document, Node};
use crate::model::{Conditions, Engine, Export, Policy, PolicyRule, ResourceKind};
use crate::reach::{Analysis, Names};
use crate::satisfiability::UnmetDemand;
use crate::schema::Violation;

pub(crate) use cx::Cx;
pub(crate) use draft::Draft;
pub(crate) use excerpt::{Excerpt, Scope};
pub(crate) use interest::Interest;
pub(crate) use options::did_you_mean;
pub use options::{LintOption, LintOptions, OptionError};
pub(crate) use runner::run;

// `LINTS: &[Lint]`, sorted by name.
include!(concat!(env!("OUT_DIR"), "/lints.rs"));

/// One check, with the page that explains it.
pub struct Lint {
    /// The lint's kebab-case name.
    pub name: &'static str,
    /// The folder of its page in `rules/`.
    pub category: &'static str,
    /// Its page: what, why, a failing and a passing example, how to fix, source.
    pub page: &'static str,
    declaration: &'static Declaration,
}

/// What a lint's file declares.
pub(crate) struct Declaration {
    severity: Severity,
    tier: Tier,
    checks: &'static [Check],
    needs: &'static [ResourceKind],
    needs_all: bool,
    engine: Option<Engine>,
    options: &'static [LintOption],
    is_of_no_effect: bool,
}

impl Declaration {
    const fn new(severity: Severity, checks: &'static [Check]) -> Self {
        Self {
            severity,
            tier: Tier::Default,
            checks,
            needs: &[],
            needs_all: false,
            engine: None,
            options: &[],
            is_of_no_effect: false,
        }
    }

    /// Is reported only where the user asks for it: what many orgs do on purpose, or leave as Okta
    /// made it.
    const fn pedantic(self) -> Self {
        Self { tier: Tier::Pedantic, ..self }
    }

    /// Runs only on exports that hold an object of one of these kinds.
    const fn needing(self, needs: &'static [ResourceKind]) -> Self {
        Self { needs, ..self }
    }

    /// As [`needing`](Self::needing); and of a kind whose objects may not all be there, the lint says
    /// nothing that their absence would have to prove.
    const fn needing_all(self, needs: &'static [ResourceKind]) -> Self {
        Self { needs_all: true, ..self.needing(needs) }
    }

    /// Has options that a user may set.
    const fn with(self, options: &'static [LintOption]) -> Self {
        Self { options, ..self }
    }

    /// Finds what may as well not be there, which editors grey out.
    const fn of_what_has_no_effect(self) -> Self {
        Self { is_of_no_effect: true, ..self }
    }

    /// Runs only on exports that are known to come from this engine.
    const fn only_in(self, engine: Engine) -> Self {
        Self { engine: Some(engine), ..self }
    }
}

/// What a lint looks at, one at a time.
enum Check {
    /// A document that holds something of Okta's, or is not JSON.
    Document(for<'d> fn(&'d Document, &mut Cx<'_, 'd>)),
    /// A constraint of the JSON Schemas that a value breaks, for these keywords.
    Shape(&'static [&'static str], for<'d> fn(&Violation<'d>, &mut Cx<'_, 'd>)),
    /// An export as a whole, or those of its objects that are looked at, each among the rest.
    Export(for<'d> fn(&Excerpt<'_, 'd>, &mut Cx<'_, 'd>)),
    /// The policies of an export that compete with each other, in document order.
    Competitors(for<'d> fn(&[&Policy<'d>], &mut Cx<'_, 'd>)),
    /// The rules of one policy, in document order.
    Rules(for<'d> fn(&[&PolicyRule<'d>], &mut Cx<'_, 'd>)),
    /// A policy.
    Policy(for<'d> fn(&Policy<'d>, &mut Cx<'_, 'd>)),
    /// A rule.
    Rule(for<'d> fn(&PolicyRule<'d>, &mut Cx<'_, 'd>)),
    /// A demand of a rule that no authenticator meets.
    UnmetDemand(for<'d> fn(&UnmetDemand<'_, 'd>, &mut Cx<'_, 'd>)),
    /// The conditions of a policy or a rule.
    Conditions(for<'d> fn(&Conditions<'d>, &mut Cx<'_, 'd>)),
    /// What is proved of the order of policies and rules.
    Reach(for<'d> fn(&Analysis<'_, 'd>, &Names<'_, 'd>, &mut Cx<'_, 'd>)),
    /// The body of a request to simulate.
    Simulation(for<'d> fn(Node<'d>, &mut Cx<'_, 'd>)),
    /// What came of a guard in an export.
    Guard(for<'d> fn(&Held<'d, 'd>, &mut Cx<'_, 'd>)),
    /// An object of this kind that policies refer to.
    Resource(ResourceKind, for<'d> fn(Node<'d>, &mut Cx<'_, 'd>)),
}

impl Lint {
    /// Every lint, sorted by name.
    pub fn all() -> &'static [Lint] {
        LINTS
    }

    /// The lint that has this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        LINTS.iter().find(|lint| lint.name == name)
    }

    /// How much its findings matter, where the page does not say otherwise.
    pub fn severity(&self) -> Severity {
        self.declaration.severity
    }

    /// Who is told of its findings, where the page does not say otherwise.
    pub fn tier(&self) -> Tier {
        self.declaration.tier
    }

    /// The kinds of objects of which an export must hold one for the lint to run.
    pub fn needs(&self) -> &'static [ResourceKind] {
        self.declaration.needs
    }

    /// What a user may set.
    pub fn options(&self) -> &'static [LintOption] {
        self.declaration.options
    }

    /// Whether what it finds has no effect on any sign-in, so that editors may grey it out.
    pub fn finds_what_has_no_effect(&self) -> bool {
        self.declaration.is_of_no_effect
    }

    /// How findings name the lint.
    pub(crate) fn id(&self) -> LintName {
        LintName { name: self.name, category: self.category }
    }

    /// The engine whose exports alone the lint looks at.
    pub fn engine(&self) -> Option<Engine> {
        self.declaration.engine
    }

    /// Whether its findings are of interest only where a sign-in gets to: what is weak in a rule that
    /// decides nothing harms nobody.
    fn is_about_posture(&self) -> bool {
        self.category == "posture"
    }

    fn applies_to(&self, export: &Export<'_>) -> bool {
        let is_there = |kind: &ResourceKind| export.tells_of(*kind);
        let needs = self.needs();
        (needs.is_empty() || needs.iter().any(is_there))
            && (self.engine().is_none() || self.engine() == export.engine)
    }

    /// What the lint is about: the first paragraph of its page.
    pub fn summary(&self) -> &'static str {
        let body = self.page.split_once('\n').map_or("", |(_, body)| body);
        body.trim_start().split("\n\n").next().unwrap_or_default()
    }

    /// The constraints on Okta's objects that the lint checks, as the last paragraph of its page
    /// names them. What the schemas find, the schemas name.
    pub fn covers(&self) -> impl Iterator<Item = &'static str> {
        let last = self.page.trim_end().rsplit("\n\n").next().unwrap_or_default();
        let names = last.strip_prefix("Constraints: ").unwrap_or_default();
        // Names stand between backquotes.
        names.split('`').skip(1).step_by(2)
    }

    /// Whether the lint puts what the schemas find in words.
    pub fn words_schemas(&self) -> bool {
        self.declaration.checks.iter().any(|check| matches!(check, Check::Shape(..)))
    }

    /// Where its page can be read.
    pub fn url(&self) -> String {
        self.id().url()
    }
}

impl PartialEq for Lint {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Lint {}

impl std::fmt::Debug for Lint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Whether the lint has looked at all that it is about: no export lacks what it needs.
pub(crate) fn has_run_in(exports: &Exports<'_>, lint: &Lint) -> bool {
    let has_all = |kind: &ResourceKind, export: &Export<'_>| export.resources.are_whole(*kind);
    exports.all.iter().all(|export| {
        let needs_all = lint.declaration.needs_all;
        lint.applies_to(export)
            && (!needs_all || lint.needs().iter().all(|kind| has_all(kind, export)))
    })
}

/// What the selected lints could not look at, since an export lacks objects that its policies are
/// about: by what is lacking, then by lint.
pub(crate) fn not_run(exports: &Exports<'_>, is_selected: impl Fn(&Lint) -> bool) -> Vec<NotRun> {
    let lints: Vec<&'static Lint> = LINTS.iter().filter(|lint| is_selected(lint)).collect();
    let lacking = exports.all.iter().flat_map(|export| {
        let kinds = export.kinds_of_interest().into_iter();
        let kinds = kinds.filter(|kind| !export.resources.are_whole(*kind));
        kinds.map(|kind| (kind, export.tells_of(kind)))
    });
    let mut lacking: Vec<(ResourceKind, bool)> = lacking.collect();
    lacking.sort_by_key(|(kind, is_cut_off)| (kind.name(), *is_cut_off));
    lacking.dedup();
    let not_run = lacking.into_iter().flat_map(|(lacking, is_cut_off)| {
        let is_concerned = move |lint: &&&Lint| {
            lint.needs().contains(&lacking) && (!is_cut_off || lint.declaration.needs_all)
        };
        let of_kind = lints.iter().filter(is_concerned);
        of_kind.map(move |lint| NotRun {
            lint: lint.id(),
            lacking: lacking.name(),
            lacking_plural: lacking.plural(),
            is_cut_off,
        })
    });
    not_run.collect()
}
