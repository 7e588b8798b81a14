"""Bodies read from disguised pages: other class names, no metadata, chrome in another order.

What a page is called must not decide what is read from it: no disguise may cost .02 of F1. Needs
the measuring pages beside the checkout (../shared/corpus). `--raise` moves the floors up to what
was measured, `--lower` either way.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from lxml import html
from lxml.html import HtmlElement

from bench import floors
from bench.extract import CORPUS, Record, corpus_scorer, read_own
from storywatch.extract.charset import decode

SETS = ("aeb", "feval", "fundus")
MOST_LOST = 0.02
_WORDS = {
    "article": "artikel",
    "story": "bericht",
    "body": "rumpf",
    "content": "inhalt",
    "header": "kopf",
    "footer": "fuss",
    "sidebar": "randspalte",
    "related": "verwandt",
    "share": "teilen",
    "social": "netzwerk",
    "caption": "bildtext",
    "comment": "meinung",
    "newsletter": "rundbrief",
    "author": "verfasser",
    "date": "datum",
    "tag": "schlagwort",
    "nav": "leiste",
    "menu": "auswahl",
    "promo": "hinweis",
    "teaser": "anreisser",
}
_WORD = re.compile("|".join(_WORDS), re.IGNORECASE)


def untouched(tree: HtmlElement) -> None:
    """Leaves the page as it is: what the others are held against."""


def renamed(tree: HtmlElement) -> None:
    """Gives every class and id a name that says nothing, the same for the same."""
    _rename(tree, lambda names: " ".join(f"c{zlib.crc32(n.encode()):x}" for n in names.split()))


def translated(tree: HtmlElement) -> None:
    """Names classes and ids in German."""
    _rename(tree, lambda names: _WORD.sub(lambda found: _WORDS[found[0].lower()], names))


def bare(tree: HtmlElement) -> None:
    """Takes away what the page says of itself to machines: meta tags, linked data, microdata."""
    for element in tree.xpath("//head/meta | //head/link | //script"):
        element.drop_tree()
    for element in tree.xpath("//*[@itemprop or @itemtype or @property]"):
        for name in ("itemprop", "itemtype", "property"):
            element.attrib.pop(name, None)


def reordered(tree: HtmlElement) -> None:
    """Moves what stands above the story's part of the page below it, and the other way round."""
    body = tree.find("body")
    if body is None:
        return
    most = max((_prose(child) for child in body), default=0)
    parts = list(body)
    story = next((i for i, child in enumerate(parts) if _prose(child) == most), 0)
    for child in (*parts[story + 1 :], parts[story], *parts[:story]) if parts else ():
        body.append(child)


DISGUISES: tuple[Callable[[HtmlElement], None], ...] = (
    *(untouched, renamed, translated, bare, reordered),
)


def main(argv: list[str] | None = None) -> int:
    """Prints F1 by disguise and set; 1 below a floor or above the loss, 2 without the pages."""
    parser = argparse.ArgumentParser(prog="python -m bench.disguise", description=__doc__)
    parser.add_argument("--raise", dest="raise_floors", action="store_true", help="raises floors")
    parser.add_argument("--lower", action="store_true", help="sets floors to what was measured")
    options = parser.parse_known_args(argv)[0]
    if not CORPUS.is_dir():
        print(f"bench disguise: no measuring pages at {CORPUS}", file=sys.stderr)
        return 2
    measured = _measured()
    if options.raise_floors or options.lower:
        floors.keep("disguise", measured, lower=options.lower)
    below = [*floors.failures("disguise", measured), *_losses(measured)]
    for disguise, values in measured.items():
        print(disguise.rjust(10), *(f"{name} {value:.3f}" for name, value in values.items()))
    print(*below, sep="\n")
    return 1 if below else 0


def _measured() -> floors.Measures:
    scorer = corpus_scorer()
    truth = json.loads((CORPUS / "dev" / "truth.json").read_text("utf-8"))
    records = [record for record in truth if record["set"] in SETS]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(_read, records, chunksize=8))
    measured: floors.Measures = {}
    for disguise in (disguise.__name__ for disguise in DISGUISES):
        pages = defaultdict(list)
        for record, read in zip(records, found, strict=True):
            pages[record["set"]].append(scorer.score_page(record, read[disguise]))
        totals = {name: scorer.aggregate(scores) for name, scores in pages.items()}
        measured[disguise] = {f"{name}_F1": total["body_F1"] for name, total in totals.items()}
    return measured


def _read(record: Record) -> dict[str, Record]:
    page = decode(gzip.decompress((CORPUS / "dev" / record["html"]).read_bytes()), "")
    found = {}
    for disguise in DISGUISES:
        tree = html.document_fromstring(page.encode("utf-8", "ignore"), parser=_parser())
        disguise(tree)
        found[disguise.__name__] = read_own(record, html.tostring(tree, encoding="utf-8"))
    return found


def _parser() -> html.HTMLParser:
    return html.HTMLParser(encoding="utf-8", huge_tree=True)


def _losses(measured: floors.Measures) -> list[str]:
    plain = measured[untouched.__name__]
    return [
        f"disguise: {disguise} costs {plain[name] - value:.3f} of {name}"
        for disguise, values in measured.items()
        for name, value in values.items()
        if plain[name] - value >= MOST_LOST
    ]


def _rename(tree: HtmlElement, new: Callable[[str], str]) -> None:
    for element in tree.xpath("//*[@class or @id]"):
        for attribute in ("class", "id"):
            if name := element.get(attribute):
                element.set(attribute, new(name))


def _prose(element: HtmlElement) -> int:
    return sum(len(text) for text in element.xpath("descendant-or-self::p//text()"))


if __name__ == "__main__":
    sys.exit(main())
