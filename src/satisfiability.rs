//! Which authenticators can meet what a constraint demands, by [the table](crate::authenticators).
//!
//! A list that names anything that the table does not know may admit anything: nothing is claimed
//! of it.

use std::borrow::Cow;
use std::rc::Rc;

use crate::authenticators::{AUTHENTICATORS, Authenticator, Characteristic, FactorClass, NEWER};
use crate::json::Node;
use crate::model::{ChainStep, Demand, PolicyRule};
use crate::okta::Key;
use crate::wording::series;

/// Why no authenticator meets a demand.
pub(crate) enum Obstacle<'d> {
    /// All that this list names belongs to the other class.
    OtherClass(List<'d>),
    /// Each list admits authenticators, but they admit none in common.
    Disjoint(Vec<List<'d>>),
    /// This list excludes all that others admit.
    AllExcluded(Node<'d>),
    /// None of those that the lists admit has all these characteristics.
    Lacks { admitted: Vec<&'static Authenticator>, demanded: Vec<(Characteristic, Node<'d>)> },
}

/// A list of a demand, such as `types`.
pub(crate) struct List<'d> {
    pub(crate) node: Node<'d>,
    pub(crate) entries: Vec<Entry<'d>>,
}

/// An element of such a list.
pub(crate) struct Entry<'d> {
    pub(crate) node: Node<'d>,
    names: EntryName<'d>,
}

