"""The language server as the clients of editors see it: `pytest-lsp` with what each of them says of itself.

    python3 -m venv venv && venv/bin/pip install -r tests/editor/requirements.txt
    venv/bin/pytest tests/editor --catchall=target/debug/catchall
"""

import json
import random
import re
import subprocess

import pytest
import pytest_asyncio
from conftest import RULE
from lsprotocol import types as lsp
from pipe import Pipe, url
from pytest_lsp import client_capabilities, make_test_lsp_client

EDITORS = ["neovim@v0.11", "neovim@v0.9", "visual-studio-code", "emacs"]
RULES = "policies/rstvuk7tgN9zEGSV95k7/rules.json"
UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


def offset(text, position, encoding):
    """The place of a position in a text, in characters."""
    codec, width = UNITS[encoding]
    lines = [0, *(end.end() for end in re.finditer(r"\r\n|\r|\n", text))]
    line = text[lines[position.line] :] if position.line < len(lines) else ""
    start = lines[position.line] if line else len(text)
    return start + len(line.encode(codec)[: position.character * width].decode(codec))


def position(text, at, encoding):
    """The position of a place in a text, which is not between `\\r` and `\\n`."""
    codec, width = UNITS[encoding]
    before = text[:at].replace("\r\n", "\n").replace("\r", "\n")
    line = before.rpartition("\n")[2]
    return lsp.Position(before.count("\n"), len(line.encode(codec)) // width)


def edited(text, edits, encoding):
    """The text after edits that do not overlap."""
    spans = [
        (offset(text, one.range.start, encoding), offset(text, one.range.end, encoding), one.new_text)
        for one in edits
    ]
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def edits_of(edit):
    """The edits of each file, from either form, with the version that they are for."""
    if edit.changes is not None:
        return {uri: (None, edits) for uri, edits in edit.changes.items()}
    texts = [one for one in edit.document_changes if isinstance(one, lsp.TextDocumentEdit)]
    return {one.text_document.uri: (one.text_document.version, one.edits) for one in texts}


class Editor:
    """A client with one folder, and the texts that it has open."""

    def __init__(self, client, capabilities):
        self.client = client
        self.capabilities = capabilities
        self.texts = {}
        self.versions = {}

    async def begin(self, folder):
        folders = [lsp.WorkspaceFolder(uri=url(folder), name="okta")]
        params = lsp.InitializeParams(capabilities=self.capabilities, workspace_folders=folders)
        self.server = (await self.client.initialize_session(params)).capabilities
        self.encoding = self.server.position_encoding or "utf-16"

    def open(self, file, text=None):
        text = file.read_bytes().decode() if text is None else text
        self.texts[file], self.versions[file] = text, 1
        item = lsp.TextDocumentItem(url(file), "json", 1, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def change(self, file, *edits):
        """Tells of edits one after the other, each in the text that the one before it leaves."""
        self.versions[file] += 1
        for one in edits:
            self.texts[file] = edited(self.texts[file], [one], self.encoding)
        document = lsp.VersionedTextDocumentIdentifier(self.versions[file], url(file))
        changes = [lsp.TextDocumentContentChangePartial(one.range, one.new_text) for one in edits]
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, changes))

    @property
    def pulls(self):
        return self.capabilities.text_document.diagnostic is not None

    async def found(self, file):
        """What is found in a file that has been opened or changed just now."""
        if self.pulls:
            document = lsp.TextDocumentIdentifier(url(file))
            params = lsp.DocumentDiagnosticParams(document)
            return list((await self.client.text_document_diagnostic_async(params)).items)
        while True:
            await self.client.wait_for_notification("textDocument/publishDiagnostics")
            told = self.client.published.get(url(file))
            if told and told.version == self.versions[file]:
                return list(told.diagnostics)

    async def actions(self, file, range, only=None):
        params = lsp.CodeActionParams(
            lsp.TextDocumentIdentifier(url(file)), range, lsp.CodeActionContext([], only=only)
        )
        return list(await self.client.text_document_code_action_async(params))

    def apply(self, action):
        """Does what an action does to the texts that are open; the files that it names."""
        files = edits_of(action.edit)
        for file in self.texts:
            version, edits = files.get(url(file), (None, []))
            assert version in (None, self.versions[file])
            # Edits of one action are all about the same text: the last ones first.
            ordered = sorted(edits, key=lambda one: offset(self.texts[file], one.range.start, self.encoding))
            if edits:
                self.change(file, *reversed(ordered))
        return set(files)


