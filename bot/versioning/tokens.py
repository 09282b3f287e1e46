"""How a version is written: `v1` in names and addresses, `1.4.2` as a number, `2026-01-15` as a date."""

import re

DATE = re.compile(r"(?<!\d)(?:19|20)\d\d-(?:0\d|1[0-2])-[0-3]\d(?!\d)")
_VERSION = re.compile(r"v(?P<number>\d{1,9})", re.IGNORECASE)
_IN_NAME = re.compile(r"(?<![a-z0-9])v\d{1,9}(?![a-z0-9]|\.\d)", re.IGNORECASE)
_IN_URL = re.compile(r"(?<=/)v\d{1,9}(?=[/?#]|$)|(?<=//)v\d{1,9}(?=\.)", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<v>v?)(?P<major>\d{1,9})(?P<rest>(?:\.\d+)*)(?:[-+][0-9a-z.+-]*)?", re.IGNORECASE)


def number(version: str) -> int:
    """The number in `v1`. Raises ValueError for anything else."""
    if not (found := _VERSION.fullmatch(version)):
        raise ValueError(f"{version!r} is not a version like v1")
    return int(found["number"])


def wanted_number(word: str) -> int | None:
    """The number a person means by `v3` or `3`; None where it is neither."""
    found = re.fullmatch(r"v?(\d{1,9})", word.strip(), re.IGNORECASE)
    return int(found[1]) if found else None


def major(text: str) -> str | None:
    """The major version of `1.4.2`, `1` or `v1.4.2-beta` as `v1`; None where the text is no such number."""
    found = None if DATE.match(text.strip()) else _NUMBER.fullmatch(text.strip())
    return f"v{int(found['major'])}" if found else None


def versions_in_name(name: str) -> list[str]:
    """The versions that a file's name carries apart from its extension: `payments_v1.yaml` carries `v1`."""
    return versions_in_text(_stem(name))


def versions_in_text(text: str) -> list[str]:
    """The versions that a text says as words of their own."""
    return [f"v{int(found[0][1:])}" for found in _IN_NAME.finditer(text)]


def versions_in_url(url: str) -> list[str]:
    """The versions among an address' path segments, and its host's first label."""
    return [f"v{int(found[0][1:])}" for found in _IN_URL.finditer(url)]


def says_version(text: str, version: str) -> bool:
    """Whether a text says this version in words that a reader takes for it: `v1`, `version 1`."""
    spelt = re.search(rf"\bversion {number(version)}(?!\d|\.\d)", text, re.IGNORECASE)
    return version in versions_in_text(text) or spelt is not None


def bumped_number(text: str, new: str) -> str:
    """`1.4.2` as the first release of the new version, with as many places: `2.0.0`."""
    found = _NUMBER.fullmatch(text.strip())
    if not found or major(text) is None:
        raise ValueError(f"{text!r} is not a version number")
    return f"{found['v']}{number(new)}" + ".0" * found["rest"].count(".")


def bumped_name(name: str, old: str, new: str) -> str:
    """A name or sentence with the old version in it as the new one, the letter's case kept."""
    return _IN_NAME.sub(lambda found: _moved(found[0], old, new), name)


def bumped_url(url: str, old: str, new: str) -> str:
    """An address with the old version in it as the new one."""
    return _IN_URL.sub(lambda found: _moved(found[0], old, new), url)


def _moved(token: str, old: str, new: str) -> str:
    return f"{token[0]}{number(new)}" if int(token[1:]) == number(old) else token


def _stem(name: str) -> str:
    stem, dot, _ = name.rpartition(".")
    return stem if dot else name
