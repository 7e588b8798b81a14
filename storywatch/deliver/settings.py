"""How alerts go out, read once from the environment; secrets are never shown."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from storywatch.errors import WrongUse
from storywatch.topic import ADDRESS

CHANNEL = "STORYWATCH_CHANNEL_"
DESK = "desk@localhost"
SENDER = "storywatch@localhost"
KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySettings:
    """The mail server and the sender, where mail goes without one, and the named channels.

    `alert_to` is told of topics that name no recipients, `operator` of the watch itself. `secret`
    signs unsubscribe links.
    """

    mail_dir: Path
    secret: bytes = field(repr=False)
    smtp_url: str = field(default="", repr=False)
    mail_from: str = SENDER
    alert_to: str = DESK
    operator: str = DESK
    public_url: str | None = None
    channels: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, data_dir: Path, environment: Mapping[str, str] = os.environ) -> DeliverySettings:
        """Returns the settings that STORYWATCH_* variables give, or raises `WrongUse`.

        Without STORYWATCH_SECRET a key is made once and kept in the data folder.
        """
        alert_to = environment.get("STORYWATCH_ALERT_TO") or DESK
        settings = cls(
            mail_dir=Path(environment.get("STORYWATCH_MAIL_DIR") or data_dir / "mail"),
            secret=environment.get("STORYWATCH_SECRET", "").encode() or kept_key(data_dir),
            smtp_url=environment.get("STORYWATCH_SMTP_URL", ""),
            mail_from=environment.get("STORYWATCH_MAIL_FROM") or SENDER,
            alert_to=alert_to,
            operator=environment.get("STORYWATCH_OPERATOR") or alert_to,
            public_url=environment.get("STORYWATCH_PUBLIC_URL") or None,
            channels={
                name.removeprefix(CHANNEL).lower(): url
                for name, url in environment.items()
                if name.startswith(CHANNEL) and url
            },
        )
        settings.check()
        return settings

    def check(self) -> None:
        """Raises `WrongUse` that says which variable cannot be used, and never its secrets."""
        if self.smtp_url:
            _check_smtp(self.smtp_url)
        named = {"MAIL_FROM": self.mail_from, "ALERT_TO": self.alert_to, "OPERATOR": self.operator}
        for name, address in named.items():
            if not ADDRESS.fullmatch(address):
                raise WrongUse(f"STORYWATCH_{name} is no mail address such as desk@example.org")
        if self.public_url and not self.public_url.startswith(("https://", "http://")):
            raise WrongUse("STORYWATCH_PUBLIC_URL is no address such as https://watch.example.org")

    def channel_url(self, name: str) -> str:
        """Returns the address of a named channel, or raises `WrongUse` that says how to set it."""
        if name not in self.channels:
            raise WrongUse(
                f"channel:{name} is not set up; set {CHANNEL}{name.upper()} to an address "
                "that Apprise knows, such as slack://…"
            )
        return self.channels[name]


def kept_key(data_dir: Path) -> bytes:
    """Returns the folder's own key, made at its first use and readable by its owner alone."""
    path = data_dir / "secret.key"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    key = secrets.token_hex(KEY_BYTES).encode()
    with os.fdopen(handle, "wb") as file:
        file.write(key)
    return key


def _check_smtp(url: str) -> None:
    how = "write smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465"
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("smtp", "smtps") and parts.hostname and parts.port != 0
    except ValueError as error:
        raise WrongUse(f"STORYWATCH_SMTP_URL cannot be used; {how}") from error
    if not usable:
        raise WrongUse(f"STORYWATCH_SMTP_URL cannot be used; {how}")
