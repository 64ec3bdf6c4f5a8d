//! What a client has open, what is found there, and what it is told.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::{fs, io};

use crossbeam_channel::Receiver;
use lsp_server::{ErrorCode, Message, Notification, Request, ResponseError};
use lsp_types::{
    CodeActionParams, CompletionParams, Diagnostic, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentDiagnosticParams,
    DocumentSymbolParams, GotoDefinitionParams, HoverParams, InitializeParams,
    PublishDiagnosticsParams, ReferenceParams, TextDocumentItem, Url, WorkspaceDiagnosticParams,
    WorkspaceSymbolParams,
};
use serde_json::{Value, json};

use super::client::{self, Client};
use super::diagnostics::{ByFile, Files, Writer};
use super::folder::Folder;
use super::positions::Lines;
use super::{Answer, answer, error, names, parameters};
use crate::config::NAMES;
use crate::discover::layout;
use crate::json::Document;

/// A text that the client has open.
pub(super) struct OpenText {
    pub(super) url: Url,
    pub(super) version: i32,
    pub(super) text: String,
    /// The text is checked as one of a folder, or else alone.
    alone: Option<Folder>,
}

/// All that is known while a client is served.
pub(super) struct Session {
    pub(super) client: Client,
    pub(super) folders: Vec<Folder>,
    /// What is open, by name.
    pub(super) open: BTreeMap<String, OpenText>,
    /// What the client was told last, by name.
    published: ByFile,
    /// What is to be told.
    messages: Vec<Message>,
    /// What comes in while something is checked that takes long.
    incoming: Receiver<Message>,
    requests: i32,
}

impl Session {
    pub(super) fn new(params: &InitializeParams, incoming: Receiver<Message>) -> Self {
        let folders = client::folders(params).into_iter();
        Self {
            client: Client::of(params),
            folders: folders.map(|root| Folder::read(root, read)).collect(),
            open: BTreeMap::new(),
            published: ByFile::new(),
            messages: Vec::new(),
            incoming,
            requests: 0,
        }
    }

    pub(super) fn request(&mut self, method: &str, params: Value) -> Answer {
        match method {
            "textDocument/diagnostic" => self.pulled(&parameters(params)?),
            "workspace/diagnostic" => self.all_pulled(&parameters(params)?),
            "textDocument/codeAction" => {
                let params: CodeActionParams = parameters(params)?;
                answer(self.code_actions(&params))
            }
            "textDocument/hover" => {
                let HoverParams { text_document_position_params: at, .. } = parameters(params)?;
                answer(self.hover(&at.text_document.uri, at.position))
            }
            "textDocument/definition" => {
                let params: GotoDefinitionParams = parameters(params)?;
                let at = params.text_document_position_params;
                answer(self.definition(&at.text_document.uri, at.position))
            }
            "textDocument/references" => {
                let params: ReferenceParams = parameters(params)?;
                let at = params.text_document_position;
                let has_own = params.context.include_declaration;
                answer(self.references(&at.text_document.uri, at.position, has_own))
            }
            "textDocument/documentSymbol" => {
                let params: DocumentSymbolParams = parameters(params)?;
                answer(self.document_symbols(&params.text_document.uri))
            }
            "workspace/symbol" => {
                let params: WorkspaceSymbolParams = parameters(params)?;
                answer(self.workspace_symbols(&params.query))
            }
            "textDocument/inlayHint" => answer(self.hints(&parameters(params)?)),
            "textDocument/completion" => {
                let params: CompletionParams = parameters(params)?;
                let at = params.text_document_position;
                answer(self.completions(&at.text_document.uri, at.position))
            }
            "codeAction/resolve" => answer(self.resolved(parameters(params)?)),
            "workspace/executeCommand" => {
                self.execute(&parameters(params)?)?;
                Ok(Value::Null)
            }
            _ => {
                let message = format!("there is no method {method}");
                Err(error(ErrorCode::MethodNotFound, &message))
            }
        }
    }

