"""kill -9 of a sending relay at random moments: nobody goes without, doubles are in the log.

STORYWATCH_KILLS says how often.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter
from datetime import UTC, datetime
from multiprocessing.context import ForkProcess
from pathlib import Path

from storywatch.journal import Journal
from tests.alerts.conftest import MakeDesk
from tests.alerts.doomed_relay import READERS, declared, relay, standing

KILLS = int(os.environ.get("STORYWATCH_KILLS", "8"))


def wait_for_lines(book: Path, more: int, process: ForkProcess) -> None:
    wanted = len(book.read_text().splitlines()) + more
    while process.is_alive() and len(book.read_text().splitlines()) < wanted:
        time.sleep(0.001)


def test_killed_again_and_again_it_tells_everybody_and_doubles_are_in_the_log(
    make_desk: MakeDesk, tmp_path: Path
) -> None:
    dice = random.Random(7)
    desk = make_desk(declared())
    desk.now = datetime.now(UTC)
    desk.publish()
    desk.close()
    book = tmp_path / "book.jsonl"
    book.touch()
    with standing(book) as port:
        for number in range(KILLS):
            process = relay(desk.folder, port)
            if number % 3:  # amid deliveries; else amid whatever comes first
                wait_for_lines(book, dice.randint(1, 3), process)
            time.sleep(dice.random() * 0.05)
            process.kill()
            process.join()
        relay(desk.folder, port).join()

    got = [tuple(json.loads(line)) for line in book.read_text().splitlines()]
    counts = Counter(reader for reader, _ in got)
    with Journal.open(desk.folder / "journal.db") as journal:
        log = journal.deliveries.log()
    uncertain = {delivery.recipient for delivery in log if delivery.uncertain_count}
    assert set(counts) == set(READERS)
    assert {delivery.state for delivery in log} == {"sent"}
    assert {reader for reader, count in counts.items() if count > 1} <= uncertain
    assert len(set(got)) == len(READERS)
    assert uncertain, "no kill fell into a delivery"
