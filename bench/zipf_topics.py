"""Topics as newsrooms have them, made of the words of real stories by Zipf's law."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from random import Random

from storywatch.query.analysis import words
from storywatch.topic import Topic

SKIPPED = 150  # the most common words: nobody watches "the"
FLATTER = 600  # added to a word's rank: names are nearer to each other than common words are


class Vocabulary:
    """The words and word pairs of texts, to be drawn by Zipf's law: by one over the rank."""

    def __init__(self, texts: Iterable[str]) -> None:
        counted: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        for text in texts:
            found = words(text)
            counted.update(dict.fromkeys(found).keys())
            pairs.update(dict.fromkeys(map(" ".join, pairwise(found))).keys())
        self.words = [word for word, _ in counted.most_common() if word.isalpha()][SKIPPED:]
        common = {word for word, _ in counted.most_common(SKIPPED)}
        self.pairs = [
            pair
            for pair, count in pairs.most_common()
            if count > 1 and common.isdisjoint(pair.split()) and pair.replace(" ", "").isalpha()
        ]
        self._word_weights = _zipf(len(self.words))
        self._pair_weights = _zipf(len(self.pairs))

    def literal(self, random: Random) -> str:
        """A word, a phrase or a beginning, as a query writes it."""
        turn = random.random()
        if turn < 0.25:
            return f'"{_drawn(random, self.pairs, self._pair_weights)}"'
        word = _drawn(random, self.words, self._word_weights)
        if turn < 0.35 and len(word) > 5:
            return f"{word[: len(word) - 2]}*"
        return word if len(word) > 3 else f'"{word}"'


def topics(vocabulary: Vocabulary, count: int, seed: int = 1) -> list[Topic]:
    """Returns topics of 1 to 12 literals in two to four groups, a quarter with an exclusion."""
    random = Random(seed)
    return [
        Topic(id=f"topic_{number}", query=_query(vocabulary, random)) for number in range(count)
    ]


def _query(vocabulary: Vocabulary, random: Random) -> str:
    groups = random.choices((2, 3, 4), (0.45, 0.4, 0.15))[0]
    parts = [
        " OR ".join(vocabulary.literal(random) for _ in range(random.choice((1, 1, 1, 2, 3))))
        for _ in range(groups)
    ]
    query = " AND ".join(f"({part})" for part in parts)
    return f"{query} NOT {vocabulary.literal(random)}" if random.random() < 0.25 else query


def _zipf(count: int) -> list[float]:
    return list(accumulate(1 / (rank + FLATTER) for rank in range(count)))


def _drawn(random: Random, among: Sequence[str], weights: Sequence[float]) -> str:
    return random.choices(among, cum_weights=weights)[0]
