"""The decision whose story this is: all evidence ranked, the outlet itself never its own source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from storywatch.copies import signatures
from storywatch.copies.credits import Credit, credits_of
from storywatch.copies.names import Lexicon, fold, lexicon
from storywatch.copies.reposts import Claim, holders, reposts
from storywatch.copies.sites import is_document, is_elsewhere, site_of
from storywatch.copies.twins import Twin, earliest
from storywatch.outlet import Outlet
from storywatch.story import CopyHint, Draft, Original, Story

TIERS = ("text", "structured", "byline", "dateline", "earliest")  # strongest first
LONGEST_HINT = 20_000  # characters; a hint is a line or two of a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """How an outlet calls itself, so that it is never taken for a source of its own."""

    outlet: Outlet
    names: frozenset[str]

    @classmethod
    def of(cls, outlet: Outlet, known: Lexicon) -> Own:
        """Returns the outlet's names: declared, by its domains, and by its id."""
        places = (outlet.homepage, *outlet.domains)
        bare = outlet.name.partition("(")[0]
        printed = {outlet.name, bare, outlet.id.replace("_", " "), *places}
        forms = {known.resolve(form) or known.at(form) or form for form in printed if form.strip()}
        labels = {site_of(place).partition(".")[0] for place in places}
        return cls(outlet=outlet, names=frozenset(fold(form) for form in forms | printed | labels))

    def has(self, name: str) -> bool:
        """Whether a name is the outlet's own; "Moneycontrol World Desk" is Moneycontrol."""
        words = fold(name)
        known = lexicon().resolve(words) is not None
        return not self.names.isdisjoint((words, words.replace(" ", ""))) or any(
            (words.startswith(f"{own} ") and not known) or own.endswith(f" {words}")
            for own in self.names
            if own
        )


def find_copies(
    draft: Draft, outlet: Outlet, *, twins: Sequence[Twin] = (), names: Lexicon | None = None
) -> Draft:
    """Returns the draft with its story's original and credits, and the words that prove them.

    `names` are those that the story may mention: of the trade, where none are given.
    """
    known = names or lexicon()
    own = Own.of(outlet, known)
    claims = sorted(_foreign(_claims(draft, own, known, twins), own), key=_strength)
    original = _original(claims)
    credits = _credits(draft.story, claims, original, own, known)
    evidence = dict(draft.story.evidence)
    if claims:
        evidence["original"] = "; ".join(dict.fromkeys(f"{c.tier}: {c.evidence}" for c in claims))
    if credits:
        evidence["credited_to"] = "; ".join(f"{c.name}: {c.evidence}" for c in credits)
    story = replace(
        draft.story,
        original=original,
        credited_to=tuple(credit.name for credit in credits),
        evidence=evidence,
    )
    return replace(draft, story=story)


def adopt(story: Story, twin: Twin) -> Story:
    """Returns a recorded story with a twin that came to light later as its original.

    The twin counts only if it was out before the story, and if the story itself names no original.
    """
    own_words = story.original and story.original.tier != "earliest"
    if own_words or earliest(story, [twin]) is None:
        return story
    claim = _earlier(twin, lexicon())
    original = _original([claim])
    credits = tuple(name for name in story.credited_to if fold(name) != fold(claim.name))
    evidence = {**story.evidence, "original": f"{claim.tier}: {claim.evidence}"}
    return replace(story, original=original, credited_to=credits, evidence=evidence)


def _earlier(twin: Twin, known: Lexicon) -> Claim:
    name = known.at(twin.url) or twin.outlet
    words = f"its words stood at {twin.outlet} by {twin.known_at:%Y-%m-%d %H:%M} UTC"
    return Claim(name=name, tier="earliest", evidence=words, url=twin.url)


def _claims(draft: Draft, own: Own, known: Lexicon, twins: Sequence[Twin]) -> Iterator[Claim]:
    story, hints = draft.story, draft.copy_hints
    for hint in hints:
        yield from _said(hint, known)
        yield from _declared(hint, own, known)
    yield from reposts(story.body, known)
    lines = signatures.written_lines(story.body)
    yield from holders(lines[-signatures.TAIL_LINES :], known)
    yield from signatures.bylines(story.authors, known)
    yield from signatures.head_bylines(lines, known)
    yield from signatures.datelines(lines, known)
    yield from signatures.tails(lines, known)
    if twin := earliest(story, twins):
        yield _earlier(twin, known)


def _said(hint: CopyHint, known: Lexicon) -> Iterator[Claim]:
    """What a hint's words say, whatever place of the page it comes from."""
    text = hint.text[:LONGEST_HINT]
    yield from reposts(text, known, hint.url)
    if hint.kind == "text":
        yield from holders(text.splitlines(), known, hint.url)
        yield from signatures.tails(signatures.written_lines(text), known)
    if hint.kind == "footer":
        # The page's holder is mostly the outlet's owner; a wire owns no outlets.
        claims = holders(text.splitlines(), known, hint.url)
        yield from (claim for claim in claims if known.names[claim.name].agency)
    if hint.kind == "byline":
        yield from signatures.bylines([text], known)
    if hint.kind == "dateline":
        yield from signatures.datelines([text], known)


def _declared(hint: CopyHint, own: Own, known: Lexicon) -> Iterator[Claim]:
    """What a hint declares by an address or organisation."""
    evidence = f"{hint.kind} {hint.url or hint.text}"[:300]
    if hint.kind in ("canonical", "isBasedOn"):
        url = hint.url or hint.text
        if is_elsewhere(url, own.outlet) and is_document(url):
            name = known.at(url) or site_of(url)
            yield Claim(name=name, tier="structured", evidence=evidence, url=url)
    # Unknown organisations are mostly the outlet's own parent company.
    known_source = known.resolve(hint.text) or known.at(hint.url)
    if hint.kind == "sourceOrganization" and known_source:
        yield Claim(name=known_source, tier="structured", evidence=f"{hint.kind} {hint.text}")


def _foreign(claims: Iterable[Claim], own: Own) -> Iterator[Claim]:
    return (claim for claim in claims if not own.has(claim.name))


def _strength(claim: Claim) -> int:
    return TIERS.index(claim.tier)


def _original(claims: Sequence[Claim]) -> Original | None:
    if not claims:
        return None
    best = claims[0]
    same = (claim.url for claim in claims if claim.url and claim.name == best.name)
    return Original(outlet=best.name, url=next(same, None), tier=best.tier, evidence=best.evidence)


def _credits(
    story: Story, claims: Sequence[Claim], original: Original | None, own: Own, known: Lexicon
) -> list[Credit]:
    """Whom the words credit, then the wires that sign; the original itself needs no credit."""
    signed = [
        Credit(name=claim.name, evidence=claim.evidence)
        for claim in claims
        if claim.tier in ("byline", "dateline")
    ]
    said = credits_of(f"{story.standfirst or ''}\n{story.body}", known)
    unique = {fold(credit.name): credit for credit in reversed((*said, *signed))}
    taken = fold(original.outlet or "") if original else ""
    ordered = dict.fromkeys(fold(credit.name) for credit in (*said, *signed))
    return [unique[name] for name in ordered if name != taken and not own.has(name)]
