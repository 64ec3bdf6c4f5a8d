//! Why files could not be read.

use std::io;

/// Why the input could not be read.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// A path does not exist or cannot be read.
    #[error("cannot read {path}")]
    Unreadable {
        /// The path, as it was given or met.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// A path leads to a pipe or a device.
    #[error("cannot read {path}: it is neither a file nor a folder")]
    NotAFile {
        /// The path, as it was given.
        path: String,
    },
    /// A file is larger than anything that is read: places in it are numbers of 32 bits.
    #[error("cannot read {path}: it is larger than 4 GiB")]
    TooLarge {
        /// The path, as it was given or met.
        path: String,
    },
    /// A directory cannot be walked.
    #[error("cannot look through the directories")]
    Walk(#[from] ignore::Error),
}

/// Why a revision could not be read.
#[derive(Debug, thiserror::Error)]
pub enum RevisionError {
    /// There is no git.
    #[error("cannot run git, which reads revisions")]
    NoGit(#[source] io::Error),
    /// A folder is in no repository.
    #[error("{path} is in no repository that git reads: {said}")]
    NoRepository {
        /// The folder.
        path: String,
        /// What git says.
        said: String,
    },
    /// The repository has no such revision.
    #[error("there is no revision {revision} here: {said}")]
    Unknown {
        /// The revision, as it was given.
        revision: String,
        /// What git says.
        said: String,
        /// Whether the repository has but a part of the history.
        is_shallow: bool,
    },
    /// Git did not do what it does for other repositories.
    #[error("git cannot read the revision: {said}")]
    Failed {
        /// What git says.
        said: String,
    },
    /// A path leads to no file: revisions have no more than these.
    #[error("{path} is no file, so that no revision has it")]
    NotAFile {
        /// The path, as it was given.
        path: String,
    },
    /// A path does not exist or cannot be read.
    #[error("cannot read {path}")]
    Unreadable {
        /// The path, as it was given.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// A file is larger than anything that is read.
    #[error("cannot read {path}: it is larger than 4 GiB")]
    TooLarge {
        /// The revision and the path.
        path: String,
    },
}

impl RevisionError {
    /// What to do about it, where that is plain.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::NoGit(_) => Some("Install git, or check all findings"),
            Self::Unknown { is_shallow: true, .. } => Some(
                "The clone has a part of the history only: fetch the rest, with `fetch-depth: 0` for actions/checkout, `GIT_DEPTH: 0` on GitLab, or `git fetch --unshallow`",
            ),
            Self::Unknown { is_shallow: false, .. } => {
                Some("Name a commit, branch or tag; one of another clone has to be fetched first")
            }
            _ => None,
        }
    }
}
