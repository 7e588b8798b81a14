"""The house's rules that no linter knows: sizes, opening sentences, words, packages."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import crawler
import newsstand
import pipelines
import storywatch

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("storywatch", "crawler", "pipelines", "newsstand", "bench")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
MODULE_LINES = 400
FUNCTION_LINES = 40
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "core", "misc"}
FORBIDDEN_ENDINGS = ("Manager", "Handler", "Processor")

pytestmark = pytest.mark.xdist_group("house")  # so that each module is read and parsed once


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    """What is written in each module, by its name."""
    return {name_of(path): ast.parse(path.read_text("utf-8")) for path in MODULES}


def test_a_module_stays_within_its_caps(trees: dict[str, ast.Module]) -> None:
    long = [p for p in MODULES if len(p.read_text("utf-8").splitlines()) > MODULE_LINES]
    assert not long, "split these modules: find the missing concept"

    too_long = [
        f"{name}: {each.name}"
        for name, tree in trees.items()
        for each in functions(tree)
        if lines_of(each) > FUNCTION_LINES
    ]
    assert not too_long, "these functions do more than one thing"


def test_a_module_opens_with_one_sentence(trees: dict[str, ast.Module]) -> None:
    openings = {name: ast.get_docstring(tree) or "" for name, tree in trees.items()}

    silent = [name for name, opening in openings.items() if not opening]
    assert not silent, "say in one sentence what lives here"
    endless = [
        name
        for name, opening in openings.items()
        if not opening.split("\n\n")[0].rstrip().endswith((".", ":"))
    ]
    assert not endless, "a sentence ends"


def test_names_say_what_a_thing_is(trees: dict[str, ast.Module]) -> None:
    assert not [name_of(path) for path in MODULES if path.stem in FORBIDDEN_NAMES]
    classes = [
        f"{name}: {node.name}"
        for name, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]
    assert not [name for name in classes if name.endswith(FORBIDDEN_ENDINGS)]


def test_no_sql_outside_the_journal_and_the_query_compiler() -> None:
    sql = re.compile(r"\b(?:SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s.+\sSET|DELETE\s+FROM)\b")
    homes = ("storywatch/journal/", "storywatch/query/sqlite", "bench/")

    strangers = [
        name_of(path)
        for path in MODULES
        if not name_of(path).startswith(homes) and sql.search(path.read_text("utf-8"))
    ]

    assert not strangers


def test_broad_excepts_stand_only_where_a_failure_must_not_be_anothers() -> None:
    allowed = {
        "bench/peer_readers.py",
        "pipelines/group_commit.py",
        "storywatch/alerts/relay.py",
        "storywatch/deliver/__init__.py",
        "storywatch/workers/answering.py",
        "storywatch/workers/worker.py",
    }

    broad = {
        name_of(path)
        for path in MODULES
        if re.search(r"except (?:Base)?Exception\b|except:", path.read_text("utf-8"))
    }

    assert broad <= allowed


def test_tests_of_a_group_run_one_after_the_other(request: pytest.FixtureRequest) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        pytest.skip("nothing runs beside it")
    assert request.node.nodeid.endswith("@house"), "pytest-xdist groups no tests with this pytest"


@pytest.mark.parametrize("package", [crawler, newsstand, pipelines, storywatch])
def test_the_packages_are_this_checkouts(package: object) -> None:
    assert Path(str(package.__file__)).is_relative_to(ROOT)  # type: ignore[attr-defined]


def test_the_project_speaks_of_the_project_alone() -> None:
    machine = re.compile(r"/work/|/root/|/opt/wheels|\bhelper-\d")
    kept = [p for p in ROOT.rglob("*") if p.suffix in {".py", ".md", ".toml", ".html", ".cfg"}]
    own = [p for p in kept if not {".venv", ".uv", "build"}.intersection(p.parts)]

    assert not [str(p) for p in own if p != Path(__file__) and machine.search(p.read_text("utf-8"))]
