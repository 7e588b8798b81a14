"""A source's address as it is asked for: whole, without credentials, its parameters kept."""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin, urlsplit

from storywatch.extract.address import canonical


def source_address(url: str, base: str = "") -> str | None:
    """Returns the absolute web address, or None if it cannot be fetched.

    Unlike a story's canonical form it keeps every parameter: `?rss=1` may be what makes it a feed.
    """
    if canonical(url, base or None) is None:
        return None
    joined = urljoin(base, "".join(url.split()))
    parts = urlsplit(urldefrag(joined).url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], path=parts.path or "/").geturl()
