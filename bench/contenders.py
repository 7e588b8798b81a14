"""Who crawls the same pages, each in a process that loads only what it needs itself."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.page_addresses import HOSTS, TOPIC


def bare(port: int, count: int) -> int:
    """Downloads with Scrapy as it comes."""
    from bench.spiders import Bare, crawl  # noqa: PLC0415 - storywatch does without

    return crawl(Bare, port, count)


def naive(port: int, count: int) -> int:
    """Downloads with Scrapy as it comes and reads every page with trafilatura."""
    from bench.spiders import Naive, crawl  # noqa: PLC0415 - as above

    return crawl(Naive, port, count)


def newspaper4k(port: int, count: int) -> int:
    """Downloads with Scrapy as it comes and reads every page with newspaper4k."""
    from bench.spiders import Newspaper4k, crawl  # noqa: PLC0415 - as above

    return crawl(Newspaper4k, port, count)


def news_please(port: int, count: int) -> int:
    """Downloads with Scrapy as it comes and reads every page with news-please."""
    from bench.spiders import NewsPlease, crawl  # noqa: PLC0415 - as above

    return crawl(NewsPlease, port, count)


def storywatch(port: int, count: int) -> int:
    """Does a whole round: feeds, pages, topics, journal. Returns how many leads have a fate."""
    from storywatch.cli import load  # noqa: PLC0415 - Scrapy's own runs do without

    load("crawl")
    from storywatch.cli.crawl import crawl_once  # noqa: PLC0415 - as above
    from storywatch.settings import Settings  # noqa: PLC0415 - as above

    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder)
        declare(desk, port)
        settings = Settings(
            outlets_dir=desk / "outlets",
            topics_dir=desk / "topics",
            data_dir=desk / "data",
            allow_private=("127.0.1.0/24",),
        )
        reports, balances = crawl_once(settings)
    fates = [fate for report in reports for fate in report.fates.items()]
    stories = sum(number for fate, number in fates if fate == "new")
    if not balances or stories != len(range(0, count, 10)):
        sys.exit(f"storywatch found {stories} stories; balances: {balances}; {fates}")
    return sum(number for _, number in fates)


def declare(desk: Path, port: int) -> None:
    """Writes the outlets at that port, and the topic of one page in ten, into the desk's folder."""
    for name in ("outlets", "topics"):
        (desk / name).mkdir()
    (desk / "topics" / "bench.toml").write_text(f'query = "{TOPIC}"\n', encoding="utf-8")
    for number, host in enumerate(HOSTS):
        home = f"http://{host}:{port}"
        (desk / "outlets" / f"o{number}.toml").write_text(
            f'id = "o{number}"\nhomepage = "{home}/"\n[pace]\ndelay = 0\nat_once = 4\n'
            f'[[source]]\nkind = "feed"\nurl = "{home}/feed"\n',
            encoding="utf-8",
        )


CONTENDERS: dict[str, Callable[[int, int], int]] = {
    "bare": bare,
    "naive": naive,
    "newspaper4k": newspaper4k,
    "news-please": news_please,
    "storywatch": storywatch,
}

if __name__ == "__main__":
    _, _name, _port, _count = sys.argv
    print(CONTENDERS[_name](int(_port), int(_count)))
