//! `people`: who signs in (Policy API, "People Condition object").

use std::borrow::Cow;

use super::super::dimensions::{Choice, Membership};
use super::super::doubts::Doubt;
use super::super::facts::Facts;
use super::super::logic::{Atoms, Formula};
use super::super::names::{Names, either};
use super::super::opaque::Opaque;
use super::super::sign_in::SignIn;
use super::super::truth::Truth;
use super::listed::Listed;
use super::not_understood::Doubtful;
use super::{
    ConditionPart, ConditionType, Meaning, NotUnderstood, Parsed, Site, conjunction, only,
};
use crate::json::Node;
use crate::model::PolicyType;
use crate::okta::Key;

pub(super) const CONDITION: ConditionType = ConditionType::new(Key::PEOPLE, read)
    .doubtful_if_absent(|_, site| {
        // All of 63 observed policies of these types name groups; the Admin Console demands one.
        let is_missed = site.is_policy_for_groups();
        is_missed.then(|| everyone_or_nobody(Doubt::NoGroupsMeanEveryone).boxed())
    });

fn everyone_or_nobody(doubt: Doubt) -> Doubtful {
    Doubtful { doubt, is_for: "everyone, or nobody" }
}

#[derive(Debug)]
struct People<'d> {
    users: List<'d>,
    groups: List<'d>,
    no_users: List<'d>,
    no_groups: List<'d>,
    /// Whether an authorization server asks: it knows everyone by name, and a client that asks for
    /// a token on its own behalf is no user.
    is_of_tokens: bool,
}

/// One of the four lists.
#[derive(Debug)]
struct List<'d> {
    ids: Vec<Cow<'d, str>>,
    /// Whether Okta ignores it, where no document lists it.
    unheeded: Option<Doubt>,
}

fn read<'d>(node: Node<'d>, site: Site) -> Parsed<'d> {
    let [users, groups] = only(node, [Key::USERS, Key::GROUPS])?;
    let listed = |lists: Option<Node<'d>>| lists.map_or_else(|| Ok(Listed::default()), Listed::of);
    let (users, listed_groups) = (listed(users)?, groups);
    let groups = listed(groups)?;
    if users.is_empty() && groups.is_empty() {
        if !site.is_policy_for_groups() {
            return Ok(None);
        }
        let doubt = match listed_groups.and_then(|groups| groups.field(Key::INCLUDE)) {
            Some(_) => Doubt::EmptyGroupsMeanEveryone,
            None => Doubt::NoGroupsMeanEveryone,
        };
        return Ok(Some(everyone_or_nobody(doubt).boxed()));
    }
    // Policies of these types pick people by included groups only.
    if site.is_policy_for_groups() && groups.include.is_empty() {
        return Err(NotUnderstood);
    }
    let list = |ids: Vec<Cow<'d, str>>, path| {
        let unheeded = if ids.is_empty() { None } else { site.unheeded_part(path) };
        List { ids, unheeded }
    };
    Ok(Some(Box::new(People {
        users: list(users.include, "people.users.include"),
        groups: list(groups.include, "people.groups.include"),
        no_users: list(users.exclude, "people.users.exclude"),
        no_groups: list(groups.exclude, "people.groups.exclude"),
        is_of_tokens: site.kind == PolicyType::OAUTH_AUTHORIZATION_POLICY,
    })))
}

const CLIENT_ITSELF: &str = "client_credentials";

impl<'d> List<'d> {
    /// That there is a list, and Okta heeds it.
    fn counts(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        match self.unheeded {
            _ if self.ids.is_empty() => Formula::FALSE,
            None => Formula::TRUE,
            Some(unheeded) => !atoms.doubt(unheeded),
        }
    }

    fn surely_counts(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        match self.unheeded {
            _ if self.ids.is_empty() => Truth::False,
            None => Truth::True,
            Some(unheeded) => !sign_in.reads(unheeded),
        }
    }
}

