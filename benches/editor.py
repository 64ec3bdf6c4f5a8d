#!/usr/bin/env python3
"""Measures a keystroke in a language server: from a change of one rule to what is found in its file.

Opens one file of a made-up org, changes what one of its rules says, and asks for the diagnostics of the
file, as an editor does after each key. Then it makes many edits more, and says what memory they took.

    cargo xtask org FOLDER 3000 20 1 && cargo build --release
    python3 benches/editor.py --server target/release/catchall --org FOLDER --edits 10000

Without --org it writes one of that size by itself, with cargo. Times are of the wall clock, memory is what
/proc says (Linux).
"""

import argparse
import json
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "editor"))

import pipe  # noqa: E402
from pipe import Pipe, url  # noqa: E402

# A debug build may take its time with a large org.
pipe.PATIENCE = 600

RISK = re.compile(r'"level":\s*"(?P<level>[A-Z]+)"')
"""What is changed: the risk that a rule asks for, whose reachability hangs on it."""


def memory(server):
    """What the server holds, in MB."""
    with open(f"/proc/{server.process.pid}/status") as status:
        said = next(line for line in status if line.startswith("VmRSS"))
    return int(said.split()[1]) / 1024


def position(text, at):
    """The position of a place in a text of ASCII."""
    before = text[:at]
    return {"line": before.count("\n"), "character": at - before.rfind("\n") - 1}


class Typist:
    """Changes one value of a file back and forth."""

    def __init__(self, server, file):
        self.server = server
        self.file = file
        self.text = file.read_text()
        self.version = 1
        self.place = next(
            (one.span("level") for one in RISK.finditer(self.text)), None
        )
        if self.place is None:
            sys.exit(f"no rule in {file} asks for a risk; try another --file")
        server.open(file, self.text)

    def type(self):
        """Writes another level."""
        start, end = self.place
        new = "LOW" if self.text[start:end] != "LOW" else "HIGH"
        span = {"start": position(self.text, start), "end": position(self.text, end)}
        self.version += 1
        self.server.change(self.file, self.version, {"range": span, "text": new})
        self.text = self.text[:start] + new + self.text[end:]
        self.place = (start, start + len(new))

    def found(self):
        return self.server.pull(self.file)


def timed(step):
    """What a step returns, and the milliseconds that it took."""
    start = time.perf_counter()
    returned = step()
    return returned, (time.perf_counter() - start) * 1000


def keystroke(typist):
    typist.type()
    return typist.found()


def write_org(folder, policies, rules):
    command = ["cargo", "xtask", "org", folder, str(policies), str(rules), "1"]
    subprocess.run(command, cwd=ROOT, check=True)


def file_to_edit(folder, name):
    """The file that is named, or the first one in which a rule asks for a risk."""
    if name:
        return folder / name
    files = sorted(folder.glob("*.json"))
    found = next((file for file in files if RISK.search(file.read_text())), None)
    return found or sys.exit(f"no rule in {folder} asks for a risk")


def measure(program, folder, name, strokes, edits):
    file = file_to_edit(folder, name)
    server = Pipe(program)
    # Diagnostics are asked for, so that nothing else is checked in between.
    _, read = timed(lambda: server.initialize(folder, textDocument={"diagnostic": {}}))
    typist = Typist(server, file)
    found, first = timed(typist.found)
    count = len(list(folder.glob("*.json")))
    print(f"{count} files in {folder.name}, {len(found)} findings in {file.name}, {len(typist.text)} bytes")
    print(f"reading the folder: {read:.0f} ms; the first check: {first:.0f} ms")
    times = [timed(lambda: keystroke(typist))[1] for _ in range(strokes)]
    print(
        f"{strokes} keystrokes: median {statistics.median(times):.1f} ms, worst {max(times):.1f} ms"
    )
    before = memory(server)
    _, took = timed(lambda: many(typist, edits))
    after = memory(server)
    print(
        f"{edits} edits more in {took / 1000:.1f} s: {before:.1f} MB before, {after:.1f} MB after"
        f" ({after - before:+.1f} MB)"
    )
    same = found_of_fresh_server(program, folder, file, typist.text)
    if json.dumps(typist.found(), sort_keys=True) != json.dumps(same, sort_keys=True):
        sys.exit("after the edits the server finds something else than a new one does")
    server.process.stdin.close()
    server.wait()


def many(typist, edits):
    """Edits, each of which is checked."""
    for _ in range(edits):
        keystroke(typist)


def found_of_fresh_server(program, folder, file, text):
    with Pipe(program) as server:
        server.initialize(folder, textDocument={"diagnostic": {}})
        server.open(file, text)
        return server.pull(file)


def main():
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--server", required=True, type=pathlib.Path, help="the program: catchall")
    arguments.add_argument("--org", type=pathlib.Path, help="a folder that cargo xtask org wrote")
    arguments.add_argument("--policies", type=int, default=3000, help="of an org that is written")
    arguments.add_argument("--rules", type=int, default=20, help="of each policy of it")
    arguments.add_argument("--file", help="the file in policies/ to edit")
    arguments.add_argument("--keystrokes", type=int, default=20, help="to time (default: 20)")
    arguments.add_argument("--edits", type=int, default=1000, help="to make after that (default: 1000)")
    given = arguments.parse_args()
    program = given.server.resolve()
    with tempfile.TemporaryDirectory() as scratch:
        org = given.org
        if org is None:
            org = pathlib.Path(scratch) / "org"
            write_org(org, given.policies, given.rules)
        # The policies alone: org.json is all of them once more.
        folder = pathlib.Path(shutil.copytree(org / "policies", pathlib.Path(scratch) / "policies"))
        measure(str(program), folder, given.file, given.keystrokes, given.edits)


if __name__ == "__main__":
    main()
