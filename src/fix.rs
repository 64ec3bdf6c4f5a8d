//! Applies what mends findings, as long as nothing else is found afterwards.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::diagnostic::{Edit, Finding, Fingerprint, Fix, Report, Safety};
use crate::workspace::Workspace;

/// A file in which something was mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// What it is called.
    pub name: String,
    /// Its text before.
    pub before: String,
    /// Its text now, in which all else is as it was.
    pub after: String,
    /// How many findings were mended.
    pub fixes: usize,
}

/// Edits that overlap wait for the next round; what needs more rounds than this has to be asked for again.
const ROUNDS: usize = 10;
/// Where all fixes together bring something new, so many are tried one by one.
const SINGLE: usize = 200;

/// Mends what is found in the workspace, in the documents that it has and in the settings that leave
/// findings for a reason: nothing is written. `safety` says which fixes are wanted; [`Safety::Unsafe`] means
/// all.
///
/// What results is parsed and checked again, and a fix after which a lint finds more than before is left
/// alone.
pub fn mend(workspace: &mut Workspace, safety: Safety) -> Vec<Mended> {
    let mut mending = Mending { workspace, before: BTreeMap::new(), refused: HashSet::new() };
    let mut report = mending.workspace.check_in_full();
    for _ in 0..ROUNDS {
        match mending.round(&report, safety) {
            Some(after) => report = after,
            None => break,
        }
    }
    let Mending { workspace, before, .. } = mending;
    let mended = before.into_iter().filter_map(|(name, (before, fixes))| {
        let settings = workspace.options().silence.file(&name);
        let after = settings.or_else(|| workspace.document(&name))?.text().to_owned();
        Some(Mended { name, before, after, fixes })
    });
    mended.collect()
}

struct Mending<'w> {
    workspace: &'w mut Workspace,
    /// Of each file that has changed, its first text, and how many findings were mended.
    before: BTreeMap<String, (String, usize)>,
    /// What cannot be mended.
    refused: HashSet<Fingerprint>,
}

impl Mending<'_> {
    /// Mends what is reported and does not overlap. What is found afterwards; none where nothing was
    /// mended.
    fn round(&mut self, report: &Report, safety: Safety) -> Option<Report> {
        let mut taken: HashMap<&str, Vec<&Edit>> = HashMap::new();
        let mut chosen = Vec::new();
        for finding in &report.findings {
            let Some(fix) = self.wanted(finding, safety) else { continue };
            let overlaps = |edit: &Edit| {
                let others = taken.get(&*edit.location.file).into_iter().flatten();
                let (start, end) = (edit.location.span.start, edit.location.span.end);
                others.into_iter().any(|other| {
                    let other = &other.location.span;
                    start <= other.end && other.start <= end
                })
            };
            if fix.edits.iter().any(overlaps) {
                continue;
            }
            for edit in &fix.edits {
                taken.entry(&*edit.location.file).or_default().push(edit);
            }
            chosen.push(finding);
        }
        if chosen.is_empty() {
            return None;
        }
        if let Some(after) = self.apply(&chosen, report) {
            return Some(after);
        }
        // The places of the others are no longer known once one is mended.
        chosen.into_iter().take(SINGLE).find_map(|finding| {
            let after = self.apply(&[finding], report);
            if after.is_none() {
                self.refused.insert(finding.fingerprint);
            }
            after
        })
    }

    fn wanted<'f>(&self, finding: &'f Finding, safety: Safety) -> Option<&'f Fix> {
        let fix = finding.fix.as_ref()?;
        let is_safe_enough = safety == Safety::Unsafe || fix.safety == Safety::Safe;
        let is_wanted = is_safe_enough && !self.refused.contains(&finding.fingerprint);
        is_wanted.then_some(fix)
    }

    /// Mends these findings, unless there is more to find afterwards. What is found then, where they are
    /// mended.
    fn apply(&mut self, findings: &[&Finding], report: &Report) -> Option<Report> {
        let mut by_file: BTreeMap<&str, (Vec<&Edit>, usize)> = BTreeMap::new();
        for finding in findings {
            for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
                by_file.entry(&*edit.location.file).or_default().0.push(edit);
            }
            // Where a fix spans files, the first of them has it.
            let first = finding.fix.iter().find_map(|fix| fix.edits.first());
            if let Some(first) = first {
                by_file.entry(&*first.location.file).or_default().1 += 1;
            }
        }
        let options = self.workspace.options().clone();
        let mut replaced = Vec::new();
        let mut before = Vec::new();
        for (name, (edits, fixes)) in by_file {
            let settings = self.workspace.options().silence.file(name);
            let Some(document) = settings.or_else(|| self.workspace.document(name)) else {
                continue;
            };
            let text = edited(document.text(), &edits);
            before.push((name.to_owned(), document.text().to_owned(), fixes));
            if settings.is_some() {
                self.workspace.rewrite_settings(name, &edits, text);
            } else {
                let mended = document.with_text(text);
                replaced.extend(self.workspace.insert(mended));
            }
        }
        let found = self.workspace.check_in_full();
        if has_more(&found, report) {
            for document in replaced {
                self.workspace.insert(document);
            }
            self.workspace.set_options(options);
            return None;
        }
        for (name, text, fixes) in before {
            self.before.entry(name).or_insert((text, 0)).1 += fixes;
        }
        Some(found)
    }
}

/// The text with these edits, none of which overlap; every other byte stays.
fn edited(text: &str, edits: &[&Edit]) -> String {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| edit.location.span.start);
    let mut edited = String::with_capacity(text.len());
    let mut at = 0;
    for Edit { location, text: new } in edits {
        edited.push_str(text.get(at..location.span.start).unwrap_or_default());
        edited.push_str(new);
        at = location.span.end;
    }
    edited.push_str(text.get(at..).unwrap_or_default());
    edited
}

/// Whether a lint finds more than it did, in any file.
fn has_more(found: &Report, before: &Report) -> bool {
    let counts = |report: &Report| {
        let mut counts: HashMap<(&'static str, String), usize> = HashMap::new();
        for finding in &report.findings {
            let of = (finding.lint.name, finding.primary.location.file.to_string());
            *counts.entry(of).or_default() += 1;
        }
        counts
    };
    let before = counts(before);
    counts(found).into_iter().any(|(of, count)| count > before.get(&of).copied().unwrap_or(0))
}
