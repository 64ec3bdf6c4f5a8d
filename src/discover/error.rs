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
