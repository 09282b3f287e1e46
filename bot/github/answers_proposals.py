"""Every proposal of a repository, with our card, wherever in its thread that stands."""

from collections.abc import Iterable

from bot.forge.effects import CARD_MARK
from bot.forge.facts import Comment
from bot.forge.questions import ProposalFacts, Proposals
from bot.forge.subjects import Thread
from bot.github import nodes, reading
from bot.github.eye import Eye, Found
from bot.github.observe import earlier_events
from bot.github.together import together

AT_ONCE = 100
"""Nodes in one request."""


async def proposals(eye: Eye, question: Proposals) -> tuple[ProposalFacts, ...]:
    """Every issue with one of the labels, oldest first."""
    issues = await _issues(eye, question)
    late = [issue for issue in issues if issue.comments.page_info.has_next_page and not _cards(eye, issue.comments)]
    cards = await _late_cards(eye, late)
    found = await together(_proposal(eye, issue, cards.get(issue.number)) for issue in issues)
    return tuple(sorted(found, key=lambda one: one.thread.number))


async def _issues(eye: Eye, question: Proposals) -> list[nodes.Proposal]:
    found, after = list[nodes.Proposal](), None
    while True:
        answer = await eye.client.ask(
            "Proposals", nodes.ProposalsAnswer, labels=list(question.labels), after=after, **eye.where
        )
        if answer.repository is None:
            return found
        page = answer.repository.issues
        found += reading.present(page)
        if not page.page_info.has_next_page:
            return found
        after = page.page_info.end_cursor


async def _late_cards(eye: Eye, issues: Iterable[nodes.Proposal]) -> dict[int, Comment]:
    """The cards of issues that had many comments before we came.

    Where one was found it is read by its id, all of them in one request. The others are read on from where the last
    reading ended, so that a thread without a card costs one request a time.
    """
    wanted = list(issues)
    known = {
        issue.number: found.card for issue in wanted if (found := eye.cards.get(_thread(eye, issue))) and found.card
    }
    seen = await _by_id(eye, known)
    unseen = [issue for issue in wanted if issue.number not in seen]
    read = await together(_read_on(eye, issue, lost=issue.number in known) for issue in unseen)
    return seen | {issue.number: card for issue, card in zip(unseen, read, strict=True) if card}


async def _by_id(eye: Eye, known: dict[int, str]) -> dict[int, Comment]:
    cards, wanted = dict[int, Comment](), list(known.items())
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        answer = await eye.client.ask("Cards", nodes.CardsAnswer, nodes=[node for _, node in some])
        for (number, _), said in zip(some, answer.nodes, strict=True):
            if said and said.id and _is_card(card := reading.comment(said, eye.me)):
                cards[number] = card
    return cards


async def _read_on(eye: Eye, issue: nodes.Proposal, *, lost: bool) -> Comment | None:
    """The first card after what was read already; from the start again where the one that was known is gone."""
    thread = _thread(eye, issue)
    found = eye.cards.get(thread)
    after = found.after if found and not lost else issue.comments.page_info.end_cursor
    while True:
        answer = await eye.client.ask("Comments", nodes.CommentsAnswer, number=issue.number, after=after, **eye.where)
        if not answer.repository or not answer.repository.thread:
            return None
        page = answer.repository.thread.comments
        cards = _cards(eye, page)
        after = page.page_info.end_cursor or after
        if cards or not page.page_info.has_next_page:
            eye.cards[thread] = Found(cards[0].node if cards else None, after)
            return cards[0] if cards else None


def _cards(eye: Eye, page: nodes.Comments) -> list[Comment]:
    said = (reading.comment(one, eye.me) for one in reading.present(page))
    return [one for one in said if _is_card(one)]


def _is_card(comment: Comment) -> bool:
    return comment.ours and comment.body.startswith(CARD_MARK)


def _thread(eye: Eye, issue: nodes.Proposal) -> Thread:
    return Thread(eye.repo, issue.number)


async def _proposal(eye: Eye, issue: nodes.Proposal, late: Comment | None) -> ProposalFacts:
    events = await earlier_events(eye, issue.number, issue.timeline_items)
    first = (reading.comment(one, eye.me) for one in reading.present(issue.comments))
    return ProposalFacts(
        thread=_thread(eye, issue),
        title=issue.title,
        body=issue.body,
        url=issue.url,
        open=not issue.closed,
        written_at=reading.utc(issue.created_at),
        labels=reading.names(issue.labels),
        label_events=reading.label_events(events),
        edited_at=issue.last_edited_at and reading.utc(issue.last_edited_at),
        cards=(*(one for one in first if one.ours), *([late] if late else [])),
    )
