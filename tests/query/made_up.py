"""Made-up trees and stories over few words, so that clauses meet, and edits that change stories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import strategies as st

from storywatch.query import parse
from storywatch.query.analysis import tokens
from storywatch.query.fields import SEARCHED, TEXTS
from storywatch.query.syntax import (
    And,
    Everything,
    Exact,
    Leaf,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Present,
    Query,
    Range,
    Term,
    Tree,
    Wildcard,
    all_of,
    any_of,
    leaves,
    negated,
    normal,
)
from storywatch.story import Passage, Story

WORDS = ("nato", "kyiv", "card", "cards", "apple", "pie", "who", "us")
WRITTEN = (*WORDS, "NATO’s", "Kyiv-card", "Who", "WHO", "U.S.", "Élan", "the", "NATO")
FILLER = "zzz"  # no clause asks for it
NOON = datetime(2025, 12, 2, 12, tzinfo=UTC)
DAYS = tuple(NOON + timedelta(days=day) for day in range(4))

randoms = st.randoms(use_true_random=False)  # shrinkable


def made_up_leaf(random: Random) -> Leaf:
    field = random.choice((None, None, None, *TEXTS))
    picked = tuple(random.sample(WORDS, random.randint(2, 3)))
    near = Near(picked, random.randint(0, 3), field)
    exact = (random.choice(("WHO", "Who", "NATO", "Élan")),)
    since, until = sorted(random.sample(DAYS, 2))
    kinds: tuple[Leaf, ...] = (
        *(Term(word, field) for word in picked),
        Phrase(tuple(random.choices(WORDS, k=random.choice((2, 2, 3)))), field),
        near,
        Prefix(random.choice(("car", "na", "app", "el")), field),
        Wildcard(random.choice(("w?o", "car?", "p?e", "ca?d*")), field),
        Exact(exact * random.choice((1, 1, 2)), field if field in SEARCHED else None),
        Present(random.choice((*TEXTS, "published"))),
        Range("published", random.choice((since, None)), until),
        Everything(),
    )
    return random.choice(kinds)


def made_up_tree(random: Random, *, depth: int = 3, with_not: bool = True) -> Tree:
    kind = random.choice(("leaf", "and", "or", "not")) if depth else "leaf"
    if kind == "leaf" or (kind == "not" and not with_not):
        return made_up_leaf(random)
    if kind == "not":
        return negated(made_up_tree(random, depth=depth - 1))
    parts = [
        made_up_tree(random, depth=depth - 1, with_not=with_not)
        for _ in range(random.randint(2, 3))
    ]
    return (all_of if kind == "and" else any_of)(tuple(parts))


def made_up_query(random: Random, *, with_not: bool = True) -> Query:
    tree = made_up_tree(random, with_not=with_not)
    return Query(text=str(tree), tree=tree, stemming=random.choice((None, None, "en")))


def made_up_story(random: Random, *, id: str = "made-up", seen_at: datetime = NOON) -> Story:
    return Story(
        id=id,
        outlet=random.choice(WORDS),
        url=f"https://example.org/{random.choice(WORDS)}/{random.choice(WORDS)}",
        title=_text(random, 4),
        standfirst=_text(random, 4) or None,
        body=_text(random, 12),
        authors=tuple(_text(random, 2) or "nobody" for _ in range(random.randint(0, 2))),
        section=random.choice((None, *WORDS)),
        language=random.choice((None, "us", "who")),
        published_at=random.choice((None, *DAYS)),
        first_seen_at=seen_at,
        fetched_at=seen_at,
    )


def silenced(story: Story, passages: Iterable[Passage]) -> Story:
    """Returns the story without the passages' words; those that stay come no nearer together."""
    for field in {passage.field for passage in passages}:
        cited = [passage for passage in passages if passage.field == field]
        if field == "published":
            story = replace(story, published_at=None)
        elif any(passage.clause == f"{field}:*" for passage in cited):
            story = _with_text(story, field, "")
        else:
            story = _with_text(story, field, _filled(_text_of(story, field), cited))
    return story


def planted(story: Story, clause: str) -> Story:
    """Returns the story with words that meet the clause, far from all others."""
    leaf = leaves(parse(clause).tree)[0]
    match leaf:
        case Range("published", since, until):
            return replace(story, published_at=since or (until or NOON) - timedelta(seconds=1))
        case Present("published"):
            return replace(story, published_at=NOON)
        case Everything():
            return story
    field = leaf.field or "body"
    far = f" {FILLER}" * 200
    return _with_text(story, field, f"{_text_of(story, field)}{far} {_sought(leaf)}")


def _sought(leaf: Leaf) -> str:
    match leaf:
        case Term(sought) | Prefix(sought):
            return sought
        case Wildcard(form):
            return form.replace("?", "q").removesuffix("*")
        case Phrase(words) | Near(words) | Exact(words):
            return " ".join(words)
        case _:
            return FILLER


def rests_on_presence(tree: Tree) -> bool:
    """Whether a hit must end when its cited words go: no way to hold rests on an absence."""
    match normal(tree):
        case Or(parts):
            return not _excludes(tree) and all(map(rests_on_presence, parts))
        case And(parts):
            return any(map(rests_on_presence, parts))
        case leaf:
            return not isinstance(leaf, Not | Everything)


def _excludes(tree: Tree) -> bool:
    if isinstance(tree, And | Or):
        return any(map(_excludes, tree.parts))
    return isinstance(tree, Not)


def _text(random: Random, most: int) -> str:
    words = random.choices(WRITTEN, k=random.randint(0, most))
    return "".join(word + random.choice((" ", " ", ", ", ". ", "\n")) for word in words).strip()


def _text_of(story: Story, field: str) -> str:
    if field == "author":
        return "\n".join(story.authors)
    return str(getattr(story, field) or "")


def _with_text(story: Story, field: str, text: str) -> Story:
    if field == "author":
        return replace(story, authors=tuple(text.split("\n")) if text else ())
    return replace(story, **{field: text})


def _filled(text: str, cited: list[Passage]) -> str:
    for token in reversed(tokens(text)):
        if any(token.start < passage.end and passage.start < token.end for passage in cited):
            text = f"{text[: token.start]}{FILLER}{text[token.end :]}"
    return text
