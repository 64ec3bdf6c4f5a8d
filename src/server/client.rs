//! What the client is able to.

use std::path::PathBuf;

use lsp_types::{InitializeParams, ResourceOperationKind, Url};

use super::names;
use super::positions::Encoding;

/// What the client told of itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// Shows places that explain a diagnostic.
    pub(super) has_related: bool,
    /// Asks for diagnostics by itself.
    pub(super) pulls: bool,
    /// Asks for them again where it is told to.
    pub(super) refreshes_diagnostics: bool,
    /// Tells of changed files where it is asked to.
    pub(super) watches: bool,
    /// Heeds versions of documents in edits.
    pub(super) has_versions: bool,
    /// Creates files.
    pub(super) creates_files: bool,
    /// Shows pages in a browser.
    pub(super) shows_pages: bool,
    /// Shows symbols in each other.
    pub(super) nests_symbols: bool,
    /// Asks for the edits of an action once it is chosen.
    pub(super) resolves_edits: bool,
}

impl Client {
    pub(super) fn of(params: &InitializeParams) -> Self {
        let capabilities = &params.capabilities;
        let general = capabilities.general.as_ref();
        let offered = general.and_then(|general| general.position_encodings.as_deref());
        let document = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let published = document.and_then(|document| document.publish_diagnostics.as_ref());
        let edit = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let has = |it: Option<bool>| it == Some(true);
        Self {
            encoding: Encoding::agreed(offered),
            has_related: has(published.and_then(|it| it.related_information)),
            pulls: document.is_some_and(|document| document.diagnostic.is_some()),
            refreshes_diagnostics: has(workspace
                .and_then(|workspace| workspace.diagnostic.as_ref())
                .and_then(|it| it.refresh_support)),
            watches: has(workspace
                .and_then(|workspace| workspace.did_change_watched_files.as_ref())
                .and_then(|it| it.dynamic_registration)),
            has_versions: has(edit.and_then(|edit| edit.document_changes)),
            creates_files: edit
                .and_then(|edit| edit.resource_operations.as_ref())
                .is_some_and(|operations| operations.contains(&ResourceOperationKind::Create)),
            shows_pages: capabilities
                .window
                .as_ref()
                .and_then(|window| window.show_document.as_ref())
                .is_some_and(|it| it.support),
            nests_symbols: has(document
                .and_then(|document| document.document_symbol.as_ref())
                .and_then(|symbol| symbol.hierarchical_document_symbol_support)),
            resolves_edits: document
                .and_then(|document| document.code_action.as_ref())
                .and_then(|action| action.resolve_support.as_ref())
                .is_some_and(|resolve| resolve.properties.iter().any(|name| name == "edit")),
        }
    }
}

/// The folders that the client has open.
pub(super) fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
    let mut folders: Vec<&Url> = folders.collect();
    #[expect(deprecated, reason = "older clients say it so")]
    let (root_uri, root_path) = (&params.root_uri, &params.root_path);
    if folders.is_empty() {
        folders.extend(root_uri);
    }
    // Before there were addresses of folders, there were paths.
    let path = root_path.iter().map(PathBuf::from).filter(|path| path.is_absolute());
    match folders.is_empty() {
        true => path.collect(),
        false => folders.into_iter().filter_map(names::path).collect(),
    }
}
