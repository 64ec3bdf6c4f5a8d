//! Leaves out the findings that a revision of git has, too.

use std::path::PathBuf;

use catchall::discover::{RevisionError, discover_at, is_something_staged};
use catchall::silence::Earlier;
use catchall::{Options, Workspace};
use clap::Args;
use miette::{Diagnostic, Report};

/// What to compare with.
#[derive(Debug, Args)]
pub(crate) struct ComparisonArguments {
    /// Show only what is new: what this revision of git does not have, such as a commit or branch
    #[arg(long, value_name = "REVISION")]
    since: Option<String>,

    /// Show only what the commit adds that is being made: as `--since HEAD` where something is staged,
    /// and all findings where nothing is
    #[arg(long, conflicts_with = "since")]
    staged: bool,
}

/// Why there is nothing to compare with, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub(crate) struct NothingToCompare(#[from] RevisionError);

impl Diagnostic for NothingToCompare {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.0.help().map(|help| Box::new(help) as _)
    }
}

impl ComparisonArguments {
    /// What the revision has, if there is one to compare with: checked with the same options.
    pub(crate) fn earlier(
        &self,
        paths: &[PathBuf],
        options: &Options,
    ) -> miette::Result<Option<Earlier>> {
        let earlier = || -> Result<Option<Earlier>, RevisionError> {
            let revision = match &self.since {
                Some(revision) => revision.as_str(),
                None if self.staged && is_something_staged()? => "HEAD",
                None => return Ok(None),
            };
            let input = discover_at(revision, paths)?;
            let report = Workspace::of(options.clone(), input).check_in_full();
            Ok(Some(Earlier::of(revision, &report.findings)))
        };
        earlier().map_err(|error| Report::new(NothingToCompare(error)))
    }
}
