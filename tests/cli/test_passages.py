from __future__ import annotations

from dataclasses import replace

from storywatch.cli.passages import AROUND, excerpts, headed
from storywatch.query import analyse, match, parse
from storywatch.story import Passage, Story
from tests.cli.conftest import TEA

FILLER = " ".join(["filler"] * 100)


def found(story: Story, query: str) -> list[str]:
    passages = match(parse(query), analyse(story)) or ()
    return [str(excerpt) for excerpt in excerpts(story, passages)]


def test_hits_near_each_other_stand_in_one_excerpt() -> None:
    assert found(TEA, "nilgiris glad")[0].endswith("Growers in the *Nilgiris* are *glad*.")


def test_hits_far_from_each_other_stand_in_two() -> None:
    story = replace(TEA, body=f"first {FILLER} second {FILLER} third")

    one, two = found(story, "body:(first AND second)")

    assert one.startswith("*first* filler")
    assert one.endswith(" …")
    assert two.startswith("… filler")
    assert "*second*" in two


def test_two_excerpts_share_no_word() -> None:
    words = [f"word{number}" for number in range(60)]
    story = replace(TEA, body=" ".join(words))

    one, two = found(story, "body:(word2 AND word20)")

    assert "*word20*" in two
    assert not set(one.strip("…").split()) & set(two.strip("…").split())


def test_no_hit_is_cut_by_the_end_of_an_excerpt() -> None:
    story = replace(TEA, body=f"needle {'x ' * 40}undersea cable {FILLER}")

    (excerpt,) = found(story, 'body:(needle AND "undersea cable")')

    assert excerpt.startswith("*needle*")
    assert excerpt.endswith("*undersea cable* …")


def test_an_excerpt_is_short_and_cuts_no_word() -> None:
    story = replace(TEA, body=f"{FILLER} needle {FILLER}")
    (excerpt,) = found(story, "needle")

    assert len(excerpt) <= 2 * AROUND + 20
    assert set(excerpt.replace("*", "").replace("…", "").split()) == {"filler", "needle"}


def test_a_headline_too_long_for_an_excerpt_stands_whole_and_its_hit_below() -> None:
    story = replace(TEA, title=f"{FILLER} needle {FILLER}")
    passages = match(parse("needle"), analyse(story)) or ()

    headline, (below,) = headed(story, passages)

    assert str(headline) == story.title
    assert "*needle*" in str(below)


def test_no_passage_makes_no_excerpt() -> None:
    assert excerpts(TEA, ()) == ()


def test_a_passage_of_control_characters_is_harmless() -> None:
    story = replace(TEA, title="tea \x1b[31m\n\u202etea")
    passage = Passage(field="title", start=0, end=3, text="tea", clause="tea")

    (excerpt,) = excerpts(story, [passage])

    assert str(excerpt) == "*tea* [31m · tea"


def test_a_heading_does_not_run_into_the_paragraph_below_it() -> None:
    one = replace(TEA, body="A Step Twice the Size\nTea became dearer.\nSo did milk.")
    (excerpt,) = excerpts(one, [Passage(field="body", start=22, end=25, text="Tea", clause="tea")])

    assert str(excerpt) == "A Step Twice the Size · *Tea* became dearer. So did milk."
