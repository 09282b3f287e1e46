"""What may stand alone but not together."""

from collections.abc import Iterable, Iterator

from bot.config.complaints import problem
from bot.config.ladder import Breaking
from bot.config.model import Access, Config, Grant
from bot.config.problems import Problem, ProblemKind
from bot.config.tree import Path, Tree


def conflicts(config: Config, tree: Tree) -> Iterator[Problem]:
    """Every contradiction in the settings, at the place where somebody has to decide."""
    yield from _grant(config.access, ("access",), tree)
    for name, api in config.apis.items():
        if api.access != config.access:
            yield from _grant(api.access, ("apis", name, "access"), tree)
    yield from _floors(config, tree)
    yield from _shared(((api.description, ("apis", name, "description")) for name, api in config.apis.items()), tree)
    yield from _shared(((rule.label, ("stages", rule.name, "label")) for rule in config.stages), tree)
    yield from _notices(config, tree)


def _grant(access: Access, path: Path, tree: Tree) -> Iterator[Problem]:
    needed = {Grant.TEAM: ("team", access.team), Grant.REPOSITORY: ("repository", access.repository)}
    key, value = needed.get(access.grant, ("", ""))
    if value is None:
        expected = f"`{key}:` beside `grant: {access.grant}`"
        yield problem(tree, (*path, "grant"), ProblemKind.CONFLICT, expected=expected)


def _floors(config: Config, tree: Tree) -> Iterator[Problem]:
    names = [rule.name for rule in config.stages]
    for name, api in config.apis.items():
        if api.stage is not None and api.stage not in names:
            path = ("apis", name, "stage")
            yield problem(tree, path, ProblemKind.BAD_VALUE, expected=" or ".join(names), known=names)


def _shared(uses: Iterable[tuple[str, Path]], tree: Tree) -> Iterator[Problem]:
    """The second and later users of what only one can have."""
    users: dict[str, Path] = {}
    for value, path in uses:
        first = users.setdefault(value.lower(), path)
        if first != path:
            yield problem(tree, path, ProblemKind.CONFLICT, expected=f"not the same as for {first[1]}")


def _notices(config: Config, tree: Tree) -> Iterator[Problem]:
    for rule in config.stages:
        if rule.breaking is Breaking.NOTICE and rule.notice_days == 0:
            path = ("stages", rule.name, "notice_days")
            yield problem(tree, path, ProblemKind.CONFLICT, expected="at least 1 where `breaking: notice`")
