"""`storywatch topics`: what is watched for, whether it does what it should, and trying it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from storywatch.cli.declared import declared, query_of, the_topic
from storywatch.cli.instants import since as instant_of
from storywatch.cli.mail_rehearsal import Declared, print_mails, write_mails
from storywatch.cli.options import AsJson, DataDir, OutletsDir, TopicsDir, chosen_settings
from storywatch.cli.printing import complain, print_json, print_table, say
from storywatch.cli.recorded import recorded
from storywatch.cli.reporting import FOUND_WANTING
from storywatch.cli.topic_explanation import explanation_document, lines_of, print_explanation
from storywatch.cli.topic_rehearsal import catcher_of, print_rehearsal, rehearsal_document
from storywatch.declarations import read_topic, read_topics
from storywatch.outlet import Outlet
from storywatch.query import analyse
from storywatch.query.examples import ExampleResult, check, example_story
from storywatch.query.explain import explain, explain_topic
from storywatch.query.lint import Lint, lint, lint_on_stories
from storywatch.query.rehearsal import Catcher, Version, rehearse
from storywatch.topic import Topic

INDENT = 3

app = typer.Typer(help="List, test, explain, rehearse, audit and lint topics.")
TopicId = Annotated[str, typer.Argument(metavar="TOPIC", help="The topic's id.")]
TopicIds = Annotated[list[str] | None, typer.Argument(metavar="TOPIC", help="Only these topics.")]


@app.command("list")
def list_command(*, topics: TopicsDir = None, as_json: AsJson = False) -> None:
    """List the declared topics."""
    found = read_topics(chosen_settings(topics=topics).topics_dir).values()
    if as_json:
        print_json([topic.model_dump(mode="json") for topic in found])
        return
    headings = ("id", "title", "scope", "alert", "examples", "query")
    print_table(headings, [_row(topic) for topic in found])


@app.command("test")
def examples_command(
    ids: TopicIds = None, *, topics: TopicsDir = None, as_json: AsJson = False
) -> None:
    """Run the topics' own examples; exit 1 if a topic fails one."""
    found = read_topics(chosen_settings(topics=topics).topics_dir)
    chosen = _chosen(found, ids)
    results = {topic.id: check(topic, query_of(topic, found)) for topic in chosen}
    if as_json:
        print_json([asdict(result) for each in results.values() for result in each])
    else:
        for topic in chosen:
            _print_results(topic, results[topic.id], found)
    if not all(result.passed for each in results.values() for result in each):
        raise typer.Exit(FOUND_WANTING)


