"""What other extractors read from a page; the Python that `make peers` makes has them."""

from __future__ import annotations

import gzip
import json
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

Record = dict[str, Any]


def newspaper4k(html: str, url: str) -> Record:
    """Reads as newspaper4k does with its own settings, but asks no server for pictures."""
    from newspaper import Article  # noqa: PLC0415 - of the peers' own Python

    article = Article(url, fetch_images=False)
    article.download(input_html=html)
    article.parse()
    return {
        "title": article.title,
        "body": article.text,
        "published": _written(article.publish_date),
        "authors": list(article.authors),
        "image": article.top_image or None,
    }


def news_please(html: str, url: str) -> Record:
    """Reads as news-please does with its own settings, but asks no server for pictures."""
    from newsplease import NewsPlease  # noqa: PLC0415 - as above

    article = NewsPlease.from_html(html, url=url, fetch_images=False)
    return {
        "title": article.title,
        "body": article.maintext,
        "published": _written(article.date_publish),
        "authors": list(article.authors or ()),
        "image": article.image_url,
    }


PEERS: dict[str, Callable[[str, str], Record]] = {
    "newspaper4k": newspaper4k,
    "news-please": news_please,
}


def _written(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def _read(reader: Callable[[str, str], Record], html: str, url: str) -> Record:
    start = time.process_time()
    try:
        found = reader(html, url)
    except Exception:  # noqa: BLE001 - a page that a peer fails at is one that it does not read
        found = {}
    return {**found, "ms": (time.process_time() - start) * 1000}


def main() -> None:
    """Reads lines of JSON with `id`, `path` and `url`; prints one for each, with what each read."""
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        page = json.loads(line)
        with gzip.open(page["path"]) as packed:
            html = packed.read().decode("utf-8", "replace")
        found = {name: _read(reader, html, page["url"]) for name, reader in PEERS.items()}
        print(json.dumps({"id": page["id"], "found": found}, default=str), flush=True)


if __name__ == "__main__":
    main()
