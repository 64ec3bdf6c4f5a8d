//! The language server, as clients speak with it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Cursor, Write};
use std::sync::mpsc;
use std::thread;

use catchall::discover::discover;
use catchall::json::{Document, Layout};
use catchall::server::{Ending, serve, serve_over};
use catchall::{Options, Workspace};
use lsp_server::{Connection, Message, Notification, Request, Response};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::project;

const RULE: &str = r#"{
    "type": "ACCESS_POLICY",
    "name": "Contractors",
    "conditions": {"network": {"connection": "ZONE"}},
    "actions": {"appSignOn": {"access": "DENY"}}
}
"#;

/// A client of a server in this process.
struct Client {
    connection: Connection,
    server: thread::JoinHandle<Ending>,
    requests: i32,
    folder: TempDir,
}

impl Client {
    /// With a folder that has these files, and these capabilities.
    fn of(files: &[(&str, &str)], capabilities: Value) -> Self {
        Self::beginning(files, |root| {
            json!({
                "capabilities": capabilities,
                "workspaceFolders": [{"uri": format!("file://{root}"), "name": "okta"}],
            })
        })
    }

    /// With a folder that has these files, whose path goes into what the client says first.
    fn beginning(files: &[(&str, &str)], params: impl FnOnce(&str) -> Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let (server, connection) = Connection::memory();
        let server = thread::spawn(move || serve(&server));
        let mut client = Self { connection, server, requests: 0, folder };
        let root = client.root();
        let answer = client.ask("initialize", params(&root)).unwrap();
        assert_eq!(answer["serverInfo"]["name"], "catchall");
        client.tell("initialized", json!({}));
        client
    }

    fn url(&self, name: &str) -> String {
        let path = fs::canonicalize(self.folder.path()).unwrap();
        format!("file://{}", path.join(name).display()).trim_end_matches('/').to_owned()
    }

    fn tell(&self, method: &str, params: Value) {
        let notification = Notification { method: method.to_owned(), params };
        self.connection.sender.send(notification.into()).unwrap();
    }

    fn send(&mut self, method: &str, params: Value) -> i32 {
        self.requests += 1;
        let request = Request { id: self.requests.into(), method: method.to_owned(), params };
        self.connection.sender.send(request.into()).unwrap();
        self.requests
    }

    fn ask(&mut self, method: &str, params: Value) -> Result<Value, (i32, String)> {
        let id = self.send(method, params);
        self.answer(id)
    }

    fn answer(&self, id: i32) -> Result<Value, (i32, String)> {
        loop {
            if let Message::Response(Response { id: of, response_result }) = self.receive()
                && of == id.into()
            {
                return response_result.map_err(|error| (error.code, error.message));
            }
        }
    }

    fn receive(&self) -> Message {
        let patience = std::time::Duration::from_secs(60);
        self.connection.receiver.recv_timeout(patience).unwrap()
    }

    /// What is told next of a file.
    fn told(&self, name: &str) -> Vec<String> {
        let url = self.url(name);
        loop {
            if let Message::Notification(Notification { method, params }) = self.receive()
                && method == "textDocument/publishDiagnostics"
                && params["uri"] == *url
            {
                return brief(&params["diagnostics"]);
            }
        }
    }

    fn open(&self, name: &str, text: &str) {
        let document =
            json!({"uri": self.url(name), "languageId": "json", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
    }

    fn change(&self, name: &str, version: i32, text: &str) {
        let document = json!({"uri": self.url(name), "version": version});
        let changes = json!([{"text": text}]);
        let params = json!({"textDocument": document, "contentChanges": changes});
        self.tell("textDocument/didChange", params);
    }

    fn pull(&mut self, name: &str) -> Vec<String> {
        let params = json!({"textDocument": {"uri": self.url(name)}});
        brief(&self.ask("textDocument/diagnostic", params).unwrap()["items"])
    }

    fn end(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null), Ok(Value::Null));
        self.tell("exit", Value::Null);
        assert_eq!(self.server.join().unwrap(), Ending::Asked);
    }
}

