//! The lints of the category `config`: what is wrong with `catchall.toml` itself. They check nothing of
//! Okta's, so that what keeps the entries reports them (`silence`).

pub(super) mod expired_ignore;
pub(super) mod unused_ignore;
