"""What one comparison costs in a process that is warm: OLD NEW → JSON with seconds and megabytes."""

import json
import resource
import sys
import time
from pathlib import Path

from bot.contract import Options, Source, compare


def main() -> None:
    options = Options(witnesses=0)
    small = Source("a.json", b'{"openapi": "3.1.0", "paths": {"/a": {"get": {}}}}')
    compare(small, Source("a.json", small.data.replace(b"get", b"put")), options)  # what is imported late, is now
    old, new = (Source(path, Path(path).read_bytes()) for path in sys.argv[1:])
    wall, cpu = time.perf_counter(), time.process_time()
    compare(old, new, options)
    figures = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**figures, "peak": peak}))


if __name__ == "__main__":
    main()
