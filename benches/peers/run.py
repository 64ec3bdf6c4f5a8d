#!/usr/bin/env python3
"""Runs catchall and validators of JSON Schema side by side on one made-up org, and prints ratios.

The validators check thirteen simple things (policies.schema.json), catchall all that it knows. They are
installed from their registries into a folder of their own; times are of whole processes, in turns.

    python3 benches/peers/run.py [--policies 3000] [--rules 20] [--runs 5] [--folder FOLDER]
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SCHEMA = HERE / "policies.schema.json"


def install(folder):
    """The commands of the peers, each with where its program is."""
    ajv = folder / "node_modules" / ".bin" / "ajv"
    if not ajv.exists():
        subprocess.run(
            ["npm", "install", "--silent", "--prefix", folder, "ajv-cli@5", "ajv@8"], check=True
        )
    jsonschema = folder / "bin" / "jsonschema-cli"
    if not jsonschema.exists():
        subprocess.run(
            ["cargo", "install", "--quiet", "--locked", "--root", folder, "jsonschema-cli"], check=True
        )
    return {
        "ajv-cli": lambda files: [
            ajv, "validate", "--spec=draft2020", "--strict=false", "-s", SCHEMA,
            *[argument for file in files for argument in ("-d", file)],
        ],
        "jsonschema-cli": lambda files: [
            jsonschema, "validate", SCHEMA,
            *[argument for file in files for argument in ("-i", file)],
        ],
    }


def measure(command):
    """Wall time, processor time, and the most memory of one run, in seconds and MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    # A finding is no failure here.
    if os.waitstatus_to_exitcode(status) > 1:
        sys.exit(f"{command[0]} failed")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def compare(title, commands, runs):
    """Prints a table: each program, and how catchall relates to it."""
    taken = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            taken[name].append(measure(command))
    medians = {
        name: [statistics.median(column) for column in zip(*rows)] for name, rows in taken.items()
    }
    own = medians["catchall"]
    print(f"\n{title}\n")
    print("| program | wall s | cpu s | MB | catchall / it: wall | cpu | MB |")
    print("|---|---|---|---|---|---|---|")
    for name, (wall, cpu, memory) in medians.items():
        ratios = [f"{mine / theirs:.2f}" for mine, theirs in zip(own, (wall, cpu, memory))]
        print(f"| {name} | {wall:.3f} | {cpu:.3f} | {memory:.0f} | {' | '.join(ratios)} |", flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--policies", type=int, default=3000)
    arguments.add_argument("--rules", type=int, default=20)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--folder", type=pathlib.Path, default=ROOT / "target" / "peers")
    arguments.add_argument("--catchall", type=pathlib.Path, default=ROOT / "target/release/catchall")
    given = arguments.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    peers = install(given.folder)
    if not given.catchall.exists():
        subprocess.run(["cargo", "build", "--release"], cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory() as org:
        size = [str(number) for number in (given.policies, given.rules, given.seed)]
        subprocess.run(["cargo", "run", "-q", "-p", "xtask", "--", "org", org, *size], cwd=ROOT, check=True)
        array = pathlib.Path(org) / "org.json"
        files = sorted((pathlib.Path(org) / "policies").iterdir())
        inputs = {
            f"One array, {array.stat().st_size / 1e6:.0f} MB": ([array], [array]),
            f"The same as {len(files)} files": (files, [files[0].parent]),
            f"One policy, {files[0].stat().st_size / 1e3:.0f} KB": (files[:1], files[:1]),
        }
        for title, (each, own) in inputs.items():
            commands = {"catchall": [given.catchall, "check", "--output-format", "concise", *own]}
            commands |= {name: command(each) for name, command in peers.items()}
            runs = given.runs if each[0] == array or len(each) > 1 else given.runs * 5
            compare(title, commands, runs)


if __name__ == "__main__":
    shutil.which("npm") or sys.exit("npm is needed to install ajv-cli")
    main()