/// `line:column-line:column lint`, of each.
fn brief(diagnostics: &Value) -> Vec<String> {
    let place = |place: &Value| format!("{}:{}", place["line"], place["character"]);
    let one = |one: &Value| {
        let range = &one["range"];
        let code = one["code"].as_str().unwrap_or("settings");
        format!("{}-{} {code}", place(&range["start"]), place(&range["end"]))
    };
    diagnostics.as_array().unwrap().iter().map(one).collect()
}

fn pulling() -> Value {
    json!({"textDocument": {"diagnostic": {}}})
}

#[test]
fn what_is_found_is_told_while_somebody_types() {
    let client = Client::of(&[("rule.json", RULE)], json!({}));
    client.open("rule.json", RULE);
    assert_eq!(client.told("rule.json"), ["3:30-3:52 zone-without-list"]);
    client.change("rule.json", 2, &RULE.replace("ZONE", "ANYWHERE"));
    assert_eq!(client.told("rule.json"), Vec::<String>::new());
    client.end();
}

#[test]
fn what_is_found_in_files_that_are_not_open_is_told() {
    let client = Client::of(&[("rule.json", RULE), ("other.json", "{}")], json!({}));
    client.open("other.json", "{}");
    assert_eq!(client.told("rule.json"), ["3:30-3:52 zone-without-list"]);
    client.end();
}

#[test]
fn clients_that_ask_are_answered() {
    let mut client = Client::of(&[("rule.json", RULE)], pulling());
    assert_eq!(client.pull("rule.json"), ["3:30-3:52 zone-without-list"]);
    client.open("rule.json", "");
    let changes = json!([
        {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}, "text": RULE},
        {"range": {"start": {"line": 3, "character": 46}, "end": {"line": 3, "character": 50}}, "text": "ANYWHERE"},
    ]);
    let document = json!({"uri": client.url("rule.json"), "version": 2});
    client.tell(
        "textDocument/didChange",
        json!({"textDocument": document, "contentChanges": changes}),
    );
    assert_eq!(client.pull("rule.json"), Vec::<String>::new());
    let all = client.ask("workspace/diagnostic", json!({"previousResultIds": []})).unwrap();
    assert_eq!(all["items"], json!([]));
    client.end();
}

#[test]
fn what_is_no_json_while_somebody_types_leaves_the_other_files_as_they_were() {
    let zones =
        r#"[{"type": "IP", "id": "nzo1a2b3c4d5e6f7g8h9", "name": "Office", "status": "ACTIVE"}]"#;
    let rule = RULE.replace(r#""ZONE""#, r#""ZONE", "include": ["nzo1a2b3c4d5e6f7g8h0"]"#);
    let files = [("zones.json", zones), ("rule.json", &rule)];
    let mut client = Client::of(&files, pulling());
    let before = client.pull("rule.json");
    client.open("zones.json", zones);
    client.change("zones.json", 2, &zones[..zones.len() - 3]);
    assert_eq!(client.pull("rule.json"), before);
    client.change("zones.json", 3, zones);
    assert_eq!(client.pull("zones.json"), Vec::<String>::new());
    client.end();
}

#[test]
fn a_finding_can_be_mended_ignored_and_read_about() {
    let text = RULE.replace(r#""ZONE"}"#, r#""ANYWHERE", "include": ["nzo1a2b3c4d5e6f7g8h9"]}"#);
    let files = [("rule.json", text.as_str()), ("catchall.toml", "")];
    let mut client = Client::of(&files, json!({}));
    client.open("rule.json", &text);
    let told = client.told("rule.json");
    assert!(!told.is_empty());
    let range = json!({"start": {"line": 3, "character": 0}, "end": {"line": 3, "character": 99}});
    let params = json!({
        "textDocument": {"uri": client.url("rule.json")},
        "range": range,
        "context": {"diagnostics": []},
    });
    let actions = client.ask("textDocument/codeAction", params).unwrap();
    let actions = serde_json::to_string_pretty(&actions).unwrap();
    insta::assert_snapshot!(actions.replace(&client.url(""), "file://…"));
    client.end();
}

/// Two rules, of which the first takes all sign-ins of the second.
const POLICY: &str = r#"{
    "type": "ACCESS_POLICY", "id": "rst1a2b3c4d5e6f7g8h9", "name": "Payroll", "status": "ACTIVE",
    "_embedded": {"rules": [
        {
            "type": "ACCESS_POLICY", "id": "rul1a2b3c4d5e6f7g8h9", "name": "Office", "status": "ACTIVE",
            "priority": 0,
            "conditions": {"network": {"connection": "ZONE", "include": ["nzo1a2b3c4d5e6f7g8h9"]}},
            "actions": {"appSignOn": {"access": "DENY"}}
        },
        {
            "type": "ACCESS_POLICY", "id": "rul2a2b3c4d5e6f7g8h9", "name": "Staff", "status": "ACTIVE",
            "priority": 1,
            "conditions": {"network": {"connection": "ZONE", "include": ["nzo1a2b3c4d5e6f7g8h9"]},
                "riskScore": {"level": "LOW"}},
            "actions": {"appSignOn": {"access": "DENY"}}
        }
    ]}
}
"#;
const ZONES: &str = r#"[
    {"type": "IP", "id": "nzo1a2b3c4d5e6f7g8h9", "name": "Office", "status": "ACTIVE"}
]
"#;

