//! What a password policy demands of passwords, and which of two is stricter, setting by setting
//! (Policy API, "Password Policy": "Complexity object", "Age object", "Lockout object").

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::said::{Form, Said, Set, Text, settings};
use super::strength::{Strength, alike, unlisted};
use crate::model::{Policy, PolicyType};
use crate::okta::Key;

settings! {
    /// The settings of passwords of a policy. How they are recovered, rules say by now.
    pub struct PasswordSettings<'d> {
        /// What they look like.
        complexity: Complexity<'d> = Key::COMPLEXITY,
        /// How long they live.
        age: PasswordAge<'d> = Key::AGE,
        /// When accounts are locked.
        lockout: Lockout<'d> = Key::LOCKOUT,
    }
}

settings! {
    /// What passwords look like.
    pub struct Complexity<'d> {
        /// The least number of characters.
        min_length: i64 = Key::MIN_LENGTH or 8,
        /// Whether there has to be a lower-case letter: 1, else 0.
        min_lower_case: i64 = Key::MIN_LOWER_CASE or 1,
        /// Whether there has to be an upper-case letter: 1, else 0.
        min_upper_case: i64 = Key::MIN_UPPER_CASE or 1,
        /// Whether there has to be a digit: 1, else 0.
        min_number: i64 = Key::MIN_NUMBER or 1,
        /// Whether there has to be a symbol: 1, else 0.
        min_symbol: i64 = Key::MIN_SYMBOL or 1,
        /// Whether they must not contain the username.
        exclude_username: bool = Key::EXCLUDE_USERNAME or true,
        /// The attributes of the user that they must not contain.
        exclude_attributes: Set<'d, Text<'d>> = Key::EXCLUDE_ATTRIBUTES,
        /// The lists of words that they must not be.
        dictionary: Dictionary<'d> = Key::DICTIONARY,
    }
}

settings! {
    /// The lists of words that passwords must not be.
    pub struct Dictionary<'d> {
        /// Passwords that many use.
        common: CommonPasswords<'d> = Key::COMMON,
    }
}

settings! {
    /// Passwords that many use.
    pub struct CommonPasswords<'d> {
        /// Whether they are refused.
        exclude: bool = Key::EXCLUDE or false,
    }
}

settings! {
    /// How long passwords live.
    pub struct PasswordAge<'d> {
        /// After how many days they expire; 0 for never.
        max_days: i64 = Key::MAX_AGE_DAYS or 0,
        /// How many days before that users are warned.
        warn_days: i64 = Key::EXPIRE_WARN_DAYS or 0,
        /// How many minutes have to pass between changes.
        min_minutes: i64 = Key::MIN_AGE_MINUTES or 0,
        /// How many earlier ones cannot be used again.
        history: i64 = Key::HISTORY_COUNT or 0,
    }
}

settings! {
    /// When accounts are locked.
    pub struct Lockout<'d> {
        /// After how many wrong passwords; 0 for never.
        max_attempts: i64 = Key::MAX_ATTEMPTS or 0,
        /// After how many minutes they are unlocked; 0 for never.
        auto_unlock_minutes: i64 = Key::AUTO_UNLOCK_MINUTES or 0,
        /// Whether users are told.
        show_failures: bool = Key::SHOW_LOCKOUT_FAILURES or false,
    }
}

impl<'d> PasswordSettings<'d> {
    /// The settings of a password policy; none where the export does not tell.
    pub fn of(policy: &Policy<'d>) -> Option<Self> {
        let settings = policy.node.at(&[Key::SETTINGS, Key::PASSWORD])?;
        if policy.kind == PolicyType::PASSWORD { Self::read(settings) } else { None }
    }

    /// How each setting relates to that of another policy, by the names of its members, such as
    /// `complexity.minLength`; those that are the same are left out, and what users are told, which is
    /// neither stricter nor laxer.
    pub fn compared_with(&self, other: &Self) -> Vec<(&'static str, Strength)> {
        let mut compared = Vec::new();
        match (said(&self.complexity), said(&other.complexity)) {
            (Some(own), Some(other)) => compared.extend(complexities(&own, &other)),
            _ => compared.push(("complexity", alike(&self.complexity, &other.complexity))),
        }
        match (said(&self.age), said(&other.age)) {
            (Some(own), Some(other)) => compared.extend(ages(&own, &other)),
            _ => compared.push(("age", alike(&self.age, &other.age))),
        }
        match (said(&self.lockout), said(&other.lockout)) {
            (Some(own), Some(other)) => compared.extend(lockouts(&own, &other)),
            _ => compared.push(("lockout", alike(&self.lockout, &other.lockout))),
        }
        compared.push(("", unlisted(&self.unlisted, &other.unlisted)));
        compared.retain(|(_, strength)| *strength != Strength::Same);
        compared
    }
}

