"""Answers about a repository's labels: when the first of ours was made."""

from datetime import datetime

from bot.forge.questions import FirstLabelAt
from bot.github import nodes, reading
from bot.github.eye import Eye


async def first_label_at(eye: Eye, question: FirstLabelAt) -> datetime | None:
    """When the first of the labels was made. GitHub lists the first made first, and compares names without case."""
    wanted, after = {label.lower() for label in question.labels}, None
    while True:
        answer = await eye.client.ask("LabelsMade", nodes.LabelsMadeAnswer, after=after, **eye.where)
        page = answer.repository.labels if answer.repository else None
        if page is None:
            return None
        for label in reading.present(page):
            if label.name.lower() in wanted and label.created_at:
                return reading.utc(label.created_at)
        if not page.page_info.has_next_page:
            return None
        after = page.page_info.end_cursor
