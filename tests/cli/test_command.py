"""The command's manner: help, version, exit codes, broken pipes and Ctrl-C."""

from __future__ import annotations

import inspect
import os
import pty
import re
import shlex
import subprocess
import sys
from asyncio import CancelledError
from pathlib import Path

import pytest

from storywatch.cli import BROKEN_PIPE, INTERRUPTED, load, main, search
from storywatch.cli.verbs import VERBS
from storywatch.settings import CHECKOUT
from tests.cli.running import storywatch

MAIN = "from storywatch.cli import main; main()"


# What these print has a form of its own.
NOT_JSON = {("match",): "JSON lines in any case", ("outlets", "export"): "OPML"}


def program(*words: object, before: str = "") -> list[str]:
    return [sys.executable, "-c", before + MAIN, *(str(word) for word in words)]


def environment(**words: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(CHECKOUT), **words}


def leaves(name: str) -> dict[tuple[str, ...], object]:
    """The commands below a verb: itself, or those of its group."""
    command = load(name)
    below = getattr(command, "commands", None)
    return {(name, sub): each for sub, each in below.items()} if below else {(name,): command}


def test_help_names_every_verb_with_what_it_does() -> None:
    run = storywatch("--help", env={"COLUMNS": "200", "NO_COLOR": "1"})

    assert run.code == 0
    for name, verb in VERBS.items():
        assert re.search(rf"\b{name}\b.*{re.escape(verb.summary)}", run.out)
    assert "Exit codes: 0 fine, 1 found wanting, 2 wrong use." in run.out


def test_help_loads_no_verb() -> None:
    probe = "import sys, storywatch.cli; print([m for m in sys.modules if 'scrapy' in m.lower()])"
    run = subprocess.run(
        [sys.executable, "-c", probe],
        check=True, capture_output=True, text=True, env=environment(),
    )  # fmt: skip

    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_loads_and_explains_itself(name: str) -> None:
    run = storywatch(name, "--help", env={"COLUMNS": "200", "NO_COLOR": "1"})

    assert run.code == 0
    assert f"Usage: storywatch {name}" in run.out


@pytest.mark.parametrize("name", VERBS)
def test_every_command_says_what_it_does_in_whole_lines_and_what_it_takes(name: str) -> None:
    wide = {"COLUMNS": "400", "NO_COLOR": "1"}
    for path, command in leaves(name).items():
        told = " ".join(path)
        said, doc = command.help, inspect.getdoc(command.callback)  # type: ignore[attr-defined]
        assert said, told
        assert "\n" not in said.replace("\n\n", ""), told
        assert doc is None or said.split() == doc.split(), told
        usage = storywatch(*path, "--help", env=wide).out.split("Usage: ")[1].split("\n")[0]
        taken = usage.partition("[OPTIONS]")[2]
        assert "[[" not in taken, usage
        assert taken == taken.upper(), usage
    assert storywatch(name, "--help", env=wide).out.split("\n")[3].strip(), name


@pytest.mark.parametrize("name", VERBS)
def test_every_command_prints_json_for_scripts(name: str) -> None:
    for path, command in leaves(name).items():
        flags = {flag for option in command.params for flag in option.opts}  # type: ignore[attr-defined]
        assert "--json" in flags or path in NOT_JSON, f"storywatch {' '.join(path)}"


@pytest.mark.parametrize("name", VERBS)
def test_every_option_says_what_it_is_for(name: str) -> None:
    for path, command in leaves(name).items():
        silent = [option.name for option in command.params if not option.help]  # type: ignore[attr-defined]
        assert not silent, f"storywatch {' '.join(path)}: {silent}"


def test_it_says_its_version_and_where_it_runs_from() -> None:
    run = storywatch("--version")

    assert run.code == 0
    assert re.fullmatch(rf"storywatch \d+\.\d+\.\d+ \({re.escape(str(CHECKOUT))}\)\n", run.out)