impl<'d> People<'d> {
    /// That the user is in one of the groups, which a list includes or excludes.
    fn in_any(&self, list: &List<'d>, is_inside: bool, atoms: &mut Atoms<'_, 'd>) -> Formula {
        Formula::any(list.ids.iter().map(|group| match group.as_ref() {
            Facts::EVERYONE if self.is_of_tokens => Formula::TRUE,
            Facts::EVERYONE => by_name(is_inside, |opaque| atoms.opaque(opaque)),
            _ => atoms.has(Membership::Group, group.clone()),
        }))
    }

    fn is_in_any(&self, list: &List<'d>, is_inside: bool, sign_in: &SignIn<'_, 'd>) -> Truth {
        Truth::any(list.ids.iter().map(|group| match group.as_ref() {
            Facts::EVERYONE if self.is_of_tokens => Truth::True,
            Facts::EVERYONE => by_name(is_inside, |opaque| sign_in.opaque(opaque)),
            _ => sign_in.has(Membership::Group, group),
        }))
    }
}

/// What the four lists say of a user, each by itself.
struct PeopleParts {
    /// Whether the lists of those who are included count.
    by_user: Truth,
    by_group: Truth,
    /// Whether the user is on the one, or in a group of the other.
    listed: Truth,
    member: Truth,
    /// Whether no list excludes the user.
    no_users: Truth,
    no_groups: Truth,
}

impl PeopleParts {
    fn of<'d>(people: &People<'d>, sign_in: &SignIn<'_, 'd>) -> Self {
        let listed = sign_in.is_one_of(Choice::User, &people.users.ids);
        let by_user = people.users.surely_counts(sign_in);
        let is_excluded = sign_in.is_one_of(Choice::User, &people.no_users.ids);
        let in_excluded = people.is_in_any(&people.no_groups, false, sign_in);
        let spares = sign_in.reads(Doubt::ListedUserBeatsExcludedGroup);
        let spared = Truth::all([by_user, listed, spares]);
        Self {
            by_user,
            by_group: people.groups.surely_counts(sign_in),
            listed,
            member: people.is_in_any(&people.groups, true, sign_in),
            no_users: !people.no_users.surely_counts(sign_in).and(is_excluded),
            no_groups: (!people.no_groups.surely_counts(sign_in).and(in_excluded)).or(spared),
        }
    }
}

/// That a user is in a group named `EVERYONE`. Okta may take it for everyone, for nobody, or ignore
/// it, so that an included and an excluded one need not go together.
fn by_name<T: std::ops::Not<Output = T>>(is_inside: bool, holds: impl FnOnce(&Opaque) -> T) -> T {
    let holds = holds(&Opaque::EveryoneByName { is_inside });
    if is_inside { holds } else { !holds }
}

