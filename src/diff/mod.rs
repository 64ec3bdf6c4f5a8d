//! What a change of an export changes for sign-ins: whose access gets weaker or stronger, with a
//! sign-in that shows it.
//!
//! Two competitions are compared over the same atoms. What two rules have in common, they share: so
//! only a rule that was added, moved or changed can give a sign-in another outcome.

mod alignment;
mod changes;
mod ends;
mod human;
mod json;
mod markdown;
mod resources;
mod respects;
mod targets;

use std::io::{self, Write};

use crate::diagnostic::{Location, Named};
use crate::export::org_of;
use crate::model::Export;
use crate::outcome::{Dimension, Strength};

/// What differs between two exports of one org.
#[derive(Debug, Default)]
pub struct Diff {
    /// What changes for sign-ins, by target.
    pub changes: Vec<Change>,
    /// What was not compared, each with why.
    pub not_compared: Vec<String>,
    /// Objects whose own content changed, compared as if it had not.
    pub taken_as_unchanged: Vec<String>,
    /// How many competitions were compared.
    pub compared: usize,
}

/// What changes for some sign-ins.
#[derive(Debug)]
pub struct Change {
    /// What is signed in to, or whose rules are meant, in words.
    pub target: String,
    /// In which respect.
    pub dimension: Dimension,
    /// How the new outcome relates to the old one in it.
    pub strength: Strength,
    /// Which settings differ, where they are settings of a password policy.
    pub settings: Vec<&'static str>,
    /// The rule that took the sign-ins.
    pub old: Side,
    /// The rule that takes them.
    pub new: Side,
    /// One of the sign-ins, in words to stand after "such as".
    pub sign_in: String,
    /// Whether there surely is such a sign-in; else it rests on readings or expressions, which it
    /// names.
    pub is_sure: bool,
    /// A way in that suffices now and did not before, in words to stand after "with".
    pub gained: Option<String>,
}

/// A rule of one side of a comparison.
#[derive(Debug, Clone, Default)]
pub struct Side {
    /// The policy, where the export holds it.
    pub policy: Option<Named>,
    /// The rule; none where no rule takes the sign-in.
    pub rule: Option<Named>,
    /// Where the rule stands.
    pub location: Option<Location>,
    /// What it does, in words.
    pub outcome: String,
}

/// What a change amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Somebody gets in more easily, or at all.
    Weaker,
    /// It is another thing, and nobody says which is stricter.
    Changed,
    /// Somebody gets in less easily, or not at all.
    Stronger,
}

impl Direction {
    /// Where neither outcome is stricter, it counts whether something suffices that did not.
    fn of(strength: Strength, is_gained: bool) -> Self {
        match strength {
            Strength::Weaker => Self::Weaker,
            Strength::Incomparable if is_gained => Self::Weaker,
            Strength::Stronger => Self::Stronger,
            Strength::Incomparable | Strength::Unknown | Strength::Same => Self::Changed,
        }
    }
}

impl Change {
    /// Whether access got weaker or stronger.
    pub fn direction(&self) -> Direction {
        Direction::of(self.strength, self.gained.is_some())
    }

    /// Whether both are told of the same sign-in.
    fn is_of_the_same(&self, other: &Self) -> bool {
        let told = |change: &Self| (change.old.location.clone(), change.new.location.clone());
        self.target == other.target
            && self.sign_in == other.sign_in
            && self.is_sure == other.is_sure
            && told(self) == told(other)
    }

    /// What kind of change it is, as programs read it.
    pub fn kind(&self) -> &'static str {
        let [weaker, changed, stronger] = match self.dimension {
            Dimension::Access => ["access-widened", "access-changed", "access-lost"],
            Dimension::Assurance => {
                ["assurance-weakened", "assurance-changed", "assurance-strengthened"]
            }
            Dimension::Reauthentication | Dimension::Inactivity => [
                "reauthentication-lengthened",
                "reauthentication-changed",
                "reauthentication-shortened",
            ],
            Dimension::SessionPrompt => {
                ["prompt-weakened", "prompt-changed", "prompt-strengthened"]
            }
            Dimension::Session => ["session-lengthened", "session-changed", "session-shortened"],
            Dimension::Tokens => ["token-lengthened", "token-changed", "token-shortened"],
            Dimension::SelfService => {
                ["password-weakened", "password-changed", "password-strengthened"]
            }
            Dimension::Response => {
                ["response-weakened", "response-changed", "response-strengthened"]
            }
            Dimension::Enrollment => {
                ["enrollment-weakened", "enrollment-changed", "enrollment-strengthened"]
            }
            Dimension::Routing => ["routing-changed"; 3],
            Dimension::Other => ["settings-changed"; 3],
        };
        match self.direction() {
            Direction::Weaker => weaker,
            Direction::Changed => changed,
            Direction::Stronger => stronger,
        }
    }
}