fn of_payroll() -> Client {
    let capabilities = json!({"textDocument": {
        "diagnostic": {},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
    }});
    let client = Client::of(&[("payroll.json", POLICY), ("zones.json", ZONES)], capabilities);
    client.open("payroll.json", POLICY);
    client
}

impl Client {
    /// Asks at the nth place where a text of the policy stands.
    fn ask_at(&mut self, method: &str, text: &str, nth: usize) -> Value {
        let (offset, _) = POLICY.match_indices(text).nth(nth).unwrap();
        let before = &POLICY[..offset + 1];
        let line = before.matches('\n').count();
        let character = before.rsplit('\n').next().unwrap().len();
        let params = json!({
            "textDocument": {"uri": self.url("payroll.json")},
            "position": {"line": line, "character": character},
            "context": {"includeDeclaration": true},
        });
        self.ask(method, params).unwrap()
    }

    fn hover(&mut self, text: &str, nth: usize) -> String {
        let hover = self.ask_at("textDocument/hover", text, nth);
        hover["contents"]["value"].as_str().unwrap_or("nothing").replace(&self.root(), "…")
    }

    fn places(&mut self, method: &str, text: &str, nth: usize) -> Vec<String> {
        let places = self.ask_at(method, text, nth);
        let place = |place: &Value| {
            let file = place["uri"].as_str().unwrap().rsplit('/').next().unwrap();
            format!("{file}:{}", place["range"]["start"]["line"])
        };
        places.as_array().unwrap().iter().map(place).collect()
    }

    fn root(&self) -> String {
        fs::canonicalize(self.folder.path()).unwrap().display().to_string()
    }
}

#[test]
fn hovers_say_what_things_mean() {
    let mut client = of_payroll();
    let places = [
        ("\"name\"", 2),
        ("\"Payroll\"", 0),
        ("nzo1a2b3c4d5e6f7g8h9", 0),
        ("\"connection\"", 0),
        ("\"riskScore\"", 0),
        ("\"access\"", 0),
    ];
    let hovers = places.map(|(text, nth)| format!("{text}\n{}\n", client.hover(text, nth)));
    insta::assert_snapshot!(hovers.join("\n"));
    client.end();
}

#[test]
fn symbols_and_hints_have_verdicts() {
    let mut client = of_payroll();
    let document = json!({"uri": client.url("payroll.json")});
    let symbols =
        client.ask("textDocument/documentSymbol", json!({"textDocument": document})).unwrap();
    let rules: Vec<(&Value, &Value)> = symbols[0]["children"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| (&rule["name"], &rule["detail"]))
        .collect();
    assert_eq!(
        rules,
        [(&json!("Office"), &json!("reachable")), (&json!("Staff"), &json!("unreachable"))]
    );
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    let params = json!({"textDocument": document, "range": range});
    let hints = client.ask("textDocument/inlayHint", params).unwrap();
    let hints: Vec<(&Value, &Value)> = hints
        .as_array()
        .unwrap()
        .iter()
        .map(|hint| (&hint["position"]["line"], &hint["label"]))
        .collect();
    assert_eq!(hints, [(&json!(4), &json!("reachable")), (&json!(10), &json!("unreachable"))]);
    let found = client.ask("workspace/symbol", json!({"query": "off"})).unwrap();
    let names: Vec<&Value> = found.as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["Office", "Office"], "a rule and a zone");
    client.end();
}

