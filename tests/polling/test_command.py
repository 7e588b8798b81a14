"""`storywatch polling simulate`: figures for scripts and people, and mistakes told."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from storywatch.cli import app
from tests.polling.traces import newsroom


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    rows = [
        f"{source},{story.at.isoformat()}"
        for source, stories in newsroom(days=2).items()
        for story in stories
    ]
    path = tmp_path / "trace.csv"
    path.write_text("\n".join(["source,published_at", *rows]))
    return path


def simulate(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["polling", "simulate", *words])
    return result.exit_code, result.output


def test_json_has_every_figure(trace: Path) -> None:
    code, output = simulate(
        "--trace", str(trace), "--budget", "24", "--window", "30", "--matching", "0.2", "--json"
    )

    figures = json.loads(output)
    assert code == 0
    assert {"mean", "p50", "p95", "share_lost", "polls", "matched_mean"} <= set(figures)
    assert figures["policy"] == "adaptive"


def test_a_gzipped_trace_and_a_fixed_policy_print_a_table(trace: Path) -> None:
    zipped = trace.with_suffix(".csv.gz")
    zipped.write_bytes(gzip.compress(trace.read_bytes()))

    code, output = simulate("--trace", str(zipped), "--budget", "24", "--policy", "fixed")

    assert code == 0
    assert "p95" in output


@pytest.mark.parametrize(
    "text", ["", "source,published_at\n", "a,b\n1,2\n", "source,published_at\nx,soon\n"]
)
def test_a_file_that_is_no_trace_is_wrong_use(tmp_path: Path, text: str) -> None:
    path = tmp_path / "trace.csv"
    path.write_text(text)

    code, output = simulate("--trace", str(path), "--budget", "24")

    assert code == 2
    assert "Traceback" not in output


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    code, _ = simulate("--trace", str(tmp_path / "none.csv"), "--budget", "24")

    assert code == 2