/// What is said; the defaults, where nothing is.
fn said<'s, T: Clone + Default>(said: &'s Said<'_, T>) -> Option<Cow<'s, T>> {
    match said {
        Said::Nothing => Some(Cow::default()),
        Said::Value(value) => Some(Cow::Borrowed(value)),
        Said::Other(_) => None,
    }
}

/// Whether passwords that many use are refused.
fn refused_words<'d>(complexity: &Complexity<'d>) -> Option<Said<'d, bool>> {
    let dictionary = said(&complexity.dictionary)?;
    Some(said(&dictionary.common)?.exclude)
}

fn complexities(own: &Complexity<'_>, other: &Complexity<'_>) -> Vec<(&'static str, Strength)> {
    let attributes = |one: &Complexity<'_>| -> Option<BTreeSet<String>> {
        let all = match &one.exclude_attributes {
            Said::Nothing => return Some(BTreeSet::new()),
            Said::Value(Set(all)) => all.iter().filter(|one| !one.is_nothing()),
            Said::Other(_) => return None,
        };
        all.map(|one| one.text().map(str::to_owned)).collect()
    };
    let excluded = match (attributes(own), attributes(other)) {
        (Some(own), Some(other)) => Strength::of(other.is_superset(&own), own.is_superset(&other)),
        _ => alike(&own.exclude_attributes, &other.exclude_attributes),
    };
    let common = match (refused_words(own), refused_words(other)) {
        (Some(own), Some(other)) => compare(&own, &other, false, |refused| refused),
        _ => alike(&own.dictionary, &other.dictionary),
    };
    let more = |own: &Said<'_, i64>, other: &Said<'_, i64>, default| {
        compare(own, other, default, |number| number)
    };
    vec![
        ("complexity.minLength", more(&own.min_length, &other.min_length, 8)),
        ("complexity.minLowerCase", more(&own.min_lower_case, &other.min_lower_case, 1)),
        ("complexity.minUpperCase", more(&own.min_upper_case, &other.min_upper_case, 1)),
        ("complexity.minNumber", more(&own.min_number, &other.min_number, 1)),
        ("complexity.minSymbol", more(&own.min_symbol, &other.min_symbol, 1)),
        (
            "complexity.excludeUsername",
            compare(&own.exclude_username, &other.exclude_username, true, |excluded| excluded),
        ),
        ("complexity.excludeAttributes", excluded),
        ("complexity.dictionary.common.exclude", common),
        ("complexity", unlisted(&own.unlisted, &other.unlisted)),
    ]
}

fn ages(own: &PasswordAge<'_>, other: &PasswordAge<'_>) -> Vec<(&'static str, Strength)> {
    vec![
        ("age.maxAgeDays", compare(&own.max_days, &other.max_days, 0, sooner)),
        ("age.minAgeMinutes", compare(&own.min_minutes, &other.min_minutes, 0, |number| number)),
        ("age.historyCount", compare(&own.history, &other.history, 0, |number| number)),
        ("age", unlisted(&own.unlisted, &other.unlisted)),
    ]
}

fn lockouts(own: &Lockout<'_>, other: &Lockout<'_>) -> Vec<(&'static str, Strength)> {
    let locked = |minutes: i64| if minutes == 0 { i64::MAX } else { minutes };
    let unlock = compare(&own.auto_unlock_minutes, &other.auto_unlock_minutes, 0, locked);
    vec![
        ("lockout.maxAttempts", compare(&own.max_attempts, &other.max_attempts, 0, sooner)),
        ("lockout.autoUnlockMinutes", unlock),
        ("lockout", unlisted(&own.unlisted, &other.unlisted)),
    ]
}

/// The sooner the stricter, and 0 for never.
fn sooner(number: i64) -> Reverse<i64> {
    Reverse(if number == 0 { i64::MAX } else { number })
}

/// How what is said, or else is the default, relates to another, by how strict it is.
fn compare<'d, T: Copy + Form<'d>, S: Ord>(
    own: &Said<'d, T>,
    other: &Said<'d, T>,
    default: T,
    strictness: impl Fn(T) -> S,
) -> Strength {
    let said = |said: &Said<'d, T>| match said {
        Said::Nothing => Some(default),
        Said::Value(value) => Some(*value),
        Said::Other(_) => None,
    };
    match (said(own), said(other)) {
        (Some(own), Some(other)) => Strength::more_is_stricter(strictness(own), strictness(other)),
        _ => alike(own, other),
    }
}
