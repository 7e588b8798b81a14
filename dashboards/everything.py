"""What a desk asks every day: stories, outlets and latency, each on a dashboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dashboards.board import Board, Shown
from dashboards.lens import chart, measure, number, over_time, share, split, table, top
from dashboards.saved import Object, data_view, saved_search, tag, text

NDJSON = Path(__file__).parent / "storywatch.ndjson"
STORIES = "stories"
LEDGER = "storywatch-ledger"
LATEST = "storywatch-latest"
LEGS = {
    "published_to_seen": "Published → seen",
    "seen_to_fetched": "Seen → fetched",
    "fetched_to_recorded": "Fetched → recorded",
    "recorded_to_indexed": "Recorded → indexed",
    "published_to_indexed": "Published → indexed",
}
COVERED = {
    "published": ("Date", "published_at: *"),
    "authors": ("Authors", "authors: *"),
    "section": ("Section", "section: *"),
    "language": ("Language", "language: *"),
}
TOOK = {
    "id": "duration",
    "params": {"inputFormat": "milliseconds", "outputFormat": "humanizePrecise"},
}
LINK = {"id": "url", "params": {"type": "a", "labelTemplate": "open"}}


def written() -> str:
    """Returns all objects as Kibana imports them, the same bytes in every run."""
    return "".join(f"{text(one)}\n" for one in objects())


def objects() -> Iterator[Object]:
    """Yields the tag, the data views, the saved search and the dashboards."""
    yield tag()
    formats = {f"latency.{leg}": TOOK for leg in LEGS} | {"url": LINK}
    yield data_view(STORIES, "storywatch stories", "first_seen_at", formats)
    yield data_view(LEDGER, "storywatch ledger", "hour")
    columns = ["outlet", "title", "matches.topic", "published_at", "url"]
    yield saved_search(LATEST, "storywatch: latest stories", STORIES, columns, "first_seen_at")
    yield desk().saved()
    yield outlets().saved()
    yield latency().saved()


def desk() -> Board:
    """What is written about: by outlet, by topic, originals and copies."""
    board = Board(
        id="storywatch-desk",
        title="storywatch: desk",
        description="Stories over time, topics, outlets, originals and reposts, latest stories.",
        view=STORIES,
    )
    for column, title in (
        ("outlet", "Outlet"),
        ("matches.topic", "Topic"),
        ("language", "Language"),
    ):
        board.control(column, title)
    count = {"n": measure("count", "Stories")}
    board.panel("Stories", (12, 6), Shown(count, number("n")))
    events = {"n": measure("unique_count", "Events", "event")}
    board.panel("Events", (12, 6), Shown(events, number("n")))
    topics = {"n": measure("count", "Stories")}
    board.panel("Stories on a topic", (12, 6), Shown(topics, number("n"), kql="matches.topic: *"))
    board.panel("Copies", (12, 6), Shown(share("n", "Copies", "is_copy: true"), number("n")))
    by_outlet = {
        "x": over_time("first_seen_at"),
        "o": top("outlet", "Outlet", "n", size=12),
        **count,
    }
    bars = chart("bar_stacked", "x", ["n"], "o")
    board.panel("Stories over time by outlet", (32, 14), Shown(by_outlet, bars))
    by_topic = {"t": top("matches.topic", "Topic", "n", size=15), **count}
    board.panel("Top topics", (16, 14), Shown(by_topic, chart("bar_horizontal", "t", ["n"])))
    top_outlets = {
        "o": top("outlet", "Outlet", "n", size=50),
        **count,
        "e": measure("unique_count", "Events", "event"),
        "w": measure("median", "Words", "word_count"),
        "t": measure("max", "Last story", "first_seen_at"),
    }
    board.panel("Top outlets", (24, 14), Shown(top_outlets, table("o", "n", "e", "w", "t")))
    kinds = {
        "x": over_time("first_seen_at"),
        "k": split(Originals="not is_copy: true", Reposts="is_copy: true"),
        **count,
    }
    board.panel(
        "Originals and reposts", (24, 14), Shown(kinds, chart("bar_stacked", "x", ["n"], "k"))
    )
    board.search("Latest stories", (48, 20), LATEST)
    return board


def outlets() -> Board:
    """How well each outlet is read."""
    board = Board(
        id="storywatch-outlets",
        title="storywatch: outlets",
        description="Volume against the week before, what became of leads, dates, coverage.",
        view=STORIES,
        window="now-7d",
    )
    board.control("outlet", "Outlet")
    volume = {
        "o": top("outlet", "Outlet", "n", size=100),
        "n": measure("count", "Stories"),
        "b": measure("count", "The week before", shift="1w"),
    }
    board.panel("Volume against the week before", (24, 16), Shown(volume, table("o", "n", "b")))
    fates = ("discovered", "new", "revision", "duplicate", "off_topic", "rejected", "refused")
    ledger = {
        "o": top("outlet", "Outlet", "discovered", size=100),
        **{
            fate: measure("sum", fate.replace("_", " "), "count", kql=f"fate: {fate}")
            for fate in (*fates, "dead_letter")
        },
    }
    shown = table("o", *fates, "dead_letter")
    board.panel("What became of leads", (24, 16), Shown(ledger, shown, view=LEDGER))
    reasons = {"r": top("reason", "Reason", "n"), "n": measure("sum", "Pages", "count")}
    bars = chart("bar_horizontal", "r", ["n"])
    board.panel(
        "Rejections by reason", (24, 14), Shown(reasons, bars, kql="fate: rejected", view=LEDGER)
    )
    evidence = {
        "e": top("published_evidence", "Where the date came from", "n", missing=True),
        "n": measure("count", "Stories"),
    }
    board.panel("Date evidence", (24, 14), Shown(evidence, chart("bar_horizontal", "e", ["n"])))
    coverage = {"o": top("outlet", "Outlet", "n", size=100), "n": measure("count", "Stories")}
    for id_, (label, kql) in COVERED.items():
        coverage |= share(id_, label, kql)
    board.panel("Extraction coverage", (48, 16), Shown(coverage, table("o", "n", *COVERED)))
    return board


def latency() -> Board:
    """How long each leg of the way from publication to the index takes."""
    board = Board(
        id="storywatch-latency",
        title="storywatch: latency",
        description="Percentiles of each leg; only stories whose minute of publication is known "
        "count for those from publication.",
        view=STORIES,
    )
    board.control("outlet", "Outlet")
    for leg in ("published_to_seen", "published_to_indexed"):
        for percentile in (50, 95):
            title = f"{LEGS[leg]}, p{percentile}"
            one = measure("percentile", title, f"latency.{leg}", percentile=percentile)
            board.panel(title, (12, 6), Shown({"n": one}, number("n")))
    for leg, label in LEGS.items():
        columns = {"x": over_time("first_seen_at")}
        for percentile in (50, 95, 99):
            columns[f"p{percentile}"] = measure(
                "percentile", f"p{percentile}", f"latency.{leg}", percentile=percentile
            )
        board.panel(label, (24, 12), Shown(columns, chart("line", "x", ["p50", "p95", "p99"])))
    by_outlet = {"o": top("outlet", "Outlet", "n", size=100), "n": measure("count", "Stories")}
    for leg, label in LEGS.items():
        by_outlet[leg] = measure("percentile", f"{label}, p95", f"latency.{leg}", percentile=95)
    board.panel("By outlet", (48, 16), Shown(by_outlet, table("o", "n", *LEGS)))
    return board
