"""Write the pinned requirements anew: every package, every file by hash, no registry's address."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
TARGETS = {"run.txt": ["--extra", "sandbox"], "dev.txt": ["--extra", "sandbox", "--group", "dev"]}


def main() -> None:
    for name, options in TARGETS.items():
        command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *options]
        command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header"]
        command += ["--no-emit-index-url", "--no-emit-find-links", "--quiet", "-o", f"requirements/{name}"]
        subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