/// Two exports are of different orgs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the old export is of {old}, and the new one of {new}")]
pub struct OtherOrg {
    /// The address of the one.
    pub old: String,
    /// The address of the other.
    pub new: String,
}

/// How a difference is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiffFormat {
    /// For people.
    Human,
    /// One JSON object, version 1.
    Json,
    /// For a comment on a pull request.
    Markdown,
}

/// The address of the org, where links tell it.
fn org(export: &Export<'_>) -> Option<String> {
    export.policies.iter().find_map(|policy| org_of(policy.node))
}

impl Diff {
    /// Compares what two exports of one org do to sign-ins.
    ///
    /// ```
    /// use catchall::diff::{Diff, Direction};
    /// use catchall::export::{Recognised, assemble};
    /// use catchall::json::{Document, Layout};
    ///
    /// let policy = |first: &str| {
    ///     let text = format!(
    ///         r#"[{{"id": "rst1", "type": "ACCESS_POLICY", "name": "Apps", "status": "ACTIVE",
    ///             "priority": 1, "_embedded": {{"rules": [
    ///                 {{"id": "rul1", "type": "ACCESS_POLICY", "name": "Office", "status": "ACTIVE",
    ///                  "priority": 0, "conditions": {first},
    ///                  "actions": {{"appSignOn": {{"access": "ALLOW"}}}}}},
    ///                 {{"id": "rul2", "type": "ACCESS_POLICY", "name": "Catch-all Rule",
    ///                  "status": "ACTIVE", "priority": 99, "system": true, "conditions": null,
    ///                  "actions": {{"appSignOn": {{"access": "DENY"}}}}}}]}}}}]"#
    ///     );
    ///     [Recognised::of(Document::parse("policies.json", text.into(), Layout::Json))]
    /// };
    /// let old = policy(r#"{"network": {"connection": "ZONE", "include": ["nzo1"]}}"#);
    /// let new = policy("{}");
    /// let [old, new] = [&old, &new].map(|documents| assemble(documents, &[], None));
    /// let diff = Diff::of(&old.all[0], &new.all[0]);
    /// let diff = diff.unwrap();
    /// assert_eq!(diff.changes[0].kind(), "access-widened");
    /// assert_eq!(diff.changes[0].direction(), Direction::Weaker);
    /// assert!(Diff::of(&new.all[0], &new.all[0]).unwrap().changes.is_empty());
    /// ```
    ///
    /// # Errors
    /// Where links in both show that they are of different orgs.
    pub fn of<'d>(old: &Export<'d>, new: &Export<'d>) -> Result<Self, OtherOrg> {
        match (org(old), org(new)) {
            (Some(old), Some(new)) if old != new => Err(OtherOrg { old, new }),
            _ => Ok(changes::between(old, new)),
        }
    }

    /// Whether somebody gets in more easily.
    pub fn is_weaker(&self) -> bool {
        self.changes.iter().any(|change| change.direction() == Direction::Weaker)
    }

    /// How many changes there are of one direction.
    fn count(&self, direction: Direction) -> usize {
        self.changes.iter().filter(|change| change.direction() == direction).count()
    }

    /// The changes of one direction, those of the same sign-ins together.
    fn of_direction(&self, direction: Direction) -> Vec<Vec<&Change>> {
        let mut groups: Vec<Vec<&Change>> = Vec::new();
        for change in self.changes.iter().filter(|change| change.direction() == direction) {
            match groups.iter_mut().find(|group| group[0].is_of_the_same(change)) {
                Some(group) => group.push(change),
                None => groups.push(vec![change]),
            }
        }
        groups
    }

    /// Writes it.
    ///
    /// # Errors
    /// What `out` answers.
    pub fn write(&self, out: &mut dyn Write, format: DiffFormat) -> io::Result<()> {
        match format {
            DiffFormat::Human => human::write(out, self),
            DiffFormat::Json => json::write(out, self),
            DiffFormat::Markdown => markdown::write(out, self),
        }
    }
}