/// What an element names.
enum EntryName<'d> {
    Type(Cow<'d, str>),
    Method(Cow<'d, str>),
    Authenticator {
        key: Cow<'d, str>,
        method: Option<Cow<'d, str>>,
    },
    /// Something that is not of the expected form.
    Unclear,
}

impl<'d> Entry<'d> {
    fn of(list: Key, node: Node<'d>) -> Self {
        let text = |name| node.field(name).and_then(Node::as_str);
        let names = match (list, node.as_str(), text(Key::KEY)) {
            (Key::TYPES, Some(kind), _) => EntryName::Type(kind),
            (Key::METHODS, Some(method), _) => EntryName::Method(method),
            (Demand::ALLOWED | Demand::EXCLUDED, _, Some(key))
                if node.field(Key::METHOD).is_none_or(|method| method.as_str().is_some()) =>
            {
                EntryName::Authenticator { key, method: text(Key::METHOD) }
            }
            _ => EntryName::Unclear,
        };
        Self { node, names }
    }

    pub(crate) fn admits(&self, row: &Authenticator) -> bool {
        match &self.names {
            EntryName::Type(kind) => row.kind.eq_ignore_ascii_case(kind),
            EntryName::Method(method) => row.method.eq_ignore_ascii_case(method),
            EntryName::Authenticator { key, method } => {
                let is_method = |method: &Cow<'_, str>| row.method.eq_ignore_ascii_case(method);
                row.key == key && method.as_ref().is_none_or(is_method)
            }
            EntryName::Unclear => false,
        }
    }

    /// Whether the table knows it.
    pub(crate) fn is_known(&self) -> bool {
        AUTHENTICATORS.iter().any(|row| self.admits(row))
    }

    /// What it names, in quotes.
    pub(crate) fn title(&self) -> String {
        match &self.names {
            EntryName::Type(name) | EntryName::Method(name) => format!("\"{name}\""),
            EntryName::Authenticator { key, method: None } => format!("\"{key}\""),
            EntryName::Authenticator { key, method: Some(method) } => {
                format!("\"{key}\" ({method})")
            }
            EntryName::Unclear => self.node.brief(),
        }
    }
}

impl<'d> List<'d> {
    fn of(demand: &Demand<'d>, name: Key) -> Option<Self> {
        let node = demand.list(name)?;
        let entries = node.elements().map(|element| Entry::of(name, element)).collect();
        Some(Self { node, entries })
    }

    /// The methods that complete a step of a chain.
    pub(crate) fn of_step(step: &ChainStep<'d>) -> Option<Self> {
        let node = step.list()?;
        let entries = node.elements().map(|element| Entry::of(Demand::ALLOWED, element)).collect();
        Some(Self { node, entries })
    }

    /// The lists that say which authenticators count.
    pub(crate) fn all_of(demand: &Demand<'d>) -> Vec<Self> {
        let names = [Key::TYPES, Key::METHODS, Demand::ALLOWED];
        names.into_iter().filter_map(|name| Self::of(demand, name)).collect()
    }

    /// Whether the table knows all that the list names.
    fn is_known(&self) -> bool {
        self.entries.iter().all(Entry::is_known)
    }

    /// Whether all that it names belongs to another class.
    pub(crate) fn is_foreign(&self, class: FactorClass) -> bool {
        let of_class = |row: &&Authenticator| row.is_of(class);
        self.is_known() && !AUTHENTICATORS.iter().filter(of_class).any(|row| self.admits(row))
    }

    /// What it names, in quotes: one of these.
    pub(crate) fn titles(&self) -> String {
        series(self.entries.iter().map(Entry::title), "or")
    }

    pub(crate) fn admits(&self, row: &Authenticator) -> bool {
        self.entries.iter().any(|entry| entry.admits(row))
    }
}

/// A demand of a rule that no authenticator meets.
pub(crate) struct UnmetDemand<'e, 'd> {
    pub(crate) demand: &'e Demand<'d>,
    pub(crate) obstacle: Obstacle<'d>,
    /// That the rule lets nobody in, if it does not.
    unsatisfiable: Option<Rc<Unsatisfiable>>,
}

impl<'e, 'd> UnmetDemand<'e, 'd> {
    /// The unmet demands of a rule, where it asks for anything.
    pub(crate) fn all_of(rule: &'e PolicyRule<'d>) -> Vec<Self> {
        let demands = rule.verification_in_effect().into_iter().flat_map(|method| method.demands());
        let unmet: Vec<_> =
            demands.filter_map(|demand| Some((demand, obstacle(demand)?))).collect();
        if unmet.is_empty() {
            return Vec::new();
        }
        let unsatisfiable = Unsatisfiable::of(rule).map(Rc::new);
        let of_rule =
            |(demand, obstacle)| Self { demand, obstacle, unsatisfiable: unsatisfiable.clone() };
        unmet.into_iter().map(of_rule).collect()
    }

    /// What follows for the rule, where nobody gets in without meeting the demand.
    pub(crate) fn consequence(&self) -> Option<&Unsatisfiable> {
        self.unsatisfiable.as_deref().filter(|_| self.demand.is_required())
    }
}

/// Why no authenticator meets the demand, if none does.
pub(crate) fn obstacle<'d>(demand: &Demand<'d>) -> Option<Obstacle<'d>> {
    let lists = List::all_of(demand);
    // Any authenticator will do, as far as lists say.
    if lists.is_empty() {
        return None;
    }
    let is_foreign = |list: &List<'d>| list.is_foreign(demand.class);
    if let Some(foreign) = lists.iter().position(is_foreign) {
        return lists.into_iter().nth(foreign).map(Obstacle::OtherClass);
    }
    let admitted = admitted(demand, &lists)?;
    if admitted.is_empty() {
        return Some(Obstacle::Disjoint(lists));
    }
    let left: Vec<_> = admitted.into_iter().filter(|row| !is_excluded(demand, row)).collect();
    if left.is_empty() {
        return demand.list(Demand::EXCLUDED).map(Obstacle::AllExcluded);
    }
    let demanded = demanded(demand);
    let lacks = |row: &&Authenticator| demanded.iter().any(|(demanded, _)| !row.can(*demanded));
    // Of keys that the table does not know, nothing is claimed.
    let admitted: Vec<_> =
        left.iter().copied().filter(|row| AUTHENTICATORS.contains(row)).collect();
    let is_obstacle = !admitted.is_empty() && left.iter().all(lacks);
    is_obstacle.then_some(Obstacle::Lacks { admitted, demanded })
}

