"""`python -m bot` and the command `stagekeeper`."""


def main() -> int:
    """The exit code of the command line."""
    from bot.cli import run

    return run()


if __name__ == "__main__":
    raise SystemExit(main())