#[test]
fn ids_lead_to_objects_and_back_and_rules_to_what_takes_their_sign_ins() {
    let mut client = of_payroll();
    let definition = "textDocument/definition";
    assert_eq!(client.places(definition, "nzo1a2b3c4d5e6f7g8h9", 0), ["zones.json:1"]);
    assert_eq!(client.places(definition, "\"Staff\"", 0), ["payroll.json:4"]);
    assert_eq!(
        client.places("textDocument/references", "nzo1a2b3c4d5e6f7g8h9", 0),
        ["payroll.json:6", "payroll.json:12", "zones.json:1"]
    );
    client.end();
}

#[test]
fn names_values_and_ids_are_completed() {
    let mut client = of_payroll();
    let mut complete = |mark: &str| {
        let text = mark.replace('|', "");
        client.change("payroll.json", 2, &text);
        let before = &mark[..mark.find('|').unwrap()];
        let position = json!({
            "line": before.matches('\n').count(),
            "character": before.rsplit('\n').next().unwrap().len(),
        });
        let document = json!({"uri": client.url("payroll.json")});
        let params = json!({"textDocument": document, "position": position});
        let items = client.ask("textDocument/completion", params).unwrap();
        let items = items.as_array().unwrap().iter();
        items
            .map(|item| {
                (item["label"].as_str().unwrap().to_owned(), item["textEdit"]["newText"].clone())
            })
            .collect::<Vec<_>>()
    };
    let names = complete(&POLICY.replace("\"riskScore\": {", "\"riskScore\": {\"|"));
    assert_eq!(names[0], ("level".to_owned(), json!("\"level\": ")));
    let values = complete(&POLICY.replace("\"LOW\"", "\"|"));
    let values: Vec<&str> = values.iter().map(|(label, _)| label.as_str()).collect();
    assert_eq!(values, ["ANY", "HIGH", "LOW", "MEDIUM"]);
    let ids = complete(&POLICY.replacen("[\"nzo1a2b3c4d5e6f7g8h9\"]", "[\"|]", 1));
    assert_eq!(ids, [("Office".to_owned(), json!("\"nzo1a2b3c4d5e6f7g8h9\""))]);
    client.end();
}

#[test]
fn settings_count_and_are_told_of_themselves() {
    let settings = "[lint]\nignore = [\"zone-without-list\"]\n";
    let files = [("rule.json", RULE), ("catchall.toml", settings)];
    let mut client = Client::of(&files, pulling());
    assert_eq!(client.pull("rule.json"), Vec::<String>::new());
    client.open("catchall.toml", "[lint]\nselct = []\n");
    // Those before still count.
    assert_eq!(client.pull("rule.json"), Vec::<String>::new());
    assert_eq!(client.pull("catchall.toml"), ["1:0-1:5 settings"]);
    client.change("catchall.toml", 2, "[lint]\n");
    assert_eq!(client.pull("catchall.toml"), Vec::<String>::new());
    assert_eq!(client.pull("rule.json"), ["3:30-3:52 zone-without-list"]);
    client.end();
}

#[test]
fn files_that_change_outside_are_read_again() {
    let mut client = Client::of(&[("rule.json", RULE)], pulling());
    assert_eq!(client.pull("rule.json"), ["3:30-3:52 zone-without-list"]);
    fs::write(client.folder.path().join("rule.json"), RULE.replace("ZONE", "ANYWHERE")).unwrap();
    fs::write(client.folder.path().join("new.json"), RULE).unwrap();
    let changes = json!([
        {"uri": client.url("rule.json"), "type": 2},
        {"uri": client.url("new.json"), "type": 1},
    ]);
    client.tell("workspace/didChangeWatchedFiles", json!({"changes": changes}));
    assert_eq!(client.pull("rule.json"), Vec::<String>::new());
    assert_eq!(client.pull("new.json"), ["3:30-3:52 zone-without-list"]);
    fs::remove_file(client.folder.path().join("new.json")).unwrap();
    let changes = json!([{"uri": client.url("new.json"), "type": 3}]);
    client.tell("workspace/didChangeWatchedFiles", json!({"changes": changes}));
    assert_eq!(client.pull("new.json"), Vec::<String>::new());
    client.end();
}