/// The authenticators of the table that meet the demand; `None` where it names something that the
/// table does not know.
pub(crate) fn able(demand: &Demand<'_>) -> Option<Vec<&'static Authenticator>> {
    let lists = List::all_of(demand);
    if !lists.iter().all(List::is_known) {
        return None;
    }
    let demanded = demanded(demand);
    let is_able = |row: &&Authenticator| {
        row.is_of(demand.class)
            && lists.iter().all(|list| list.admits(row))
            && !is_excluded(demand, row)
            && demanded.iter().all(|(demanded, _)| row.can(*demanded))
    };
    Some(AUTHENTICATORS.iter().filter(is_able).collect())
}

/// The authenticators that the lists admit; `None` where they may admit some that the table does
/// not know.
fn admitted(demand: &Demand<'_>, lists: &[List<'_>]) -> Option<Vec<&'static Authenticator>> {
    if !lists.iter().all(List::is_known) {
        return None;
    }
    let is_admitted =
        |row: &&Authenticator| row.is_of(demand.class) && lists.iter().all(|list| list.admits(row));
    Some(AUTHENTICATORS.iter().chain(&NEWER).filter(is_admitted).collect())
}

fn is_excluded(demand: &Demand<'_>, row: &Authenticator) -> bool {
    let excluded = List::of(demand, Demand::EXCLUDED);
    let mut entries = excluded.iter().flat_map(|list| &list.entries);
    // With an id, only one of several instances is excluded.
    entries.any(|entry| entry.node.field(Key::ID).is_none() && entry.admits(row))
}

/// The characteristics that are demanded. Only possession factors have any.
fn demanded<'d>(demand: &Demand<'d>) -> Vec<(Characteristic, Node<'d>)> {
    if demand.class != FactorClass::Possession {
        return Vec::new();
    }
    let demanded =
        |characteristic: Characteristic| Some((characteristic, demand.requires(characteristic)?));
    Characteristic::ALL.into_iter().filter_map(demanded).collect()
}

/// That no authenticator meets any of a rule's constraints, so that the rule lets nobody in.
pub(crate) struct Unsatisfiable {
    title: String,
    alternatives: usize,
    /// Whether it follows from factor classes alone, which never change; Okta adds capabilities.
    pub(crate) is_certain: bool,
}

impl Unsatisfiable {
    pub(crate) fn of(rule: &PolicyRule<'_>) -> Option<Self> {
        let method = rule.verification().filter(|method| method.allows())?;
        let mut is_certain = true;
        let mut alternatives = 0;
        for alternative in method.alternatives() {
            let required = alternative.required();
            let obstacles: Vec<_> = required.filter_map(|demand| obstacle(demand)).collect();
            if obstacles.is_empty() {
                return None;
            }
            let is_of_class = |obstacle: &Obstacle<'_>| matches!(obstacle, Obstacle::OtherClass(_));
            is_certain &= obstacles.iter().any(is_of_class);
            alternatives += 1;
        }
        (alternatives > 0).then(|| Self { title: rule.title(), alternatives, is_certain })
    }

