"""A file's history on the default branch, one entry per merge: what the stability clock is read from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.forge.questions import HistoryOf, Revision
from bot.github import nodes, reading
from bot.github.eye import Eye

MOST = 500
"""Revisions in an answer."""
PAGES = 30
"""Pages of a hundred commits that are walked at most; what lies further back is taken as GitHub lists it."""


async def history_of(eye: Eye, question: HistoryOf) -> tuple[Revision, ...]:
    """The file's states along the first parents, newest first.

    GitHub lists the commits that touched the file, on side branches too. One that came by a pull request stands for
    its merge, dated by `mergedAt`, since a commit's own date can be forged. Where some came without, the first
    parents are walked from the head, and only what changed from one to the next counts.
    """
    default, touched = await _touched(eye, question)
    merges = [_merge(step, default) for step in touched]
    if all(merges):
        return _without_repeats(sorted((one for one in merges if one), key=_age, reverse=True))
    return _without_repeats(await _walked(eye, question, default, touched))


async def _touched(eye: Eye, question: HistoryOf) -> tuple[str, list[nodes.Step]]:
    steps, after, default = list[nodes.Step](), None, ""
    while len(steps) < MOST:
        answer = await eye.client.ask(
            "History", nodes.HistoryAnswer, head=question.head, path=question.path, after=after, **eye.where
        )
        page = answer.repository.object.history if answer.repository and answer.repository.object else None
        if page is None or answer.repository is None:
            break
        default = answer.repository.default_branch_ref.name if answer.repository.default_branch_ref else ""
        steps += reading.present(page)
        if not page.page_info.has_next_page:
            break
        after = page.page_info.end_cursor
    return default, steps


def _merge(step: nodes.Step, default: str) -> Revision | None:
    """The merge into the default branch that a commit came by, as a revision."""
    found = _pull(step, default)
    if found is None or found.merge_commit is None or found.merged_at is None:
        return None
    merge = found.merge_commit
    return Revision(merge.oid, _blob(merge.file), reading.utc(found.merged_at), found.url, found.number)


def _pull(step: nodes.Step, default: str) -> nodes.Merged | None:
    pulls = [
        pull
        for pull in reading.present(step.associated_pull_requests)
        if pull.merged and pull.base_ref_name == default and pull.merge_commit and pull.merged_at
    ]
    return min(pulls, key=lambda pull: pull.number, default=None)


@dataclass(slots=True)
class _Line:
    """The first parents below a head, as far as they are known."""

    steps: dict[str, nodes.Step] = field(default_factory=dict)

    def chain(self, head: str) -> list[nodes.Step]:
        """From the head down, one first parent after the other, to the last that is known."""
        found, at = list[nodes.Step](), self.steps.get(head)
        while at is not None:
            found.append(at)
            parents = reading.present(at.parents)
            at = self.steps.get(parents[0].oid) if parents else None
        return found


async def _walked(eye: Eye, question: HistoryOf, default: str, touched: Sequence[nodes.Step]) -> list[Revision]:
    line, left, after = _Line(), {step.oid for step in touched}, None
    for _ in range(PAGES):
        answer = await eye.client.ask(
            "Line", nodes.HistoryAnswer, head=question.head, path=question.path, after=after, **eye.where
        )
        page = answer.repository.object.history if answer.repository and answer.repository.object else None
        steps = reading.present(page)
        line.steps |= {step.oid: step for step in steps}
        left -= {step.oid for step in steps}
        if page is None or not page.page_info.has_next_page or not left:
            break
        after = page.page_info.end_cursor
    further = [_merge(step, default) or _plain(step) for step in touched if step.oid in left]
    return _changes(line.chain(question.head), default) + further


def _changes(chain: Sequence[nodes.Step], default: str) -> list[Revision]:
    """Where the file differs from what it was one first parent earlier. Of a pull request only its last counts."""
    revisions = list[Revision]()
    for n, step in enumerate(chain):
        before = chain[n + 1] if n + 1 < len(chain) else None
        if _blob(step.file) == (_blob(before.file) if before else None):
            continue
        pull = _pull(step, default)
        if pull and revisions and revisions[-1].pull == pull.number:
            continue  # rebased: several commits of one pull request in a row
        revisions.append(_by(step, pull))
    return revisions


def _by(step: nodes.Step, pull: nodes.Merged | None) -> Revision:
    if pull is None or pull.merged_at is None:
        return _plain(step)
    return Revision(step.oid, _blob(step.file), reading.utc(pull.merged_at), pull.url, pull.number)


def _plain(step: nodes.Step) -> Revision:
    return Revision(step.oid, _blob(step.file), reading.utc(step.committed_date), step.url)


def _blob(file: nodes.File | None) -> str | None:
    return file.object.oid if file and file.object else None


def _age(revision: Revision) -> tuple[object, int]:
    return revision.at, revision.pull or 0


def _without_repeats(revisions: Iterable[Revision]) -> tuple[Revision, ...]:
    """Newest first, each once, none that left the file as it was before."""
    once = list({revision.commit: revision for revision in revisions}.values())
    kept = [
        revision
        for n, revision in enumerate(once)
        if revision.blob != (once[n + 1].blob if n + 1 < len(once) else None)
    ]
    return tuple(kept[:MOST])
