"""From GraphQL's nodes to facts: people, comments, events, labels."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from bot.forge.facts import Actor, ActorKind, Comment, CommentDeleted, LabelEvent, Reaction
from bot.forge.faults import BotError
from bot.github import nodes

T = TypeVar("T", covariant=True)
STAGE = "stage: "
"""How our stage labels begin."""


class Connection(Protocol[T]):
    """A GraphQL list of things."""

    @property
    def nodes(self) -> Sequence[T | None] | None:
        """The things; null for one that GitHub could not load."""


def present(connection: Connection[T] | None) -> list[T]:
    """The things in a GraphQL list that are there."""
    found = connection.nodes if connection is not None else None
    return [item for item in found or () if item is not None]


def actor(who: nodes.Who | None) -> Actor | None:
    """An account by kind and number; a deleted one is None."""
    if who is None:
        return None
    kind = {"User": ActorKind.USER, "Bot": ActorKind.BOT}.get(who.typename, ActorKind.OTHER)
    return Actor(kind, who.database_id or 0, who.login)


def is_me(who: Actor | None, me: Actor) -> bool:
    """Whether an account is our own bot user: by kind and number, since a person may bear the bare name."""
    return who is not None and who.kind is ActorKind.BOT and who.id == me.id


def comment(said: nodes.Said, me: Actor) -> Comment:
    """A comment with our own reactions on it."""
    author = actor(said.author)
    reacted = frozenset(Reaction[group.content] for group in said.reaction_groups or () if group.viewer_has_reacted)
    return Comment(
        id=said.database_id or _number_in(said.url),
        node=said.id,
        url=said.url,
        body=said.body,
        written_at=utc(said.created_at),
        author=author,
        edited_at=said.last_edited_at and utc(said.last_edited_at),
        editor=actor(said.editor) if said.last_edited_at else None,
        hidden_as=(said.minimized_reason or "hidden").lower() if said.is_minimized else None,
        ours=is_me(author, me),
        our_reactions=reacted,
    )


def _number_in(url: str) -> int:
    """A comment's number out of its address (`…#issuecomment-3512345678`): some are too large for GraphQL's Int."""
    number = url.rpartition("-")[2]
    if not number.isdigit():
        raise BotError(f"the comment at {url} has no number")
    return int(number)


def label_events(events: Iterable[nodes.Event]) -> tuple[LabelEvent, ...]:
    """Labels put on and taken off, in the order GitHub has them in."""
    return tuple(
        LabelEvent(event.label.name, event.typename == "LabeledEvent", utc(event.created_at), actor(event.actor))
        for event in events
        if event.label and event.created_at
    )


def deletions(events: Iterable[nodes.Event]) -> tuple[CommentDeleted, ...]:
    """Comments deleted."""
    return tuple(
        CommentDeleted(utc(event.created_at), actor(event.actor), actor(event.deleted_comment_author))
        for event in events
        if event.typename == "CommentDeletedEvent" and event.created_at
    )


def names(labels: nodes.Labels | None) -> frozenset[str]:
    """The labels' names."""
    return frozenset(label.name for label in present(labels))


def reaches_back(events: Iterable[nodes.Event], me: Actor) -> bool:
    """Whether a stage label that we set ourselves is among the events: what came before it does not matter."""
    return any(
        event.typename == "LabeledEvent"
        and event.label is not None
        and event.label.name.startswith(STAGE)
        and is_me(actor(event.actor), me)
        for event in events
    )


def utc(moment: datetime) -> datetime:
    """The same moment in UTC."""
    return moment.astimezone(UTC)
