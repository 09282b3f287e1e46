"""Issues that a pull request closes by naming them.

Source: Linking a pull request to an issue; keywords count only towards the default branch.
"""

from __future__ import annotations

import re

from bot.sandbox.acts import issues
from bot.sandbox.code.records import Pull
from bot.sandbox.records import Account, Issue, Repository
from bot.sandbox.state import Transaction, View

_KEYWORD = re.compile(r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)\b", re.IGNORECASE)


def named(view: View, pull: Pull) -> list[Issue]:
    """The open and closed issues of the same repository that its text says it closes."""
    home = view[Repository][pull.repository_id]
    if pull.base_ref != home.default_branch:
        return []
    numbers = dict.fromkeys(int(n) for n in _KEYWORD.findall(view[Issue][pull.issue_id].body or ""))
    found = (view[Issue].one(repository_id=home.id, number=number) for number in numbers)
    return [issue for issue in found if issue is not None and not issue.is_pull]


def close(tx: Transaction, actor: Account, pull: Pull) -> None:
    """It was merged: close them."""
    for issue in named(tx, pull):
        if issue.state == "open":
            issues.set_state(tx, actor, issue, "closed", reason="completed")