@pytest.mark.parametrize(
    "words", [("fly",), ("search",), ("search", "tea", "--limit", "0"), ("show", "x", "--nope")]
)
def test_wrong_use_ends_with_2_and_a_message(words: tuple[str, ...]) -> None:
    run = storywatch(*words)

    assert (run.code, run.out) == (2, "")
    assert run.err


def test_without_words_it_shows_help() -> None:
    assert "Usage: storywatch" in (run := storywatch()).out + run.err


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("WORKERS", "many", "whole number"),
        ("COPIES", "-1", "whole number"),
        ("KEEP", "yes", "write all or matching"),
        ("ALLOW_PRIVATE", "10.0.0.0/8,192.168.0.0/16", "parted by spaces"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    tmp_path: Path, name: str, value: str, advice: str
) -> None:
    run = storywatch("doctor", "--data", tmp_path, env={f"STORYWATCH_{name}": value})

    assert (run.code, run.out) == (2, "")
    assert f"STORYWATCH_{name}: " in run.err
    assert advice in run.err


def test_an_empty_setting_is_none(tmp_path: Path) -> None:
    names = ("WORKERS", "COPIES", "KEEP", "ALLOW_PRIVATE", "CONTACT", "DATA_DIR")

    run = storywatch("doctor", "--data", tmp_path, env={f"STORYWATCH_{name}": "" for name in names})

    assert run.code == 0


@pytest.mark.parametrize("words", [("export",), ("search", "*")])
def test_a_reader_that_leaves_early_gets_no_traceback(data: Path, words: tuple[str, ...]) -> None:
    with subprocess.Popen(
        program(*words, "--data", data),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
    ) as running:  # fmt: skip
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        errors = running.stderr.read()

        assert running.wait(20) == BROKEN_PIPE
    assert errors == b""


@pytest.mark.parametrize("words", [("export",), ("search", "*"), ("--help",)])
def test_a_disk_that_is_full_is_said_in_a_sentence(data: Path, words: tuple[str, ...]) -> None:
    at = () if words == ("--help",) else ("--data", data)
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            program(*words, *at),
            check=False, stdout=full, stderr=subprocess.PIPE, env=environment(),
        )  # fmt: skip

    assert (run.returncode, run.stderr) == (
        1,
        b"storywatch: the output cannot be written: no space left on device\n",
    )


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_the_caller_has_closed_are_done_without(data: Path, closed: str) -> None:
    words = shlex.join(map(str, program("search", "*", "--data", data)))
    run = subprocess.run(
        ["sh", "-c", f"{words} {closed}"],
        check=False, capture_output=True, env=environment(),
    )  # fmt: skip

    assert (run.returncode, run.stderr) == (0, b"")


def test_a_narrow_terminal_cuts_nothing_off() -> None:
    terminal, end = pty.openpty()
    try:
        run = subprocess.run(
            program("outlets", "list", "--outlets", CHECKOUT / "outlets"),
            check=False, stdout=end, stderr=subprocess.PIPE, env=environment(COLUMNS="40"),
        )  # fmt: skip
        shown = os.read(terminal, 100_000).decode()
    finally:
        os.close(terminal)
        os.close(end)

    assert (run.returncode, run.stderr) == (0, b"")
    assert "…" not in shown


@pytest.mark.parametrize("raised", [KeyboardInterrupt, CancelledError])
def test_ctrl_c_ends_the_command_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, raised: type[BaseException]
) -> None:
    def interrupted(_: object) -> None:
        raise raised

    monkeypatch.setattr(search, "recorded", interrupted)
    monkeypatch.setattr(sys, "argv", ["storywatch", "search", "tea"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == INTERRUPTED


def test_a_locale_without_the_characters_gets_question_marks_and_no_traceback(data: Path) -> None:
    run = subprocess.run(
        program("search", "outlet:bugle", "--data", data),
        check=False, capture_output=True, env=environment(PYTHONIOENCODING="ascii"),
    )  # fmt: skip

    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.isascii()
