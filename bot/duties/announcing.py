"""Saying a thing once: what our comments in the thread already carry is not said again."""

from bot.duties.case import Case
from bot.forge.effects import Say, marker


def once(case: Case, say: Say) -> tuple[Say, ...]:
    """The comment to write, or nothing where one of ours with its marker is there."""
    return () if is_said(case, say) else (say,)


def is_said(case: Case, say: Say) -> bool:
    """Whether this one's marker heads a comment of ours; further down it is what somebody typed and we quoted."""
    mark = marker(say)
    return any(comment.ours and comment.body.startswith(mark) for comment in case.facts.comments)
