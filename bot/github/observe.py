"""One look at an issue or a pull request: facts out of one GraphQL query, and of more only for a long thread."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from bot.forge.facts import PullFacts, ThreadFacts
from bot.forge.faults import BotError, Gone
from bot.forge.subjects import Thread
from bot.github import nodes, reading
from bot.github.client import read
from bot.github.documents import thread_document
from bot.github.eye import Eye
from bot.github.observe_pull import base_config, pull_facts

TRIES = 3
"""How often a thread that moves between two pages is read before it is taken as it is."""


async def observe_thread(eye: Eye, thread: Thread) -> ThreadFacts:
    """The thread as it is now. Raises Gone where there is none."""
    for _ in range(TRIES):
        house, node, pages = await _first(eye, thread)
        said, moved = await _said(eye, thread, node, pages)
        if not moved:
            break
    events = await earlier_events(eye, thread.number, node.timeline_items)
    pull = await pull_facts(eye, thread.number, node)
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


async def _first(eye: Eye, thread: Thread) -> tuple[nodes.ThreadHouse, nodes.ThreadNode, list[nodes.Comments]]:
    """The thread with all pages of comments that it had at the last look, in one request."""
    cursors = eye.pages.get(thread, ())
    try:
        answer = await _asked(eye, thread, cursors)
    except BotError:
        if not cursors:
            raise
        eye.pages.pop(thread, None)  # a cursor that GitHub no longer takes
        cursors, answer = (), await _asked(eye, thread, ())
    told = read(answer, nodes.ThreadAnswer).repository
    if told is None or told.thread is None:
        raise Gone(f"there is no {thread}")
    raw = answer["repository"]["thread"]
    further = [read(raw[f"page{n}"], nodes.Comments) for n in range(1, len(cursors) + 1)]
    return told, told.thread, [told.thread.comments, *further]


async def _asked(eye: Eye, thread: Thread, cursors: Sequence[str]) -> dict[str, Any]:
    return await eye.client.ask(
        "Thread",
        dict[str, Any],
        text=thread_document(len(cursors)),
        number=thread.number,
        config=f"HEAD:{eye.config_path}",
        path=eye.config_path,
        app=eye.app,
        **{f"page{n}": cursor for n, cursor in enumerate(cursors, 1)},
        **eye.where,
    )


async def _said(
    eye: Eye, thread: Thread, first: nodes.ThreadNode, pages: list[nodes.Comments]
) -> tuple[list[nodes.Said], bool]:
    """All comments, and whether the thread moved while they were read."""
    while pages[-1].page_info.has_next_page:
        after = pages[-1].page_info.end_cursor
        answer = await eye.client.ask("Comments", nodes.CommentsAnswer, number=thread.number, after=after, **eye.where)
        if not answer.repository or not answer.repository.thread:
            raise Gone(f"there is no {thread} any more")
        further = answer.repository.thread
        pages.append(further.comments)
        if (further.updated_at, further.comments.total_count) != (first.updated_at, first.comments.total_count):
            return _once(pages), True
    ends = [page.page_info.end_cursor for page in pages[:-1]]
    eye.pages[thread] = tuple(end for end in ends if end)
    return _once(pages), False


def _once(pages: Iterable[nodes.Comments]) -> list[nodes.Said]:
    """A comment deleted since makes pages overlap."""
    return list({one.id: one for page in pages for one in reading.present(page)}.values())


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
