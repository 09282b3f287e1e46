"""Reading comments again before an effect that cannot be taken back."""

from collections.abc import Sequence

from bot.forge.effects import CommentState
from bot.github import nodes
from bot.github.apply.desk import Desk

CHANGED = "changed"
"""What the journal keeps for an effect that was not applied because its ground is gone."""


async def unchanged(desk: Desk, believed: Sequence[CommentState]) -> bool:
    """Whether each comment is still there as it was believed."""
    seen = {one.id: one.node for one in desk.thread.comments} if desk.thread else {}
    if not believed:
        return True
    if any(state.comment not in seen for state in believed):
        return False
    wanted = [seen[state.comment] for state in believed]
    answer = await desk.client.ask("Seen", nodes.SeenAnswer, nodes=wanted)
    # in the order they were asked for; null for one that is gone
    return all(
        node is not None and node.edited_at == state.edited_at
        for state, node in zip(believed, answer.nodes, strict=True)
    )
