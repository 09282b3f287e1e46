"""`python -m bot` and the command `stagekeeper`."""

import gc


def main() -> int:
    """The exit code of the command line.

    What is imported stays until the end, and what is left then goes with the process: to search either for dead
    circles was a fifth of what a small comparison costs.
    """
    gc.disable()
    try:
        from bot.cli import prepared

        command = prepared()
    except KeyboardInterrupt:
        return 130  # as `bot.cli` ends later on
    gc.freeze()
    gc.enable()
    code = command()
    gc.freeze()
    return code


if __name__ == "__main__":
    raise SystemExit(main())
