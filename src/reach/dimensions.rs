//! The dimensions of a context: what sign-ins differ in. A row each says all that there is to know
//! of it; nothing else lists them.

use std::borrow::Cow;

use crate::model::ResourceKind;
use crate::wording::printable;

/// What the analysis and its words know of a dimension.
#[derive(Debug)]
pub(crate) struct Dimension {
    /// The dimension as programs read it.
    pub(crate) name: &'static str,
    /// The kind of objects whose ids the values are.
    pub(crate) ids: Option<ResourceKind>,
    /// Values that are the same in every org, each with what people call it; of levels, the lowest
    /// first.
    pub(crate) known: &'static [(&'static str, &'static str)],
    /// What a condition says before its values: `the grant is`, or `the grant is not`.
    pub(crate) clause: &'static str,
    /// What is told of a sign-in that has values, which stand for `{}`.
    pub(crate) with: &'static str,
    /// What is told of a sign-in that has none.
    pub(crate) without: &'static str,
    /// Where in a sentence that is told.
    pub(crate) topic: Topic,
    /// Whether that is told in lower case, as levels are.
    pub(crate) is_lowercase: bool,
    /// The value of each sign-in that has any other one, with what is told of one that has only it.
    pub(crate) general: Option<(&'static str, &'static str)>,
    /// A value that makes the others go without saying, with what is told of a sign-in that has it.
    pub(crate) foremost: Option<(&'static str, &'static str)>,
    /// Values, each with another one that always holds beside it, or never does.
    pub(crate) entails: &'static [(&'static str, &'static str, bool)],
    /// Whether it is the same at each sign-in of a user.
    pub(crate) is_lasting: bool,
    /// Whether it is nothing special to have several values; it is to be in two groups that need not
    /// have a member in common.
    pub(crate) goes_together: bool,
}

/// Where in a sentence something is told, in the order in which people tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Topic {
    Text,
    /// What is told of the user, who is one person, in this order.
    OfUser(u8),
    User,
    Target,
    Origin,
    Device,
    Risk,
    Opaque,
}

impl Topic {
    /// Whom conditions name comes last of what is told of a user whom they do not name.
    pub(crate) const WHICH_USER: Self = Self::OfUser(u8::MAX);
    /// Attributes come after the dimensions that have a row.
    pub(crate) const ATTRIBUTE: Self = Self::OfUser(u8::MAX - 1);
}

impl Dimension {
    /// What no row needs to say.
    const PLAIN: Self = Self {
        name: "",
        ids: None,
        known: &[],
        clause: "",
        with: "",
        without: "",
        topic: Topic::Target,
        is_lowercase: false,
        general: None,
        foremost: None,
        entails: &[],
        is_lasting: false,
        goes_together: false,
    };

    /// What people call a value that is the same in every org.
    pub(crate) fn known_as(&self, value: &str) -> Option<&'static str> {
        self.known.iter().find(|(known, _)| *known == value).map(|(_, called)| *called)
    }

    /// The values that are the same in every org.
    pub(crate) fn known_values(&self) -> impl Iterator<Item = &'static str> + Clone {
        self.known.iter().map(|(value, _)| *value)
    }

    /// Whether the value is the same in every org.
    pub(crate) fn knows(&self, value: &str) -> bool {
        self.known_as(value).is_some()
    }

    /// What is told of a sign-in that has what `values` say, in words.
    pub(crate) fn told(&self, values: &str) -> String {
        self.with.replace("{}", values)
    }
}

/// Levels of risk.
const LEVELS: &[(&str, &str)] = &[("LOW", "LOW"), ("MEDIUM", "MEDIUM"), ("HIGH", "HIGH")];

