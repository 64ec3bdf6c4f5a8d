//! `app`: what is signed in to (Policy API, "App Condition object").

use std::borrow::Cow;

use super::super::dimensions::Choice;
use super::super::doubts::Doubt;
use super::super::logic::{Atoms, Formula};
use super::super::names::{Names, either};
use super::super::normal_form::normal_form;
use super::super::opaque::Opaque;
use super::super::sign_in::SignIn;
use super::super::truth::Truth;
use super::{
    ConditionPart, ConditionType, Meaning, NotUnderstood, Parsed, Site, conjunction, only, text,
};
use crate::json::Node;
use crate::okta::Key;

pub(super) const CONDITION: ConditionType = ConditionType::new(Key::APP, read);

#[derive(Debug)]
struct Apps<'d> {
    /// Anything, where it is empty.
    include: Vec<App<'d>>,
    exclude: Vec<App<'d>>,
    /// Where types are excluded, or excluded from: which apps are of which type is not sure.
    unsure: Option<Opaque>,
}

#[derive(Debug)]
struct App<'d> {
    choice: Choice,
    value: Cow<'d, str>,
}

impl<'d> App<'d> {
    fn of(entry: Node<'d>) -> Result<Self, NotUnderstood> {
        let [kind, id, name] = only(entry, [Key::TYPE, Key::ID, Key::NAME])?;
        let (choice, value) = match text(kind)?.as_ref() {
            "APP" => (Choice::App, id),
            "APP_TYPE" => (Choice::AppType, name),
            _ => return Err(NotUnderstood),
        };
        Ok(Self { choice, value: text(value)? })
    }
}

fn read<'d>(node: Node<'d>, _: Site) -> Parsed<'d> {
    let [include, exclude] = only(node, [Key::INCLUDE, Key::EXCLUDE])?;
    let list = |list: Option<Node<'d>>| match list {
        Some(list) if !list.is_array() => Err(NotUnderstood),
        list => list.into_iter().flat_map(Node::elements).map(App::of).collect(),
    };
    let include: Vec<App<'d>> = list(include)?;
    let exclude: Vec<App<'d>> = list(exclude)?;
    if include.is_empty() && exclude.is_empty() {
        return Ok(None);
    }
    let has_types = include.iter().chain(&exclude).any(|app| app.choice == Choice::AppType);
    let is_unsure = has_types && !exclude.is_empty();
    let unsure = is_unsure.then(|| Opaque::AppNotExcluded(normal_form(node)));
    Ok(Some(Box::new(Apps { include, exclude, unsure })))
}

impl<'d> Apps<'d> {
    fn is_included(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        Truth::from(self.include.is_empty()).or(is_any(&self.include, sign_in))
    }

    fn is_unexcluded(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        match &self.unsure {
            Some(unsure) => sign_in.opaque(unsure),
            None => {
                let unheeded = sign_in.reads(Doubt::AppExclusionUnheeded);
                (!is_any(&self.exclude, sign_in)).or(unheeded)
            }
        }
    }
}

fn is_any(apps: &[App<'_>], sign_in: &SignIn<'_, '_>) -> Truth {
    Truth::any(apps.iter().map(|app| sign_in.is(app.choice, &app.value)))
}

impl<'d> Meaning<'d> for Apps<'d> {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        let any = |apps: &[App<'d>], atoms: &mut Atoms<'_, 'd>| {
            Formula::any(apps.iter().map(|app| atoms.is(app.choice, app.value.clone())))
        };
        let included =
            if self.include.is_empty() { Formula::TRUE } else { any(&self.include, atoms) };
        let unexcluded = match &self.unsure {
            Some(unsure) => atoms.opaque(unsure),
            None if self.exclude.is_empty() => Formula::TRUE,
            None => {
                let unheeded = atoms.doubt(Doubt::AppExclusionUnheeded);
                (!any(&self.exclude, atoms)).or(unheeded)
            }
        };
        included.and(unexcluded)
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        self.is_included(sign_in).and(self.is_unexcluded(sign_in))
    }

    fn parts(&self, name: &str, sign_in: &SignIn<'_, 'd>) -> Vec<ConditionPart> {
        let included = || ConditionPart::member(name, Key::INCLUDE, self.is_included(sign_in));
        let unexcluded = || ConditionPart::member(name, Key::EXCLUDE, self.is_unexcluded(sign_in));
        let included = (!self.include.is_empty()).then(included);
        included.into_iter().chain((!self.exclude.is_empty()).then(unexcluded)).collect()
    }

    fn words(&self, names: &Names<'_, 'd>) -> String {
        let list = |apps: &[App<'d>]| {
            either(apps.iter().map(|app| match app.choice {
                Choice::AppType => format!("of type {}", names.of(&app.value)),
                _ => names.of(&app.value),
            }))
        };
        conjunction([
            (!self.include.is_empty()).then(|| format!("the app is {}", list(&self.include))),
            (!self.exclude.is_empty()).then(|| format!("the app is not {}", list(&self.exclude))),
        ])
    }
}
