"""Recipients as they may be shown: an address whole, a channel without its secrets."""

from __future__ import annotations

import re

SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://")


def is_address(recipient: str) -> bool:
    """Whether the recipient is a mail address."""
    return "@" in recipient and ":" not in recipient


def shown(recipient: str) -> str:
    """Returns the recipient as logs and mails may name it: a channel's address is a secret."""
    scheme = SCHEME.match(recipient)
    return f"{scheme[1]}://…" if scheme else recipient
