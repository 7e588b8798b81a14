"""Turns what luqum found into the tree, word by word, and refuses what is not supported."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NoReturn

from luqum import tree as lq  # type: ignore[import-untyped]

from storywatch.errors import QueryError
from storywatch.query.advice import (
    CLOSE_QUOTE,
    UNSUPPORTED,
    of_beginning,
    of_field,
    of_sign,
    of_signs,
    of_value,
    of_word,
    stray_quote,
)
from storywatch.query.analysis import exact_words, words
from storywatch.query.fields import GAP, MOMENTS, SCOPES, SEARCHED, TEXTS
from storywatch.query.moments import stretch
from storywatch.query.structure import by_binding, ends, in_order, unescaped, written
from storywatch.query.syntax import (
    Everything,
    Exact,
    Near,
    Phrase,
    Prefix,
    Present,
    Range,
    Term,
    Tree,
    Wildcard,
    negated,
)

DEPTH = 60  # levels of nesting
LEAVES = 4_000  # clauses of a query, with those of the topics that it builds on
DEEPEST = f"Write it with fewer than {DEPTH} levels of parentheses"
LARGEST = "Split it into several topics"
_ONE = "\ua723"  # a letter that no newspaper prints stands for ? while a word is analysed
_WILD = re.compile(r"(?<!\\)(?:\\\\)*[*?]")
_A_WORD = "Remove it, or write at least one letter or digit"
_IN_ORDER = "Write the earlier date first, and [ ] where the dates themselves belong to it"
_DATE = "Write a date such as 2025-12-06, 2025-12 or 2025-12-06T10:30+05:30, or * for an open end"


@dataclass(frozen=True, slots=True)
class Scope:
    """Where and how the words inside a field or `exact:` are looked for."""

    field: str | None = None
    exact: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class _Built:
    """Another topic's tree, and how much it adds to a query that builds on it."""

    tree: Tree
    count: int
    height: int


