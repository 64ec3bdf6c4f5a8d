//! Which files something is about.

use std::path::{Path, PathBuf, absolute};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Files by globs, as in `.gitignore`: relative to a folder, `*` within a name, `**` across folders.
#[derive(Debug, Clone)]
pub struct Paths {
    folder: PathBuf,
    globs: GlobSet,
}

/// A text that is no glob.
#[derive(Debug, thiserror::Error)]
#[error("\"{glob}\" is no glob: {reason}")]
pub struct PathError {
    glob: String,
    reason: String,
}

impl Paths {
    /// The files in `folder` that one of the globs is about. The glob of a folder has all that is in it.
    ///
    /// # Errors
    /// A text that is no glob.
    pub fn new<'t>(
        folder: &Path,
        globs: impl IntoIterator<Item = &'t str>,
    ) -> Result<Self, PathError> {
        let mut all = GlobSetBuilder::new();
        for text in globs {
            let error = |error: &globset::Error| PathError {
                glob: text.to_owned(),
                reason: error.kind().to_string(),
            };
            let plain = text.trim_start_matches("./").trim_end_matches('/');
            for glob in [plain.to_owned(), format!("{plain}/**")] {
                let glob = GlobBuilder::new(&glob).literal_separator(true).build();
                all.add(glob.map_err(|reason| error(&reason))?);
            }
        }
        let globs = all
            .build()
            .map_err(|error| PathError { glob: String::new(), reason: error.kind().to_string() })?;
        Ok(Self { folder: absolute(folder).unwrap_or_else(|_| folder.to_owned()), globs })
    }

    /// Whether a document of this name is one of the files.
    pub(crate) fn have(&self, name: &str) -> bool {
        let path = absolute(name).unwrap_or_else(|_| name.into());
        path.strip_prefix(&self.folder).is_ok_and(|path| self.globs.is_match(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_are_about_files_below_their_folder() {
        let paths = Paths::new(Path::new("okta"), ["sandbox", "*/rules.json", "**/old*.json"]);
        let paths = paths.unwrap();
        for name in ["okta/sandbox/a/b.json", "okta/prod/rules.json", "okta/a/b/old-1.json"] {
            assert!(paths.have(name), "{name}");
        }
        for name in ["sandbox/a.json", "okta/a/b/rules.json", "okta/prod/policies.json"] {
            assert!(!paths.have(name), "{name}");
        }
        assert!(Paths::new(Path::new("."), ["a[b"]).is_err());
    }
}
