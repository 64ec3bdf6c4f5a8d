//! `platform`: the kind of device and its operating system, as the User-Agent tells them (Policy
//! API, "Platform Condition object").

use std::borrow::Cow;

use super::super::dimensions::Choice;
use super::super::doubts::Doubt;
use super::super::logic::{Atoms, Formula};
use super::super::names::{Names, either};
use super::super::normal_form::normal_form;
use super::super::opaque::{Opaque, PlatformDemand};
use super::super::sign_in::SignIn;
use super::super::truth::Truth;
use super::{
    ConditionPart, ConditionType, Meaning, NotUnderstood, Parsed, Site, conjunction, only,
};
use crate::json::Node;
use crate::okta::Key;
use crate::wording::printable;

pub(super) const CONDITION: ConditionType = ConditionType::new(Key::PLATFORM, read);

/// Alternatives. However many there are, an unknown User-Agent is in none of them, unless one says
/// `ANY`.
#[derive(Debug)]
struct Platforms<'d> {
    any_of: Vec<PlatformEntry<'d>>,
    /// What an exclusion does is not documented.
    exclusion: Option<Opaque>,
}

#[derive(Debug)]
struct PlatformEntry<'d> {
    /// `None` is any.
    class: Option<Cow<'d, str>>,
    /// `None` is any.
    system: Option<Cow<'d, str>>,
    /// What else it demands, and catchall does not look into.
    further: Option<Opaque>,
}

fn read<'d>(node: Node<'d>, _: Site) -> Parsed<'d> {
    let [include, exclude] = only(node, [Key::INCLUDE, Key::EXCLUDE])?;
    let elements = |list: Option<Node<'d>>| match list {
        Some(list) if !list.is_array() => Err(NotUnderstood),
        list => Ok(list.into_iter().flat_map(Node::elements)),
    };
    let any_of: Vec<PlatformEntry<'d>> =
        elements(include)?.map(PlatformEntry::of).collect::<Result<_, _>>()?;
    let exclusion = elements(exclude)?.next().and(exclude);
    let exclusion = exclusion.map(|list| Opaque::PlatformNotExcluded(normal_form(list)));
    let is_any = any_of.is_empty() || any_of.iter().any(PlatformEntry::is_any);
    if is_any && exclusion.is_none() {
        return Ok(None);
    }
    Ok(Some(Box::new(Platforms { any_of, exclusion })))
}

impl<'d> PlatformEntry<'d> {
    fn of(entry: Node<'d>) -> Result<Self, NotUnderstood> {
        let [kind, os] = only(entry, [Key::TYPE, Key::OS])?;
        let class = kind.and_then(Node::as_str);
        let system = os.and_then(|os| os.field(Key::TYPE)).and_then(Node::as_str);
        let is_known = |value: &Option<Cow<'d, str>>, choice: Choice| {
            value.as_deref().is_some_and(|value| value == "ANY" || choice.dimension().knows(value))
        };
        // An operating system may demand a version, or one that fits an expression; `OTHER`
        // stands for any or for those without a name (Terraform's provider reads `ANY` back so).
        let is_plain = os.is_some_and(|os| {
            os.fields().all(|member| {
                member.key.is_str("type")
                    || member.key.is_str("expression") && member.value.is_str("")
            })
        });
        let is_understood =
            is_known(&class, Choice::DeviceClass) && is_known(&system, Choice::System) && is_plain;
        let demand = || demand(&class, &system, os);
        let further =
            (!is_understood).then(|| Opaque::Platform { entry: plain(entry), demand: demand() });
        let named = |value: Option<Cow<'d, str>>, choice: Choice| {
            value.filter(|value| choice.dimension().knows(value))
        };
        let (class, system) = (named(class, Choice::DeviceClass), named(system, Choice::System));
        Ok(Self { class, system, further })
    }

    fn is_any(&self) -> bool {
        self.class.is_none() && self.system.is_none() && self.further.is_none()
    }

    fn words(&self, names: &Names<'_, 'd>) -> String {
        let called = |choice: Choice, value: &Option<Cow<'d, str>>| {
            value.as_deref().map(|value| names.called(choice.dimension(), value))
        };
        let class = called(Choice::DeviceClass, &self.class);
        let system = called(Choice::System, &self.system);
        let words: Vec<&str> = class.iter().chain(&system).map(String::as_str).collect();
        let known = if words.is_empty() { "any".to_owned() } else { words.join(" ") };
        let Some(Opaque::Platform { demand, .. }) = &self.further else {
            return known;
        };
        let any_system =
            || class.as_ref().map_or("a system".to_owned(), |class| format!("a {class} system"));
        let some = if system.is_some() { known } else { any_system() };
        match demand {
            PlatformDemand::OtherSystem => match &class {
                Some(class) => format!("another {class} system"),
                None => "another system".to_owned(),
            },
            PlatformDemand::Expression(expression) => {
                format!("{some} that fits `{}`", printable(expression))
            }
            PlatformDemand::Version(version) => {
                format!("{some} of a version that fits {}", printable(version))
            }
            PlatformDemand::Unknown => "one that catchall does not know".to_owned(),
        }
    }
}

