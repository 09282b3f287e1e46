"""A port as people type it."""

import argparse


def port(text: str) -> int:
    """The number. Raises argparse.ArgumentTypeError where it is none between 0 and 65535."""
    if not (text.isascii() and text.isdecimal() and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: a number from 0 to 65535")
    return int(text)