impl<'d> Meaning<'d> for People<'d> {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        let listed = atoms.is_one_of(Choice::User, &self.users.ids);
        let member = self.in_any(&self.groups, true, atoms);
        let (by_user, by_group) = (self.users.counts(atoms), self.groups.counts(atoms));
        let each = Formula::all([
            (!by_user.clone()).or(listed.clone()),
            (!by_group.clone()).or(member.clone()),
        ]);
        let either = if self.users.ids.is_empty() || self.groups.ids.is_empty() {
            Formula::FALSE
        } else {
            let both = atoms.doubt(Doubt::UsersAndGroupsBothRequired);
            let one = listed.clone().or(member);
            Formula::all([by_user.clone(), by_group.clone(), !both, one])
        };
        let user_excluded =
            self.no_users.counts(atoms).and(atoms.is_one_of(Choice::User, &self.no_users.ids));
        let in_excluded = self.in_any(&self.no_groups, false, atoms);
        let group_excluded = self.no_groups.counts(atoms).and(in_excluded);
        let spared = if self.users.ids.is_empty() || self.no_groups.ids.is_empty() {
            Formula::FALSE
        } else {
            let spares = atoms.doubt(Doubt::ListedUserBeatsExcludedGroup);
            Formula::all([by_user.clone(), listed, spares])
        };
        let of_user = Formula::all([each.or(either), !user_excluded, (!group_excluded).or(spared)]);
        if !self.is_of_tokens {
            return of_user;
        }
        // No user is in no group, not even in Everyone, and on no list.
        let of_nobody = (!by_user).and(!by_group);
        let client_itself = atoms.is(Choice::GrantType, CLIENT_ITSELF);
        let unheeded = atoms.doubt(Doubt::PeopleUnheededForClients);
        (!client_itself.clone()).and(of_user).or(client_itself.and(unheeded.or(of_nobody)))
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        let PeopleParts { by_user, by_group, listed, member, no_users, no_groups } =
            PeopleParts::of(self, sign_in);
        let each = (!by_user).or(listed).and((!by_group).or(member));
        let one_suffices = !sign_in.reads(Doubt::UsersAndGroupsBothRequired);
        let either = Truth::all([by_user, by_group, one_suffices, listed.or(member)]);
        let of_user = Truth::all([each.or(either), no_users, no_groups]);
        if !self.is_of_tokens {
            return of_user;
        }
        let of_nobody = (!by_user).and(!by_group);
        let of_client = sign_in.reads(Doubt::PeopleUnheededForClients).or(of_nobody);
        match sign_in.is(Choice::GrantType, CLIENT_ITSELF) {
            Truth::True => of_client,
            Truth::False => of_user,
            Truth::Undefined if of_client == of_user => of_user,
            Truth::Undefined => Truth::Undefined,
        }
    }

    fn parts(&self, name: &str, sign_in: &SignIn<'_, 'd>) -> Vec<ConditionPart> {
        if self.is_of_tokens {
            return vec![ConditionPart::new(name, self.holds(sign_in))];
        }
        let told = PeopleParts::of(self, sign_in);
        let is_for_all = self.users.ids.is_empty()
            && self.groups.ids.iter().any(|group| sign_in.facts.is_everyone(group));
        let parts = [
            ("users.include", &self.users, (!told.by_user).or(told.listed)),
            ("groups.include", &self.groups, (!told.by_group).or(told.member)),
            ("users.exclude", &self.no_users, told.no_users),
            ("groups.exclude", &self.no_groups, told.no_groups),
        ];
        // Okta's published answers do not list that everyone is included.
        let is_listed = |path: &str, list: &List<'d>| {
            let is_neutral = is_for_all && path == "groups.include";
            !is_neutral && !list.ids.is_empty()
        };
        let listed = parts.into_iter().filter(|(path, list, _)| is_listed(path, list));
        listed
            .map(|(path, _, status)| ConditionPart::new(format!("{name}.{path}"), status))
            .collect()
    }

    fn words(&self, names: &Names<'_, 'd>) -> String {
        let name = |id: &Cow<'d, str>| match id.as_ref() {
            Facts::EVERYONE if self.is_of_tokens => "\"Everyone\"".to_owned(),
            id => names.of(id),
        };
        let clause = |what: &str, list: &List<'d>| {
            let doubt = if list.unheeded.is_some() { " (Okta may ignore this here)" } else { "" };
            let names = || either(list.ids.iter().map(name));
            (!list.ids.is_empty()).then(|| format!("{what} {}{doubt}", names()))
        };
        let included = [clause("the user is", &self.users), clause("is in", &self.groups)];
        // Okta does not say whether both have to hold.
        let included = match included {
            [Some(users), Some(groups)] => Some(format!("{users} and/or {groups}")),
            [None, Some(groups)] => Some(format!("the user {groups}")),
            [users, None] => users,
        };
        conjunction([
            included,
            clause("the user is not", &self.no_users),
            clause("the user is not in", &self.no_groups),
        ])
    }
}
