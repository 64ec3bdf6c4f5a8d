//! The kinds of objects that an export holds.

/// What a recognised value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObjectKind {
    /// A policy, as read from Okta or to be written to it.
    Policy,
    /// A rule of a policy.
    Rule,
    /// The body of a request to `POST /api/v1/policies/simulate`.
    SimulateRequest,
    /// The answer to such a request.
    SimulateResponse,
    /// That an app is mapped to a policy, as `GET /api/v1/policies/{policyId}/mappings` lists it.
    Mapping,
    /// What Okta answers to a request that fails.
    ErrorAnswer,
    /// An object that policies refer to by id.
    Resource(ResourceKind),
}

impl ObjectKind {
    /// What the object is, in a word or two, as in "the rule".
    pub fn name(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Rule => "rule",
            Self::SimulateRequest => "request",
            Self::SimulateResponse => "answer",
            Self::Mapping => "mapping",
            Self::ErrorAnswer => "error",
            Self::Resource(kind) => kind.name(),
        }
    }
}

/// Objects that policies refer to by id, in exports for their names and states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ResourceKind {
    /// A group (`00g…`)
    Group,
    /// A user (`00u…`)
    User,
    /// A user type (`oty…`)
    UserType,
    /// A network zone (`nzo…`)
    NetworkZone,
    /// An app instance (`0oa…`)
    App,
    /// An identity provider (`0oa…`)
    IdentityProvider,
    /// An authenticator (`aut…`)
    Authenticator,
    /// A device assurance policy (`dae…`)
    DeviceAssurance,
    /// The schema of user profiles (`osc…`)
    UserSchema,
}

impl ResourceKind {
    /// What the object is, in a word or two.
    pub fn name(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::User => "user",
            Self::UserType => "user type",
            Self::NetworkZone => "network zone",
            Self::App => "app",
            Self::IdentityProvider => "identity provider",
            Self::Authenticator => "authenticator",
            Self::DeviceAssurance => "device assurance policy",
            Self::UserSchema => "user schema",
        }
    }

    /// As [`name`](Self::name), of several.
    pub fn plural(self) -> String {
        match self.name().strip_suffix('y') {
            Some(stem) => format!("{stem}ies"),
            None => format!("{}s", self.name()),
        }
    }

    /// How the ids start that Okta gives to objects of this kind.
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::Group => "00g",
            Self::User => "00u",
            Self::UserType => "oty",
            Self::NetworkZone => "nzo",
            Self::App | Self::IdentityProvider => "0oa",
            Self::Authenticator => "aut",
            Self::DeviceAssurance => "dae",
            Self::UserSchema => "osc",
        }
    }

    /// Whether `id` is one that Okta gives to objects of this kind, by its prefix.
    pub fn is_id(self, id: &str) -> bool {
        let is_of_ids = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
        id.len() > self.prefix().len() && id.starts_with(self.prefix()) && id.chars().all(is_of_ids)
    }
}