@app.command("explain")
def explain_command(
    topic: TopicId,
    story: Annotated[
        str,
        typer.Argument(
            metavar="STORY|FILE|URL",
            help="A recorded story's id, a page or JSON story in a file, or an address.",
        ),
    ],
    *,
    data: DataDir = None,
    topics: TopicsDir = None,
    outlets: OutletsDir = None,
    url: Annotated[str | None, typer.Option(help="The address of the page in FILE.")] = None,
    allow_private: Annotated[
        list[str] | None,
        typer.Option(help="Let it reach this private block (CIDR); may be repeated."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say why a story is the topic's: clause, field and passage; or why not, and how nearly."""
    # The other commands need no reading of pages, which takes long to load.
    from storywatch.cli.given_story import Seeker  # noqa: PLC0415

    known, found = declared(topics, outlets)
    asked = the_topic(found, topic)
    seeker = Seeker(
        data=data,
        outlets=known,
        now=datetime.now(UTC),
        url=url,
        allow_private=allow_private or (),
    )
    given = seeker.find(story)
    outlet = known.get(given.story.outlet)
    explanation = explain_topic(asked, query_of(asked, found), analyse(given.story), outlet)
    if as_json:
        print_json(explanation_document(asked, given.story, explanation))
        return
    say(f"taken from {given.taken_from}: {given.story.title or given.story.id}")
    print_explanation(asked, given.story, explanation)
    _warn_if_not_in_force(asked, found)


@app.command("rehearse")
def rehearse_command(
    topic: TopicId,
    *,
    since: Annotated[
        str, typer.Option(help="Stories first seen since: 30d, 12h or 2025-12-01.")
    ] = "30d",
    draft: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A topic file to try in its place.")
    ] = None,
    mails: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the mails that it would have sent.")
    ] = None,
    data: DataDir = None,
    topics: TopicsDir = None,
    outlets: OutletsDir = None,
    as_json: AsJson = False,
) -> None:
    """Try a topic on the recorded stories: what it would have caught, added and lost.

    With --draft, the draft beside the topic as it is; without, the topic beside what was recorded.
    """
    now = datetime.now(UTC)
    start = instant_of(since, now=now)
    known, found = declared(topics, outlets)
    tried = _tried(topic, draft, found, known)
    with recorded(data) as journal:
        live: Catcher | None = catcher_of(journal, start, topic)
        if draft:
            live = Version.of(found[topic], found, known).catch if topic in found else None
        rehearsal = rehearse(Version.of(tried, found, known), live, journal.stories(since=start))
        house = Declared(topics=found, outlets=known, data=data)
        written = write_mails(journal, house, tried, mails, (start, now)) if mails else ()
    if as_json:
        extra = {"mails": list(written)} if mails else {}
        print_json(rehearsal_document(rehearsal, start) | extra)
        return
    print_rehearsal(rehearsal, start, "the live version" if draft else "what was recorded")
    _warn_if_not_in_force(tried, {**found, tried.id: tried})
    if mails:
        print_mails(written, mails)


@app.command("audit")
def audit_command(
    ids: TopicIds = None,
    *,
    since: Annotated[
        str, typer.Option(help="Stories first seen since: 30d, 12h or 2025-12-01.")
    ] = "30d",
    topics: TopicsDir = None,
    outlets: OutletsDir = None,
    as_json: AsJson = False,
) -> None:
    """Ask Elasticsearch for each topic, and compare with the recorded matches (exit 1)."""
    # Only this verb needs the client of Elasticsearch, which takes long to load.
    from storywatch.cli.topic_audit import audited, print_audit  # noqa: PLC0415

    start = instant_of(since, now=datetime.now(UTC))
    known, found = declared(topics, outlets)
    asked = [(topic, query_of(topic, found)) for topic in _chosen(found, ids)]
    audits = audited(asked, known, start)
    if as_json:
        print_json([asdict(one) for one in audits])
    else:
        print_audit(audits, start)
    if any(one.unrecorded or one.unfound for one in audits):
        raise typer.Exit(FOUND_WANTING)


@app.command("lint")
def lint_command(
    ids: TopicIds = None,
    *,
    data: DataDir = None,
    topics: TopicsDir = None,
    outlets: OutletsDir = None,
    as_json: AsJson = False,
) -> None:
    """Name clauses that never match, that another swallows, or that match far too much (exit 1)."""
    known, found = declared(topics, outlets)
    chosen = {topic.id: (topic, query_of(topic, found)) for topic in _chosen(found, ids)}
    lints = [one for name, (_, query) in chosen.items() for one in lint(name, query, known)]
    # Without a journal there is nothing to count on, unless one was named.
    if data or chosen_settings().journal_path.exists():
        with recorded(data) as journal:
            lints += lint_on_stories(chosen, journal.stories(), known)
    if as_json:
        print_json([asdict(one) for one in lints])
    else:
        _print_lints(lints, len(chosen))
    if any(one.is_wrong for one in lints):
        raise typer.Exit(FOUND_WANTING)


def _chosen(topics: dict[str, Topic], ids: Sequence[str] | None) -> list[Topic]:
    return [the_topic(topics, name) for name in ids] if ids else list(topics.values())


def _tried(
    name: str, draft: Path | None, topics: dict[str, Topic], outlets: dict[str, Outlet]
) -> Topic:
    """The version to be tried; a draft takes the topic's id, whatever its file is called."""
    if draft is None:
        return the_topic(topics, name)
    others = {other: topic for other, topic in topics.items() if other != name}
    return read_topic(draft, others, outlets).model_copy(update={"id": name})


def _row(topic: Topic) -> tuple[str, ...]:
    scope = ", ".join((*topic.outlets, *topic.collections)) or "all outlets"
    examples = len(topic.must_match) + len(topic.must_not_match)
    when = topic.alert.when
    return topic.id, topic.title, scope, when, str(examples), topic.query


def _print_results(
    topic: Topic, results: Sequence[ExampleResult], topics: dict[str, Topic]
) -> None:
    failed = [result for result in results if not result.passed]
    if not failed:
        holds = "holds" if len(results) == 1 else "hold"
        told = f"{_counted(len(results), 'example')} {holds}" if results else "it has no examples"
        say(f"{topic.id}: {told}")
        return
    say(f"{topic.id}: {len(failed)} of {len(results)} examples fail")
    for result in failed:
        say(str(result), indent=INDENT)
        _print_why(topic, result, topics)


def _print_why(topic: Topic, result: ExampleResult, topics: dict[str, Topic]) -> None:
    example = getattr(topic, result.kind)[result.number - 1]
    story = example_story(example)
    found = explain(query_of(topic, topics), analyse(story))
    for clause in found.blockers or found.clauses:
        for line in lines_of(clause, story):
            say(line, indent=2 * INDENT)


def _warn_if_not_in_force(topic: Topic, topics: dict[str, Topic]) -> None:
    failed = [result for result in check(topic, query_of(topic, topics)) if not result.passed]
    if failed:
        complain(f"note: the topic is not put in force, since its own example fails: {failed[0]}")


def _print_lints(lints: Sequence[Lint], count: int) -> None:
    for one in lints:
        told = f" ({one.count} of {one.total})" if one.total is not None else ""
        say(f"{one.topic}: {one.fault.value}: {one.clause}: {one.sentence}{told}")
    wrong = sum(one.is_wrong for one in lints)
    say(f"{_counted(count, 'topic')} looked at, {_counted(wrong, 'clause')} to mend")


def _counted(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"
