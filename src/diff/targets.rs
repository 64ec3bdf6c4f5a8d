//! What is compared with what: each ordered type, each authorization server, and the policies of each
//! app.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::{Export, PolicyType};
use crate::reach::Competition;
use crate::wording::{counted_list, printable};

/// Two competitions that sign-ins to the same go through, before and after.
pub(super) struct Target {
    /// What is signed in to, or whose rules are meant.
    pub(super) name: String,
    /// The indexes of the competitions, in the order of their exports.
    pub(super) old: usize,
    pub(super) new: usize,
}

/// All targets that both sides have, and what only one of them has.
#[derive(Default)]
pub(super) struct Targets {
    pub(super) both: Vec<Target>,
    pub(super) not_compared: Vec<String>,
}

/// What a competition is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    /// All policies of an ordered type.
    Type(String),
    /// Those of an authorization server.
    Server(String),
    /// One policy, by id.
    Policy(String),
}

impl Targets {
    pub(super) fn of<'d>(
        (old, of_old): (&Export<'d>, &[Competition<'_, 'd>]),
        (new, of_new): (&Export<'d>, &[Competition<'_, 'd>]),
    ) -> Self {
        let mut targets = Self::default();
        let places = [of_old, of_new].map(|all| targets.places(all));
        let mut seen = [BTreeSet::new(), BTreeSet::new()];
        let apps = [old, new].map(policies_of_apps);
        let mut by_policies: BTreeMap<(&String, &String), Vec<&String>> = BTreeMap::new();
        for (app, policy) in &apps[0] {
            if let Some(after) = apps[1].get(app) {
                by_policies.entry((policy, after)).or_default().push(app);
            }
        }
        let tell_apps = apps.iter().all(|apps| !apps.is_empty());
        for ((before, after), apps) in by_policies {
            let [before, after] = [before, after].map(|id| About::Policy(id.clone()));
            if let (Some(old), Some(now)) = (places[0].get(&before), places[1].get(&after)) {
                let names = apps.iter().map(|app| match new.resources.name(app) {
                    Some(name) => format!("\"{}\"", printable(&name)),
                    None => printable(app),
                });
                let name = counted_list("app", names.collect());
                targets.both.push(Target { name, old: *old, new: *now });
                seen[0].insert(before);
                seen[1].insert(after);
            }
        }
        for (about, n) in &places[0] {
            match places[1].get(about) {
                Some(m) if !(seen[0].contains(about) && seen[1].contains(about)) => {
                    let name = of_new[*m].title_of_all();
                    targets.both.push(Target { name, old: *n, new: *m });
                }
                None if !seen[0].contains(about) => {
                    let name = of_old[*n].title_of_all();
                    targets.not_compared.push(format!("{name} is only in the old export"));
                }
                _ => {}
            }
        }
        let is_new = |about: &About| !places[0].contains_key(about) && !seen[1].contains(about);
        for (_, m) in places[1].iter().filter(|(about, _)| is_new(about)) {
            let name = of_new[*m].title_of_all();
            targets.not_compared.push(format!("{name} is only in the new export"));
        }
        if tell_apps {
            let lone = |[some, others]: [&BTreeMap<String, String>; 2]| -> Vec<String> {
                some.keys().filter(|app| !others.contains_key(*app)).cloned().collect()
            };
            for (apps, export, which) in
                [(lone([&apps[0], &apps[1]]), old, "old"), (lone([&apps[1], &apps[0]]), new, "new")]
            {
                targets.not_compared.extend(apps.iter().map(|app| {
                    let name = export.resources.name(app).unwrap_or(app.as_str().into());
                    format!(
                        "the app \"{}\" has a policy only in the {which} export",
                        printable(&name)
                    )
                }));
            }
        }
        targets
    }

    /// Where the competition about each thing is. Of what was read in several parts, nobody knows how
    /// the parts go together.
    fn places(&mut self, competitions: &[Competition<'_, '_>]) -> BTreeMap<About, usize> {
        let mut places: BTreeMap<About, Vec<usize>> = BTreeMap::new();
        for (n, competition) in competitions.iter().enumerate() {
            if let Some(about) = About::of(competition) {
                places.entry(about).or_default().push(n);
            }
        }
        let mut whole = BTreeMap::new();
        for (about, found) in places {
            match found[..] {
                [only] => {
                    whole.insert(about, only);
                }
                _ => {
                    let name = competitions[found[0]].title_of_all();
                    self.not_compared.push(format!("{name} was read in several parts"));
                }
            }
        }
        self.not_compared.sort();
        self.not_compared.dedup();
        whole
    }
}

impl About {
    fn of(competition: &Competition<'_, '_>) -> Option<Self> {
        let mut policies = competition.policies.iter().filter_map(|ranked| ranked.policy);
        let first = policies.next()?;
        Some(match competition.kind {
            kind if kind == PolicyType::OAUTH_AUTHORIZATION_POLICY => {
                Self::Server(first.authorization_server().unwrap_or_default())
            }
            kind if kind.is_ordered() => Self::Type(kind.to_string()),
            _ => Self::Policy(first.id()?.into_owned()),
        })
    }
}

/// The policy of each app, where it has one.
fn policies_of_apps(export: &Export<'_>) -> BTreeMap<String, String> {
    let mut policies: BTreeMap<String, String> = BTreeMap::new();
    let mut disputed: HashMap<String, String> = HashMap::new();
    for link in export.access_policy_links() {
        let app = link.app.into_owned();
        match policies.get(&app) {
            Some(known) if *known != link.policy => {
                disputed.insert(app, link.policy);
            }
            _ => {
                policies.insert(app, link.policy);
            }
        }
    }
    policies.retain(|app, _| !disputed.contains_key(app));
    policies
}
