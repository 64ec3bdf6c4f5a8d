//! `people`: who signs in (Policy API, "People Condition object").

use super::super::context::{Choice, Doubt, Membership};
use super::super::formula::{Atoms, Formula};
use super::super::names::Names;
use super::super::sign_in::SignIn;
use super::super::truth::Truth;
use super::opaque::Doubtful;
use super::{Listed, Meaning, NotUnderstood, Reading, Site, clause, conjunction, has_only};
use crate::json::Node;

#[derive(Debug)]
struct People<'d> {
    users: Listed<'d>,
    groups: Listed<'d>,
    /// A client that asks for a token on its own behalf is no user.
    may_lack_user: bool,
}

pub(super) fn read<'d>(node: Node<'d>, site: Site) -> Reading<'d> {
    has_only(node, &["users", "groups"])?;
    let listed = |name| node.field(name).map_or_else(|| Ok(Listed::default()), Listed::of);
    let (users, groups) = (listed("users")?, listed("groups")?);
    if users.is_empty() && groups.is_empty() {
        if !site.is_policy_for_groups() {
            return Ok(None);
        }
        let doubt = match node.at(&["groups", "include"]) {
            Some(_) => Doubt::EmptyGroupsMeanEveryone,
            None => Doubt::NoGroupsMeanEveryone,
        };
        return Ok(Some(Box::new(Doubtful(doubt))));
    }
    // Policies of these types pick people by included groups only.
    if site.is_policy_for_groups() && groups.include.is_empty() {
        return Err(NotUnderstood);
    }
    let may_lack_user = site.kind.is("OAUTH_AUTHORIZATION_POLICY");
    Ok(Some(Box::new(People { users, groups, may_lack_user })))
}

const CLIENT_ITSELF: &str = "client_credentials";

impl<'d> Meaning<'d> for People<'d> {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        let listed = atoms.is_one_of(Choice::User, &self.users.include);
        let member = atoms.has_any(Membership::Group, &self.groups.include);
        let included = match (self.users.include.is_empty(), self.groups.include.is_empty()) {
            (true, true) => Formula::TRUE,
            (false, true) => listed.clone(),
            (true, false) => member,
            (false, false) => {
                let both = atoms.doubt(Doubt::UsersAndGroupsBothRequired);
                let all = listed.clone().and(member.clone());
                all.or((!both).and(listed.clone().or(member)))
            }
        };
        let user_excluded = atoms.is_one_of(Choice::User, &self.users.exclude);
        let group_excluded = atoms.has_any(Membership::Group, &self.groups.exclude);
        let spared = if self.users.include.is_empty() || self.groups.exclude.is_empty() {
            Formula::FALSE
        } else {
            listed.and(atoms.doubt(Doubt::ListedUserBeatsExcludedGroup))
        };
        let of_user = Formula::all([included, !user_excluded, (!group_excluded).or(spared)]);
        if !self.may_lack_user {
            return of_user;
        }
        let client_itself = atoms.is(Choice::GrantType, CLIENT_ITSELF);
        let unheeded = atoms.doubt(Doubt::PeopleUnheededForClients);
        (!client_itself.clone()).and(of_user).or(client_itself.and(unheeded))
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        let listed = sign_in.is_one_of(Choice::User, &self.users.include);
        let member = sign_in.has_any(Membership::Group, &self.groups.include);
        let included = match (self.users.include.is_empty(), self.groups.include.is_empty()) {
            (true, true) => Truth::True,
            (false, true) => listed,
            (true, false) => member,
            (false, false) => match sign_in.reads(Doubt::UsersAndGroupsBothRequired) {
                Truth::True => listed.and(member),
                Truth::False => listed.or(member),
                Truth::Undefined if listed == member => listed,
                Truth::Undefined => Truth::Undefined,
            },
        };
        let user_excluded = sign_in.is_one_of(Choice::User, &self.users.exclude);
        let group_excluded = sign_in.has_any(Membership::Group, &self.groups.exclude);
        let spared = listed.and(sign_in.reads(Doubt::ListedUserBeatsExcludedGroup));
        let of_user = Truth::all([included, !user_excluded, (!group_excluded).or(spared)]);
        if !self.may_lack_user {
            return of_user;
        }
        let unheeded = sign_in.reads(Doubt::PeopleUnheededForClients);
        match sign_in.is(Choice::GrantType, CLIENT_ITSELF) {
            Truth::True => unheeded,
            Truth::False => of_user,
            Truth::Undefined if unheeded == of_user => of_user,
            Truth::Undefined => Truth::Undefined,
        }
    }

    fn words(&self, names: &Names<'_, 'd>) -> String {
        let included = [
            clause("the user is", &self.users.include, names),
            clause("is in", &self.groups.include, names),
        ];
        // Okta does not say whether both have to hold.
        let included = match included {
            [Some(users), Some(groups)] => Some(format!("{users} and/or {groups}")),
            [None, Some(groups)] => Some(format!("the user {groups}")),
            [users, None] => users,
        };
        conjunction([
            included,
            clause("the user is not", &self.users.exclude, names),
            clause("the user is not in", &self.groups.exclude, names),
        ])
    }
}