    pub(super) fn notification(&mut self, method: &str, params: Value) -> Answer {
        match method {
            "initialized" => self.watch(),
            "textDocument/didOpen" => {
                let DidOpenTextDocumentParams { text_document } = parameters(params)?;
                if is_of_interest(&text_document) {
                    self.opened(text_document.uri, text_document.version, text_document.text);
                }
            }
            "textDocument/didChange" => self.changed(parameters(params)?),
            "textDocument/didSave" => {
                let DidSaveTextDocumentParams { text_document, .. } = parameters(params)?;
                self.read_settings_again(&text_document.uri);
            }
            "textDocument/didClose" => {
                let DidCloseTextDocumentParams { text_document } = parameters(params)?;
                self.closed(&text_document.uri);
            }
            "workspace/didChangeWatchedFiles" => self.changed_on_disk(parameters(params)?),
            "workspace/didChangeWorkspaceFolders" => self.folders_changed(parameters(params)?),
            _ => {}
        }
        Ok(Value::Null)
    }

    /// Asks to be told of files that change outside.
    fn watch(&mut self) {
        if !self.client.watches {
            return;
        }
        let globs = ["**/*.{json,jsonl,ndjson}", "**/{catchall,.catchall}.toml"];
        let watchers = globs.map(|glob| json!({"globPattern": glob}));
        let registration = json!({
            "id": "catchall-files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": {"watchers": watchers},
        });
        self.ask("client/registerCapability", json!({"registrations": [registration]}));
    }

    fn opened(&mut self, url: Url, version: i32, text: String) {
        let name = names::name(&url);
        let alone = match is_settings(&name) {
            true => None,
            false => self.folder_of(&url).is_none().then(Folder::of_one),
        };
        let open = OpenText { url: url.clone(), version, text, alone };
        self.open.insert(name.clone(), open);
        // A client that opens a text has to hear of it.
        self.published.remove(&name);
        self.text_changed(&name);
    }

    fn changed(&mut self, params: DidChangeTextDocumentParams) {
        let name = names::name(&params.text_document.uri);
        let encoding = self.client.encoding;
        let Some(open) = self.open.get_mut(&name) else { return };
        open.version = params.text_document.version;
        for change in params.content_changes {
            match change.range {
                None => open.text = change.text,
                Some(range) => {
                    let span = Lines::of(&open.text, encoding).span(&range);
                    open.text.replace_range(span, &change.text);
                }
            }
        }
        self.text_changed(&name);
    }

    /// Looks at what a text is now.
    fn text_changed(&mut self, name: &str) {
        let Some(open) = self.open.get(name) else { return };
        if is_settings(name) {
            let url = open.url.clone();
            return self.read_settings_again(&url);
        }
        let (url, text) = (open.url.clone(), open.text.clone());
        match self.folder_of(&url) {
            Some(folder) => self.folders[folder].set(name, &text),
            None => {
                if let Some(alone) = self.open.get_mut(name).and_then(|open| open.alone.as_mut()) {
                    alone.set(name, &text);
                }
            }
        }
    }

    fn closed(&mut self, url: &Url) {
        let name = names::name(url);
        let Some(open) = self.open.remove(&name) else { return };
        if is_settings(&name) {
            return self.read_settings_again(url);
        }
        match (self.folder_of(url), names::path(url)) {
            // What was not saved is gone.
            (Some(folder), Some(path)) => self.folders[folder].read_file(&path),
            _ if self.published.remove(&name).is_some() && !self.client.pulls => {
                let params =
                    PublishDiagnosticsParams { uri: open.url, diagnostics: vec![], version: None };
                self.tell("textDocument/publishDiagnostics", &params);
            }
            _ => {}
        }
    }

    fn changed_on_disk(&mut self, params: DidChangeWatchedFilesParams) {
        /// With more than these it is quicker to read the folder.
        const MOST: usize = 32;
        let paths: Vec<(Url, PathBuf)> = params
            .changes
            .into_iter()
            .filter_map(|event| Some((event.uri.clone(), names::path(&event.uri)?)))
            .collect();
        let settings: Vec<Url> = paths
            .iter()
            .filter(|(_, path)| is_settings(&names::name_of(path)))
            .map(|(url, _)| url.clone())
            .collect();
        for url in settings {
            self.read_settings_again(&url);
        }
        for n in 0..self.folders.len() {
            let open = &self.open;
            let folder = &self.folders[n];
            let changed: Vec<&PathBuf> = paths
                .iter()
                .map(|(_, path)| path)
                .filter(|path| folder.has(path) && !open.contains_key(&names::name_of(path)))
                .collect();
            // A file that nobody knew may be one that git ignores.
            let is_new = |path: &&&PathBuf| {
                path.is_file() && folder.document(&names::name_of(path)).is_none()
            };
            if changed.len() > MOST || changed.iter().any(|path| is_new(&path)) {
                self.read_folder_again(n);
                continue;
            }
            for path in changed {
                self.folders[n].read_file(path);
            }
        }
    }