/// What an entry demands besides a class and a system that are known.
fn demand(
    class: &Option<Cow<'_, str>>,
    system: &Option<Cow<'_, str>>,
    os: Option<Node<'_>>,
) -> PlatformDemand {
    let is_class_known = class
        .as_deref()
        .is_some_and(|class| class == "ANY" || Choice::DeviceClass.dimension().knows(class));
    let text = |path: &[Key]| {
        let text = os?.at(path)?.as_str()?.into_owned();
        (!text.is_empty()).then_some(text)
    };
    match (text(&[Key::EXPRESSION]), text(&[Key::VERSION, Key::VALUE])) {
        _ if !is_class_known => PlatformDemand::Unknown,
        (Some(expression), None) => PlatformDemand::Expression(expression),
        (None, Some(version)) => PlatformDemand::Version(version),
        (None, None) if system.as_deref() == Some("OTHER") => PlatformDemand::OtherSystem,
        _ => PlatformDemand::Unknown,
    }
}

/// Another name that may mean the same system: `OSX` in routing rules, `MACOS` in access rules.
fn synonym(system: &str) -> Option<&'static str> {
    match system {
        "OSX" => Some("MACOS"),
        "MACOS" => Some("OSX"),
        _ => None,
    }
}

/// The entry without an expression that says nothing.
fn plain(entry: Node<'_>) -> String {
    normal_form(entry).replace("\"expression\":\"\",", "")
}

impl<'d> Platforms<'d> {
    fn is_included(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        let is = |choice, value: &Option<Cow<'d, str>>| match value {
            None => Truth::True,
            Some(value) => sign_in.is(choice, value),
        };
        let is_system = |platform: &PlatformEntry<'d>| {
            let named = is(Choice::System, &platform.system);
            let Some(synonym) = platform.system.as_deref().and_then(synonym) else {
                return named;
            };
            let is_synonym = sign_in.is(Choice::System, synonym);
            named.or(is_synonym.and(sign_in.reads(Doubt::OsxIsMacos)))
        };
        let opaque =
            |one: &Option<Opaque>| one.as_ref().map_or(Truth::True, |one| sign_in.opaque(one));
        let included = Truth::any(self.any_of.iter().map(|platform| {
            let class = is(Choice::DeviceClass, &platform.class);
            Truth::all([class, is_system(platform), opaque(&platform.further)])
        }));
        Truth::from(self.any_of.is_empty()).or(included)
    }

    fn is_unexcluded(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        self.exclusion.as_ref().map_or(Truth::True, |exclusion| sign_in.opaque(exclusion))
    }
}

impl<'d> Meaning<'d> for Platforms<'d> {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        let one = |platform: &PlatformEntry<'d>, atoms: &mut Atoms<'_, 'd>| {
            let class = platform.class.clone();
            let class = class.map(|class| atoms.is(Choice::DeviceClass, class));
            let system = platform.system.clone().map(|system| {
                let synonym = synonym(&system);
                let named = atoms.is(Choice::System, system);
                let Some(synonym) = synonym else {
                    return named;
                };
                let synonym = atoms.is(Choice::System, synonym);
                named.or(synonym.and(atoms.doubt(Doubt::OsxIsMacos)))
            });
            let further = platform.further.as_ref().map(|further| atoms.opaque(further));
            Formula::all(class.into_iter().chain(system).chain(further))
        };
        let included = if self.any_of.is_empty() {
            Formula::TRUE
        } else {
            Formula::any(self.any_of.iter().map(|platform| one(platform, atoms)))
        };
        let unexcluded = self.exclusion.as_ref().map(|exclusion| atoms.opaque(exclusion));
        Formula::all([included].into_iter().chain(unexcluded))
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        self.is_included(sign_in).and(self.is_unexcluded(sign_in))
    }

    fn parts(&self, name: &str, sign_in: &SignIn<'_, 'd>) -> Vec<ConditionPart> {
        let included = || ConditionPart::member(name, Key::INCLUDE, self.is_included(sign_in));
        let unexcluded = || ConditionPart::member(name, Key::EXCLUDE, self.is_unexcluded(sign_in));
        let included = (!self.any_of.is_empty()).then(included);
        included.into_iter().chain(self.exclusion.is_some().then(unexcluded)).collect()
    }

    fn words(&self, names: &Names<'_, 'd>) -> String {
        let included = (!self.any_of.is_empty()).then(|| {
            format!(
                "the platform is {}",
                either(self.any_of.iter().map(|entry| entry.words(names)))
            )
        });
        let unexcluded = self.exclusion.as_ref().map(|_| {
            "the platform is not excluded (Okta does not say how exclusions count)".to_owned()
        });
        conjunction([included, unexcluded])
    }
}
