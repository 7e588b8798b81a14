"""Runs the command inside this process, and holds what it did."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from typer.testing import CliRunner

from storywatch.cli import app


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How a run of the command ended and what it wrote."""

    code: int
    out: str
    err: str
    raw: bytes

    @property
    def document(self) -> Any:
        """What it wrote, read as one JSON document."""
        return json.loads(self.out)


def storywatch(*words: object, env: dict[str, str] | None = None) -> Run:
    """Runs `storywatch` with these words; an unexpected exception is raised here."""
    result = CliRunner().invoke(app, [str(word) for word in words], env=env, prog_name="storywatch")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Run(code=result.exit_code, out=result.stdout, err=result.stderr, raw=result.stdout_bytes)