@dataclass(slots=True)
class Builder:
    """Builds one query's tree, and gathers what its author should look at again."""

    text: str
    known: Mapping[str, str]
    read: Callable[[str], lq.Item]
    warnings: list[str] = field(default_factory=list)
    above: tuple[str, ...] = ()
    built: dict[str, _Built] = field(default_factory=dict)
    count: int = 0
    deepest: int = 0

    def tree(self, node: lq.Item, scope: Scope) -> Tree:
        """Returns the tree for luqum's `node`."""
        self._descend(node, scope.depth)
        deeper = Scope(scope.field, scope.exact, scope.depth + 1)
        match node:
            case lq.BaseOperation():
                return self._operation(node, deeper)
            case lq.BaseGroup() | lq.Plus():
                return self.tree(node.children[0], deeper)
            case lq.Not() | lq.Prohibit():
                return negated(self.tree(node.children[0], deeper))
            case lq.SearchField():
                return self._field(node, deeper)
        return self._leaf(node, scope)

    def _leaf(self, node: lq.Item, scope: Scope) -> Tree:
        self._grow(node, 1)
        if isinstance(node, lq.Range | lq.OpenRange):
            return self._range(node, scope)
        if isinstance(node, lq.Proximity):
            return self._near(node, scope)
        if isinstance(node, lq.Phrase):
            return self._phrase(node, node.value[1:-1], scope)
        if not isinstance(node, lq.Word):
            self._refuse(node, *UNSUPPORTED.get(type(node), ("This is not supported", "Remove it")))
        return self._word(node, scope)

    def _operation(self, node: lq.Item, scope: Scope) -> Tree:
        operands, operators = in_order(node)
        self._warn_of_words(operands)
        kinds = set(operators)
        if {lq.UnknownOperation, lq.OrOperation} <= kinds:
            self.warnings.append(
                "OR binds tighter than words that stand side by side: a b OR c is a AND (b OR c); "
                "write the parentheses"
            )
        return by_binding([self.tree(operand, scope) for operand in operands], operators)

    def _warn_of_words(self, operands: list[lq.Item]) -> None:
        for place, operand in enumerate(operands[:-1]):
            word = operand.value if isinstance(operand, lq.Word) else ""
            self._warn(operand, of_word(word, is_first=not place))
        for operand in operands[1:]:
            if isinstance(operand, lq.Prohibit) and operand.children[0].head:
                self._warn(operand, "- excludes what follows; put a name with a dash in quotes")

    def _field(self, node: lq.SearchField, scope: Scope) -> Tree:
        name = node.name.lower()
        if name not in (*TEXTS, *MOMENTS, *SCOPES):
            self._refuse(node, f"There is no field {node.name!r}", of_field(name))
        if name == "topic":
            return self._topic(node, scope)
        if name == "exact":
            scope = replace(scope, exact=True)
        elif scope.field:
            self._refuse(node, f"{name}: cannot stand inside {scope.field}:", "Move it outside")
        else:
            scope = replace(scope, field=name)
        if scope.exact and scope.field not in (None, *SEARCHED):
            self._refuse(
                node, f"exact: cannot look in {scope.field}", f"Use it in {', '.join(SEARCHED)}"
            )
        return self.tree(node.children[0], scope)

    def _topic(self, node: lq.SearchField, scope: Scope) -> Tree:
        if scope.field or scope.exact:
            self._refuse(node, "topic: cannot stand inside a field", "Move it outside")
        value, depth = node.children[0], scope.depth
        name = written(value)
        if name in self.above:
            circle = " → ".join((*self.above, name))
            self._refuse(node, f"topic:{name} refers to itself: {circle}", "Break the circle")
        if name not in self.known:
            listed = ", ".join(sorted(self.known)[:20]) or "none"
            self._refuse(value, f"There is no topic {name!r}", f"Known topics: {listed}")
        if name not in self.built:
            self.built[name] = self._other(node, name, depth)
        other = self.built[name]
        self._grow(node, other.count)
        self._descend(node, depth + other.height)
        return other.tree

    def _other(self, node: lq.SearchField, name: str, depth: int) -> _Built:
        text = self.known[name]
        other = Builder(
            text=text, known=self.known, read=self.read, above=(*self.above, name), built=self.built
        )
        try:
            tree = other.tree(self.read(text), Scope(depth=depth + 1))
        except QueryError as error:
            if self.above:
                raise
            self._refuse(node, f"topic:{name} cannot be read: {error}", "Mend that topic first")
        return _Built(tree, other.count, other.deepest - depth)

    def _word(self, node: lq.Word, scope: Scope) -> Tree:
        raw = node.value
        if scope.field in MOMENTS:
            return self._moment(node, scope)
        if raw == "*" and not scope.exact:
            return Present(scope.field) if scope.field else Everything()
        if sign := of_sign(raw):
            self._refuse(node, f"{raw!r} is no operator here", sign)
        if (at := stray_quote(raw)) is not None:
            self._refuse(node, f"{raw[at]!r} cannot stand here", CLOSE_QUOTE, at=at)
        if _WILD.search(raw):
            return self._wildcard(node, scope)
        return self._phrase(node, raw, scope)

    def _wildcard(self, node: lq.Word, scope: Scope) -> Tree:
        raw = node.value
        bare = raw.rstrip("*")
        if scope.exact:
            self._refuse(node, "exact: takes whole words only", "Remove the * or ?")
        if "*" in bare or bare.startswith("?"):
            self._refuse(
                node,
                f"{raw!r}: * can only end a word, and ? cannot begin it",
                "Write the beginning and then *, as in immigra*, or ? for one letter, as in wom?n",
            )
        found = words(unescaped(bare).replace("?", _ONE))
        form = found[0].replace(_ONE, "?") if len(found) == 1 else ""
        if len(form) < 2 or form.startswith("?"):
            self._refuse(
                node,
                f"{raw!r} is not one word that begins with two letters",
                of_beginning(found),
            )
        if raw.endswith("?"):
            self._warn(node, f"the ? in {raw} stands for one more letter")
        if "?" in form:
            return Wildcard(form + "*" * (bare != raw), scope.field)
        return Prefix(form, scope.field)

    def _phrase(self, node: lq.Item, raw: str, scope: Scope) -> Tree:
        if scope.field in MOMENTS:
            return self._moment(node, scope)
        found = self._words(node, raw, scope)
        self._warn(node, of_value(scope.field, found))
        if isinstance(node, lq.Word):
            self._warn(node, of_signs(raw))
        if scope.exact:
            return Exact(found, scope.field)
        if len(found) > 1:
            return Phrase(found, scope.field)
        if len(found[0]) == 1 < len(raw) and isinstance(node, lq.Word) and found[0].isascii():
            self._warn(node, f"of {raw} only {found[0]} is looked for")
        return Term(found[0], scope.field)

    def _words(self, node: lq.Item, raw: str, scope: Scope) -> tuple[str, ...]:
        if "*" in raw and isinstance(node, lq.Phrase):
            self._warn(node, "inside quotes * is no wildcard")
        found = tuple((exact_words if scope.exact else words)(unescaped(raw)))
        if not found:
            self._refuse(node, f"There is no word in {raw!r}", _A_WORD)
        return found

    def _near(self, node: lq.Proximity, scope: Scope) -> Tree:
        if scope.exact or scope.field in MOMENTS:
            self._refuse(node, "~ cannot stand here", "Write the phrase without it")
        found = tuple(dict.fromkeys(self._words(node, node.children[0].value[1:-1], scope)))
        is_bare = str(node).rstrip().endswith("~")
        if is_bare or len(found) + node.degree > GAP:
            self._refuse(
                node,
                "~ needs a number of words" if is_bare else f"~{node.degree} is too far apart",
                f'Write how many words may lie among them, up to {GAP // 2}: "apple pie"~5',
            )
        if len(found) == 1:
            self._warn(node, "~ needs two different words")
            return Term(found[0], scope.field)
        return Near(found, node.degree, scope.field)

    def _moment(self, node: lq.Item, scope: Scope) -> Tree:
        if node.value == "*":
            return Present(str(scope.field))
        start, end = self._stretch(node)
        return Range(str(scope.field), start, end)

    def _range(self, node: lq.Item, scope: Scope) -> Tree:
        if scope.field not in MOMENTS:
            self._refuse(node, "Only published: takes a range", "Write published:[2025-12-01 TO *]")
        low, high, with_low, with_high = ends(node)
        start = self._stretch(low)[not with_low] if low else None
        end = self._stretch(high)[with_high] if high else None
        if start and end and start >= end:
            self._refuse(node, "The range holds no moment", _IN_ORDER)
        return Range(scope.field, start, end) if start or end else Present(scope.field)

    def _stretch(self, node: lq.Item) -> tuple[datetime, datetime]:
        try:
            return stretch(written(node))
        except ValueError:
            self._refuse(node, f"{written(node)!r} is no date", _DATE)

    def _descend(self, node: lq.Item, depth: int) -> None:
        self.deepest = max(self.deepest, depth)
        if depth > DEPTH:
            self._refuse(node, "The query is nested too deeply", DEEPEST)

    def _grow(self, node: lq.Item, count: int) -> None:
        self.count += count
        if self.count > LEAVES:
            self._refuse(node, f"The query has more than {LEAVES:,} clauses", LARGEST)

    def _warn(self, node: lq.Item, advice: str | None) -> None:
        if advice:
            self.warnings.append(f"column {node.pos + 1}: {advice}")

    def _refuse(self, node: lq.Item, what: str, instead: str, *, at: int = 0) -> NoReturn:
        raise QueryError(what, query=self.text, column=(node.pos or 0) + at + 1, instead=instead)
