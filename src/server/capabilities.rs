//! What the server is able to.

use serde_json::{Value, json};

use super::actions::{KINDS, OPEN_PAGE};
use super::session::Session;

impl Session {
    /// What the client is told of it.
    pub(super) fn capabilities(&self) -> Value {
        const INCREMENTAL: u8 = 2;
        json!({
            "positionEncoding": self.client.encoding.kind(),
            "textDocumentSync": {"openClose": true, "change": INCREMENTAL, "save": {}},
            "diagnosticProvider": {
                "identifier": "catchall",
                "interFileDependencies": true,
                "workspaceDiagnostics": true,
            },
            "codeActionProvider": {
                "codeActionKinds": KINDS,
                "resolveProvider": true,
            },
            "hoverProvider": true,
            "definitionProvider": true,
            "referencesProvider": true,
            "documentSymbolProvider": true,
            "workspaceSymbolProvider": true,
            "inlayHintProvider": true,
            "completionProvider": {"triggerCharacters": ["\""]},
            "executeCommandProvider": {"commands": [OPEN_PAGE]},
            "workspace": {
                "workspaceFolders": {"supported": true, "changeNotifications": true},
            },
        })
    }
}
