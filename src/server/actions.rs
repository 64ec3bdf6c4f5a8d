//! What can be done about a finding: its fix, an entry that ignores it, its page.

use std::collections::BTreeMap;
use std::path::Path;

use lsp_server::{ErrorCode, ResponseError};
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Command, CreateFile,
    CreateFileOptions, DocumentChangeOperation, DocumentChanges, ExecuteCommandParams, OneOf,
    OptionalVersionedTextDocumentIdentifier, Position, ResourceOp, TextDocumentEdit, TextEdit, Url,
    WorkspaceEdit,
};
use serde_json::{Value, json};

use super::folder::Folder;
use super::positions::Lines;
use super::session::Session;
use super::{error, names};
use crate::diagnostic::{Finding, Fix, Named, Safety};
use crate::lints::Lint;

const FIX_ALL: &str = "source.fixAll.catchall";

/// The kinds of actions that there are.
pub(super) const KINDS: [&str; 2] = ["quickfix", FIX_ALL];

/// The command that shows the page of a lint.
pub(super) const OPEN_PAGE: &str = "catchall.openPage";

impl Session {
    pub(super) fn code_actions(&mut self, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
        let uri = &params.text_document.uri;
        let only = params.context.only.as_deref();
        let mut actions = Vec::new();
        if is_wanted(only, "quickfix") {
            let findings = self.findings_at(uri, params);
            let fixes = findings.iter().filter_map(|finding| self.fix(finding));
            actions.extend(fixes.collect::<Vec<_>>());
            actions.extend(findings.iter().filter_map(|finding| self.ignore(finding)));
            let mut lints: Vec<_> = findings.iter().map(|finding| finding.lint).collect();
            lints.dedup();
            actions.extend(lints.iter().map(|lint| page(lint.name)));
        }
        if is_wanted(only, FIX_ALL) && self.has_safe_fix(uri) {
            let mut action = CodeAction {
                title: "Fix all that is safe to fix".to_owned(),
                kind: Some(CodeActionKind::new(FIX_ALL)),
                data: Some(json!({"uri": uri})),
                ..CodeAction::default()
            };
            // It costs a check or two.
            if !self.client.resolves_edits {
                action.edit = self.mended(uri);
            }
            actions.push(action);
        }
        actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
    }

    /// The action with its edit.
    pub(super) fn resolved(&mut self, mut action: CodeAction) -> CodeAction {
        let data = action.data.as_ref().and_then(|data| data.get("uri")?.as_str());
        let uri = data.and_then(|uri| Url::parse(uri).ok());
        if let Some(uri) = uri.filter(|_| action.edit.is_none()) {
            action.edit = self.mended(&uri);
        }
        action
    }

    pub(super) fn execute(&mut self, params: &ExecuteCommandParams) -> Result<(), ResponseError> {
        let lint = params.arguments.first().and_then(Value::as_str).and_then(Lint::named);
        let Some(lint) = lint.filter(|_| params.command == OPEN_PAGE) else {
            let message = format!("{OPEN_PAGE} takes the name of a lint");
            return Err(error(ErrorCode::InvalidParams, &message));
        };
        let url = lint.id().url();
        match self.client.shows_pages {
            true => self.ask("window/showDocument", json!({"uri": url, "external": true})),
            false => {
                const INFO: u8 = 3;
                let message = format!("{}: {url}", lint.name);
                self.tell("window/showMessage", &json!({"type": INFO, "message": message}));
            }
        }
        Ok(())
    }

    /// What is found where the client asks.
    fn findings_at(&mut self, uri: &Url, params: &CodeActionParams) -> Vec<Finding> {
        let encoding = self.client.encoding;
        let name = names::name(uri);
        let Some(folder) = self.folder_with(uri) else { return Vec::new() };
        let findings = folder.findings_in(&name);
        let Some(document) = folder.document(&name) else { return Vec::new() };
        let asked = Lines::of(document.text(), encoding).span(&params.range);
        let is_there = |finding: &Finding| {
            let span = &finding.primary.location.span;
            span.start <= asked.end && asked.start <= span.end
        };
        findings.into_iter().filter(is_there).collect()
    }