    /// What follows from an obstacle, to stand after it in a sentence.
    pub(crate) fn aftermath(unsatisfiable: Option<&Self>) -> String {
        match unsatisfiable {
            None => String::new(),
            Some(Self { title, alternatives: 1, .. }) => format!(", so {title} lets nobody in"),
            Some(Self { title, .. }) => {
                format!("; the other constraints cannot be met either, so {title} lets nobody in")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Document, Layout};
    use crate::model::Constraint;

    /// What stands in the way of each demand of a constraint.
    fn obstacles(constraint: &str) -> Vec<&'static str> {
        let document = Document::parse("example.json", constraint.into(), Layout::Json);
        let constraints = document.roots().map(Constraint::of);
        let demands = constraints.flat_map(|constraint| constraint.demands);
        let found = demands.filter_map(|demand| obstacle(&demand));
        let name = |obstacle| match obstacle {
            Obstacle::OtherClass(_) => "other class",
            Obstacle::Disjoint(_) => "disjoint",
            Obstacle::AllExcluded(_) => "all excluded",
            Obstacle::Lacks { .. } => "lacks",
        };
        found.map(name).collect()
    }

    #[test]
    fn what_okta_s_reference_shows_can_be_met() {
        for constraint in [
            r#"{"knowledge": {"types": ["PASSWORD"]}}"#,
            r#"{"knowledge": {"types": ["PASSWORD"]},
                "possession": {"types": ["PHONE"], "methods": ["SMS"]}}"#,
            r#"{"possession": {"hardwareProtection": "REQUIRED"}}"#,
            r#"{"possession": {"types": ["app"], "methods": ["duo"]}}"#,
            r#"{"possession": {"types": ["security_key"], "methods": ["webauthn"]}}"#,
            r#"{"possession": {"types": ["app"], "methods": ["totp"]}}"#,
            r#"{"possession": {"authenticationMethods": [{"key": "google_otp"}]}}"#,
            r#"{"possession":
                {"authenticationMethods": [{"key": "okta_verify", "method": "TOTP"}]}}"#,
            r#"{"possession": {"excludedAuthenticationMethods": [{"key": "google_otp"}]}}"#,
            r#"{"knowledge": {"excludedAuthenticationMethods": [{"key": "okta_password"}]},
                "possession": {"authenticationMethods": [{"key": "webauthn"}]}}"#,
        ] {
            assert_eq!(obstacles(constraint), [""; 0], "{constraint}");
        }
    }

    #[test]
    fn nothing_is_claimed_of_what_the_table_does_not_know() {
        for constraint in [
            r#"{"knowledge": {"authenticationMethods": [{"key": "tac"}]}}"#,
            r#"{"possession": {"authenticationMethods": [{"key": "okta_verify_push"}],
                "phishingResistant": "REQUIRED"}}"#,
            r#"{"possession": {"types": ["TOKEN", "EMAIL"], "deviceBound": "REQUIRED"}}"#,
            // What a passkey is, may be left.
            r#"{"possession": {"types": ["SECURITY_KEY"], "phishingResistant": "REQUIRED",
                "excludedAuthenticationMethods": [{"key": "webauthn"}]}}"#,
            r#"{"knowledge": {"excludedAuthenticationMethods":
                [{"key": "okta_password"}, {"key": "security_question"},
                {"key": "smart_card_idp"}]}}"#,
            // One instance of several is excluded.
            r#"{"possession": {"authenticationMethods": [{"key": "custom_app"}],
                "excludedAuthenticationMethods": [{"key": "custom_app", "id": "aut1"}]}}"#,
        ] {
            assert_eq!(obstacles(constraint), [""; 0], "{constraint}");
        }
    }

    #[test]
    fn obstacles_by_the_table() {
        for (constraint, expected) in [
            (r#"{"knowledge": {"types": ["EMAIL", "phone"]}}"#, "other class"),
            (r#"{"possession": {"methods": ["security_question"]}}"#, "other class"),
            (r#"{"possession": {"types": ["PHONE"], "methods": ["OTP"]}}"#, "disjoint"),
            (
                r#"{"possession": {"types": ["app"], "authenticationMethods": [{"key": "webauthn"}]}}"#,
                "disjoint",
            ),
            (
                r#"{"knowledge": {"types": ["password"],
                    "excludedAuthenticationMethods": [{"key": "okta_password"}]}}"#,
                "all excluded",
            ),
            (r#"{"possession": {"methods": ["push"], "phishingResistant": "REQUIRED"}}"#, "lacks"),
            (r#"{"possession": {"methods": ["otp"], "userVerification": "REQUIRED"}}"#, "lacks"),
            // One has the one, another the other.
            (
                r#"{"possession": {"authenticationMethods": [{"key": "yubikey_token"},
                    {"key": "okta_verify", "method": "totp"}],
                    "hardwareProtection": "REQUIRED", "userVerification": "REQUIRED"}}"#,
                "lacks",
            ),
        ] {
            assert_eq!(obstacles(constraint), [expected], "{constraint}");
        }
    }
}
