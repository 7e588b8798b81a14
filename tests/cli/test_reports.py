"""The closing table of a round."""

from __future__ import annotations

import pytest

from crawler.round import OutletReport
from storywatch.cli.reports import show_reports

FINE = OutletReport(
    outlet="bugle", leads=3, pages=3, fates={"new": 2, "rejected": 1},
    reasons={"rejected/too_short": 1}, seconds=0.5,
)  # fmt: skip
IDLE = OutletReport(outlet="parrot", sources={"unchanged": 1}, seconds=0.1)
DOWN = OutletReport(
    outlet="wire", sources={"failed": 1}, seconds=0.2,
    failed_sources={"https://wire.example/feed": "dns: no such host"},
)  # fmt: skip


def lines(capsys: pytest.CaptureFixture[str], *reports: OutletReport) -> list[list[str]]:
    show_reports(reports)
    return [line.split() for line in capsys.readouterr().out.splitlines()]


def test_it_has_columns_only_for_what_befell_a_lead(capsys: pytest.CaptureFixture[str]) -> None:
    _, _, headings, bugle, parrot, *_ = lines(capsys, FINE, IDLE)

    assert headings == ["outlet", "leads", "stories", "off", "topic", "rejected", "took"]
    assert bugle == ["bugle", "3", "2", "0", "too_short", "1", "0.5", "s"]
    assert parrot == ["parrot", "0", "0", "0", "–", "0.1", "s"]


def test_a_source_that_failed_and_a_crawl_that_broke_off_have_a_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = OutletReport(outlet="echo", error="OSError: too many open files")
    show_reports((DOWN, broken))
    out = capsys.readouterr().out

    assert "sources 1" in out
    assert "wire: source https://wire.example/feed: dns: no such host\n" in out
    assert "echo: its crawl broke off: OSError: too many open files\n" in out