    fn has_safe_fix(&mut self, uri: &Url) -> bool {
        let name = names::name(uri);
        self.folder_with(uri).is_some_and(|folder| {
            let is_safe = |fix: &Fix| fix.safety == Safety::Safe;
            let findings = folder.findings_in(&name);
            findings.iter().any(|finding| finding.fix.as_ref().is_some_and(is_safe))
        })
    }

    fn fix(&mut self, finding: &Finding) -> Option<CodeAction> {
        let fix = finding.fix.as_ref()?;
        let mut edits: BTreeMap<&str, Vec<(_, &str)>> = BTreeMap::new();
        for edit in &fix.edits {
            let file = &*edit.location.file;
            edits.entry(file).or_default().push((edit.location.span.clone(), &edit.text));
        }
        let file = self.url(&finding.primary.location.file)?;
        let encoding = self.client.encoding;
        let folder = self.folder_with(&file)?;
        let mut changes = Vec::new();
        for (file, edits) in edits {
            let lines = Lines::of(folder.document(file)?.text(), encoding);
            let edits = edits.into_iter().map(|(span, text)| TextEdit {
                range: lines.range(&span),
                new_text: text.to_owned(),
            });
            changes.push((file.to_owned(), edits.collect()));
        }
        let title = match fix.safety {
            Safety::Safe => fix.title.clone(),
            Safety::Unsafe => format!("{} (look at it: it may change what is meant)", fix.title),
        };
        Some(CodeAction {
            title,
            kind: Some(CodeActionKind::QUICKFIX),
            edit: Some(self.edit(changes)),
            is_preferred: Some(fix.safety == Safety::Safe),
            ..CodeAction::default()
        })
    }

    /// Adds an entry to the settings.
    fn ignore(&self, finding: &Finding) -> Option<CodeAction> {
        let url = self.url(&finding.primary.location.file)?;
        let file = self.folders.get(self.folder_of(&url)?)?.settings_file()?;
        let entry = entry(finding, file.parent()?);
        let uri = Url::from_file_path(&file).ok()?;
        let open = self.open.get(&names::name_of(&file)).map(|open| open.text.clone());
        let text = open.or_else(|| std::fs::read_to_string(&file).ok());
        let edit = match text {
            Some(text) => {
                let edit = match text.trim_end_matches(['\r', '\n']) {
                    "" => all_of_it(entry),
                    // Before the last line ends: not every client has a line after it.
                    said => {
                        let end = Lines::of(&text, self.client.encoding).position(said.len());
                        let new_text = format!("\n\n{}", entry.trim_end());
                        TextEdit { range: lsp_types::Range::new(end, end), new_text }
                    }
                };
                self.edit(vec![(names::name_of(&file), vec![edit])])
            }
            None if self.client.creates_files => created(uri, entry),
            None => return None,
        };
        Some(CodeAction {
            title: format!("Ignore {} here, with a reason", finding.lint.name),
            kind: Some(CodeActionKind::QUICKFIX),
            edit: Some(edit),
            ..CodeAction::default()
        })
    }

    /// What mends all that is safe to mend in a text.
    fn mended(&mut self, uri: &Url) -> Option<WorkspaceEdit> {
        let encoding = self.client.encoding;
        let name = names::name(uri);
        let folder = self.folder_with(uri).filter(|folder| !folder.is_broken(&name))?;
        let (before, after) = folder.mended(&name)?;
        let edit = difference(&before, &after);
        let range = Lines::of(&before, encoding).range(&edit.0);
        let edit = TextEdit { range, new_text: edit.1.to_owned() };
        Some(self.edit(vec![(name, vec![edit])]))
    }

    /// Edits of files by name, each for the version of the text that is open.
    fn edit(&self, changes: Vec<(String, Vec<TextEdit>)>) -> WorkspaceEdit {
        let changes = changes.into_iter().filter_map(|(name, edits)| {
            let version = self.open.get(&name).map(|open| open.version);
            Some((self.url(&name)?, version, edits))
        });
        if !self.client.has_versions {
            let changes = changes.map(|(uri, _, edits)| (uri, edits)).collect();
            return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
        }
        let changes = changes.map(|(uri, version, edits)| of_version(uri, version, edits));
        let changes = DocumentChanges::Edits(changes.collect());
        WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
    }
}