#[test]
fn a_text_that_is_no_json_to_anybody_is_left_alone() {
    let mut client = Client::of(&[("rule.txt", RULE)], pulling());
    let open = |client: &Client, language: &str| {
        let uri = client.url("rule.txt");
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": RULE});
        client.tell("textDocument/didOpen", json!({"textDocument": document}));
    };
    open(&client, "plaintext");
    assert_eq!(client.pull("rule.txt"), Vec::<String>::new());
    open(&client, "json");
    assert_eq!(client.pull("rule.txt"), ["3:30-3:52 zone-without-list"]);
    client.end();
}

#[test]
fn requests_out_of_order_have_answers() {
    const NOT_INITIALIZED: i32 = -32002;
    const INVALID: i32 = -32600;
    const UNKNOWN: i32 = -32601;
    const PARAMETERS: i32 = -32602;
    let (server, connection) = Connection::memory();
    let server = thread::spawn(move || serve(&server));
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client { connection, server, requests: 0, folder };
    let code = |answer: Result<Value, (i32, String)>| answer.unwrap_err().0;
    assert_eq!(code(client.ask("textDocument/hover", json!({}))), NOT_INITIALIZED);
    assert_eq!(code(client.ask("initialize", json!([]))), PARAMETERS);
    client.tell("textDocument/didOpen", json!({"nonsense": true}));
    client.ask("initialize", json!({"capabilities": {}})).unwrap();
    assert_eq!(code(client.ask("initialize", json!({"capabilities": {}}))), INVALID);
    assert_eq!(code(client.ask("textDocument/nonsense", json!({}))), UNKNOWN);
    assert_eq!(code(client.ask("textDocument/codeAction", json!(7))), PARAMETERS);
    client.change("unknown.json", 2, "{");
    client.ask("shutdown", Value::Null).unwrap();
    assert_eq!(code(client.ask("textDocument/diagnostic", json!({}))), INVALID);
    client.tell("exit", Value::Null);
    assert_eq!(client.server.join().unwrap(), Ending::Asked);
}

#[test]
fn folders_are_heeded_as_clients_of_any_age_say_them() {
    let older: [fn(&str) -> Value; 3] = [
        |root| json!({"workspaceFolders": [{"uri": format!("file://{root}"), "name": "okta"}]}),
        |root| json!({"rootUri": format!("file://{root}"), "rootPath": "/elsewhere"}),
        |root| json!({"rootUri": null, "rootPath": root}),
    ];
    for said in older {
        let params = |root: &str| {
            let mut params = said(root);
            params["capabilities"] = pulling();
            params
        };
        let mut client = Client::beginning(&[("rule.json", RULE)], params);
        assert_eq!(client.pull("rule.json"), ["3:30-3:52 zone-without-list"]);
        client.end();
    }
}

