"""Kibana's saved-objects API: the dashboards imported, and its answer read to the end."""

from __future__ import annotations

import base64
import json
import ssl
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storywatch.errors import IndexUnusable, WrongUse
from storywatch.index.settings import IndexSettings
from storywatch.settings import CHECKOUT

DASHBOARDS = CHECKOUT / "dashboards" / "storywatch.ndjson"
IMPORT = "/api/saved_objects/_import?overwrite=true"
TIMEOUT = 120.0  # seconds; Kibana migrates the objects before it answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many objects Kibana took, and what it says of those that it did not."""

    count: int
    refused: tuple[str, ...]


def import_dashboards(settings: IndexSettings, objects: Path = DASHBOARDS) -> Imported:
    """Puts our dashboards in place of those of the same ids, and returns what Kibana said.

    Raises `IndexUnusable` when Kibana cannot be reached or lets us not in. A status of 200 says
    nothing: only `success` does.
    """
    answer = _posted(settings, objects.read_bytes())
    refused = tuple(_told(error) for error in answer.get("errors", ()))
    if not answer.get("success") and not refused:
        refused = (str(answer.get("message", "Kibana says that it failed, and not why")),)
    return Imported(count=int(answer.get("successCount", 0)), refused=refused)


def _posted(settings: IndexSettings, objects: bytes) -> dict[str, Any]:
    if not settings.kibana_url.startswith(("http://", "https://")):
        raise WrongUse("STORYWATCH_KIBANA_URL names no Kibana; write http://HOST:5601")
    boundary = uuid.uuid4().hex
    request = urllib.request.Request(
        settings.kibana_url + IMPORT,
        data=_form(boundary, objects),
        headers={
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "kbn-xsrf": "storywatch",
            **_credentials(settings),
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT, context=_context(settings)) as answer:
            read: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            raise IndexUnusable(_refusal(settings, error)) from error
    except (OSError, ValueError) as error:
        raise IndexUnusable(
            f"Kibana at {settings.kibana_url} cannot be reached or does not answer as Kibana "
            f"does ({error}); check that it runs and its address"
        ) from error
    return read


def _form(boundary: str, objects: bytes) -> bytes:
    head = (
        f"--{boundary}\r\n"
        'Content-Disposition: form-data; name="file"; filename="storywatch.ndjson"\r\n'
        "Content-Type: application/ndjson\r\n\r\n"
    )
    return head.encode() + objects + f"\r\n--{boundary}--\r\n".encode()


def _credentials(settings: IndexSettings) -> dict[str, str]:
    if settings.api_key:
        return {"Authorization": f"ApiKey {settings.api_key}"}
    if settings.user:
        pair = f"{settings.user}:{settings.password}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
    return {}


def _context(settings: IndexSettings) -> ssl.SSLContext | None:
    if not settings.kibana_url.startswith("https://"):
        return None
    return ssl.create_default_context(cafile=settings.ca_file)


def _refusal(settings: IndexSettings, error: urllib.error.HTTPError) -> str:
    what = {
        401: "does not know us: check the API key, or user and password",
        403: "does not let us import saved objects: give the user Kibana's 'all' right",
        503: "is not ready yet: wait a minute and try again",
    }.get(error.code, "refuses the import")
    said = error.read().decode("utf-8", "replace")[:300]
    return f"Kibana at {settings.kibana_url} {what} ({error.code}: {said})"


def _told(error: dict[str, Any]) -> str:
    inner = error.get("error", {})
    why = inner.get("message") or inner.get("type") or "no reason given"
    lacking = [f"{one.get('type')} {one.get('id')}" for one in inner.get("references", ())]
    return f"{error.get('type')} {error.get('id')}: {', '.join((why, *lacking))}"
