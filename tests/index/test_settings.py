from __future__ import annotations

from pathlib import Path

import pytest

from storywatch.errors import WrongUse
from storywatch.index.settings import IndexSettings, read_settings

URL = "https://es.example:9200"


def read(**variables: str) -> IndexSettings | None:
    return IndexSettings.read({f"STORYWATCH_{name}": value for name, value in variables.items()})


def test_without_a_server_s_name_there_are_no_settings() -> None:
    assert read(ES_USER="desk") is None


def test_secrets_are_in_no_representation() -> None:
    settings = read(ES_URL="https://desk:wh%40t@es.example:9200/proxied/")

    assert settings is not None
    assert (settings.user, settings.password) == ("desk", "wh@t")
    assert settings.url == settings.place == "https://es.example:9200/proxied"
    assert "wh@t" not in repr(settings)
    key = read(ES_CLOUD_ID="desk:c2VjcmV0", ES_API_KEY="k3y")
    assert key is not None
    assert "k3y" not in repr(key)
    assert key.place == "desk"


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"ES_URL": URL, "ES_CLOUD_ID": "desk:x"}, "both"),
        ({"ES_URL": "es.example:9200"}, "write https://HOST:9200"),
        ({"ES_URL": "https://es.example:port"}, "write https://HOST:9200"),
        ({"ES_URL": URL, "ES_API_KEY": "k", "ES_USER": "u", "ES_PASSWORD": "p"}, "one of them"),
        ({"ES_URL": URL, "ES_USER": "u"}, "STORYWATCH_ES_PASSWORD is missing"),
        ({"ES_URL": URL, "ES_PASSWORD": "p"}, "STORYWATCH_ES_USER is missing"),
        ({"ES_URL": URL, "ES_CA_FILE": "/no/such.pem"}, "no file"),
    ],
)
def test_what_does_not_fit_together_is_said(variables: dict[str, str], says: str) -> None:
    with pytest.raises(WrongUse, match=says):
        read(**variables)


def test_a_ca_file_is_taken(tmp_path: Path) -> None:
    ca = tmp_path / "ca.crt"
    ca.write_text("-----BEGIN CERTIFICATE-----")

    settings = read(ES_URL=URL, ES_CA_FILE=str(ca))

    assert settings is not None
    assert settings.ca_file == ca


def test_a_verb_that_needs_the_index_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STORYWATCH_ES_URL", "STORYWATCH_ES_CLOUD_ID"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(WrongUse, match="set STORYWATCH_ES_URL"):
        read_settings()
