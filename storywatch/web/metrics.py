"""What is counted, for Prometheus: read from the journal at each scrape, kept nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from storywatch.journal import Journal
from storywatch.journal.ledger import by_outlet
from storywatch.outlet import Outlet
from storywatch.watch.standing import Standing, standing_of

CONTENT_TYPE = CONTENT_TYPE_LATEST


def metrics_text(journal: Journal, outlets: Iterable[Outlet], now: datetime) -> bytes:
    """Returns the metrics in Prometheus' text exposition format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Reading(journal, outlets, now))
    return generate_latest(registry)


class _Reading(Collector):
    def __init__(self, journal: Journal, outlets: Iterable[Outlet], now: datetime) -> None:
        self._journal = journal
        self._standings = [standing_of(journal, outlet, now) for outlet in outlets]

    def collect(self) -> Iterator[Metric]:
        yield self._leads()
        yield _gauge(
            "storywatch_outbox_waiting",
            "What has still to be shipped or alerted.",
            "outbox",
            self._journal.outbox_counts().items(),
        )
        yield _gauge(
            "storywatch_mails_open",
            "Mails that were not accepted: they wait, are held as uncertain or are dead letters.",
            "state",
            self._journal.deliveries.counts().items(),
        )
        yield _gauge(
            "storywatch_source_failures",
            "Failed polls in a row, by the address of the source.",
            "source",
            ((state.url, state.failure_count) for state in self._journal.sources()),
        )
        yield from _of_outlets(self._standings)

    def _leads(self) -> Metric:
        leads = CounterMetricFamily(
            "storywatch_leads", "Leads by what became of them.", labels=("outlet", "fate")
        )
        for row in by_outlet(self._journal.ledger_rows()):
            for fate, count in row.by_fate.items():
                leads.add_metric((row.outlet, fate), count)
        return leads


def _of_outlets(standings: Iterable[Standing]) -> Iterator[Metric]:
    known = list(standings)
    yield _gauge(
        "storywatch_leads_in_flight",
        "Leads that wait for their page.",
        "outlet",
        ((one.outlet, one.in_flight) for one in known),
    )
    yield _gauge(
        "storywatch_outlet_dark",
        "1 for an outlet that has gone dark.",
        "outlet",
        ((one.outlet, int(one.dark is not None)) for one in known),
    )
    yield _gauge(
        "storywatch_outlet_changes",
        "Fields of an outlet's pages that are read otherwise than before.",
        "outlet",
        ((one.outlet, len(one.changes)) for one in known),
    )
    yield _gauge(
        "storywatch_outlet_read_timestamp_seconds",
        "When a source of the outlet was last read.",
        "outlet",
        ((one.outlet, one.last_read_at.timestamp()) for one in known if one.last_read_at),
    )


def _gauge(name: str, what: str, label: str, values: Iterable[tuple[str, float]]) -> Metric:
    gauge = GaugeMetricFamily(name, what, labels=(label,))
    for value, amount in values:
        gauge.add_metric((value,), amount)
    return gauge
