"""Whether a page keeps its story, or the rest of it, for those who pay."""

from __future__ import annotations

from collections.abc import Mapping

from storywatch.extract.document import Document
from storywatch.extract.linked_data import Node, flat
from storywatch.extract.phrases import Finder, Phrases

_STUB = 2_500  # characters; a whole story beside an offer to subscribe is longer
_LONGEST = 60_000  # characters of a page in which an offer is looked for
_TIER = frozenset({"locked", "metered", "premium", "paid", "subscriber", "subscription"})
_OFFER = Phrases(
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
      | この記事は有料|会員限定|残り\d+文字"""
)
_FINDER = Finder([(_OFFER, _LONGEST)])


def read_paywall(document: Document, story: Node, body: str) -> str | None:
    """Returns the evidence that the story is behind a paywall, or None if it is free to read."""
    if _is_locked(story) or any(
        _is_locked(part) for part in flat(story.get("hasPart")) if isinstance(part, Mapping)
    ):
        return "json-ld isAccessibleForFree"
    tier = next(iter(document.meta.get("article:content_tier", ())), "").casefold()
    if tier in _TIER:
        return "meta article:content_tier"
    if len(body) < _STUB and any(True for _ in _FINDER.places(_words(document))):
        return "offer to subscribe"
    return None


def _is_locked(node: Mapping[str, object]) -> bool:
    free = node.get("isAccessibleForFree")
    return free is False or (isinstance(free, str) and free.strip().casefold() in ("false", "no"))


def _words(document: Document) -> str:
    return " ".join(document.printed[:_LONGEST].casefold().split())
