//! Writes files whole or not at all: reports, baselines, and what is mended.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Writes a file beside it, then in its place. A file that is there keeps its permissions; of a link, what
/// it leads to is written.
pub(crate) fn replace(
    file: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    // What a link leads to, or the file itself where there is none yet.
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let there = fs::metadata(&file).ok();
    // Pipes and devices stay what they are.
    if there.as_ref().is_some_and(|metadata| !metadata.is_file()) {
        let mut out = BufWriter::new(File::options().write(true).open(&file)?);
        write(&mut out)?;
        return out.flush();
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".catchall-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any program would create it, less what the user's mask takes away.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    // Its name means nothing to anybody.
    let beside = builder.tempfile_in(folder.unwrap_or(Path::new(".")));
    let beside = beside.map_err(|error| io::Error::from(error.kind()))?;
    let mut out = BufWriter::new(beside);
    write(&mut out)?;
    let beside = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    if let Some(metadata) = there {
        beside.as_file().set_permissions(metadata.permissions())?;
    }
    beside.persist(&file).map_err(|error| error.error)?;
    Ok(())
}
