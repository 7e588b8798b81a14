"""The seed stories, cut into what their outlets' pages are made of, and wrapped into such pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from tests.extract.corpus import SHARED

TEMPLATES = Path(__file__).parent / "seed_pages"
Item = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Seed:
    """A seed's lines by what they are; the text itself stays where it is."""

    template: str
    url: str
    headline: str
    stream: list[Item]
    title: str = ""
    standfirst: str | None = None
    date: str | None = None
    date_first: bool = False
    byline: str | None = None
    captions: list[str] = field(default_factory=list)
    top: list[str] = field(default_factory=list)
    ending: str | None = None
    bottom: list[str] = field(default_factory=list)
    teasers: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def body(self) -> list[str]:
        return [plain(item["text"]) for item in self.stream if item["kind"] in {"p", "h2"}]

    def page(self, template: str | None = None) -> bytes:
        """The seed as a page of its outlet, or in another template."""
        loader = FileSystemLoader(TEMPLATES)
        page = Environment(loader=loader, autoescape=True).get_template(template or self.template)
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        hero = self.captions[0] if self.template == "moneycontrol.html" else None
        return page.render(
            **{**values, "title": self.title or self.headline, "hero": hero}
        ).encode()


def plain(text: str) -> str:
    return " ".join(text.split())


@cache
def lines_of(number: str) -> tuple[str, ...]:
    (path,) = (SHARED / "seeds").glob(f"{number}_*.txt")
    stripped = (line.strip() for line in path.read_text("utf-8").split("\n"))
    return tuple(line for line in stripped if line)


def text_items(lines: tuple[str, ...], headings: set[int], first: int, last: int) -> list[Item]:
    kinds = {number: "h2" if number in headings else "p" for number in range(first, last + 1)}
    return [{"kind": kind, "text": lines[number]} for number, kind in kinds.items()]


def moneycontrol() -> Seed:
    lines = lines_of("000")
    return Seed(
        template="moneycontrol.html",
        url="https://www.moneycontrol.com/world/trump-s-peace-push-article-13706021.html",
        headline=lines[2],
        standfirst=lines[3],
        date=lines[4],
        byline=lines[26],
        captions=[lines[5]],
        stream=text_items(lines, {8, 12, 16, 19, 23}, 6, 25),
        top=list(lines[:2]),
        bottom=list(lines[27:]),
    )


def dnyuz() -> Seed:
    lines = lines_of("001")
    days = [number for number in range(55, 76) if lines[number] == lines[9]]
    return Seed(
        template="dnyuz.html",
        url="https://dnyuz.com/2025/12/05/in-russia-talks-nato-allies-fear-trump/",
        headline=lines[8],
        date=lines[9],
        stream=text_items(lines, set(), 12, 46),
        top=list(lines[:8]),
        ending=lines[47],
        bottom=[*lines[48:55], lines[76]],
        teasers=[(lines[number - 1], lines[number]) for number in days],
    )


def politics_site() -> Seed:
    lines = lines_of("002")
    stream = text_items(lines, {7, 9, 13, 15, 19}, 7, 20)
    for at in (17, 11):
        figure = {"kind": "figure", "alt": lines[at], "text": lines[at + 1]}
        stream[at - 7 : at - 5] = [figure]
    return Seed(
        template="politics_site.html",
        url="https://politics.example/us-russia-overtures",
        headline=lines[2],
        standfirst=lines[6],
        date=lines[4],
        date_first=True,
        captions=[lines[12], lines[18]],
        stream=stream,
        top=[lines[1], lines[3], lines[5]],
    )


def the_week() -> Seed:
    lines = lines_of("003")
    stream = text_items(lines, {4, 14}, 2, 17)
    stream[4:9] = [{"kind": "sign_up", "lines": lines[6:11]}]
    teasers = [tuple(lines[at + 1 : at + 4]) for at in range(21, len(lines), 4)]
    return Seed(
        template="the_week.html",
        url="https://theweek.com/politics/europe-trump-ukraine-putin",
        title=f"{lines[0]} | The Week",
        headline=lines[0],
        standfirst=lines[1],
        byline="Rafi Schwartz",
        stream=stream,
        bottom=list(lines[18:21]),
        teasers=teasers,
    )


def dw() -> Seed:
    lines = lines_of("004")
    stream = text_items(lines, {7, 16, 21, 30}, 2, 39)
    for at in (38, 4):
        stream[at - 2 : at] = [{"kind": "video", "text": lines[at], "notice": lines[at + 1]}]
    pictures = [number for number, item in enumerate(stream) if "Image:" in item["text"]]
    for at in reversed(pictures):
        caption, credit = stream[at]["text"].split("Image:")
        figure = {"kind": "figure", "alt": stream[at - 1]["text"], "text": stream[at]["text"]}
        stream[at - 1 : at + 1] = [{**figure, "caption": caption, "credit": f"Image:{credit}"}]
    return Seed(
        template="dw.html",
        url="https://www.dw.com/en/at-nato-meeting-europe-demands-part-in-talks/a-71601867",
        title=lines[1],
        headline=lines[1].removesuffix(" – DW (English)"),
        captions=[item["text"] for item in stream if item["kind"] == "figure"],
        stream=stream,
        bottom=[lines[40]],
    )


SEEDS = {make.__name__: make for make in (moneycontrol, dnyuz, politics_site, the_week, dw)}
