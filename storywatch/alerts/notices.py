"""Mails to whoever runs storywatch: plain text, about the watch itself and not about stories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from textwrap import fill

from storywatch.alerts.render import POLICY, Letterhead
from storywatch.harmless import harmless, one_line
from storywatch.recipients import is_address
from storywatch.story import digest

WIDTH = 78


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What the operator is told; `key` is what the same notice has in common whenever written."""

    recipient: str
    at: datetime
    subject: str
    paragraphs: Sequence[str]
    key: Sequence[str]

    def message_id(self, head: Letterhead) -> str:
        """Returns the id of its mail."""
        return f"<{digest('notice', self.recipient, *self.key)}@{head.domain}>"

    def written(self, head: Letterhead) -> bytes:
        """Returns the whole mail; the same notice gives the same bytes."""
        message = EmailMessage(policy=POLICY)
        message["From"] = Address("storywatch", addr_spec=head.sender)
        is_mail = is_address(self.recipient)
        message["To"] = self.recipient if is_mail else "undisclosed-recipients:;"
        message["Subject"] = one_line(self.subject)
        message["Date"] = format_datetime(self.at)
        message["Message-ID"] = self.message_id(head)
        message["Auto-Submitted"] = "auto-generated"
        told = [fill(one_line(text), WIDTH, break_long_words=False) for text in self.paragraphs]
        message.set_content(harmless("\n\n".join(told)) + "\n", cte="quoted-printable")
        return message.as_bytes()
