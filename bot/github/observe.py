"""One look at an issue or a pull request: facts out of one GraphQL query, and of more only for a long thread."""

from dataclasses import replace

from bot.forge.facts import PullFacts, ThreadFacts
from bot.forge.faults import Gone
from bot.forge.subjects import Thread
from bot.github import nodes, reading
from bot.github.eye import Eye
from bot.github.observe_pull import base_config, pull_facts

TRIES = 3
"""How often a thread that moves between two pages is read before it is taken as it is."""


async def observe_thread(eye: Eye, thread: Thread) -> ThreadFacts:
    """The thread as it is now. Raises Gone where there is none."""
    for _ in range(TRIES):
        house, node = await _first(eye, thread)
        said, moved = await _said(eye, thread, node)
        if not moved:
            break
    events = await earlier_events(eye, thread.number, node.timeline_items)
    pull = await pull_facts(eye, node)
    facts = _facts(eye, thread, house, node, pull)
    return replace(
        facts,
        comments=tuple(
            sorted((reading.comment(one, eye.me) for one in said), key=lambda one: (one.written_at, one.id))
        ),
        label_events=reading.label_events(events),
        deletions=reading.deletions(events),
        config=await eye.contents.blob(base_config(node) if pull else house.config),
    )


async def earlier_events(eye: Eye, number: int, page: nodes.Timeline) -> list[nodes.Event]:
    """The label timeline, back to the newest stage label that we set ourselves, or to its beginning."""
    events = reading.present(page)
    while page.page_info.has_previous_page and not reading.reaches_back(events, eye.me):
        before = page.page_info.start_cursor
        answer = await eye.client.ask("Timeline", nodes.TimelineAnswer, number=number, before=before, **eye.where)
        if not answer.repository or not answer.repository.thread:
            break
        page = answer.repository.thread.timeline_items
        events = reading.present(page) + events
    return events


async def _first(eye: Eye, thread: Thread) -> tuple[nodes.ThreadHouse, nodes.ThreadNode]:
    answer = await eye.client.ask(
        "Thread",
        nodes.ThreadAnswer,
        number=thread.number,
        config=f"HEAD:{eye.config_path}",
        path=eye.config_path,
        app=eye.app,
        **eye.where,
    )
    if answer.repository is None or answer.repository.thread is None:
        raise Gone(f"there is no {thread}")
    return answer.repository, answer.repository.thread


async def _said(eye: Eye, thread: Thread, first: nodes.ThreadNode) -> tuple[list[nodes.Said], bool]:
    """All comments, and whether the thread moved while they were read."""
    page, said = first.comments, {one.id: one for one in reading.present(first.comments)}
    while page.page_info.has_next_page:
        after = page.page_info.end_cursor
        answer = await eye.client.ask("Comments", nodes.CommentsAnswer, number=thread.number, after=after, **eye.where)
        if not answer.repository or not answer.repository.thread:
            raise Gone(f"there is no {thread} any more")
        further = answer.repository.thread
        if (further.updated_at, further.comments.total_count) != (first.updated_at, first.comments.total_count):
            return list(said.values()), True
        page = further.comments
        said |= {one.id: one for one in reading.present(page)}
    return list(said.values()), False


def _facts(
    eye: Eye, thread: Thread, house: nodes.ThreadHouse, node: nodes.ThreadNode, pull: PullFacts | None
) -> ThreadFacts:
    return ThreadFacts(
        subject=thread,
        repository=eye.house(house),
        me=eye.me,
        node=node.id,
        url=node.url,
        title=node.title,
        body=node.body,
        open=not node.closed,
        locked=node.locked,
        written_at=reading.utc(node.created_at),
        updated_at=reading.utc(node.updated_at),
        author=reading.actor(node.author),
        labels=reading.names(node.labels),
        edited_at=node.last_edited_at and reading.utc(node.last_edited_at),
        editor=reading.actor(node.editor) if node.last_edited_at else None,
        pull=pull,
    )