/// Makes an enumeration of dimensions with their rows.
macro_rules! dimensions {
    (
        $(#[$about:meta])*
        $of:ident {
            $($(#[$doc:meta])* $one:ident { $($field:ident: $value:expr,)* })*
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $of {
            $($(#[$doc])* $one,)*
        }

        impl $of {
            /// All of them.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$one),*];

            pub(crate) fn dimension(self) -> &'static Dimension {
                match self {
                    $(Self::$one => {
                        const ROW: Dimension = Dimension { $($field: $value,)* ..Dimension::PLAIN };
                        &ROW
                    })*
                }
            }

            /// The dimension as programs read it.
            pub fn name(self) -> &'static str {
                self.dimension().name
            }
        }
    };
}

dimensions! {
    /// What a sign-in has exactly one of, or none.
    Choice {
        /// The user, by id. None is anybody whom no condition names.
        User {
            name: "user",
            ids: Some(ResourceKind::User),
            clause: "the user is",
            with: "user {}",
            without: "whom no rule names",
            topic: Topic::WHICH_USER,
            is_lasting: true,
        }
        /// The user's type, by id.
        UserType {
            name: "userType",
            ids: Some(ResourceKind::UserType),
            clause: "the user's type is",
            with: "of type {}",
            without: "of another type",
            topic: Topic::OfUser(0),
            is_lasting: true,
        }
        /// Where the user's password is kept: `OKTA`, `ACTIVE_DIRECTORY`, `LDAP`.
        AuthProvider {
            name: "authProvider",
            known: &[
                ("OKTA", "Okta"),
                ("ACTIVE_DIRECTORY", "Active Directory"),
                ("LDAP", "LDAP"),
            ],
            clause: "the password is kept by",
            with: "whose password is kept by {}",
            without: "whose password is kept elsewhere",
            topic: Topic::OfUser(3),
            is_lasting: true,
        }
        /// The directory instance that keeps it, by id.
        Directory {
            name: "directory",
            ids: Some(ResourceKind::App),
            clause: "the directory is",
            with: "of directory {}",
            without: "of another directory",
            topic: Topic::OfUser(4),
            is_lasting: true,
        }
        /// The interface that the request came through: `LDAP_INTERFACE`, `RADIUS`.
        EntryPoint {
            name: "entryPoint",
            known: &[("LDAP_INTERFACE", "the LDAP interface"), ("RADIUS", "RADIUS")],
            clause: "the entry point is",
            with: "through {}",
            without: "not through LDAP or RADIUS",
            topic: Topic::Origin,
        }
        /// The risk of the sign-in: `LOW`, `MEDIUM`, `HIGH`. None is no score.
        Risk {
            name: "risk",
            known: LEVELS,
            clause: "risk is",
            with: "at {} risk",
            without: "without a risk score",
            topic: Topic::Risk,
            is_lowercase: true,
        }
        /// The risk of the user: `LOW`, `MEDIUM`, `HIGH`. None is no score.
        EntityRisk {
            name: "entityRisk",
            known: LEVELS,
            clause: "the user's risk is",
            with: "at {} risk",
            without: "without a risk score",
            topic: Topic::OfUser(2),
            is_lowercase: true,
        }
        /// The kind of device, as the User-Agent tells it: `DESKTOP`, `MOBILE`. None is unknown.
        DeviceClass {
            name: "deviceClass",
            known: &[("DESKTOP", "desktop"), ("MOBILE", "mobile")],
            clause: "the device is",
            with: "on a {} device",
            without: "on a device of unknown kind",
            topic: Topic::Device,
        }
        /// The operating system, as the User-Agent tells it. None is unknown.
        System {
            name: "system",
            known: &[
                ("ANDROID", "Android"),
                ("IOS", "iOS"),
                ("WINDOWS", "Windows"),
                ("MACOS", "macOS"),
                ("OSX", "macOS"),
                ("CHROMEOS", "ChromeOS"),
                ("LINUX", "Linux"),
            ],
            clause: "the system is",
            with: "on {}",
            without: "on an unknown system",
            topic: Topic::Device,
        }
        /// The app that is signed in to, by id.
        App {
            name: "app",
            ids: Some(ResourceKind::App),
            clause: "the app is",
            with: "to {}",
            without: "to an app that no rule names",
            topic: Topic::Target,
        }
        /// The type of that app, by name.
        AppType {
            name: "appType",
            clause: "the app is of type",
            with: "to an app of type {}",
            without: "to an app of another type",
            topic: Topic::Target,
        }
        /// The client of an authorization server, by id.
        Client {
            name: "client",
            ids: Some(ResourceKind::App),
            clause: "the client is",
            with: "client {}",
            without: "a client that no policy names",
            topic: Topic::Target,
        }
        /// The grant type of a token request.
        GrantType {
            name: "grantType",
            clause: "the grant is",
            with: "with grant {}",
            without: "with a grant that no rule names",
            topic: Topic::Target,
        }
    }
}

dimensions! {
    /// What a sign-in may have several of.
    Membership {
        /// Groups of the user, by id. Everybody is in the Everyone group besides.
        Group {
            name: "groups",
            ids: Some(ResourceKind::Group),
            clause: "the user is in",
            with: "in {}",
            without: "in no group that a rule names",
            topic: Topic::OfUser(1),
            is_lasting: true,
        }
        /// Network zones of the request, by id; [`ALL_ZONES`](Membership::ALL_ZONES) where it is in
        /// any zone at all.
        Zone {
            name: "zones",
            ids: Some(ResourceKind::NetworkZone),
            clause: "the request is from",
            with: "from {}",
            without: "from no zone that a rule names",
            topic: Topic::Origin,
            general: Some((Membership::ALL_ZONES, "from a zone that no rule names")),
        }
        /// How the user authenticated: `OKTA`, or ids of identity providers.
        IdentityProvider {
            name: "identityProviders",
            ids: Some(ResourceKind::IdentityProvider),
            known: &[("OKTA", "Okta")],
            clause: "the user is authenticated by",
            with: "authenticated by {}",
            without: "authenticated otherwise",
            topic: Topic::User,
            is_lasting: true,
        }
        /// Detected behaviors, by id.
        Behavior {
            name: "behaviors",
            clause: "the behavior is",
            with: "with behavior {}",
            without: "without a behavior that a rule names",
            topic: Topic::Risk,
        }
        /// What Okta knows of the device: [`REGISTERED`](Membership::REGISTERED) or
        /// [`UNREGISTERED`](Membership::UNREGISTERED), [`MANAGED`](Membership::MANAGED) or
        /// [`UNMANAGED`](Membership::UNMANAGED); neither where its signals are missing.
        DeviceState {
            name: "deviceStates",
            known: &[
                (Membership::REGISTERED, "registered"),
                (Membership::UNREGISTERED, "not registered"),
                (Membership::MANAGED, "managed"),
                (Membership::UNMANAGED, "not managed"),
            ],
            clause: "the device is",
            with: "on a device that is {}",
            without: "on a device of which nothing is known",
            topic: Topic::Device,
            foremost: Some((Membership::MANAGED, "on a managed device")),
            // Okta manages no device that it has not registered.
            entails: &[
                (Membership::MANAGED, Membership::REGISTERED, true),
                (Membership::UNREGISTERED, Membership::REGISTERED, false),
                (Membership::UNMANAGED, Membership::MANAGED, false),
            ],
            goes_together: true,
        }
        /// The device assurance policies that the device meets, by id.
        Assurance {
            name: "assurances",
            ids: Some(ResourceKind::DeviceAssurance),
            clause: "the device meets",
            with: "on a device that meets {}",
            without: "on a device that meets no assurance policy that a rule names",
            topic: Topic::Device,
        }
        /// What a risk detection reports; [`DETECTED`](Membership::DETECTED) where there is one.
        Detection {
            name: "detections",
            clause: "what is detected is",
            with: "with detection {}",
            without: "without a detection",
            topic: Topic::Risk,
            general: Some((Membership::DETECTED, "with a detection that no rule names")),
            goes_together: true,
        }
        /// The scopes that a token request asks for.
        Scope {
            name: "scopes",
            known: &[(Membership::ANOTHER_SCOPE, "one that no rule names")],
            clause: "a requested scope is",
            with: "asking for scope {}",
            without: "asking for no scope",
            topic: Topic::Target,
            goes_together: true,
        }
    }
}

impl Membership {
    /// A zone id: any zone that is defined.
    pub const ALL_ZONES: &'static str = "ALL_ZONES";
    /// A device state: Okta Verify has registered the device.
    pub const REGISTERED: &'static str = "registered";
    /// A device state: Okta Verify has not registered the device.
    pub const UNREGISTERED: &'static str = "unregistered";
    /// A device state: the device is managed.
    pub const MANAGED: &'static str = "managed";
    /// A device state: the device is not managed.
    pub const UNMANAGED: &'static str = "unmanaged";
    /// A detection: there is one, of whatever type.
    pub const DETECTED: &'static str = "detected";
    /// A scope: one that no rule names. Scopes have no spaces (RFC 6749, section 3.3).
    pub const ANOTHER_SCOPE: &'static str = "another scope";
}

/// A text that patterns are compared with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextSource {
    /// What the user typed to sign in.
    Identifier,
    /// An attribute of the user's profile, by name.
    Attribute(String),
}

impl TextSource {
    /// Where the text comes from, as programs read it.
    pub fn name(&self) -> Cow<'static, str> {
        match self {
            Self::Identifier => "identifier".into(),
            Self::Attribute(name) => format!("attribute {name}").into(),
        }
    }

    /// The text, as people call it.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Identifier => "the identifier".to_owned(),
            Self::Attribute(attribute) => format!("the user's {}", printable(attribute)),
        }
    }
}
