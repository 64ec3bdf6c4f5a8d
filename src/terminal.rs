//! What the terminal can show.

use std::env;
use std::io::{IsTerminal, stdout};

use catchall::output::Style;
use terminal_size::{Height, Width};

use crate::cli::Color;

/// Columns where there is no terminal, so that files and logs look the same everywhere.
const DEFAULT_WIDTH: usize = 100;

/// How to draw into files: plain, unless somebody insists.
pub(crate) fn style_of_files(color: Color) -> Style {
    Style { color: color == Color::Always, links: false, width: DEFAULT_WIDTH }
}

/// How to draw to standard output. The flag beats the environment, in which `NO_COLOR` beats
/// `CLICOLOR_FORCE` and `FORCE_COLOR`.
pub(crate) fn style(color: Color) -> Style {
    let is_terminal = stdout().is_terminal();
    let is_set =
        |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let is_dumb = is_dumb();
    // Unlike colours, links are never of use elsewhere.
    let links = is_terminal
        && !is_dumb
        && color != Color::Never
        && supports_hyperlinks::supports_hyperlinks();
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) => false,
        Color::Auto if is_set("CLICOLOR_FORCE") || is_set("FORCE_COLOR") => true,
        Color::Auto => is_terminal && !is_dumb,
    };
    let width = if is_terminal { columns(stdout()) } else { None };
    let width = width.unwrap_or(DEFAULT_WIDTH);
    Style { color, links, width }
}

/// Whether nothing but lines can be written to the terminal.
pub(crate) fn is_dumb() -> bool {
    env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// How wide the terminal is, as far as it knows or the environment does.
#[cfg(unix)]
pub(crate) fn columns(stream: impl std::os::fd::AsFd) -> Option<usize> {
    columns_of(terminal_size::terminal_size_of(stream))
}

/// How wide the terminal is, as far as it knows or the environment does.
#[cfg(windows)]
pub(crate) fn columns(stream: impl std::os::windows::io::AsHandle) -> Option<usize> {
    columns_of(terminal_size::terminal_size_of(stream))
}

fn columns_of(size: Option<(Width, Height)>) -> Option<usize> {
    let (width, _) = size.unzip();
    let width = width.map(|width| usize::from(width.0)).filter(|width| *width > 0);
    let said = || env::var("COLUMNS").ok()?.parse().ok();
    width.or_else(said)
}
