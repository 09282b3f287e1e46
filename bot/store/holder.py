"""Who holds a claim: a process, told apart from a later one with the same number."""

import os
import socket
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex


@dataclass(frozen=True, slots=True)
class Holder:
    """A queue in a process on a host.

    `born` is the process's start in the system's own count, empty where the system does not tell. `turn` tells this
    process's queues apart: of two, the later one takes over from the earlier.
    """

    host: str
    pid: int
    born: str = ""
    turn: str = "-"

    @classmethod
    def me(cls) -> "Holder":
        """This process."""
        return cls(socket.gethostname(), os.getpid(), _born(os.getpid()), token_hex(4))

    @classmethod
    def parse(cls, text: str) -> "Holder":
        """The holder that `str` wrote."""
        host, pid, born, turn = text.rsplit(" ", 3)
        return cls(host, int(pid), born, turn)

    def __str__(self) -> str:
        return f"{self.host} {self.pid} {self.born} {self.turn}"

    def lives(self) -> bool:
        """Whether that one still runs here; to be asked only of other holders on this host."""
        if self.pid == os.getpid():
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        return self.born == _born(self.pid)


def _born(pid: int) -> str:
    """The start of a process in clock ticks since boot, where /proc has it; `dead` where it only waits to be reaped.

    Source: proc_pid_stat(5), fields 3 and 22.
    """
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    fields = text.rpartition(")")[2].split()
    return "dead" if fields[0] in "ZX" else fields[19]