@pytest_asyncio.fixture
async def start(program):
    """Starts a server for a client that says this of itself."""
    clients = []

    async def start(capabilities):
        client = make_test_lsp_client()
        client.published = {}
        kept = client.protocol.fm.features["textDocument/publishDiagnostics"]

        def published(params):
            client.published[params.uri] = params
            kept(params)

        client.protocol.fm.features["textDocument/publishDiagnostics"] = published
        await client.start_io(program, "server")
        clients.append(client)
        return Editor(client, capabilities)

    yield start
    for client in clients:
        await client.shutdown_async(None)
        client.exit(None)
        # That it exits by itself is a test of its own.
        client._server._transport.get_pipe_transport(0).close()
        await client.stop()
        assert client._server.returncode == 0


def in_place(text, diagnostic, encoding):
    range = diagnostic.range
    return text[offset(text, range.start, encoding) : offset(text, range.end, encoding)]


def one(diagnostics, lint):
    return next(one for one in diagnostics if one.code == lint)


@pytest.mark.parametrize("name", EDITORS)
@pytest.mark.asyncio
async def test_a_finding_is_told_and_mended(start, broken, name):
    editor = await start(client_capabilities(name))
    await editor.begin(broken)
    file = broken / RULES
    editor.open(file)
    finding = one(await editor.found(file), "bad-format")
    assert in_place(editor.texts[file], finding, editor.encoding) == '"PTOS"'
    actions = await editor.actions(file, finding.range, [lsp.CodeActionKind.QuickFix])
    fix = next(action for action in actions if action.title == 'Write "PT0S"')
    assert fix.is_preferred
    assert editor.apply(fix) == {url(file)}
    assert "bad-format" not in [one.code for one in await editor.found(file)]
    assert '"PT0S"' in editor.texts[file] and '"PTOS"' not in editor.texts[file]


@pytest.mark.parametrize("name", EDITORS)
@pytest.mark.asyncio
async def test_all_that_is_safe_is_fixed_at_once(start, broken, name):
    editor = await start(client_capabilities(name))
    await editor.begin(broken)
    file = broken / RULES
    editor.open(file)
    await editor.found(file)
    everywhere = lsp.Range(lsp.Position(0, 0), lsp.Position(9999, 0))
    (action,) = await editor.actions(file, everywhere, ["source.fixAll"])
    assert action.kind == "source.fixAll.catchall"
    if action.edit is None:
        action = await editor.client.code_action_resolve_async(action)
    editor.apply(action)
    assert await editor.actions(file, everywhere, ["source.fixAll"]) == []


@pytest.mark.parametrize("name", EDITORS)
@pytest.mark.asyncio
async def test_what_is_ignored_is_told_no_more(start, rule, name):
    settings = rule.parent / "catchall.toml"
    settings.write_text("# What is left as it is\n")
    editor = await start(client_capabilities(name))
    await editor.begin(rule.parent)
    editor.open(rule)
    (finding,) = await editor.found(rule)
    editor.open(settings)
    actions = await editor.actions(rule, finding.range)
    ignore = next(one for one in actions if one.title.startswith("Ignore zone-without-list here"))
    assert editor.apply(ignore) == {url(settings)}
    # What has changed in one text is told of the other one, too.
    if editor.pulls:
        assert await editor.found(rule) == []
    else:
        while editor.client.published[url(rule)].diagnostics:
            await editor.client.wait_for_notification("textDocument/publishDiagnostics")