    fn folders_changed(&mut self, params: DidChangeWorkspaceFoldersParams) {
        for removed in params.event.removed.iter().filter_map(|folder| names::path(&folder.uri)) {
            self.folders.retain(|folder| folder.root() != Some(&removed));
            self.take_back(&removed);
        }
        for added in params.event.added.iter().filter_map(|folder| names::path(&folder.uri)) {
            self.folders.push(Folder::read(added, read));
        }
        let open: Vec<(Url, i32, String)> = self
            .open
            .values()
            .map(|open| (open.url.clone(), open.version, open.text.clone()))
            .collect();
        for (url, version, text) in open {
            self.opened(url, version, text);
        }
    }

    /// Says nothing more of the files of a folder that are not open.
    fn take_back(&mut self, root: &Path) {
        let told = self.published.keys();
        let of_folder = told
            .filter(|name| names::file(name).starts_with(root) && !self.open.contains_key(*name));
        for name in of_folder.cloned().collect::<Vec<_>>() {
            self.publish_one(&name, Vec::new());
            self.published.remove(&name);
        }
    }

    fn read_folder_again(&mut self, n: usize) {
        self.folders[n].read_again();
        for (name, open) in &self.open {
            let is_of_folder =
                names::path(&open.url).is_some_and(|path| self.folders[n].has(&path));
            if is_of_folder && open.alone.is_none() && !is_settings(name) {
                self.folders[n].set(name, &open.text);
            }
        }
    }

    /// Reads the settings of the folders that the file may be about.
    fn read_settings_again(&mut self, url: &Url) {
        let Some(path) = names::path(url).filter(|path| is_settings(&names::name_of(path))) else {
            return;
        };
        let Self { folders, open, .. } = self;
        let text = |file: &Path| match open.get(&names::name_of(file)) {
            Some(open) => Ok(open.text.clone()),
            None => read(file),
        };
        for folder in folders.iter_mut() {
            let is_above = path.parent().is_some_and(|parent| {
                folder
                    .root()
                    .is_some_and(|root| root.starts_with(parent) || parent.starts_with(root))
            });
            if is_above {
                folder.read_settings(text);
            }
        }
    }

    /// The folder that the text is checked in.
    pub(super) fn folder_of(&self, url: &Url) -> Option<usize> {
        let path = names::path(url)?;
        // The innermost.
        let of = self.folders.iter().enumerate().filter(|(_, folder)| folder.has(&path));
        let (n, folder) =
            of.max_by_key(|(_, folder)| folder.root().map_or(0, |root| root.as_os_str().len()))?;
        (!folder.leaves_out(&path)).then_some(n)
    }

    /// What is checked together with the text.
    pub(super) fn folder_with(&mut self, url: &Url) -> Option<&mut Folder> {
        match self.folder_of(url) {
            Some(n) => self.folders.get_mut(n),
            None => self.open.get_mut(&names::name(url))?.alone.as_mut(),
        }
    }

    /// As [`folder_with`](Self::folder_with), to look at.
    pub(super) fn known_folder_with(&self, url: &Url) -> Option<&Folder> {
        match self.folder_of(url) {
            Some(n) => self.folders.get(n),
            None => self.open.get(&names::name(url))?.alone.as_ref(),
        }
    }

    /// Whether the client has to hear of something that has changed.
    pub(super) fn needs_check(&self) -> bool {
        let is_told = !self.client.pulls || self.client.refreshes_diagnostics;
        is_told && self.all_folders().any(|folder| !folder.is_checked())
    }

    fn all_folders(&self) -> impl Iterator<Item = &Folder> {
        self.folders.iter().chain(self.open.values().filter_map(|open| open.alone.as_ref()))
    }

