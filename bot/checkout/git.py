"""Files of the git checkout one stands in, at any revision."""

import subprocess
from dataclasses import dataclass
from pathlib import Path


class NotInGit(Exception):
    """Git does not know that file at that revision."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A checkout on this machine; `directory` is any place in it."""

    directory: Path

    def blob(self, revision: str, path: str) -> bytes:
        """The bytes of a file at a revision; the path counts from the checkout's root, or from here after `./`.

        Raises NotInGit with git's own words.
        """
        return self._git("cat-file", "blob", f"{revision}:{path}")

    def knows(self, revision: str) -> bool:
        """The revision names a commit or tree here."""
        try:
            self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}")
        except NotInGit:
            return False
        return True

    def _git(self, *words: str) -> bytes:
        try:
            done = subprocess.run(["git", *words], cwd=self.directory, capture_output=True, check=False)
        except OSError as why:
            raise NotInGit(f"git could not be started: {why}") from why
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
            raise NotInGit(said or "there is no such revision")
        return done.stdout
