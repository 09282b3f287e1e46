"""Answers about files: at a commit, by id, below a folder, changed by a pull request."""

from collections.abc import Iterable, MutableMapping

from bot.forge.facts import Blob, Change, ChangedFile
from bot.forge.faults import BotError
from bot.forge.questions import BlobOf, FileAt, FilesOf, MergeBase, NamesIn
from bot.github import rest
from bot.github.contents import Contents
from bot.github.endpoints import COMPARE, PULL_FILES, TREE
from bot.github.eye import Eye
from bot.github.refused import Refused
from bot.github.together import together

STATUSES = {"added": Change.ADDED, "copied": Change.ADDED, "removed": Change.REMOVED, "renamed": Change.RENAMED}
"""REST's `status` of a file; what is not here modifies."""


async def files_at(
    contents: Contents, questions: Iterable[FileAt], oids: MutableMapping[tuple[str, str], str]
) -> dict[FileAt, Blob | None]:
    """Files at commits, all in one request, or in none where their ids and bytes are known.

    `oids` remembers what was found; that there was nothing may be the lag of GitHub's reads, so it is not remembered.
    """
    answers, unknown = dict[FileAt, Blob | None](), list[FileAt]()
    for question in questions:
        oid = oids.get((question.commit, question.path))
        data = await contents.kept.get(oid) if oid else None
        if oid and data is not None:
            answers[question] = Blob(oid, data)
        else:
            unknown.append(question)
    found = await contents.objects(_expression(question) for question in unknown)
    blobs = await together(contents.blob(found[_expression(question)]) for question in unknown)
    for question, blob in zip(unknown, blobs, strict=True):
        answers[question] = blob
        if blob is not None:
            oids[question.commit, question.path] = blob.oid
    return answers


async def blobs_of(contents: Contents, questions: Iterable[BlobOf]) -> dict[BlobOf, Blob]:
    """Blobs by their ids."""
    wanted = list(questions)
    kept = {question: await contents.kept.get(question.oid) for question in wanted}
    found = await contents.objects(question.oid for question in wanted if kept[question] is None)
    answers = dict[BlobOf, Blob]()
    for question in wanted:
        data = kept[question]
        blob = Blob(question.oid, data) if data is not None else await contents.blob(found[question.oid])
        if blob is None:
            raise BotError(f"GitHub has no blob {question.oid}")
        answers[question] = blob
    return answers


async def names_in(eye: Eye, question: NamesIn) -> tuple[str, ...]:
    """All files' paths below a folder. A tree too large for one answer is read folder by folder.

    Source: "Get a tree": 100,000 entries or 7 MB with `recursive`.
    """
    prefix = f"{question.folder.strip('/')}/" if question.folder.strip("/") else ""
    whole = await _tree(eye, question.commit, recursive=1)
    if whole is None:
        return ()
    if not whole.truncated:
        paths = [entry.path for entry in whole.tree if entry.type == "blob" and entry.path.startswith(prefix)]
    else:
        paths = await _below(eye, question.commit, "", prefix)
    return tuple(sorted(paths))


async def merge_base(eye: Eye, question: MergeBase) -> str | None:
    """Where two commits parted. 404 says that they have nothing in common, or that one of them is not there."""
    try:
        found = await eye.client.call(COMPARE, basehead=f"{question.base}...{question.head}", **_where(eye))
    except Refused as refused:
        if refused.status == 404:
            return None
        raise
    return found.merge_base_commit.sha


async def files_of(eye: Eye, question: FilesOf) -> tuple[ChangedFile, ...]:
    """The files with their old names; GitHub lists 3,000 at most."""
    found = eye.client.pages(PULL_FILES, pull_number=question.number, **_where(eye))
    return tuple([_changed(file) async for file in found])


def _changed(file: rest.File) -> ChangedFile:
    return ChangedFile(file.filename, STATUSES.get(file.status, Change.MODIFIED), file.previous_filename)


async def _below(eye: Eye, tree: str, path: str, prefix: str) -> list[str]:
    """The paths of files below `prefix`, walking only folders that lead there or lie in it."""
    paths = list[str]()
    here = await _tree(eye, tree)
    for entry in here.tree if here else ():
        full = path + entry.path
        if entry.type == "blob" and full.startswith(prefix):
            paths.append(full)
        elif entry.type == "tree" and (prefix.startswith(f"{full}/") or full.startswith(prefix)):
            paths += await _below(eye, entry.sha, f"{full}/", prefix)
    return paths


async def _tree(eye: Eye, tree: str, recursive: int | None = None) -> rest.Tree | None:
    try:
        return await eye.client.call(TREE, tree_sha=tree, recursive=recursive, **_where(eye))
    except Refused as refused:
        if refused.status in {404, 409}:  # 409: the repository is empty
            return None
        raise


def _expression(question: FileAt) -> str:
    return f"{question.commit}:{question.path}"


def _where(eye: Eye) -> dict[str, str]:
    return {"owner": eye.repo.owner, "repo": eye.repo.name}
