"""Which characters of a text are not ASCII: most texts have few, each of which is soon seen to."""

from __future__ import annotations

_ASCII = bytes(range(128))


def beyond_ascii(text: str) -> set[str]:
    """Returns the different characters of a text that are not ASCII."""
    if text.isascii():
        return set()
    beyond = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return set(beyond.decode("utf-8", "surrogatepass"))
