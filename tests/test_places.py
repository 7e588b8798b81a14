"""Places for calls of all sizes: never more than there are, first come, first served."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from storywatch.workers.places import Places

COUNT = 8
calls = st.tuples(st.integers(1, COUNT), st.integers(0, 3), st.integers(0, 12))


@given(st.lists(calls, max_size=30))
def test_whoever_asks_is_served_in_turn_and_nobody_has_more_than_there_is(
    asked: list[tuple[int, int, int]],
) -> None:
    """Each call wants some places, keeps them for some turns of the loop, and some give up."""
    served: list[int] = []

    async def serve() -> None:
        places = Places(COUNT)
        taken = 0

        async def call(number: int, wanted: int, turns: int) -> None:
            nonlocal taken
            await places.take(wanted)
            served.append(number)
            taken += wanted
            assert taken <= COUNT
            try:
                for _ in range(turns):
                    await asyncio.sleep(0)
            finally:
                taken -= wanted
                places.give(wanted)

        tasks = [
            asyncio.create_task(call(number, wanted, turns))
            for number, (wanted, turns, _) in enumerate(asked)
        ]
        for turn in range(1, 13):
            await asyncio.sleep(0)
            for task, (_, _, given_up_at) in zip(tasks, asked, strict=True):
                if given_up_at == turn:
                    task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(one is None or isinstance(one, asyncio.CancelledError) for one in outcomes)
        await asyncio.wait_for(places.take(COUNT), timeout=1)

    asyncio.run(serve())

    assert served == sorted(served)


def test_who_wants_many_is_not_passed_by_those_who_want_few() -> None:
    async def served() -> list[str]:
        places, order = Places(2), list[str]()

        async def call(name: str, wanted: int) -> None:
            await places.take(wanted)
            order.append(name)

        await places.take(1)
        tasks = [asyncio.create_task(call(*one)) for one in (("all", 2), ("one", 1))]
        await asyncio.sleep(0)
        places.give(1)
        await tasks[0]
        places.give(2)
        await tasks[1]
        return order

    assert asyncio.run(served()) == ["all", "one"]
