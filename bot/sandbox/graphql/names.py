"""The GraphQL type of a record."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLAbstractType, GraphQLResolveInfo

from bot.sandbox.code.records import CheckRun, CheckSuite, Pull, Ref, Review
from bot.sandbox.graphql.objects import Thing
from bot.sandbox.records import Account, Comment, Issue, Label, Reaction, Repository, Team, TimelineEvent

EVENTS = {
    "labeled": "LabeledEvent",
    "unlabeled": "UnlabeledEvent",
    "comment_deleted": "CommentDeletedEvent",
    "closed": "ClosedEvent",
    "reopened": "ReopenedEvent",
    "renamed": "RenamedTitleEvent",
    "merged": "MergedEvent",
    "head_ref_force_pushed": "HeadRefForcePushedEvent",
    "transferred": "TransferredEvent",
}
_PLAIN = {
    Comment: "IssueComment",
    Label: "Label",
    Reaction: "Reaction",
    Repository: "Repository",
    Team: "Team",
    Ref: "Ref",
    CheckRun: "CheckRun",
    CheckSuite: "CheckSuite",
    Review: "PullRequestReview",
    Pull: "PullRequest",
}


def type_name(record: Any, _: GraphQLResolveInfo[Any], __: GraphQLAbstractType) -> str:
    """For interfaces and unions."""
    match record:
        case Issue():
            return "PullRequest" if record.is_pull else "Issue"
        case Account():
            return record.type
        case TimelineEvent():
            return EVENTS[record.event]
        case Thing():
            return record.kind.title()
        case _:
            return _PLAIN[type(record)]
