"""What luqum's nodes say: operands as they stand, how operators bind, the ends of a range."""

from __future__ import annotations

import re
from typing import Any

from luqum import tree as lq  # type: ignore[import-untyped]

from storywatch.query.syntax import Tree, all_of, any_of

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_OPEN = frozenset({"*", ""})


def in_order(node: lq.BaseOperation) -> tuple[list[lq.Item], list[type[lq.Item]]]:
    """Returns the operands of an operation as the text has them, and the operators between."""
    operands: list[lq.Item] = []
    operators: list[type[lq.Item]] = []
    waiting: list[Any] = [node]
    while waiting:
        last = waiting.pop()
        if isinstance(last, type):
            operators.append(last)
        elif isinstance(last, lq.BaseOperation):
            for place, child in enumerate(reversed(last.children)):
                waiting += [type(last)] * bool(place) + [child]
        else:
            operands.append(last)
    return operands, operators


def by_binding(trees: list[Tree], operators: list[type[lq.Item]]) -> Tree:
    """Returns the tree in which words side by side bind loosest, then OR, then AND."""
    sides: list[list[list[Tree]]] = [[[trees[0]]]]
    for operator, tree in zip(operators, trees[1:], strict=True):
        if operator is lq.AndOperation:
            sides[-1][-1].append(tree)
        elif operator is lq.OrOperation:
            sides[-1].append([tree])
        else:
            sides.append([[tree]])
    return all_of(tuple(any_of(tuple(all_of(tuple(ands)) for ands in ors)) for ors in sides))


def ends(node: lq.Item) -> tuple[lq.Item | None, lq.Item | None, bool, bool]:
    """Returns the lower and upper end of a range, and whether each belongs to it; None is open."""
    if isinstance(node, lq.From):
        return node.a, None, node.include, True
    if isinstance(node, lq.To):
        return None, node.a, True, node.include
    low, high = (None if written(end) in _OPEN else end for end in (node.low, node.high))
    return low, high, node.include_low, node.include_high


def written(node: lq.Item) -> str:
    """Returns the text of a word or phrase without its quotes."""
    return str(getattr(node, "value", node)).strip('"')


def unescaped(text: str) -> str:
    """Returns the text without the backslashes that escape a character."""
    return _ESCAPE.sub(r"\1", text)
