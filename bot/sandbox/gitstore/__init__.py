"""Real git repositories behind the sandbox: objects, refs, diffs, merges; it knows no issues, pulls or tokens."""

from bot.sandbox.gitstore.diffs import ChangedFile
from bot.sandbox.gitstore.histories import Revision
from bot.sandbox.gitstore.objects import (
    Commit,
    Entry,
    Found,
    GitError,
    Header,
    Identity,
    MalformedPath,
    MergeConflict,
    NotFastForward,
    ObjectMissing,
    RefExists,
    RefMalformed,
    RefMissing,
)
from bot.sandbox.gitstore.repo import Repo
from bot.sandbox.gitstore.store import GitStore, RepoExists, RepoMissing

__all__ = [
    "ChangedFile",
    "Commit",
    "Entry",
    "Found",
    "GitError",
    "GitStore",
    "Header",
    "Identity",
    "MalformedPath",
    "MergeConflict",
    "NotFastForward",
    "ObjectMissing",
    "RefExists",
    "RefMalformed",
    "RefMissing",
    "Repo",
    "RepoExists",
    "RepoMissing",
    "Revision",
]
