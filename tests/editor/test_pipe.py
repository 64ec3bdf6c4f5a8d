"""The language server on its raw pipes: what no client should send, and the order of things."""

import json

import pytest
from conftest import RULE
from pipe import Pipe, Refused, url

PULLS = {"textDocument": {"diagnostic": {}}}
PARSE, INVALID_REQUEST, NO_METHOD, INVALID_PARAMS = -32700, -32600, -32601, -32602
NOT_INITIALIZED, CANCELLED = -32002, -32800


@pytest.fixture
def pipe(program, rule):
    with Pipe(program) as pipe:
        pipe.initialize(rule.parent, **PULLS)
        yield pipe


def lints(diagnostics):
    return [one["code"] for one in diagnostics]


def framed(message):
    body = json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def code(pipe, id):
    """The code of the error that a request is answered."""
    with pytest.raises(Refused) as refused:
        pipe.answer(id)
    return refused.value.code


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{}",
        b"[]",
        b"null",
        b"1e999",
        b'"\xff\xfe"',
        b'{"jsonrpc": "2.0", "id": 1.5, "result": ',
        b'[{"jsonrpc": "2.0", "id": 1, "method": "shutdown"}]',
        b"[" * 100_000,
        b'{"method": "' + b"x" * 1_000_000,
    ],
    ids=lambda body: body[:12],
)
def test_what_is_no_message_is_passed_over_and_told(pipe, rule, body):
    pipe.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    assert lints(pipe.pull(rule)) == ["zone-without-list"]
    told = pipe.notification("window/logMessage")
    assert told["type"] == 1
    assert "passed over" in told["message"]


@pytest.mark.parametrize(
    "header",
    [
        b"content-length: %d\r\n\r\n",
        b"Content-Length:%d\r\n\r\n",
        b"Content-Length: %d\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n",
        b"Content-Type: application/vscode-jsonrpc; charset=utf8\r\nContent-Length: %d\r\n\r\n",
        b"X-Unknown: \xff\xff\r\nContent-Length: %d\r\n\r\n",
        b"\r\n\r\nContent-Length: %d\r\n\r\n",
    ],
)
def test_headers_are_read_as_others_write_them(pipe, header):
    request = {"jsonrpc": "2.0", "id": "h", "method": "workspace/diagnostic"}
    request["params"] = {"previousResultIds": []}
    body = json.dumps(request).encode()
    pipe.write(header % len(body) + body)
    assert pipe.answer("h")["items"]


@pytest.mark.parametrize(
    "message",
    [
        b'Content-Length: 5\r\n\r\n{"jsonrpc": "2.0", "method": "$/none"}',
        b'Content-Length: many\r\n\r\n{"jsonrpc": "2.0", "method": "$/none"}',
        b'{"jsonrpc": "2.0", "method": "$/none"}',
    ],
    ids=["too short", "no number", "no header"],
)
def test_after_a_wrong_length_the_server_finds_the_next_message(pipe, rule, message, monkeypatch):
    monkeypatch.setattr("pipe.PATIENCE", 2)
    pipe.write(message)
    # One or two may be lost.
    pipe.tell("$/none")
    pipe.tell("$/none")
    assert lints(pipe.pull(rule)) == ["zone-without-list"]


@pytest.mark.parametrize("length", [b"99999999999", b"9" * 18, b"1000000"])
def test_a_length_that_nothing_has_takes_no_memory_and_ends_with_the_input(program, rule, length):
    pipe = Pipe(program)
    pipe.initialize(rule.parent, **PULLS)
    pipe.pull(rule)
    pipe.write(b"Content-Length: %s\r\n\r\n{}" % length)
    with open(f"/proc/{pipe.process.pid}/status") as status:
        (kilobytes,) = [int(line.split()[1]) for line in status if line.startswith("VmRSS")]
    assert kilobytes < 300_000
    pipe.process.stdin.close()
    assert pipe.process.wait(20) == 1


def test_methods_that_are_not_there_are_refused_and_notifications_ignored(pipe, rule):
    pipe.tell("textDocument/didTurnIntoAFrog", {"textDocument": 7})
    pipe.tell("$/setTrace", {"value": "verbose"})
    assert code(pipe, pipe.request("textDocument/frog", [])) == NO_METHOD
    assert code(pipe, pipe.request("$/frog")) == NO_METHOD
    assert code(pipe, pipe.request("initialize", {"capabilities": {}})) == INVALID_REQUEST
    assert lints(pipe.pull(rule)) == ["zone-without-list"]


