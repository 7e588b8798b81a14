"""A letter as the bytes of a mail: text and HTML, everything from outside escaped."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from storywatch.alerts import wording
from storywatch.alerts.digest import Kind, Letter
from storywatch.alerts.tokens import unsubscribe_token
from storywatch.harmless import harmless, one_line
from storywatch.latency import IN_WORDS
from storywatch.query.excerpts import one_line_inside
from storywatch.recipients import is_address, shown
from storywatch.story import digest

TEMPLATES = Path(__file__).parent / "templates"
MOST_IN_FULL = 50  # entries; mail readers cut a mail off at about 100 kB
HEADINGS = {
    Kind.COPIES.value: "Copies of stories told before",
    Kind.EDITED.value: "Edited",
    Kind.RECOVERED.value: "Recovered",
    Kind.EARLIER.value: "From before the watch",
}
NOTES = {
    Kind.RECOVERED.value: "These come late, each for the reason that stands with it.",
    Kind.EARLIER.value: "These were published before storywatch first looked at their outlets.",
}
POLICY = SMTP.clone(max_line_length=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who writes, and where one unsubscribes; without `public_url` that is by mail."""

    sender: str
    secret: bytes = field(repr=False)
    public_url: str | None = None

    @property
    def domain(self) -> str:
        """The domain in the ids of messages and lists."""
        return self.sender.rpartition("@")[2] or "localhost"

    def unsubscribe_url(self, letter: Letter) -> str | None:
        """Returns where a letter's recipient leaves its topics with one click.

        A channel whose address is a secret has no such place: the link would hold that address.
        """
        mail = letter.mail
        has_secret = shown(mail.recipient) != mail.recipient
        if not self.public_url or not mail.topics or has_secret:
            return None
        token = unsubscribe_token(mail.recipient, mail.topics, self.secret)
        return f"{self.public_url.rstrip('/')}/unsubscribe?token={token}"


def message_id(letter: Letter, head: Letterhead) -> str:
    """Returns the id of a letter's mail: the same whenever it is written of the same alerts."""
    mail = letter.mail
    told = sorted("\0".join(map(str, alert.key)) for alert in mail.alerts)
    if not told:
        told = ["nothing found", mail.heartbeat or "", mail.at.isoformat()]
    return f"<{digest('mail', mail.recipient, *told)}@{head.domain}>"


def written(letter: Letter, head: Letterhead) -> bytes:
    """Returns the whole mail; the same letter gives the same bytes."""
    message = EmailMessage(policy=POLICY)
    for name, value in _headers(letter, head):
        message[name] = value
    unsubscribe = head.unsubscribe_url(letter)
    words = _words(letter, unsubscribe)
    text, html = template("mail.txt").render(words), template("mail.html").render(words)
    message.set_content(harmless(text), cte="quoted-printable")
    message.add_alternative(
        harmless(_inliner().inline(html)), subtype="html", cte="quoted-printable"
    )
    message.set_boundary(f"=_{digest('boundary', message_id(letter, head))}")
    return message.as_bytes()


def _headers(letter: Letter, head: Letterhead) -> list[tuple[str, Any]]:
    mail = letter.mail
    roots = " ".join(
        f"<{digest('topic', name, mail.recipient)}@{head.domain}>" for name in mail.topics
    )
    headers: list[tuple[str, Any]] = [
        ("From", Address("storywatch", addr_spec=head.sender)),
        ("To", mail.recipient if is_address(mail.recipient) else "undisclosed-recipients:;"),
        ("Subject", letter.subject),
        ("Date", format_datetime(mail.at)),
        ("Message-ID", message_id(letter, head)),
        ("Auto-Submitted", "auto-generated"),
    ]
    if not mail.topics:
        return headers
    list_id = f"<{'.'.join(mail.topics)}.alerts.{head.domain}>"
    headers += [("References", roots), ("List-Id", list_id)]
    return headers + _unsubscribe_headers(letter, head)


def _unsubscribe_headers(letter: Letter, head: Letterhead) -> list[tuple[str, Any]]:
    by_mail = f"<mailto:{head.sender}?subject={quote('unsubscribe ' + letter.mail.topics[0])}>"
    url = head.unsubscribe_url(letter)
    if url is None:
        return [("List-Unsubscribe", by_mail)]
    return [
        ("List-Unsubscribe", f"<{url}>, {by_mail}"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]


def _words(letter: Letter, unsubscribe: str | None) -> dict[str, Any]:
    return {
        "letter": letter,
        "sections": [(kind, entries) for kind in Kind if (entries := letter.section(kind))],
        "most_in_full": MOST_IN_FULL,
        "is_merged": len(letter.topics) > 1,
        "legs": IN_WORDS,
        "unsubscribe": unsubscribe,
        "headings": HEADINGS,
        "notes": NOTES,
    }


def _web(url: str) -> str:
    """Returns the address if it is one that a link may lead to, else nothing."""
    address = one_line(url)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


@cache
def template(name: str) -> Any:
    """Returns one of the templates; what it shows in HTML is escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=lambda template: bool(template and template.endswith(".html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        line=one_line,
        web=_web,
        when=wording.when,
        length_of=wording.length,
        inside=one_line_inside,
        shown=shown,
        capitalised=lambda text: text[:1].upper() + text[1:],
        shortened=wording.shortened,
        published=wording.published,
        counted=wording.counted,
    )
    return environment.get_template(name)


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_style_tags=False, load_remote_stylesheets=False)
