"""A client that speaks to `catchall server` over its pipes and hides nothing: it can send what is no message.

It needs Python alone. Whoever waits for something that does not come gets an error, never a hang.
"""

import collections
import json
import pathlib
import queue
import subprocess
import threading

PATIENCE = 30
"""Seconds after which something is said not to come."""


def url(path):
    """The address of a file or folder."""
    return pathlib.Path(path).resolve().as_uri()


class Refused(Exception):
    """The error that a request was answered."""

    def __init__(self, error):
        super().__init__(f"{error['code']}: {error['message']}")
        self.code = error["code"]


class Pipe:
    """A server in a process of its own, and what it said."""

    def __init__(self, program, folder=None):
        self.process = subprocess.Popen(
            [program, "server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
        )
        self.requests = 0
        self.answers = {}
        self.notifications = collections.deque()
        self.messages = queue.Queue()
        threading.Thread(target=self._read_all, daemon=True).start()
        self.complaints = []
        threading.Thread(
            target=lambda: self.complaints.extend(self.process.stderr), daemon=True
        ).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.wait()

    def wait(self):
        """The exit code, once it is there."""
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def _read_all(self):
        out = self.process.stdout
        while True:
            length = None
            while (line := out.readline()) not in (b"\r\n", b""):
                name, _, said = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(said)
            if length is None:
                self.messages.put(None)
                return
            self.messages.put(json.loads(out.read(length)))

    def write(self, data):
        """Sends bytes as they are."""
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        """Sends a message, whatever is in it."""
        body = json.dumps(message, ensure_ascii=False).encode()
        self.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def tell(self, method, params=None):
        """Sends a notification."""
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def request(self, method, params=None, id=None):
        """Sends a request; its id."""
        if id is None:
            self.requests += 1
            id = self.requests
        self.send({"jsonrpc": "2.0", "id": id, "method": method, "params": params})
        return id

    def ask(self, method, params=None):
        """What a request is answered."""
        return self.answer(self.request(method, params))

    def answer(self, id):
        """What the request is answered that has this id."""
        while id not in self.answers:
            self._receive()
        message = self.answers.pop(id)
        if "error" in message:
            raise Refused(message["error"])
        return message["result"]

    def notification(self, method, when=lambda params: True):
        """The next notification of a kind that is as asked."""
        kept = []
        while True:
            while self.notifications:
                one = self.notifications.popleft()
                if one["method"] == method and when(one["params"]):
                    self.notifications.extendleft(reversed(kept))
                    return one["params"]
                kept.append(one)
            self._receive()

    def _receive(self):
        try:
            message = self.messages.get(timeout=PATIENCE)
        except queue.Empty:
            raise TimeoutError(f"the server said nothing for {PATIENCE} seconds") from None
        if message is None:
            said = b"".join(self.complaints).decode(errors="replace")
            raise EOFError(f"the server is gone: {self.process.wait(PATIENCE)} {said}")
        if "method" not in message:
            self.answers[message["id"]] = message
        elif "id" in message:
            # What the server asks is granted.
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": None})
            self.notifications.append(message)
        else:
            self.notifications.append(message)

    def initialize(self, folder, **capabilities):
        """Begins, with a folder and what the client is able to."""
        answer = self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": None,
                "capabilities": capabilities,
                "workspaceFolders": [{"uri": url(folder), "name": "okta"}],
            },
        )
        self.tell("initialized", {})
        return answer

    def open(self, file, text=None, language="json"):
        """Opens a file; with a text that is not the one on the disk, if one is given."""
        text = pathlib.Path(file).read_text() if text is None else text
        document = {"uri": url(file), "languageId": language, "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def change(self, file, version, *changes):
        """Changes a text: the whole of it, or a range each."""
        changes = [{"text": one} if isinstance(one, str) else one for one in changes]
        document = {"uri": url(file), "version": version}
        self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def pull(self, file):
        """The diagnostics of a file."""
        document = {"uri": url(file)}
        return self.ask("textDocument/diagnostic", {"textDocument": document})["items"]

    def end(self):
        """Shuts down and exits; the exit code."""
        self.ask("shutdown")
        self.tell("exit")
        return self.wait()
