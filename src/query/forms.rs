//! What a query may ask of a sign-in: a row each.

use std::fmt;

use crate::model::ResourceKind;
use crate::reach::{Choice, Membership};

/// Something that a query asks, such as `group` or `risk`.
#[derive(Clone, Copy)]
pub struct Form(&'static Row);

#[derive(Debug)]
pub(super) struct Row {
    /// As it is written.
    name: &'static str,
    /// What becomes of a value that no word stands for.
    pub(super) asks: Asks,
    /// Values that have words of their own, each with what one of has to hold.
    pub(super) words: &'static [(&'static str, &'static [(Asks, &'static str)])],
    /// What other values there are.
    pub(super) others: Others,
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub(super) enum Asks {
    Choice(Choice),
    Membership(Membership),
    Expression,
}

/// Values that have no words of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Others {
    /// There are none.
    None,
    /// Names and ids of objects.
    Objects(ResourceKind),
    /// The types of apps.
    AppTypes,
    /// Names that Okta has, of which these are known.
    Names(&'static [&'static str]),
    /// An expression of the Okta Expression Language.
    Expression,
}

use Asks::{Choice as C, Membership as M};

const fn objects(name: &'static str, asks: Asks, kind: ResourceKind) -> Row {
    Row { name, asks, words: &[], others: Others::Objects(kind) }
}

const fn words(name: &'static str, asks: Asks, words: Words) -> Row {
    Row { name, asks, words, others: Others::None }
}

type Words = &'static [(&'static str, &'static [(Asks, &'static str)])];

const ROWS: [Row; 20] = [
    objects("group", M(Membership::Group), ResourceKind::Group),
    objects("user", C(Choice::User), ResourceKind::User),
    objects("user-type", C(Choice::UserType), ResourceKind::UserType),
    words(
        "user-risk",
        C(Choice::EntityRisk),
        &[
            ("low", &[(C(Choice::EntityRisk), "LOW")]),
            ("medium", &[(C(Choice::EntityRisk), "MEDIUM")]),
            ("high", &[(C(Choice::EntityRisk), "HIGH")]),
        ],
    ),
    words(
        "password-source",
        C(Choice::AuthProvider),
        &[
            ("okta", &[(C(Choice::AuthProvider), "OKTA")]),
            ("active-directory", &[(C(Choice::AuthProvider), "ACTIVE_DIRECTORY")]),
            ("ldap", &[(C(Choice::AuthProvider), "LDAP")]),
        ],
    ),
    objects("directory", C(Choice::Directory), ResourceKind::App),
    Row {
        name: "zone",
        asks: M(Membership::Zone),
        words: &[("any", &[(M(Membership::Zone), Membership::ALL_ZONES)])],
        others: Others::Objects(ResourceKind::NetworkZone),
    },
    Row {
        name: "provider",
        asks: M(Membership::IdentityProvider),
        words: &[("okta", &[(M(Membership::IdentityProvider), "OKTA")])],
        others: Others::Objects(ResourceKind::IdentityProvider),
    },
    words(
        "risk",
        C(Choice::Risk),
        &[
            ("low", &[(C(Choice::Risk), "LOW")]),
            ("medium", &[(C(Choice::Risk), "MEDIUM")]),
            ("high", &[(C(Choice::Risk), "HIGH")]),
        ],
    ),
    Row { name: "behavior", asks: M(Membership::Behavior), words: &[], others: Others::Names(&[]) },
    Row {
        name: "detection",
        asks: M(Membership::Detection),
        words: &[("any", &[(M(Membership::Detection), Membership::DETECTED)])],
        others: Others::Names(&[]),
    },
    words(
        "device",
        M(Membership::DeviceState),
        &[
            (Membership::REGISTERED, &[(M(Membership::DeviceState), Membership::REGISTERED)]),
            (Membership::UNREGISTERED, &[(M(Membership::DeviceState), Membership::UNREGISTERED)]),
            (Membership::MANAGED, &[(M(Membership::DeviceState), Membership::MANAGED)]),
            (Membership::UNMANAGED, &[(M(Membership::DeviceState), Membership::UNMANAGED)]),
        ],
    ),
    objects("assurance", M(Membership::Assurance), ResourceKind::DeviceAssurance),
    words(
        "platform",
        C(Choice::System),
        &[
            ("mobile", &[(C(Choice::DeviceClass), "MOBILE")]),
            ("desktop", &[(C(Choice::DeviceClass), "DESKTOP")]),
            ("android", &[(C(Choice::System), "ANDROID")]),
            ("ios", &[(C(Choice::System), "IOS")]),
            ("windows", &[(C(Choice::System), "WINDOWS")]),
            // Okta has had two names for it.
            ("macos", &[(C(Choice::System), "MACOS"), (C(Choice::System), "OSX")]),
            ("chromeos", &[(C(Choice::System), "CHROMEOS")]),
            ("linux", &[(C(Choice::System), "LINUX")]),
        ],
    ),
    words(
        "entry-point",
        C(Choice::EntryPoint),
        &[
            ("ldap", &[(C(Choice::EntryPoint), "LDAP_INTERFACE")]),
            ("radius", &[(C(Choice::EntryPoint), "RADIUS")]),
        ],
    ),
    objects("app", C(Choice::App), ResourceKind::App),
    Row { name: "app-type", asks: C(Choice::AppType), words: &[], others: Others::AppTypes },
    objects("client", C(Choice::Client), ResourceKind::App),
    Row {
        name: "grant-type",
        asks: C(Choice::GrantType),
        words: &[],
        others: Others::Names(&[
            "authorization_code",
            "implicit",
            "password",
            "client_credentials",
            "interaction_code",
            "refresh_token",
            "urn:ietf:params:oauth:grant-type:saml2-bearer",
            "urn:ietf:params:oauth:grant-type:token-exchange",
            "urn:ietf:params:oauth:grant-type:device_code",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "urn:openid:params:grant-type:ciba",
        ]),
    },
    Row {
        name: "scope",
        asks: M(Membership::Scope),
        words: &[],
        others: Others::Names(&[
            "openid",
            "profile",
            "email",
            "address",
            "phone",
            "offline_access",
        ]),
    },
];

/// Written apart, since it takes a text and not a value.
const EXPRESSION: Row =
    Row { name: "expression", asks: Asks::Expression, words: &[], others: Others::Expression };

impl Form {
    /// All that there are.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().chain([&EXPRESSION]).map(Self)
    }

    /// As it is written.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The values that are the same in every org.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        self.0.words.iter().map(|(word, _)| *word)
    }

    pub(super) fn row(self) -> &'static Row {
        self.0
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::all().find(|form| form.name().eq_ignore_ascii_case(name))
    }
}

impl PartialEq for Form {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Form {}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
