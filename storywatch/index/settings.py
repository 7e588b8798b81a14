"""Where Elasticsearch and Kibana are and how we show who we are; secrets are never printed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from storywatch.errors import WrongUse

NOT_SET = (
    "no Elasticsearch is named; set STORYWATCH_ES_URL or STORYWATCH_ES_CLOUD_ID, "
    "see docs/guide/elasticsearch.md"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSettings:
    """How to reach the index. Neither `repr` nor any message holds the password or the key."""

    url: str = ""
    cloud_id: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    kibana_url: str = ""

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> IndexSettings | None:
        """Returns what the STORYWATCH_ES_* variables say, or None where they name no server.

        Raises `WrongUse` where they do not fit together.
        """
        url, user, password = _parted(environment.get("STORYWATCH_ES_URL", "").strip())
        settings = cls(
            url=url,
            cloud_id=environment.get("STORYWATCH_ES_CLOUD_ID", "").strip(),
            api_key=environment.get("STORYWATCH_ES_API_KEY", "").strip(),
            user=environment.get("STORYWATCH_ES_USER", "").strip() or user,
            password=environment.get("STORYWATCH_ES_PASSWORD", "") or password,
            ca_file=_file(environment, "STORYWATCH_ES_CA_FILE"),
            kibana_url=environment.get("STORYWATCH_KIBANA_URL", "").strip().rstrip("/"),
        )
        if not settings.url and not settings.cloud_id:
            return None
        settings._check()
        return settings

    @property
    def place(self) -> str:
        """The server's name for messages."""
        return self.url or self.cloud_id.partition(":")[0] or "Elasticsearch"

    def _check(self) -> None:
        if self.url and self.cloud_id:
            raise WrongUse("both STORYWATCH_ES_URL and STORYWATCH_ES_CLOUD_ID are set; set one")
        if self.url and urlsplit(self.url).scheme not in {"http", "https"}:
            raise WrongUse(f"STORYWATCH_ES_URL {self.url!r} is no address; write https://HOST:9200")
        if self.api_key and self.password:
            raise WrongUse(
                "both an API key and a password for Elasticsearch are set; set one of them"
            )
        if bool(self.user) != bool(self.password):
            missing = "STORYWATCH_ES_PASSWORD" if self.user else "STORYWATCH_ES_USER"
            raise WrongUse(f"{missing} is missing; a user and a password go together")


def read_settings() -> IndexSettings:
    """Returns the environment's settings, or raises `WrongUse` where they name no server."""
    settings = IndexSettings.read()
    if settings is None:
        raise WrongUse(NOT_SET)
    return settings


def _file(environment: Mapping[str, str], name: str) -> Path | None:
    given = environment.get(name, "").strip()
    if not given:
        return None
    path = Path(given).expanduser()
    if not path.is_file():
        raise WrongUse(f"{name} names {path}, which is no file; name the CA's certificate (PEM)")
    return path


def _parted(url: str) -> tuple[str, str, str]:
    """Takes user and password out of an address, so that it can be printed."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        bare = urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))
        _ = parts.port
    except ValueError as error:
        raise WrongUse("STORYWATCH_ES_URL is no address; write https://HOST:9200") from error
    return bare, unquote(parts.username or ""), unquote(parts.password or "")
