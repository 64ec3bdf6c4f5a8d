//! The lints of the category `tokens`.

pub(super) mod discouraged_grant;
pub(super) mod empty_clients_or_scopes;
pub(super) mod no_policy_for_other_clients;
pub(super) mod token_lifetime_order;
pub(super) mod token_rule_without_people;
pub(super) mod unlimited_refresh_token;
pub(super) mod wildcard_not_alone;
