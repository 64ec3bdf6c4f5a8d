//! Which policies apps are mapped to.

use std::borrow::Cow;

use crate::json::Node;
use crate::okta::Key;

/// That an app is mapped to a policy.
#[derive(Debug, Clone)]
pub(crate) struct AccessPolicyLink<'d> {
    /// The id of the policy.
    pub(crate) policy: String,
    /// The id of the app.
    pub(crate) app: Cow<'d, str>,
    /// Where that is said.
    pub(crate) node: Node<'d>,
}

impl<'d> AccessPolicyLink<'d> {
    /// As an app says it (Applications API, "Links").
    pub(crate) fn of_app(app: Node<'d>) -> Option<Self> {
        Self::of_link(app, Key::ACCESS_POLICY)
    }

    /// The same of its policy for profile enrollment.
    pub(crate) fn of_enrollment(app: Node<'d>) -> Option<Self> {
        Self::of_link(app, Key::PROFILE_ENROLLMENT)
    }

    fn of_link(app: Node<'d>, link: Key) -> Option<Self> {
        let node = app.at(&[Key::LINKS, link, Key::HREF])?;
        let policy = last_part(node)?.into_owned();
        Some(Self { policy, app: app.field(Key::ID)?.as_str()?, node })
    }

    /// As a mapping says it (Okta's OpenAPI description, `PolicyMapping`).
    pub(crate) fn of_mapping(mapping: Node<'d>) -> Option<Self> {
        let app = last_part(mapping.at(&[Key::LINKS, Key::APPLICATION, Key::HREF])?)?;
        let node = mapping.at(&[Key::LINKS, Key::POLICY, Key::HREF])?;
        Some(Self { policy: last_part(node)?.into_owned(), app, node })
    }

    /// As a list of the apps of a policy says it, of an app that does not say it itself.
    pub(crate) fn of_listed(app: Node<'d>, policy: Option<Cow<'d, str>>) -> Option<Self> {
        let policy = policy.filter(|_| Self::of_app(app).is_none())?.into_owned();
        let node = app.field(Key::LABEL).unwrap_or(app);
        Some(Self { policy, app: app.field(Key::ID)?.as_str()?, node })
    }
}

/// The id at the end of an address.
fn last_part(href: Node<'_>) -> Option<Cow<'_, str>> {
    match href.as_str()? {
        Cow::Borrowed(href) => href.rsplit('/').next().map(Cow::Borrowed),
        Cow::Owned(href) => href.rsplit('/').next().map(|id| Cow::Owned(id.to_owned())),
    }
}