    /// Tells the client what is found in the texts that have changed; of folders that are checked
    /// quickly, in all of them.
    pub(super) fn publish_soon(&mut self) {
        if self.all_folders().all(Folder::is_quick) {
            return self.publish();
        }
        if self.client.pulls {
            return;
        }
        let open = self.open.values().map(|open| open.url.clone());
        for url in open.collect::<Vec<_>>() {
            let name = names::name(&url);
            let is_changed = |folder: &Folder| folder.changed().any(|changed| *changed == name);
            if self.known_folder_with(&url).is_some_and(is_changed) {
                let Some(diagnostics) = self.diagnostics_in(&url) else { continue };
                if self.published.get(&name) != Some(&diagnostics) {
                    self.publish_one(&name, diagnostics.clone());
                    self.published.insert(name, diagnostics);
                }
            }
        }
    }

    /// Tells the client what has changed in what is found, unless something else comes up.
    pub(super) fn publish(&mut self) {
        let Some(mut told) = self.diagnostics() else { return };
        if self.client.pulls {
            self.ask("workspace/diagnostic/refresh", Value::Null);
            return;
        }
        let known = self.published.keys().chain(self.open.keys());
        for name in known.cloned().collect::<Vec<_>>() {
            told.entry(name).or_default();
        }
        for (name, diagnostics) in &told {
            if self.published.get(name) != Some(diagnostics) {
                self.publish_one(name, diagnostics.clone());
            }
        }
        told.retain(|name, diagnostics| !diagnostics.is_empty() || self.open.contains_key(name));
        self.published = told;
    }

    fn publish_one(&mut self, name: &str, diagnostics: Vec<Diagnostic>) {
        let Some(uri) = self.url(name) else { return };
        let version = self.open.get(name).map(|open| open.version);
        let params = PublishDiagnosticsParams { uri, diagnostics, version };
        self.tell("textDocument/publishDiagnostics", &params);
    }

    /// What there is to tell of all files; `None` where the client has said something before that was
    /// known.
    fn diagnostics(&mut self) -> Option<ByFile> {
        let mut told = ByFile::new();
        let Self { client, folders, open, incoming, .. } = self;
        let opened = Opened::of(open);
        let alone = open.values_mut().filter_map(|open| open.alone.as_mut());
        for folder in folders.iter_mut().chain(alone) {
            if !folder.check_all(|| incoming.is_empty()) {
                return None;
            }
            let findings = folder.known_findings();
            for (name, diagnostics) in opened.writer(client, folder).by_file(findings) {
                told.entry(names::whole(&name)).or_default().extend(diagnostics);
            }
            if let Some((name, diagnostic)) = opened.of_settings(client, folder) {
                told.entry(name).or_default().push(diagnostic);
            }
        }
        Some(told)
    }

    /// What there is to tell of one file; `None` as in [`diagnostics`](Self::diagnostics).
    fn diagnostics_in(&mut self, url: &Url) -> Option<Vec<Diagnostic>> {
        let name = names::name(url);
        if is_settings(&name) {
            return self.diagnostics()?.remove(&name).or_else(|| Some(Vec::new()));
        }
        let Some(folder) = self.folder_with(url) else { return Some(Vec::new()) };
        let findings = folder.findings_in(&name);
        let folder = self.known_folder_with(url)?;
        let opened = Opened::of(&self.open);
        let mut told = opened.writer(&self.client, folder).by_file(&findings);
        told.remove(&name).or_else(|| Some(Vec::new()))
    }

    fn pulled(&mut self, params: &DocumentDiagnosticParams) -> Answer {
        let items = self.diagnostics_in(&params.text_document.uri).ok_or_else(given_up)?;
        Ok(report(&items, params.previous_result_id.as_deref()))
    }

    fn all_pulled(&mut self, params: &WorkspaceDiagnosticParams) -> Answer {
        let mut told = self.diagnostics().ok_or_else(given_up)?;
        let known: HashMap<&Url, &str> = params
            .previous_result_ids
            .iter()
            .map(|known| (&known.uri, known.value.as_str()))
            .collect();
        // What has no finding any more has to be said, too.
        for url in known.keys() {
            told.entry(names::name(url)).or_default();
        }
        let items: Vec<Value> = told
            .iter()
            .filter_map(|(name, diagnostics)| {
                let url = self.url(name)?;
                let mut report = report(diagnostics, known.get(&url).copied());
                report["version"] = self.open.get(name).map(|open| open.version).into();
                report["uri"] = url.as_str().into();
                Some(report)
            })
            .collect();
        Ok(json!({"items": items}))
    }