@pytest.mark.asyncio
async def test_files_that_nobody_has_opened_are_as_check_says(start, program, broken):
    capabilities = client_capabilities("neovim@v0.11")
    capabilities.general.position_encodings = [lsp.PositionEncodingKind.Utf32]
    editor = await start(capabilities)
    await editor.begin(broken)
    assert editor.encoding == "utf-32"
    params = lsp.WorkspaceDiagnosticParams(previous_result_ids=[])
    reports = await editor.client.workspace_diagnostic_async(params)
    told = {
        (report.uri, one.code, one.range.start.line + 1, one.range.start.character + 1)
        for report in reports.items
        for one in report.items
    }
    command = [program, "check", "--output-format", "json", "--exit-zero", "."]
    said = subprocess.run(command, cwd=broken, capture_output=True, check=True, timeout=60).stdout
    checked = {
        (url(broken / one["path"]), one["lint"], one["span"]["start"]["line"], one["span"]["start"]["column"])
        for one in json.loads(said)["findings"]
    }
    assert told == checked
    assert len(told) > 50


@pytest.mark.parametrize("encoding", UNITS)
@pytest.mark.asyncio
async def test_places_are_counted_as_agreed(start, tmp_path, encoding):
    file = tmp_path / "r😀le ü.json"
    file.write_text(RULE.replace('"name": "Contractors",\n', '"name": "Contr😀ctörs 👩‍👩‍👧", '))
    capabilities = client_capabilities("neovim@v0.11")
    capabilities.general.position_encodings = [lsp.PositionEncodingKind(encoding)]
    editor = await start(capabilities)
    await editor.begin(tmp_path)
    assert editor.encoding == encoding
    editor.open(file)
    (finding,) = await editor.found(file)
    assert in_place(editor.texts[file], finding, encoding) == '{"connection": "ZONE"}'
    editor.change(file, lsp.TextEdit(finding.range, '{"connection": "ANYWHERE"}'))
    assert await editor.found(file) == []


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.asyncio
async def test_a_text_that_is_edited_is_the_text_of_the_client(start, program, rule, seed):
    """After many edits the server finds what another one finds that is given the text as a whole."""
    encoding = list(UNITS)[seed % 3]
    capabilities = client_capabilities("neovim@v0.11")
    capabilities.general.position_encodings = [lsp.PositionEncodingKind(encoding)]
    editor = await start(capabilities)
    await editor.begin(rule.parent)
    editor.open(rule)
    choose = random.Random(seed)
    pieces = ["{", "}", '"', "😀", "ü", "\n", "\r\n", "\r", ",", '"name": "x", ', "ANYWHERE", " ", ""]
    for _ in range(40):
        edits = []
        text = editor.texts[rule]
        for _ in range(choose.randint(1, 3)):
            places = [at for at in range(len(text) + 1) if text[at - 1 : at + 1] != "\r\n"]
            start_at, end_at = sorted(choose.choices(places, k=2))
            end_at = end_at if choose.random() < 0.1 else start_at
            range_ = lsp.Range(position(text, start_at, encoding), position(text, end_at, encoding))
            edits.append(lsp.TextEdit(range_, choose.choice(pieces)))
            text = edited(text, edits[-1:], encoding)
        editor.change(rule, *edits)
        assert editor.texts[rule] == text
    found = [(one.code, one.message, one.range) for one in await editor.found(rule)]
    with Pipe(program) as other:
        other.initialize(
            rule.parent,
            textDocument={"diagnostic": {}},
            general={"positionEncodings": [encoding]},
        )
        other.open(rule, text)
        converter = editor.client.protocol._converter
        whole = [
            (one["code"], one["message"], converter.structure(one["range"], lsp.Range))
            for one in other.pull(rule)
        ]
    assert found == whole
    assert found
