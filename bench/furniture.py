"""What an outlet's other pages teach: bodies read with what they share left out, and without.

Needs the measuring pages beside the checkout (../shared/corpus); takes each page of an outlet that
has three or more, with what all its others taught.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from types import ModuleType
from typing import Any

from bench.extract import CORPUS, corpus_scorer, page_of
from storywatch.extract.furniture import NOTHING_KNOWN, Furniture
from storywatch.extract.strip import strip_chrome
from storywatch.story import Draft, Traces

LEAST_PAGES = 3  # of an outlet: fewer teach nothing
Record = dict[str, Any]
Read = tuple[Record, str, str, int]  # its body without and with furniture known, lines left out


def main(argv: list[str] | None = None) -> int:
    """Prints the table; returns 2 without the pages."""
    options = _options(argv)
    if not CORPUS.is_dir():
        print(f"bench furniture: no measuring pages at {CORPUS}", file=sys.stderr)
        return 2
    scorer = corpus_scorer()
    pages: dict[str, list[Read]] = defaultdict(list)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for read in pool.map(_read_outlet, _outlets(), chunksize=1):
            for one in read:
                pages[one[0]["set"]].append(one)
    rows = [_row(scorer, name, pages[name]) for name in sorted(pages)]
    if options.json:
        print(json.dumps(rows, indent=2))
    else:
        print("\n".join("  ".join(f"{key} {value}" for key, value in row.items()) for row in rows))
    return 0


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.furniture", description=__doc__)
    parser.add_argument("--json", action="store_true", help="prints JSON and no table")
    return parser.parse_known_args(argv)[0]


def _outlets() -> list[list[Record]]:
    truth: list[Record] = json.loads((CORPUS / "dev" / "truth.json").read_text("utf-8"))
    found: dict[str, list[Record]] = defaultdict(list)
    for record in truth:
        found[record["domain"]].append(record)
    return [records for records in found.values() if len(records) >= LEAST_PAGES]


def _read_outlet(records: list[Record]) -> list[Read]:
    alone = [_read(record, NOTHING_KNOWN) for record in records]
    read = []
    for i, record in enumerate(records):
        known = NOTHING_KNOWN
        for _, traces in alone[:i] + alone[i + 1 :]:
            known = known.after(traces)
        body, traces = _read(record, known)
        read.append((record, alone[i][0], body, len(traces.left_out)))
    return read


def _read(record: Record, known: Furniture) -> tuple[str, Traces]:
    page, outlet = page_of(record, gzip.decompress((CORPUS / "dev" / record["html"]).read_bytes()))
    draft = strip_chrome(page, outlet, furniture=known)
    return (draft.story.body, draft.traces) if isinstance(draft, Draft) else ("", Traces())


def _row(scorer: ModuleType, name: str, pages: list[Read]) -> Record:
    row: Record = {"set": name, "pages": len(pages), "left_out": sum(page[3] for page in pages)}
    for which, index in (("alone", 1), ("with_others", 2)):
        scored = [scorer.score_page(page[0], {"body": page[index]}) for page in pages]
        total = scorer.aggregate(scored)
        for key in ("body_P", "body_R", "seg_leak", "seg_R"):
            if total.get(key) is not None:
                row[f"{which}_{key}"] = round(total[key], 4)
    return row


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
