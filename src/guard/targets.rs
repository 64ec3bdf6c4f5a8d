//! The policies that decide about what a guard is about.

use std::collections::BTreeMap;

use super::About;
use crate::json::Node;
use crate::model::{Export, PolicyType, ResourceKind};
use crate::okta::Key;
use crate::reach::Competition;
use crate::wording::{counted_list, nearest, printable};

/// A competition that sign-ins go through which a guard is about.
pub(super) struct Target<'c, 'e, 'd> {
    /// What they sign in to, in words.
    pub(super) name: String,
    pub(super) competition: &'c Competition<'e, 'd>,
    /// Which of its policies are meant; all, where there is none.
    pub(super) policy: Option<String>,
}

/// The targets, and what is meant and cannot be looked at.
#[derive(Default)]
pub(super) struct Targets<'c, 'e, 'd> {
    pub(super) all: Vec<Target<'c, 'e, 'd>>,
    /// Sentences.
    pub(super) lacking: Vec<String>,
}

impl<'c, 'e, 'd> Targets<'c, 'e, 'd> {
    pub(super) fn of(
        about: &About,
        export: &Export<'d>,
        competitions: &'c [Competition<'e, 'd>],
    ) -> Self {
        match about {
            About::Apps(names) => Self::of_apps(names, export, competitions),
            About::Policies(names) => Self::of_policies(names, competitions),
        }
    }

    fn of_apps(
        names: &[String],
        export: &Export<'d>,
        competitions: &'c [Competition<'e, 'd>],
    ) -> Self {
        let mut targets = Self::default();
        let mut policies: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let links: Vec<_> = export.access_policy_links().collect();
        let is_all = names.iter().any(|name| name == "*");
        let apps = Apps::of(export);
        let mut meant: Vec<&str> = Vec::new();
        for name in names.iter().filter(|name| *name != "*") {
            let found = apps.called(name);
            if found.is_empty() && !links.iter().any(|link| link.app == *name) {
                targets.lacking.push(apps.unknown(name));
            }
            meant.push(name);
            meant.extend(found);
        }
        for link in &links {
            if is_all || meant.contains(&link.app.as_ref()) {
                let name = export.resources.name(&link.app);
                let name = name.map_or_else(
                    || printable(&link.app),
                    |name| format!("\"{}\"", printable(&name)),
                );
                let apps = policies.entry(link.policy.clone()).or_default();
                if !apps.contains(&name) {
                    apps.push(name);
                }
            }
        }
        for name in &meant {
            let is_app = apps.has(name);
            if is_app && !links.iter().any(|link| link.app == **name) {
                let name = export.resources.name(name).unwrap_or((*name).into());
                targets.lacking.push(format!(
                    "the export does not tell which policy the app \"{}\" has",
                    printable(&name)
                ));
            }
        }
        if is_all && links.is_empty() {
            let why = "the export does not tell which policy any app has";
            targets.lacking.push(why.to_owned());
        }
        for (policy, mut apps) in policies {
            apps.sort();
            match competitions.iter().find(|one| has_policy(one, &policy)) {
                Some(competition) => targets.all.push(Target {
                    name: counted_list("app", apps),
                    competition,
                    policy: None,
                }),
                None => targets.lacking.push(format!(
                    "the policy {} of {} is not in the export, or not active",
                    printable(&policy),
                    counted_list("app", apps)
                )),
            }
        }
        targets
    }

    fn of_policies(names: &[String], competitions: &'c [Competition<'e, 'd>]) -> Self {
        let mut targets = Self::default();
        for name in names {
            let before = targets.all.len();
            for competition in competitions {
                let is_type = competition.kind.to_string() == *name;
                if is_type {
                    let name = competition.title_of_all();
                    targets.all.push(Target { name, competition, policy: None });
                    continue;
                }
                for policy in competition.policies.iter().filter_map(|ranked| ranked.policy) {
                    let said = policy.node.field(Key::NAME).and_then(Node::as_str);
                    if policy.id().as_deref() == Some(name) || said.as_deref() == Some(name) {
                        let id = policy.id().map(|id| id.into_owned());
                        targets.all.push(Target {
                            name: policy.title(),
                            competition,
                            policy: id.filter(|_| competition.kind.is_ordered()),
                        });
                    }
                }
            }
            if targets.all.len() == before {
                targets.lacking.push(unknown_policy(name, competitions));
            }
        }
        targets.leave_out_doubles();
        targets
    }

    /// Leaves out policies that are meant twice: by name and id, or with all of their type.
    fn leave_out_doubles(&mut self) {
        self.all.sort_by_key(|target| target.policy.is_some());
        let mut known: Vec<Target<'c, 'e, 'd>> = Vec::new();
        for target in std::mem::take(&mut self.all) {
            let has_it = |other: &Target<'c, 'e, 'd>| {
                std::ptr::eq(other.competition, target.competition)
                    && (other.policy.is_none() || other.policy == target.policy)
            };
            if !known.iter().any(has_it) {
                known.push(target);
            }
        }
        self.all = known;
    }
}

fn has_policy(competition: &Competition<'_, '_>, id: &str) -> bool {
    competition.kind == PolicyType::ACCESS_POLICY
        && competition
            .policies
            .iter()
            .any(|ranked| ranked.policy.is_some_and(|policy| policy.id().as_deref() == Some(id)))
}

fn unknown_policy(name: &str, competitions: &[Competition<'_, '_>]) -> String {
    let policies = competitions.iter().flat_map(|one| &one.policies);
    let policies = policies.filter_map(|ranked| ranked.policy?.node.field(Key::NAME)?.as_str());
    let known: Vec<String> = policies.map(std::borrow::Cow::into_owned).collect();
    let meant = nearest(name, known.iter().map(String::as_str));
    let meant = meant.map(|meant| format!(" (did you mean \"{}\"?)", printable(meant)));
    format!(
        "no active policy or type of policies is called \"{}\"{}",
        printable(name),
        meant.unwrap_or_default()
    )
}

/// The apps of an export, by what people call them.
struct Apps(Vec<App>);

struct App {
    id: String,
    label: Option<String>,
    kind: Option<String>,
}

impl Apps {
    fn of(export: &Export<'_>) -> Self {
        let apps = export.resources.of_kind(ResourceKind::App).filter_map(|app| {
            let text = |key| Some(app.field(key)?.as_str()?.into_owned());
            Some(App { id: text(Key::ID)?, label: text(Key::LABEL), kind: text(Key::NAME) })
        });
        Self(apps.collect())
    }

    fn has(&self, id: &str) -> bool {
        self.0.iter().any(|app| app.id == id)
    }

    /// The ids of the apps with this label, id or type.
    fn called(&self, name: &str) -> Vec<&str> {
        let is_called = |app: &&App| {
            app.id == name || [&app.label, &app.kind].contains(&&Some(name.to_owned()))
        };
        self.0.iter().filter(is_called).map(|app| app.id.as_str()).collect()
    }

    fn unknown(&self, name: &str) -> String {
        let known = self.0.iter().flat_map(|app| [&app.label, &app.kind]).flatten();
        let meant = nearest(name, known.map(String::as_str));
        let meant = meant.map(|meant| format!(" (did you mean \"{}\"?)", printable(meant)));
        format!("no app is called \"{}\"{}", printable(name), meant.unwrap_or_default())
    }
}
