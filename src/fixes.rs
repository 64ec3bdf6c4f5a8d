//! Writes what mends findings into the files, or shows it.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use catchall::Workspace;
use catchall::diagnostic::Safety;
use catchall::discover;
use catchall::fix::{Mended, mend};
use catchall::output::harmless;
use clap::Args;
use miette::{Context, IntoDiagnostic};
use similar::TextDiff;

use crate::progress::Progress;
use crate::replace::replace;
use crate::{counted, print, say};

/// Whether to mend what is found.
#[derive(Debug, Args)]
pub(crate) struct FixArguments {
    /// Mend what can be mended without changing what an object means, and report the rest
    #[arg(long)]
    fix: bool,

    /// Mend also what somebody should look at afterwards
    #[arg(long)]
    unsafe_fixes: bool,

    /// Show what --fix would change, and change nothing
    #[arg(long)]
    diff: bool,
}

/// What came of the arguments.
pub(crate) enum Fixed {
    /// What is left is to be reported.
    Rest,
    /// What would change was shown; whether anything would.
    Shown(bool),
}

impl FixArguments {
    /// Mends what was asked for.
    ///
    /// # Errors
    /// What cannot be written; then nothing is.
    pub(crate) fn run(
        &self,
        workspace: &mut Workspace,
        is_quiet: bool,
        progress: &mut Progress,
    ) -> miette::Result<Fixed> {
        if !self.fix && !self.unsafe_fixes && !self.diff {
            return Ok(Fixed::Rest);
        }
        let safety = if self.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
        let mended = mend(workspace, safety);
        progress.stop();
        if self.diff {
            print(|out| mended.iter().try_for_each(|one| show(out, one)))?;
            return Ok(Fixed::Shown(!mended.is_empty()));
        }
        // Nothing is written unless all can be.
        let files = mended.iter().map(|one| Ok((writable(one)?, one)));
        let files: Vec<(PathBuf, &Mended)> = files.collect::<miette::Result<_>>()?;
        for (path, Mended { name, after, .. }) in &files {
            replace(path, |out| out.write_all(after.as_bytes()))
                .into_diagnostic()
                .wrap_err_with(|| format!("{name} cannot be written"))?;
        }
        if mended.is_empty() || is_quiet {
            return Ok(Fixed::Rest);
        }
        let fixes: usize = mended.iter().map(|one| one.fixes).sum();
        say(&format!("Fixed {} in {}.", counted(fixes, "finding"), counted(mended.len(), "file")));
        Ok(Fixed::Rest)
    }
}

/// What would change, as a unified diff.
fn show(out: &mut dyn Write, Mended { name, before, after, .. }: &Mended) -> io::Result<()> {
    let diff = TextDiff::from_lines(before.as_str(), after.as_str());
    let name = harmless(name);
    let mut unified = diff.unified_diff();
    let text = unified.header(&name, &name).to_string();
    // Tabs are what they look like.
    let harmless = |line: &str| line.split('\t').map(harmless).collect::<Vec<_>>().join("\t");
    text.lines().try_for_each(|line| writeln!(out, "{}", harmless(line)))
}

/// Where the file is, if it can be written and still has the text that was checked.
fn writable(Mended { name, before, .. }: &Mended) -> miette::Result<PathBuf> {
    let path = PathBuf::from(name);
    if discover::name(&path) != *name || !path.exists() {
        miette::bail!("{name} cannot be mended: it is no file that has this very name; use --diff");
    }
    let path = path.canonicalize().into_diagnostic()?;
    let metadata = fs::metadata(&path).into_diagnostic()?;
    if metadata.permissions().readonly() {
        miette::bail!("{name} cannot be mended: it is read-only");
    }
    let now =
        fs::read(&path).into_diagnostic().wrap_err_with(|| format!("{name} cannot be read"))?;
    if now != before.as_bytes() {
        miette::bail!("{name} has changed since it was checked: nothing was written");
    }
    Ok(path)
}
