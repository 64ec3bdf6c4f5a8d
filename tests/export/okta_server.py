#!/usr/bin/env python3
"""Answers as Okta's API does, out of a folder of exported files: with pages, limits and a token.

It prints its port once it listens, and then every request, with the status of the answer.
"""

import argparse
import json
import re
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

TOKEN = "00-made-up-token_for.tests"


def read(path: Path):
    """What a file holds, as a list."""
    if not path.exists():
        return None
    content = json.loads(path.read_text())
    return content if isinstance(content, list) else [content]


class Org:
    """The lists of an org by their addresses below /api/v1/."""

    def __init__(self, root: Path):
        self.lists = {}
        policies = [policy for path in sorted(root.glob("policies/*.json")) if not path.name.endswith(".rules.json")
                    for policy in read(path)]
        self.types = {}
        for policy in policies:
            self.types.setdefault(policy["type"], []).append(policy)
            id = policy["id"]
            places = [f"policies/{id}/rules.json", f"policies/{id}.rules.json", f"rules/{id}.json"]
            rules = [found for place in places if (found := read(root / place)) is not None]
            self.lists[f"policies/{id}/rules"] = rules[0] if rules else []
        names = {"groups": "groups", "zones": "zones", "apps": "apps", "idps": "idps",
                 "authenticators": "authenticators", "device-assurances": "device-assurances",
                 "meta/types/user": "user-types"}
        for address, name in names.items():
            found = read(root / f"{name}.json")
            if found is not None:
                self.lists[address] = found
        self.schema = (read(root / "user-schema.json") or [None])[0]
        servers = sorted(path.name for path in root.glob("authorization-servers/*"))
        self.lists["authorizationServers"] = [
            {"id": id, "name": id, "audiences": ["api://default"], "status": "ACTIVE"} for id in servers]
        for id in servers:
            below = root / "authorization-servers" / id
            self.lists[f"authorizationServers/{id}/policies"] = read(below / "policies.json")
            for path in below.glob("rules/*.json"):
                self.lists[f"authorizationServers/{id}/policies/{path.stem}/rules"] = read(path)

    def list(self, address: str, query: dict):
        if address == "policies":
            return self.types.get(query.get("type", [""])[0])
        return self.lists.get(address)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked += 1
        url = urlsplit(self.path)
        address, query = url.path.removeprefix("/api/v1/"), parse_qs(url.query)
        if self.headers["Authorization"] != f"SSWS {TOKEN}":
            return self.error(401, "Invalid token provided")
        # Okta counts by the minute; here, it is the second that begins next.
        if self.server.asked % self.server.limit == 0:
            self.server.closed_until = int(time.time()) + 1
        if time.time() < self.server.closed_until:
            return self.error(429, "API call exceeded rate limit due to too many requests.",
                              {"X-Rate-Limit-Reset": str(self.server.closed_until)})
        if re.fullmatch("meta/schemas/user/[^/]+", address):
            return self.answer(200, self.server.org.schema)
        if address == self.server.broken:
            return self.send(200, b'[{"id": "nzo1", "na')
        content = self.server.org.list(address, query)
        if content is None:
            if address == "policies":
                return self.error(400, "Invalid policy type specified.")
            return self.error(404, "Not found: Resource not found")
        start = int(query.get("after", ["0"])[0])
        end = start + self.server.page
        links = [f'<{self.server.origin}{self.path}>; rel="self"']
        if end < len(content):
            query = {name: values[0] for name, values in query.items()} | {"after": str(end)}
            origin = "http://127.0.0.1:9" if self.server.astray else self.server.origin
            links.append(f'<{origin}{url.path}?{urlencode(query)}>; rel="next"')
        self.answer(200, content[start:end], links)

    def error(self, status: int, summary: str, headers: dict = {}):
        self.answer(status, {"errorCode": "E0000000", "errorSummary": summary}, headers=headers)

    def answer(self, status: int, content, links: list = [], headers: dict = {}):
        self.send(status, json.dumps(content).encode(), links, headers)

    def send(self, status: int, body: bytes, links: list = [], headers: dict = {}):
        print(f"{status} {self.path}", flush=True)
        self.send_response(status)
        for link in links:
            self.send_header("link", link)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--page", type=int, default=2, help="how many things are on a page")
    arguments.add_argument("--limit", type=int, default=30, help="after how many requests it asks to wait")
    arguments.add_argument("--broken", help="the list that is cut off")
    arguments.add_argument("--astray", action="store_true", help="whether next pages are elsewhere")
    options = arguments.parse_args()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.org = Org(options.folder)
    server.origin = f"http://127.0.0.1:{server.server_port}"
    server.page, server.limit = options.page, options.limit
    server.broken, server.astray = options.broken, options.astray
    server.asked = server.closed_until = 0
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
