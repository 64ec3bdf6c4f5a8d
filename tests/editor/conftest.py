"""What the tests of the language server share: the program, and folders to work in."""

import pathlib
import shutil

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]

RULE = """{
    "type": "ACCESS_POLICY",
    "name": "Contractors",
    "conditions": {"network": {"connection": "ZONE"}},
    "actions": {"appSignOn": {"access": "DENY"}}
}
"""


def pytest_addoption(parser):
    parser.addoption(
        "--catchall",
        default=str(ROOT / "target" / "debug" / "catchall"),
        help="the program to test (default: %(default)s)",
    )


@pytest.fixture(scope="session")
def program(request):
    program = pathlib.Path(request.config.getoption("--catchall")).resolve()
    assert program.exists(), f"{program} is not there: cargo build"
    return str(program)


@pytest.fixture
def broken(tmp_path):
    """A copy of the org with planted mistakes."""
    return pathlib.Path(shutil.copytree(ROOT / "fixtures" / "broken", tmp_path / "broken"))


@pytest.fixture
def rule(tmp_path):
    """A file with one rule, in which one thing is found, alone in its folder."""
    folder = tmp_path / "okta"
    folder.mkdir()
    file = folder / "rule.json"
    file.write_text(RULE)
    return file
