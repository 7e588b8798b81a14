"""Measures the reading of date lines, and with `--pages` of whole pages' dates."""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dateparser
from dateparser.search import search_dates

from storywatch.extract.dates.collecting import collect
from storywatch.extract.dates.deciding import decide
from storywatch.extract.dates.reading import read
from storywatch.extract.document import open_document
from storywatch.outlet import Outlet, Source
from storywatch.story import Page, Rejection

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "dev"
Line = dict[str, Any]
Answer = tuple[datetime, bool] | None  # the local moment, and whether its time of day was told
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)  # later than every line and page of the corpus
MONTH_FIRST = ("us", "ph")


def main(argv: list[str] | None = None) -> int:
    """Prints the tables; returns 2 without the measuring pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", action="store_true", help="whole pages too, which takes long")
    parser.add_argument("--misses", action="store_true", help="print what is not right")
    asked, _ = parser.parse_known_args(argv)
    if not CORPUS.is_dir():
        print(f"bench dates: no measuring pages at {CORPUS}", file=sys.stderr)
        return 2
    lines_table(CORPUS, misses=asked.misses)
    if asked.pages:
        pages_table(CORPUS, misses=asked.misses)
    return 0


def lines_table(corpus: Path, *, misses: bool) -> None:
    """Prints right, wrong and "cannot tell" of each reader on the date lines."""
    lines = json.loads((corpus / "datestrings.json").read_text("utf-8"))
    print(f"{'reader':<34}{'right':>8}{'wrong':>8}{'no answer':>11}{'ms a line':>11}")
    for name, reader in READERS.items():
        started = time.process_time()
        answers = [reader(line) for line in lines]
        spent = (time.process_time() - started) * 1000 / len(lines)
        verdicts = [verdict(line, answer) for line, answer in zip(lines, answers, strict=True)]
        share = {kind: count / len(lines) for kind, count in Counter(verdicts).items()}
        told = "".join(f"{share.get(kind, 0):>8.3f}" for kind in ("right", "wrong"))
        print(f"{name:<34}{told}{share.get('none', 0):>11.3f}{spent:>11.2f}")
        if misses and name == "storywatch":
            for line, answer, found in zip(lines, answers, verdicts, strict=True):
                if found != "right":
                    print("   ", found, line["lang"], line["country"], repr(line["text"]), end=" ")
                    print(
                        "->", answer and f"{answer[0]:%F %R}", "truth", line["local"], line["day"]
                    )
    _print_instants(lines)


def verdict(line: Line, answer: Answer) -> str:
    """The time as printed must be right where the truth knows it; elsewhere the day."""
    if answer is None:
        return "none"
    moment, has_time = answer
    if line["local"] and has_time:
        return "right" if f"{moment:%FT%R}" == line["local"] else "wrong"
    days = {*line["day"], *([line["local"][:10]] if line["local"] else [])}
    return "right" if f"{moment:%F}" in days else "wrong"


def _print_instants(lines: Iterable[Line]) -> None:
    """How often the UTC instant is right, over lines whose local time differs from it by a real
    offset.
    """
    counts: Counter[str] = Counter()
    for line in lines:
        offset = line["utc_offset_min"]
        if line["local"] is None or offset % 15 or not -600 <= offset <= 840:
            continue
        reading = read(line["text"], outlet=outlet_of(line), relative_to=NOW)
        truth = datetime.fromisoformat(line["published"])
        truth = truth if truth.tzinfo else truth.replace(tzinfo=UTC)
        if reading is None or not reading.is_zone_known:
            counts["zone unknown"] += 1
        else:
            near = abs(reading.at - truth) <= timedelta(minutes=1)
            counts["right" if near else "wrong"] += 1
    print("instants in UTC:", ", ".join(f"{kind} {count}" for kind, count in counts.items()))


def outlet_of(line: Line) -> Outlet:
    homepage = f"https://{line['domain']}"
    return Outlet(
        id="bench",
        homepage=homepage,
        country=_country(line["country"]),
        languages=(line["lang"],) if line["lang"] else (),
        source=(Source(kind="feed", url=homepage),),
    )


def _country(code: str | None) -> str | None:
    """The truth of Iceland has three letters."""
    return code[:2].upper() if code else None


def ours(line: Line) -> Answer:
    outlet = outlet_of(line)
    reading = read(line["text"], outlet=outlet, relative_to=NOW)
    if reading is None or reading.is_ambiguous:
        return None
    if reading.precision == "day":
        return datetime.combine(reading.on, datetime.min.time()), False
    return reading.local, True


def parsed(line: Line) -> Answer:
    found = dateparser.parse(line["text"], languages=_languages(line), settings=_settings(line))
    return (found, True) if found else None


def searched(line: Line) -> Answer:
    found = search_dates(line["text"], languages=_languages(line), settings=_settings(line))
    return (found[0][1], True) if found else None


def _languages(line: Line) -> list[str] | None:
    language = (line["lang"] or "").split("-")[0]
    return list(dict.fromkeys(["nb" if language == "no" else language, "en"])) if language else None


def _settings(line: Line) -> Any:
    order = "MDY" if line["country"] in MONTH_FIRST else "DMY"
    return {"RELATIVE_BASE": NOW.replace(tzinfo=None), "PREFER_DATES_FROM": "past",
            "DATE_ORDER": order}  # fmt: skip


READERS: dict[str, Callable[[Line], Answer]] = {
    "storywatch": ours,
    "dateparser.parse": parsed,
    "dateparser.search_dates, first": searched,
}


def pages_table(corpus: Path, *, misses: bool) -> None:
    """Prints the corpus's own score of the published dates, set by set."""
    score = _scorer(corpus)
    pages = json.loads((corpus / "truth.json").read_text("utf-8"))
    dated = [page for page in pages if page["truth"].get("published")]
    started, predictions = time.process_time(), dict(_predictions(corpus, dated))
    spent = (time.process_time() - started) * 1000 / len(dated)
    for title, key in (("as UTC instants", "instant"), ("as the outlet's own days", "on")):
        by_set: dict[str, list[Any]] = {}
        for page in dated:
            prediction = {"published": predictions[page["id"]][key]}
            found = score.score_page(page, prediction)["date"]
            by_set.setdefault(page["set"], []).append({"date": found})
            if misses and key == "on" and not found["day"]:
                print(page["id"], page["url"], "truth", page["truth"]["published"])
                print("    ", prediction["published"], predictions[page["id"]]["evidence"])
        print(title)
        print(score.table([(name, score.aggregate(found)) for name, found in by_set.items()]))
    print(f"{spent:.1f} CPU ms a page, parsing included")


def _predictions(corpus: Path, pages: Iterable[Line]) -> Iterator[tuple[str, dict[str, Any]]]:
    for page in pages:
        yield page["id"], _dated(page, gzip.decompress((corpus / page["html"]).read_bytes()))


def _dated(record: Line, body: bytes) -> dict[str, Any]:
    homepage = f"https://{record['domain']}"
    outlet = Outlet(id="bench", homepage=homepage, source=(Source(kind="feed", url=homepage),))
    url = record["url"]
    page = Page(outlet="bench", url=url, final_url=url, fetched_at=NOW, body=body)
    document = open_document(page)
    if isinstance(document, Rejection):
        return {"instant": None, "on": None, "evidence": document.detail}
    candidates = collect(document, page, outlet)
    dating = decide(candidates, outlet=outlet, fetched_at=NOW, first_seen_at=NOW)
    at = dating.published_at
    if at is None:
        return {"instant": None, "on": None, "evidence": candidates}
    on = dating.evidence["published_on"]
    return {"instant": at.isoformat(), "on": on, "evidence": dict(dating.evidence)}


def _scorer(corpus: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", corpus.parent / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no score.py beside {corpus}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
