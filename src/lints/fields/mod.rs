//! The lints of the category `fields`.

pub(super) mod bad_format;
pub(super) mod deprecated_type;
pub(super) mod duplicate_key;
pub(super) mod misplaced_field;
pub(super) mod missing_field;
pub(super) mod misspelled_field;
pub(super) mod out_of_range;
pub(super) mod repeated_value;
pub(super) mod syntax_error;
pub(super) mod unknown_field;
pub(super) mod unknown_value;
pub(super) mod wrong_count;
pub(super) mod wrong_type;