@pytest.mark.parametrize("id", [0, -7, 2**31 - 1, "7", "", "ü😀", "x" * 10_000])
def test_ids_come_back_as_they_are(pipe, id):
    pipe.request("workspace/diagnostic", {"previousResultIds": []}, id)
    assert pipe.answer(id)["items"]


@pytest.mark.parametrize("id", [None, 1.5, 2**31, [1], {}, True], ids=json.dumps)
def test_ids_of_other_types_are_refused(pipe, rule, id):
    pipe.send({"jsonrpc": "2.0", "id": id, "method": "workspace/diagnostic", "params": None})
    is_number = isinstance(id, (int, float)) and not isinstance(id, bool)
    assert code(pipe, id if is_number else None) == INVALID_REQUEST
    pipe.send({"jsonrpc": "2.0", "id": id, "result": None})
    pipe.tell("$/cancelRequest", {"id": id})
    assert lints(pipe.pull(rule)) == ["zone-without-list"]


@pytest.mark.parametrize("params", [None, 7, [], {}, {"textDocument": {"uri": "not an address"}}])
@pytest.mark.parametrize("method", ["diagnostic", "codeAction", "didOpen", "didChange", "didClose"])
def test_parameters_that_make_no_sense_are_refused(pipe, rule, method, params):
    method = f"textDocument/{method}"
    if "did" in method:
        pipe.tell(method, params)
    else:
        assert code(pipe, pipe.request(method, params)) == INVALID_PARAMS
    assert lints(pipe.pull(rule)) == ["zone-without-list"]


def test_changes_of_what_is_not_open_or_not_there_harm_nobody(pipe, rule):
    far = {"line": 2**32 - 1, "character": 2**32 - 1}
    pipe.change(rule.parent / "none.json", 3, "{}")
    pipe.change(rule, 3, {"range": {"start": far, "end": far}, "text": "x"})
    pipe.open(rule)
    start = {"line": 0, "character": 0}
    # Its end is before its start: nothing is replaced.
    pipe.change(rule, 2, {"range": {"start": far, "end": start}, "text": " "})
    pipe.change(rule, 3, {"range": {"start": far, "end": far}, "text": "\n"})
    assert lints(pipe.pull(rule)) == ["zone-without-list"]


