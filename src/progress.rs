//! A line that tells who waits at a terminal what is being done. It comes where a run takes long, and is gone
//! before anything else is written.

use std::env;
use std::io::{IsTerminal, Write, stderr, stdin};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use crate::cli::Common;
use crate::terminal;

/// How long nobody wonders.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line changes.
const TICK: Duration = Duration::from_millis(200);

/// What is being done.
pub(crate) struct Progress(Option<(Sender<String>, JoinHandle<()>)>);

impl Progress {
    /// Begins to read what is at these paths. Nothing is told in CI, where every line stays.
    pub(crate) fn of(common: &Common, paths: &[PathBuf]) -> Self {
        let is_set =
            |name| env::var(name).is_ok_and(|value| !["", "0", "false"].contains(&&*value));
        // Who types what is read needs the line.
        let is_typed = paths.iter().any(|path| path.as_os_str() == "-") && stdin().is_terminal();
        let is_seen = stderr().is_terminal() && !terminal::is_dumb() && !is_set("CI");
        if common.quiet || is_typed || !is_seen {
            return Self(None);
        }
        let (sender, stages) = channel();
        // Without a thread, nothing is told.
        let thread = Builder::new().spawn(move || tell(&stages)).ok();
        let progress = Self(thread.map(|thread| (sender, thread)));
        progress.says("Reading files");
        progress
    }

    /// What is done from now on.
    pub(crate) fn says(&self, doing: impl Into<String>) {
        if let Some((sender, _)) = &self.0 {
            // Where nobody listens, nobody waits.
            let _ = sender.send(doing.into());
        }
    }

    /// Takes the line away, for good.
    pub(crate) fn stop(&mut self) {
        if let Some((sender, thread)) = self.0.take() {
            drop(sender);
            let _ = thread.join();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.stop();
    }
}

fn tell(stages: &Receiver<String>) {
    const FRAMES: [&str; 4] = ["|", "/", "-", "\\"];
    let start = Instant::now();
    let (mut doing, mut drawn) = (String::new(), 0);
    let mut next = start + PATIENCE;
    let mut frames = FRAMES.iter().cycle();
    loop {
        match stages.recv_timeout(next.saturating_duration_since(Instant::now())) {
            Ok(stage) => doing = stage,
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                next += TICK;
                let frame = frames.next().copied().unwrap_or_default();
                let line = format!("{frame} {doing} ({} s)", start.elapsed().as_secs());
                // A line that breaks could not be taken away.
                let room = terminal::columns(stderr()).unwrap_or_default().saturating_sub(1);
                let line: String = line.chars().take(room).collect();
                let width = line.chars().count();
                let _ = write!(stderr(), "\r{line:drawn$}");
                drawn = drawn.max(width);
            }
        }
    }
    if drawn > 0 {
        let _ = write!(stderr(), "\r{:drawn$}\r", "");
    }
}
