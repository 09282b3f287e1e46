"""What comparisons of two blobs said, kept in the user's cache directory. Losing it costs time and nothing else."""

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BlobCache:
    """Small values by key. `flavour` is everything besides the blobs that an answer depends on.

    Without a directory nothing is kept.
    """

    directory: Path | None
    flavour: str

    def kept(self, kind: type[T], *blobs: str) -> T | None:
        """What was said of these blobs; `None` where nothing was kept or it cannot be read any more."""
        file = self._file(blobs)
        try:
            return msgspec.json.decode(file.read_bytes(), type=kind) if file else None
        except (OSError, ValueError):
            return None

    def keep(self, said: object, *blobs: str) -> None:
        """Keep it, whole or not at all. A cache that cannot be written, and what has no bytes, is done without."""
        file = self._file(blobs)
        if file is None:
            return
        draft = file.with_suffix(f".{os.getpid()}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(msgspec.json.encode(said))
            draft.replace(file)
        except (OSError, UnicodeEncodeError):
            with suppress(OSError):
                draft.unlink()

    def _file(self, blobs: tuple[str, ...]) -> Path | None:
        if self.directory is None:
            return None
        key = sha256("\0".join((self.flavour, *blobs)).encode(errors="surrogatepass")).hexdigest()
        return self.directory / key[:2] / f"{key[2:]}.json"


def cache_directory() -> Path | None:
    """Where this user's caches are: `XDG_CACHE_HOME`, or what the system has for it; `None` where there is no home."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(given):
        return Path(given) / "stagekeeper"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return (home / "Library/Caches" if sys.platform == "darwin" else home / ".cache") / "stagekeeper"