impl Folder {
    /// The text now, and with all mended that is safe to mend.
    fn mended(&mut self, name: &str) -> Option<(String, String)> {
        let mended = crate::fix::mend(&mut self.workspace, Safety::Safe);
        let mut texts = None;
        for mended in mended {
            // The client edits its texts, or not.
            self.set(&mended.name, &mended.before);
            if mended.name == name {
                texts = Some((mended.before, mended.after));
            }
        }
        texts
    }
}

fn of_version(uri: Url, version: Option<i32>, edits: Vec<TextEdit>) -> TextDocumentEdit {
    TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    }
}

/// A new file.
fn created(uri: Url, text: String) -> WorkspaceEdit {
    let options = CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(true) };
    let create = CreateFile { uri: uri.clone(), options: Some(options), annotation_id: None };
    let operations = vec![
        DocumentChangeOperation::Op(ResourceOp::Create(create)),
        DocumentChangeOperation::Edit(of_version(uri, None, vec![all_of_it(text)])),
    ];
    let changes = DocumentChanges::Operations(operations);
    WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
}

/// Writes whole lines where there is nothing yet. To clients that see one empty line there, as Neovim
/// does, it takes the place of this one; to others a line that is not there is the end (LSP 3.17,
/// "Position").
fn all_of_it(text: String) -> TextEdit {
    let range = lsp_types::Range::new(Position::new(0, 0), Position::new(1, 0));
    TextEdit { range, new_text: text }
}

fn page(lint: &str) -> CodeAction {
    let title = format!("Read about {lint}");
    CodeAction {
        title: title.clone(),
        kind: Some(CodeActionKind::QUICKFIX),
        command: Some(Command {
            title,
            command: OPEN_PAGE.to_owned(),
            arguments: Some(vec![lint.into()]),
        }),
        ..CodeAction::default()
    }
}

/// Whether the client wants actions of a kind: an outer kind means those in it.
fn is_wanted(only: Option<&[CodeActionKind]>, kind: &str) -> bool {
    only.is_none_or(|only| {
        only.iter().any(|wanted| {
            let rest = kind.strip_prefix(wanted.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    })
}

/// What ignores a finding: of the policy and rule that it is about, or of its file.
fn entry(finding: &Finding, folder: &Path) -> String {
    let known = |named: &Named| named.id.clone().or_else(|| named.name.clone());
    let policy = finding.subject.policy.as_ref().and_then(known);
    let rule = finding.subject.rule.as_ref().and_then(known);
    let file = names::file(&finding.primary.location.file);
    let file = file.strip_prefix(folder).unwrap_or(&file);
    let path = (policy.is_none() && rule.is_none()).then(|| names::name_of(file));
    let mut entry = "[[ignore]]\n".to_owned();
    let members = [
        ("lint", Some(finding.lint.name.to_owned())),
        ("policy", policy),
        ("rule", rule),
        ("path", path),
        ("reason", Some("TODO: say why this is left as it is".to_owned())),
    ];
    for (member, value) in members {
        // What JSON escapes, TOML does, too (TOML 1.0, "String"), but for DEL.
        let value = value.map(|value| json!(value).to_string().replace('\u{7f}', "\\u007f"));
        entry.extend(value.map(|value| format!("{member} = {value}\n")));
    }
    entry
}

/// The part of a text that is another one in `after`, and what that is.
fn difference<'t>(before: &str, after: &'t str) -> (std::ops::Range<usize>, &'t str) {
    let same = |one: &mut dyn Iterator<Item = (char, char)>| -> usize {
        one.take_while(|(one, other)| one == other).map(|(one, _)| one.len_utf8()).sum()
    };
    let start = same(&mut before.chars().zip(after.chars()));
    let (rest, other) = (&before[start..], &after[start..]);
    let end = same(&mut rest.chars().rev().zip(other.chars().rev()));
    (start..before.len() - end, &after[start..after.len() - end])
}
