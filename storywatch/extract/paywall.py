"""Whether a page keeps its story, or the rest of it, for those who pay."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from storywatch.extract.document import Document
from storywatch.extract.linked_data import Node, flat

_STUB = 2_500  # characters; a whole story beside an offer to subscribe is longer
_TIER = frozenset({"locked", "metered", "premium", "paid", "subscriber", "subscription"})
_OFFER = regex.compile(
    r"""(?:subscribe|sign\ in|log\ in|register|become\ a\ (?:member|subscriber))
        \s(?:now\s|today\s)?to\ (?:continue|keep|read|unlock|access|finish)
      | to\ (?:continue|keep)\ reading
      | this\ (?:article|story|content)\ is\ (?:only\ (?:available\s)?)?
        (?:for|to|exclusive\ to|reserved\ for)\s(?:our\s|paying\s)?(?:subscribers|members)
      | already\ a\ (?:subscriber|member)\?
      | weiterlesen\ mit|jetzt\ weiterlesen|lesen\ sie\ (?:diesen\ artikel\s)?mit
      | dieser\ artikel\ ist\ (?:nur\s)?für\ abonnenten|bereits\ (?:abonnent|registriert)
      | exklusiv\ für\ abonnenten
      | réservé\ (?:aux|à\ nos)\ abonnés|abonnez-vous\ pour\ lire
      | il\ vous\ reste\ \d+\s?%\ de\ cet\ article
      | suscríbete\ para\ (?:seguir\s)?leer
      | (?:contenido|artículo)\ (?:exclusivo|solo)\ para\ suscriptores
      | abbonati\ per\ (?:continuare|leggere)|contenuto\ riservato\ agli\ abbonati
      | para\ assinantes|exclusivo\ para\ assinantes
      | для\ подписчиков|dla\ subskrybentów|alleen\ voor\ abonnees
      | この記事は有料|会員限定|残り\d+文字""",
    regex.VERBOSE | regex.IGNORECASE,
)


# An offer has one of these; looking for them is a hundredth of the long pattern's work.
_STEMS = (
    *("subscri", "member", "continue reading", "keep reading", "to continue", "sign in to"),
    *("abon", "abonn", "weiterlesen", "lesen sie", "il vous reste", "suscr", "abbon", "assinan"),
    *("подпис", "subskryb", "有料", "会員", "残り"),
)


def read_paywall(document: Document, story: Node, body: str) -> str | None:
    """Returns the evidence that the story is behind a paywall, or None if it is free to read."""
    if _is_locked(story) or any(
        _is_locked(part) for part in flat(story.get("hasPart")) if isinstance(part, Mapping)
    ):
        return "json-ld isAccessibleForFree"
    tier = next(iter(document.meta.get("article:content_tier", ())), "").casefold()
    if tier in _TIER:
        return "meta article:content_tier"
    if len(body) < _STUB:
        words = _words(document)
        if any(stem in words for stem in _STEMS) and _OFFER.search(words):
            return "offer to subscribe"
    return None


def _is_locked(node: Mapping[str, object]) -> bool:
    free = node.get("isAccessibleForFree")
    return free is False or (isinstance(free, str) and free.strip().casefold() in ("false", "no"))


def _words(document: Document) -> str:
    body = document.tree.find("body")
    texts = [] if body is None else [t for t in body.itertext("*") if not t.isspace()]
    return " ".join(" ".join(texts)[:60_000].casefold().split())
