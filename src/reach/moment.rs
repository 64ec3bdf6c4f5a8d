//! When something is true of a user: at the sign-in that is looked at, or when its session began.

/// Which of two sign-ins of one user that belong together. A session may begin in the office, and an
/// app be opened in it from anywhere: who the user is stays the same, all else need not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    /// When the app is opened, or whatever else is looked at.
    Access,
    /// When the session began.
    SessionStart,
}

impl Moment {
    pub(super) const ALL: [Self; 2] = [Self::Access, Self::SessionStart];

    /// The moment that something is kept under: what is lasting, under the first.
    pub(super) fn of(self, is_lasting: bool) -> Self {
        if is_lasting { Self::Access } else { self }
    }
}
