"""Mails to the operator: written to the outbox, from which they are sent like all others."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.desk import Desk
from storywatch.alert import Mail
from storywatch.alerts.notices import Notice
from storywatch.alerts.relay import letterhead
from storywatch.deliver import DeliverySettings
from storywatch.journal.deliveries import Intent

WHY_YOU = "You get this because STORYWATCH_OPERATOR or STORYWATCH_ALERT_TO names you."


def tell_operator(
    desk: Desk,
    settings: DeliverySettings,
    subject: str,
    paragraphs: Sequence[str],
    *,
    key: Sequence[str],
) -> None:
    """Writes a mail to the operator; what has the same key is told once."""
    now, head = desk.clock(), letterhead(settings)
    notice = Notice(
        recipient=settings.operator,
        at=now,
        subject=subject,
        paragraphs=(*paragraphs, WHY_YOU),
        key=key,
    )
    intent = Intent(
        message_id=notice.message_id(head), subject=notice.subject, content=notice.written(head)
    )
    desk.journal.deliveries.intend(Mail(recipient=settings.operator, at=now), intent, now=now)
