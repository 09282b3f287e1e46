"""All comments of a thread as they are now, page by page."""

from bot.forge.facts import Actor, Comment
from bot.forge.subjects import Thread
from bot.github import nodes, reading
from bot.github.client import Client


async def comments_of(client: Client, thread: Thread, me: Actor) -> tuple[Comment, ...]:
    """The comments, oldest first; none where the thread is gone."""
    said, after = list[nodes.Said](), None
    while True:
        answer = await client.ask(
            "Comments",
            nodes.CommentsAnswer,
            owner=thread.repo.owner,
            name=thread.repo.name,
            number=thread.number,
            after=after,
        )
        if not answer.repository or not answer.repository.thread:
            return ()
        page = answer.repository.thread.comments
        said += reading.present(page)
        if not page.page_info.has_next_page:
            return tuple(reading.comment(one, me) for one in said)
        after = page.page_info.end_cursor