/// What the server writes, on the way to whoever wants to read it.
struct Written(mpsc::Sender<u8>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        bytes.iter().for_each(|byte| self.0.send(*byte).unwrap());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn requests_whose_ids_are_none_are_refused() {
    let ids = ["null", "1.5", "2147483648", "[1]", "true", "\"last\""];
    let framed = ids.map(|id| {
        let request = format!(r#"{{"jsonrpc": "2.0", "id": {id}, "method": "shutdown"}}"#);
        format!("Content-Length: {}\r\n\r\n{request}", request.len())
    });
    let (written, output) = mpsc::channel();
    let ending = serve_over(Cursor::new(framed.concat()), Written(written)).unwrap();
    assert_eq!(ending, Ending::Abrupt);
    let output = String::from_utf8(output.iter().collect()).unwrap();
    let answers = output.split("Content-Length: ").skip(1).map(|message| {
        let answer: Value =
            serde_json::from_str(message.split_once("\r\n\r\n").unwrap().1).unwrap();
        (answer["id"].to_string(), answer["error"]["code"].as_i64().unwrap())
    });
    const INVALID: i64 = -32600;
    const NOT_INITIALIZED: i64 = -32002;
    let expected = [("null", 3, INVALID), ("1.5", 1, INVALID), ("2147483648", 1, INVALID)];
    let answers: Vec<_> = answers.collect();
    for (id, times, code) in expected.into_iter().chain([("\"last\"", 1, NOT_INITIALIZED)]) {
        let count = answers.iter().filter(|(of, got)| of == id && *got == code).count();
        assert_eq!(count, times, "{id}: {answers:?}");
    }
}

#[test]
fn a_session_begins_and_ends_whatever_is_cancelled() {
    let (server, client) = Connection::memory();
    let request = |id: i32, method: &str, params| {
        Message::from(Request { id: id.into(), method: method.to_owned(), params })
    };
    let notification =
        |method: &str, params| Message::from(Notification { method: method.to_owned(), params });
    // All of it is there before the server looks.
    let messages = [
        request(1, "initialize", json!({"capabilities": {}})),
        request(2, "workspace/symbol", json!({"query": ""})),
        request(3, "shutdown", Value::Null),
        notification("$/cancelRequest", json!({"id": 1})),
        notification("$/cancelRequest", json!({"id": 2})),
        notification("$/cancelRequest", json!({"id": 3})),
        notification("exit", Value::Null),
    ];
    messages.into_iter().for_each(|message| client.sender.send(message).unwrap());
    assert_eq!(serve(&server), Ending::Asked);
    drop(server);
    let answers = client.receiver.iter().map(|message| match message {
        Message::Response(one) => one.response_result.map_err(|error| error.code).err(),
        other => panic!("{other:?}"),
    });
    const CANCELLED: i32 = -32800;
    assert_eq!(answers.collect::<Vec<_>>(), [None, Some(CANCELLED), None]);
}

/// What takes long gives way to whatever a client says, and is done when it asks again.
#[test]
fn a_check_of_all_gives_way() {
    const GIVEN_UP: i32 = -32802;
    let rules: Vec<String> = (0..400)
        .map(|n| RULE.replace("Contractors", &format!("Team {n}{}", "!".repeat(3000))))
        .collect();
    let text = format!("[{}]", rules.join(","));
    let mut client = Client::of(&[("rule.json", RULE), ("rules.json", &text)], pulling());
    let params = json!({"previousResultIds": []});
    let asked = client.send("workspace/diagnostic", params.clone());
    let sender = client.connection.sender.clone();
    let (answered, is_answered) = mpsc::channel::<()>();
    let talking = thread::spawn(move || {
        while is_answered.try_recv() == Err(mpsc::TryRecvError::Empty) {
            let one = Notification { method: "$/setTrace".to_owned(), params: json!({}) };
            sender.send(one.into()).unwrap();
            thread::yield_now();
        }
    });
    let answer = client.answer(asked);
    drop(answered);
    talking.join().unwrap();
    assert_eq!(answer.unwrap_err().0, GIVEN_UP);
    assert_eq!(client.pull("rule.json"), ["3:30-3:52 zone-without-list"]);
    let all = client.ask("workspace/diagnostic", params).unwrap();
    assert_eq!(all["items"].as_array().unwrap().len(), 2);
    client.end();
}

#[test]
fn a_client_that_goes_ends_the_server() {
    let client = Client::of(&[], json!({}));
    client.tell("exit", Value::Null);
    assert_eq!(client.server.join().unwrap(), Ending::Abrupt);
    let Client { connection, server, .. } = Client::of(&[], json!({}));
    drop(connection);
    assert_eq!(server.join().unwrap(), Ending::Abrupt);
}

/// After each of many changes, the server's answer is that of a fresh run on the same texts.
#[test]
fn what_the_server_says_is_what_a_check_finds() {
    for (fixture, seed) in [("broken", 1), ("broken", 2), ("acme", 3)] {
        let mut edits = Edits::of(fixture, seed);
        for _ in 0..16 {
            edits.step();
        }
        edits.client.end();
    }
}

/// A client that changes values at random in a copy of a fixture.
struct Edits {
    client: Client,
    texts: BTreeMap<String, String>,
    random: u64,
    version: i32,
}

impl Edits {
    fn of(fixture: &str, seed: u64) -> Self {
        let input = discover(&[project::path("fixtures").join(fixture)]).unwrap();
        let root = project::path("fixtures").join(fixture);
        let root = catchall::discover::name(&root) + "/";
        let texts = input.documents.iter().map(|document| {
            let name = document.name().strip_prefix(&root).unwrap();
            (name.to_owned(), document.text().to_owned())
        });
        let texts: BTreeMap<String, String> = texts.collect();
        let files: Vec<(&str, &str)> =
            texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let client = Client::of(&files, pulling());
        for (name, text) in &texts {
            client.open(name, text);
        }
        Self { client, texts, random: seed, version: 1 }
    }

    fn next(&mut self, below: usize) -> usize {
        // A linear congruential generator (Knuth, MMIX): the same on each run.
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.random >> 33) as usize % below
    }

    fn step(&mut self) {
        const VALUES: [&str; 8] =
            ["null", "true", "\"ZONE\"", "\"ALLOW\"", "1", "[]", "\"INACTIVE\"", "\"PT2H\""];
        let names: Vec<String> = self.texts.keys().cloned().collect();
        let name = names[self.next(names.len())].clone();
        let mut text = self.texts[&name].clone();
        let document = Document::parse("x.json", text.clone().into(), Layout::Json);
        // A root that has become a scalar stays what it is, and a text that is no JSON, too.
        let mut places = Vec::new();
        let mut inside: Vec<_> = document.roots().collect();
        while let Some(node) = inside.pop() {
            places.push(node.span());
            inside.extend(node.elements());
            inside.extend(node.members().map(|member| member.value));
        }
        if places.len() < 2 {
            return;
        }
        let at = places[self.next(places.len())].clone();
        text.replace_range(at, VALUES[self.next(VALUES.len())]);
        self.version += 1;
        self.client.change(&name, self.version, &text);
        self.texts.insert(name.clone(), text);
        self.compare(&name);
    }

    fn compare(&mut self, changed: &str) {
        let root = self.client.root();
        let documents = self.texts.iter().map(|(name, text)| {
            Document::parse(format!("{root}/{name}"), text.clone().into(), Layout::Json)
        });
        let mut workspace = Workspace::new(Options::default());
        documents.for_each(|document| drop(workspace.insert(document)));
        let mut expected: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for finding in workspace.check().findings {
            let location = &finding.primary.location;
            let name = location.file.strip_prefix(&format!("{root}/")).unwrap().to_owned();
            let text = &self.texts[&name];
            let place = |offset: usize| {
                let before = &text[..offset];
                let line = before.rsplit('\n').next().unwrap();
                format!("{}:{}", before.matches('\n').count(), line.encode_utf16().count())
            };
            let span = &location.span;
            let brief = format!("{}-{} {}", place(span.start), place(span.end), finding.lint.name);
            expected.entry(name).or_default().push(brief);
        }
        let own = expected.get(changed).cloned().unwrap_or_default();
        let whole = format!("{root}/{changed}");
        let alone: Vec<_> = workspace.check_document(&whole);
        let in_all: Vec<_> = workspace.check().findings;
        let in_all: Vec<_> =
            in_all.into_iter().filter(|one| *one.primary.location.file == *whole).collect();
        assert_eq!(alone, in_all, "{changed} checked alone");
        assert_eq!(self.client.pull(changed), own, "{changed}");
        let params = json!({"previousResultIds": []});
        let all = self.client.ask("workspace/diagnostic", params).unwrap();
        let all = all["items"].as_array().unwrap().iter().map(|item| {
            let url = item["uri"].as_str().unwrap();
            let name = url.strip_prefix(&format!("{}/", self.client.url(""))).unwrap();
            (name.to_owned(), brief(&item["items"]))
        });
        assert_eq!(all.collect::<BTreeMap<_, _>>(), expected);
    }
}
