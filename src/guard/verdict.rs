//! What came of a guard.

use crate::json::Node;

/// What came of holding a guard against one target.
#[derive(Debug)]
pub struct Verdict<'d> {
    /// What is signed in to, in words.
    pub target: String,
    /// Whether it holds there.
    pub standing: Standing<'d>,
}

/// Whether a guard holds.
#[derive(Debug)]
pub enum Standing<'d> {
    /// It does: proved.
    Proved {
        /// Whether that rests on what was assumed.
        is_assumed: bool,
    },
    /// It does not: these rules break it, each with a sign-in that surely does.
    Refuted(Vec<Breach<'d>>),
    /// Nobody knows: these rules may break it.
    NotProved(Vec<Breach<'d>>),
    /// It was not looked at, for this reason: a sentence.
    NotChecked(String),
}

/// A rule that breaks a guard, or may.
#[derive(Debug)]
pub struct Breach<'d> {
    /// The rule.
    pub rule: Node<'d>,
    /// Its policy, where the export has it.
    pub policy: Option<Node<'d>>,
    /// The rule that let the user into Okta, where it counts.
    pub session_rule: Option<Node<'d>>,
    /// Its policy, where the export has it.
    pub session_policy: Option<Node<'d>>,
    /// A sign-in, in words to stand after "such as".
    pub sign_in: String,
    /// What is demanded and not met, in words.
    pub what: Vec<String>,
    /// A way in that suffices, in words to stand after "with".
    pub proof: Option<String>,
    /// Whether there surely is such a sign-in, which surely breaks the guard.
    pub is_sure: bool,
    /// Why nobody knows, as clauses to stand after "since".
    pub why: Vec<String>,
}

impl Standing<'_> {
    /// What it is called.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Proved { .. } => "proved",
            Self::Refuted(_) => "refuted",
            Self::NotProved(_) => "not proved",
            Self::NotChecked(_) => "not checked",
        }
    }
}

impl Verdict<'_> {
    /// Whether it was proved of what was assumed.
    pub fn is_assumed(&self) -> bool {
        matches!(self.standing, Standing::Proved { is_assumed: true })
    }
}
