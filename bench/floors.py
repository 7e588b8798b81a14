"""The floors: measures that must not fall, kept in floors.json and lowered only on purpose."""

from __future__ import annotations

import json
from pathlib import Path

FILE = Path(__file__).with_name("floors.json")
FALLING = ("leak", "lt5", "lt8", "ratio")  # ends of the names of measures that are better lower
_PLACES = 4

Measures = dict[str, dict[str, float]]


def failures(bench: str, measured: Measures) -> list[str]:
    """Returns a sentence for each measure that is worse than its floor, or was not taken."""
    found = []
    for group, floors in _read().get(bench, {}).items():
        for name, floor in floors.items():
            value = measured.get(group, {}).get(name)
            if value is None or _is_worse(name, value, floor):
                found.append(f"{bench}: {group} {name} is {value}, its floor {floor}")
    return found


def keep(bench: str, measured: Measures, *, lower: bool) -> None:
    """Moves the floors to what was measured: up only, unless `lower` allows both ways."""
    floors = _read()
    kept = floors.setdefault(bench, {})
    for group, values in measured.items():
        own = kept.setdefault(group, {})
        for name, value in values.items():
            if lower or name not in own or not _is_worse(name, value, own[name]):
                own[name] = round(value, _PLACES)
    FILE.write_text(json.dumps(floors, indent=2, sort_keys=True) + "\n", "utf-8")


def _is_worse(name: str, value: float, floor: float) -> bool:
    slack = 0.00005  # of rounding
    is_falling = name.endswith(FALLING)
    return value > floor + slack if is_falling else value < floor - slack


def _read() -> dict[str, Measures]:
    floors: dict[str, Measures] = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    return floors