def test_requests_that_are_cancelled_are_not_carried_out(pipe, rule):
    pipe.open(rule)
    messages = [
        {"jsonrpc": "2.0", "id": f"slow-{n}", "method": "workspace/diagnostic", "params": {"previousResultIds": []}}
        for n in range(50)
    ]
    cancels = [
        {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": f"slow-{n}"}}
        for n in (49, 48, "never")
    ]
    # A text that changes makes the first one take its time.
    version = {"uri": url(rule), "version": 2}
    change = {"textDocument": version, "contentChanges": [{"text": RULE}]}
    first = {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": change}
    pipe.write(b"".join(framed(one) for one in [first, *cancels[2:], *messages, *cancels[:2]]))
    assert code(pipe, "slow-49") == CANCELLED
    assert code(pipe, "slow-48") == CANCELLED
    assert pipe.answer("slow-0")["items"]
    # What is answered already cannot be cancelled, and its id may come again.
    pipe.tell("$/cancelRequest", {"id": "slow-0"})
    pipe.request("workspace/diagnostic", {"previousResultIds": []}, "slow-0")
    assert pipe.answer("slow-0")["items"]


def test_each_request_has_one_answer_in_the_order_of_requests(pipe, rule):
    ids = [pipe.request("textDocument/diagnostic", {"textDocument": {"uri": url(rule)}}) for _ in range(20)]
    pipe.answer(ids[-1])
    assert list(pipe.answers) == ids[:-1]


def test_nothing_is_answered_before_the_beginning_nor_after_the_end(program, rule):
    with Pipe(program) as pipe:
        assert code(pipe, pipe.request("workspace/diagnostic", {})) == NOT_INITIALIZED
        pipe.open(rule)
        pipe.initialize(rule.parent, **PULLS)
        # What came before was not heard.
        pipe.change(rule, 2, "")
        assert lints(pipe.pull(rule)) == ["zone-without-list"]
        assert pipe.ask("shutdown") is None
        assert code(pipe, pipe.request("workspace/diagnostic", {})) == INVALID_REQUEST


@pytest.mark.parametrize("asked", [True, False])
def test_the_server_exits_where_it_is_told_to(program, rule, asked, monkeypatch):
    monkeypatch.setattr("pipe.PATIENCE", 2)
    pipe = Pipe(program)
    pipe.initialize(rule.parent)
    if asked:
        assert pipe.end() == 0
    else:
        pipe.tell("exit")
        assert pipe.wait() == 1


@pytest.mark.parametrize("asked", [True, False])
def test_the_server_exits_where_nobody_speaks_any_more(program, rule, asked):
    pipe = Pipe(program)
    pipe.initialize(rule.parent)
    if asked:
        pipe.ask("shutdown")
        pipe.tell("exit")
    pipe.process.stdin.close()
    assert pipe.process.wait(20) == (0 if asked else 1)


ZONES = '[{"type": "IP", "id": "nzo1a2b3c4d5e6f7g8h9", "name": "Office", "status": "ACTIVE"}]'
GONE = RULE.replace('"ZONE"', '"ZONE", "include": ["nzo1a2b3c4d5e6f7g8h0"]')


@pytest.mark.parametrize("before", ["{}", "[]", '{"a": 1}', None])
def test_a_new_file_is_one_of_its_folder(program, rule, before):
    check_new_file(program, rule, before)


def test_an_empty_file_that_is_filled_is_one_of_its_folder(program, rule):
    check_new_file(program, rule, "")


def test_a_file_that_is_saved_while_it_is_empty_is_one_of_its_folder(program, rule):
    check_new_file(program, rule, None, is_saved_empty=True)


def check_new_file(program, rule, before, is_saved_empty=False):
    (rule.parent / "zones.json").write_text(ZONES)
    new = rule.parent / "new.json"
    if before is not None:
        new.write_text(before)
    with Pipe(program) as pipe:
        pipe.initialize(rule.parent, **PULLS)
        pipe.open(new, before or "")
        if is_saved_empty:
            pipe.pull(new)
            saved(pipe, new, "")
        pipe.change(new, 2, GONE)
        assert lints(pipe.pull(new)) == ["dangling-reference"]
        saved(pipe, new, GONE)
        assert lints(pipe.pull(new)) == ["dangling-reference"]


def saved(pipe, file, text):
    file.write_text(text)
    pipe.tell("textDocument/didSave", {"textDocument": {"uri": url(file)}})
    pipe.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": url(file), "type": 2}]})


def test_what_is_not_saved_is_forgotten_where_it_is_closed(pipe, rule):
    pipe.open(rule)
    pipe.change(rule, 2, RULE.replace("ZONE", "ANYWHERE"))
    assert pipe.pull(rule) == []
    pipe.tell("textDocument/didClose", {"textDocument": {"uri": url(rule)}})
    assert lints(pipe.pull(rule)) == ["zone-without-list"]


def test_what_was_told_of_a_folder_that_is_closed_is_taken_back(program, rule, monkeypatch):
    monkeypatch.setattr("pipe.PATIENCE", 2)
    with Pipe(program) as pipe:
        pipe.initialize(rule.parent)
        told = pipe.notification("textDocument/publishDiagnostics")
        assert lints(told["diagnostics"]) == ["zone-without-list"]
        folder = {"uri": url(rule.parent), "name": "okta"}
        event = {"added": [], "removed": [folder]}
        pipe.tell("workspace/didChangeWorkspaceFolders", {"event": event})
        assert pipe.notification("textDocument/publishDiagnostics")["diagnostics"] == []


@pytest.mark.parametrize("name", ["Cargo.toml", "tsconfig.json", "events.jsonl", "notes.txt"])
def test_nothing_is_said_of_files_that_are_not_oktas(pipe, rule, name):
    text = {"Cargo.toml": '[package]\nname = "x"\n', "tsconfig.json": '{ // x\n "strict": true,\n}'}
    file = rule.parent / name
    pipe.open(file, text.get(name, '{"x": 1}\n'), language=file.suffix[1:])
    assert pipe.pull(file) == []
