"""What is in files: blobs by their object id, whole, byte for byte, kept for ever."""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha1, sha256
from typing import Protocol

from bot.forge.facts import Blob
from bot.forge.faults import BotError
from bot.forge.subjects import Repo
from bot.github import nodes
from bot.github.client import Client
from bot.github.documents import files_document
from bot.github.endpoints import BLOB

AT_ONCE = 10
"""Files asked for in one request; a blob's text may be half a megabyte."""


class BlobCache(Protocol):
    """Where blobs are kept between looks. They never change, so nothing in it grows old."""

    async def get(self, oid: str) -> bytes | None:
        """The blob's bytes, where they are kept."""

    async def put(self, oid: str, data: bytes) -> None:
        """Keep the blob's bytes."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The files of a repository."""

    client: Client
    repo: Repo
    kept: BlobCache

    async def blob(self, found: nodes.Object | None) -> Blob | None:
        """The blob of which a query gave what it gives; None where there is none (or a folder)."""
        if found is None or found.oid is None:
            return None
        data = await self.kept.get(found.oid)
        if data is None:
            data = _whole(found)
            data = await self._fetched(found.oid) if data is None else data
            await self.kept.put(found.oid, data)
        return Blob(found.oid, data)

    async def objects(self, expressions: Iterable[str]) -> dict[str, nodes.Object | None]:
        """What git finds under each expression (`<commit>:<path>`, an object id)."""
        wanted, found = list(dict.fromkeys(expressions)), dict[str, nodes.Object | None]()
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            answer = await self.client.ask(
                "Files",
                nodes.FilesAnswer,
                text=files_document(len(some)),
                owner=self.repo.owner,
                name=self.repo.name,
                **{f"at{n}": expression for n, expression in enumerate(some)},
            )
            told = answer.repository or {}
            found |= {expression: told.get(f"file{n}") for n, expression in enumerate(some)}
        return found

    async def _fetched(self, oid: str) -> bytes:
        answer = await self.client.call(BLOB, owner=self.repo.owner, repo=self.repo.name, file_sha=oid)
        try:
            data = base64.b64decode(answer.content)
        except binascii.Error as fault:
            raise BotError(f"GitHub's answer for blob {oid} is not base64") from fault
        return data


def git_oid(data: bytes, *, like: str) -> str:
    """The object id git gives a blob, by the hash that another id of the same repository was made with.

    Source: "Git Internals - Git Objects"; ids of 64 digits are SHA-256 ("hash-function-transition").
    """
    algorithm = sha256 if len(like) == 64 else sha1
    return algorithm(b"blob %d\0" % len(data) + data).hexdigest()


def _whole(found: nodes.Object) -> bytes | None:
    """The blob out of GraphQL's text; None where that is not all of it.

    GitHub cuts `text` at 512,000 bytes and has none for what it takes for binary; other encodings do not survive.
    The id tells.
    """
    if found.text is None or found.oid is None or found.is_truncated:
        return None
    data = found.text.encode()
    return data if git_oid(data, like=found.oid) == found.oid else None
