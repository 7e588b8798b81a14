"""Random queries, each as what its author typed and as what it asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.query.reference import Asked, exact_words, kind


def several(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WORDS = several(
    "trump card president us US who WHO w.h.o. U.S. apple pie Apple garcia López lopez smith "
    "jones García-López smith-jones louis St. kyiv Kiev O'Brien O’Brien brien Sakalienė "
    "sakaliene NATO nato NATO's COVID-19 covid 19 AT&T at C++ c cplusplus 北约 北 东京都 ひらがな "
    "カタカナ e-mail email e mail woman women womankind wombat immigrant immigration strasse "
    "STRASSE straße aeon łódź οδος ΟΔΟΣ москва café cafe naïve coöperate zerowidth coop 3.14 "
    "1,000 10:30 2025-12-06 rock'n'roll rock roll ain't don't run runners running ran policy "
    "policies tax taxes taxation organisation and or not to a b c d x one two three x_y init "
    "snake_case file_name.txt example.com สวัสดีชาวโลก 한국 नमस्ते שלום résumé resume J.K. jrr uk "
    "smith's smiths full-width tokyo 2025 fine absent nowhere quoted tis l'amour amour d'Artagnan "
    "the is"
)
STARTS = several(
    "tru us ap imm immigra wom run tax polic organis smi garc sakal 20 ka caf rés nai lop o'b"
)
FORMS = several(
    "wom?n t?ump w?o r?n ta?es us? car? n?to sm?ths run? caf? ki?v ky?v 3?14 o?e to?yo li?"
)
FIELD_WORDS = {
    "author": several("anna smith-jones petraitė Sean o'brien lee"),
    "outlet": several("bugle daily-echo echo the_wire wire"),
    "section": several("world politics economy sport football sport/football"),
    "language": several("en de zh fr"),
    "url": several("bugle example kyiv world news the_wire 7 id"),
}
OPERATORS = ("AND", "OR", "")


@dataclass(frozen=True, slots=True)
class Typed:
    """A query: its text, and what it asks as `reference` takes it."""

    text: str
    asked: Asked


def random_query(random: Random, depth: int = 3, words: Sequence[str] = WORDS) -> Typed:
    """A query of some clauses, of which the seed decides everything."""
    if depth == 0 or random.random() < 0.35:
        return _leaf(random, words)
    turn = random.random()
    if turn < 0.15:
        inner = random_query(random, depth - 1, words)
        return Typed(f"{random.choice(('NOT ', '-'))}({inner.text})", ("not", inner.asked))
    if turn < 0.25:
        field = random.choice(("title", "standfirst", "body"))
        inner = _plain(random, words)
        return Typed(f"{field}:({inner.text})", ("in", field, inner.asked))
    return _chain(random, depth, words)


def _chain(random: Random, depth: int, words: Sequence[str]) -> Typed:
    """Operands with AND, OR or nothing between them: nothing binds loosest, then OR, then AND."""
    parts = [random_query(random, depth - 1, words) for _ in range(random.randint(2, 4))]
    text, loosest = "", [[[]]]  # type: ignore[var-annotated]
    for number, part in enumerate(parts):
        operator = random.choice(OPERATORS) if number else None
        if operator == "":
            loosest.append([[]])
        elif operator == "OR":
            loosest[-1].append([])
        loosest[-1][-1].append(part.asked)
        sign = "+" if operator == "" and random.random() < 0.2 else ""
        text += f"{'' if operator is None else ' ' + operator} {sign}{_enclosed(part)}"
    return Typed(
        text.strip(),
        ("and", *(("or", *(("and", *ands) for ands in ors)) for ors in loosest)),
    )


def _enclosed(part: Typed) -> str:
    is_simple = part.asked[0] not in ("and", "or", "not") and not part.text.startswith("-")
    return part.text if is_simple else f"({part.text})"


def _leaf(random: Random, words: Sequence[str]) -> Typed:
    turn = random.random()
    if turn < 0.04:
        return Typed("*", ("everything",))
    if turn < 0.08:
        field = random.choice(("title", "standfirst", "body", "author", "section", "published"))
        return Typed(f"{field}:*", ("present", field))
    if turn < 0.14:
        days = sorted(f"2025-11-{random.randint(20, 30)}" for _ in range(2))
        low, high = (random.choice((day, day, "*")) for day in days)
        if (low, high) != ("*", "*"):
            return Typed(f"published:[{low} TO {high}]", ("published", low, high))
    if turn < 0.24:
        field = random.choice(tuple(FIELD_WORDS))
        word = random.choice(FIELD_WORDS[field])
        return Typed(f'{field}:"{word}"', ("in", field, ("word", word)))
    return _plain(random, words)


def _plain(random: Random, words: Sequence[str]) -> Typed:
    turn = random.random()
    word = random.choice(words)
    if turn < 0.45:
        text = word if word.replace("-", "").isalnum() else f'"{word}"'
        is_operator = word.upper() in ("AND", "OR", "NOT", "TO") and word.isupper()
        return Typed(f'"{word}"' if is_operator else text, ("word", word))
    if turn < 0.55:
        some = _run(random, words)
        return Typed(f'"{some}"', ("phrase", some))
    if turn < 0.7:
        at = random.randrange(len(words) - 6)  # words that stand near in the list do so in texts
        among = words[at : at + 6] if random.random() < 0.7 else words
        some, others = " ".join(random.sample(among, random.randint(2, 3))), random.randint(0, 5)
        return Typed(f'"{some}"~{others}', ("near", some, others))
    if turn < 0.8:
        start = random.choice(STARTS) if words is WORDS else _start(word)
        return (
            Typed(f"{start}*", ("prefix", start)) if start else Typed(f'"{word}"', ("word", word))
        )
    if turn < 0.9:
        form = random.choice(FORMS)
        is_open = random.random() < 0.3
        return Typed(form + "*" * is_open, ("wild", form, is_open))
    some = _run(random, words) if random.random() < 0.3 else word
    return Typed(f'exact:"{some}"', ("exact", some))


def _run(random: Random, words: Sequence[str]) -> str:
    """Some words in the order of the list, which for texts' own words gives phrases that occur."""
    at = random.randrange(len(words) - 3)
    return " ".join(words[at : at + random.randint(2, 3)])


def _start(word: str) -> str:
    whole = exact_words(word)
    is_plain = len(whole) == 1 and all(kind(char) == "letter" for char in word) and word.isascii()
    return word[: max(2, len(word) // 2)] if is_plain and len(word) > 3 else ""
