from __future__ import annotations

from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.discover.story_address import is_hub, is_story_address, word_count

HEADLINE = "Central bank cuts rates once again"


@pytest.mark.parametrize(
    "path",
    [
        "/news/articles/cx2p8y2w3zgo",
        "/news/world-europe-68012345",
        "/world/europe/bank-cuts-rates-2025-12-05/",
        "/article/bank-cuts-rates-1a2b3c4d5e6f1a2b3c4d5e6f1a2b3c4d",
        "/2025/12/05/world/europe/bank.html",
        "/world/2025/dec/05/bank",
        "/content/0a1b2c3d-1111-2222-3333-444455556666",
        "/en/bank-cuts/a-71609123",
        "/news/national/bank/article70361234.ece",
        "/news/html/20251205/k10014991234000.html",
        "/wirtschaft/zentralbank-senkt-zinsen-100.html",
        "/politics/bank-cuts-rates",
        "/money/subscription-services-raise-prices",
        "/technology/network-changes-its-privacy-policy-again",
        "/?p=12345",
        "/news/story?id=998877",
        "/topics/economy/bank-cuts-rates-again-12345",
    ],
)
def test_stories_addresses_have_a_date_an_id_or_a_slug(path: str) -> None:
    assert is_story_address(f"https://bugle.example{path}", HEADLINE)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/news/banks", HEADLINE),
        ("/politics", "Politics"),
        ("/world/europe/bank-cuts-rates", "Read more"),
        ("/2025/12/05/bank", "More"),
        ("/?page=2", HEADLINE),
        ("/news/live-updates", HEADLINE),
        ("/topics/economy-and-finance", HEADLINE),
    ],
)
def test_lists_and_bare_words_are_none(path: str, words: str) -> None:
    assert not is_story_address(f"https://bugle.example{path}", words)


def test_a_script_without_spaces_has_headlines_too() -> None:
    assert word_count("日銀が政策金利を引き上げ") >= 4
    assert is_story_address(
        "https://bugle.example/articles/20251205001", "日銀が政策金利を引き上げ"
    )


@settings(max_examples=60, deadline=None)
@given(st.text("/-_.%0123456789" + ascii_lowercase, max_size=1_500), st.text(max_size=300))
def test_any_address_is_judged(path: str, words: str) -> None:
    url = f"https://bugle.example/{path}"

    assert is_story_address(url, words) in (True, False)
    assert not (is_hub(url) and is_story_address(url, words))