    /// The address of what is called so.
    pub(super) fn url(&self, name: &str) -> Option<Url> {
        self.open.get(name).map(|open| open.url.clone()).or_else(|| names::url(name))
    }

    pub(super) fn tell(&mut self, method: &str, params: &impl serde::Serialize) {
        let params = serde_json::to_value(params).unwrap_or_default();
        self.messages.push(Notification { method: method.to_owned(), params }.into());
    }

    /// Asks the client; its answer changes nothing.
    pub(super) fn ask(&mut self, method: &str, params: Value) {
        self.requests += 1;
        let id = format!("catchall-{}", self.requests).into();
        self.messages.push(Request { id, method: method.to_owned(), params }.into());
    }

    pub(super) fn take_messages(&mut self) -> Vec<Message> {
        std::mem::take(&mut self.messages)
    }
}

/// The texts and addresses of what is open, by name.
struct Opened {
    settings: HashMap<String, String>,
    urls: HashMap<String, Url>,
}

impl Opened {
    fn of(open: &BTreeMap<String, OpenText>) -> Self {
        let settings = open.iter().filter(|(name, _)| is_settings(name));
        Self {
            settings: settings.map(|(name, open)| (name.clone(), open.text.clone())).collect(),
            urls: open.iter().map(|(name, open)| (name.clone(), open.url.clone())).collect(),
        }
    }

    fn writer<'w>(&'w self, client: &Client, folder: &'w Folder) -> Writer<Around<'w>> {
        let files = Around { opened: self, folder };
        Writer { encoding: client.encoding, has_related: client.has_related, files }
    }

    /// What is wrong with the settings of a folder.
    fn of_settings(&self, client: &Client, folder: &Folder) -> Option<(String, Diagnostic)> {
        let error = folder.config_error.as_ref()?;
        let (name, diagnostic) = self.writer(client, folder).of_config(error);
        Some((names::whole(&name), diagnostic))
    }
}

/// The files of a folder, and what is open besides.
struct Around<'w> {
    opened: &'w Opened,
    folder: &'w Folder,
}

impl Files for Around<'_> {
    fn document(&self, name: &str) -> Option<&Document> {
        self.folder.document(name)
    }

    fn text(&self, name: &str) -> Option<String> {
        let file = names::file(name);
        let open = self.opened.settings.get(&names::name_of(&file));
        open.cloned().or_else(|| read(&file).ok())
    }

    fn url(&self, name: &str) -> Option<Url> {
        self.opened.urls.get(name).cloned().or_else(|| names::url(name))
    }
}

/// What is answered where something else came up: the client may ask again (LSP 3.17, "Document
/// Diagnostics", `DiagnosticServerCancellationData`).
fn given_up() -> ResponseError {
    let data = Some(json!({"retriggerRequest": true}));
    let message = "something else has come up before all was checked";
    ResponseError { data, ..error(ErrorCode::ServerCancelled, message) }
}

/// A report for a client that asks; short, where it knows all of it.
fn report(diagnostics: &[Diagnostic], known: Option<&str>) -> Value {
    use std::hash::BuildHasher;
    let items = serde_json::to_value(diagnostics).unwrap_or_default();
    let hash = foldhash::quality::FixedState::default().hash_one(items.to_string());
    let id = format!("{hash:016x}");
    match known == Some(id.as_str()) {
        true => json!({"kind": "unchanged", "resultId": id}),
        false => json!({"kind": "full", "resultId": id, "items": items}),
    }
}

/// Whether the text is JSON, by its name or to the client, or settings.
fn is_of_interest(text: &TextDocumentItem) -> bool {
    let name = names::name(&text.uri);
    let is_json = layout(Path::new(&name)).is_some() || text.language_id.starts_with("json");
    is_json || is_settings(&name)
}

fn is_settings(name: &str) -> bool {
    NAMES.contains(&name.rsplit('/').next().unwrap_or_default())
}

fn read(file: &Path) -> io::Result<String> {
    fs::read_to_string(file)
}
