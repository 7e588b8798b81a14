"""Signed tokens: who may be taken off which topics by whoever holds one."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterable

LONGEST = 8_000  # characters; no token of ours comes near


def unsubscribe_token(recipient: str, topics: Iterable[str], secret: bytes) -> str:
    """Returns a token, the same for the same words, that only holders of the secret can make."""
    words = json.dumps([recipient, sorted(topics)], separators=(",", ":")).encode()
    return f"{_text(words)}.{_text(_signature(words, secret))}"


def read_token(token: str, secret: bytes) -> tuple[str, tuple[str, ...]] | None:
    """Returns recipient and topics of a token that was signed with the secret, else None."""
    words, _, signature = token[:LONGEST].partition(".")
    try:
        read, signed = _bytes(words), _bytes(signature)
    except (ValueError, binascii.Error):
        return None
    if not hmac.compare_digest(signed, _signature(read, secret)):
        return None
    recipient, topics = json.loads(read)
    return recipient, tuple(topics)


def _signature(words: bytes, secret: bytes) -> bytes:
    return hmac.digest(secret, b"unsubscribe\0" + words, hashlib.sha256)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
