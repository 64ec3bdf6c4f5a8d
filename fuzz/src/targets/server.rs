//! What a client may send: as bytes, and line by line as messages. `?method parameters` is a request,
//! `!method parameters` a notification, any other line a change of the text to that line.

use std::io::{self, Cursor};
use std::thread;

use catchall::server::{Ending, serve, serve_over};
use lsp_server::{Connection, Message, Notification, Request, Response};
use serde_json::{Value, json};

const INTERNAL_ERROR: i32 = -32603;
/// Not too many, for the sake of speed.
const MOST: usize = 40;

pub fn run(bytes: &[u8]) {
    serve_over(Cursor::new(bytes.to_vec()), io::sink()).unwrap();
    let text = String::from_utf8_lossy(bytes);
    let uri = "file:///okta/fuzzed.json";
    let mut messages = vec![
        request(0, "initialize", json!({"capabilities": {"textDocument": {"diagnostic": {}}}})),
        notification("initialized", json!({})),
        notification(
            "textDocument/didOpen",
            json!({"textDocument": {"uri": uri, "languageId": "json", "version": 0, "text": text}}),
        ),
    ];
    for (n, line) in text.lines().take(MOST).enumerate() {
        let (method, params) =
            line.get(1..).and_then(|line| line.split_once(' ')).unwrap_or(("", ""));
        let params = serde_json::from_str(params).unwrap_or(Value::Null);
        messages.push(match line.chars().next() {
            // These have an end of their own.
            Some('?') if !["initialize", "shutdown"].contains(&method) => {
                request(n as i32 + 1, method, params)
            }
            Some('!') if method != "exit" => notification(method, params),
            _ => notification(
                "textDocument/didChange",
                json!({
                    "textDocument": {"uri": uri, "version": n},
                    "contentChanges": [{"text": line}],
                }),
            ),
        });
    }
    let everywhere = json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 9}});
    for (n, method) in
        ["hover", "definition", "completion", "documentSymbol", "diagnostic"].iter().enumerate()
    {
        messages.push(request(
            1000 + n as i32,
            &format!("textDocument/{method}"),
            everywhere.clone(),
        ));
    }
    messages.push(request(2000, "shutdown", Value::Null));
    messages.push(notification("exit", Value::Null));
    let asked = messages.iter().filter(|message| matches!(message, Message::Request(_))).count();

    let (server, client) = Connection::memory();
    let server = thread::spawn(move || serve(&server));
    let Connection { sender, receiver } = client;
    let sending = thread::spawn(move || {
        messages.into_iter().for_each(|message| sender.send(message).unwrap());
        sender
    });
    let mut answered = 0;
    for message in &receiver {
        if let Message::Response(Response { id, response_result }) = message {
            answered += 1;
            if let Err(error) = response_result {
                assert_ne!(error.code, INTERNAL_ERROR, "{id:?}: {}", error.message);
            }
        }
    }
    drop(sending.join());
    assert_eq!(answered, asked, "each request is answered once");
    assert_eq!(server.join().unwrap(), Ending::Asked);
}

fn request(id: i32, method: &str, params: Value) -> Message {
    Request { id: id.into(), method: method.to_owned(), params }.into()
}

fn notification(method: &str, params: Value) -> Message {
    Notification { method: method.to_owned(), params }.into()
}
