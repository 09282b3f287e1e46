"""Which settings count: the newest that can be read; and until when they are only shown, and not kept yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from bot.config import DEFAULT, Config, Mode, Problems, read_config
from bot.config.labels import labels
from bot.duties.asking import Asking
from bot.forge.facts import Blob
from bot.forge.questions import BlobOf, FirstLabelAt, HistoryOf, Proposals, Revision
from bot.lifecycle.stages import Ladder
from bot.versioning.config_entry import CONFIG_PATH
from bot.words import config as words

OBSERVED = timedelta(days=14)
"""How long a new repository is only observed, unless its settings say otherwise."""
_SOME = ((0, 1), (1, 10), (10, 100), (100, None))
"""Older settings, so many in a round: the last ones are good as a rule, and a look has few rounds."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The settings that count for one look."""

    config: Config
    warning: str = ""
    """Why these are not the newest; empty where they are."""
    enforced: bool = True
    observed_until: date | None = None
    """The last day of observing; None: it has no day yet, or nothing is observed."""

    def ends_at(self) -> datetime | None:
        """The moment from which the rules are kept; None where they are already, or nobody knows the day."""
        if self.enforced or self.observed_until is None:
            return None
        return datetime.combine(self.observed_until + timedelta(days=1), time.min, UTC)


def in_force(
    blob: Blob | None, head: str, ask: Asking, *, now: datetime, here: datetime | None = None, elsewhere: bool = False
) -> InForce | None:
    """What counts at a commit whose settings file is `blob`; None where there never was one that could be read.

    `here`: when we are known to have been there already. `elsewhere`: the proposals may show that as well.
    """
    found = _config(blob, head, ask)
    if found is None:
        return None
    config, warning = found
    if config.mode is Mode.ENFORCE:
        return InForce(config, warning)
    last = config.observe_until or _last_day(config, head, ask, now=now, here=here, elsewhere=elsewhere)
    return InForce(config, warning, last is not None and now.date() > last, last)


def last_good(head: str, ask: Asking, *, but: Blob | None = None) -> Config | None:
    """The newest settings in the history of a commit that can be read; `but` is known not to be."""
    older = [blob for blob in _blobs(ask(HistoryOf(head, CONFIG_PATH))) if not (but and blob == but.oid)]
    for start, end in _SOME:
        read = map(_read, ask.every(map(BlobOf, older[start:end])))
        if found := next((one for one in read if isinstance(one, Config)), None):
            return found
    return None


def _config(blob: Blob | None, head: str, ask: Asking) -> tuple[Config, str] | None:
    if blob is None:
        older = last_good(head, ask) if head else None
        return (older, words.gone()) if older else None
    newest = _read(blob)
    if isinstance(newest, Config):
        return newest, ""
    return last_good(head, ask, but=blob) or DEFAULT, words.in_force_still(newest)


def _blobs(history: Iterable[Revision]) -> Iterable[str]:
    return (revision.blob for revision in history if revision.blob)


def _read(blob: Blob) -> Config | Problems:
    return _read_text(blob.data)


@lru_cache(maxsize=64)
def _read_text(data: bytes) -> Config | Problems:
    """Read once: every round of every look asks for it, and it was a third of what a decision costs."""
    return read_config(data.decode("utf-8", "replace"), name=CONFIG_PATH)


def _last_day(
    config: Config, head: str, ask: Asking, *, now: datetime, here: datetime | None, elsewhere: bool
) -> date | None:
    """Counted from the day on which the first label of ours and the first settings were both there.

    The label alone would not do: a repository may have had a label of that name long before us. Nor does its age prove
    that we are new: whoever may delete labels would have a fortnight without rules. Our oldest comment shows it then.
    """
    names = tuple(label.name for label in labels(config))
    labelled_at, history = ask.both(FirstLabelAt(names), HistoryOf(head, CONFIG_PATH))
    begun = [moment for moment in (labelled_at, here) if moment]
    last = _fortnight_from(begun, history)
    if elsewhere and last and now.date() <= last:
        found = ask(Proposals(Ladder(config.stages).labels))
        begun += [card.written_at for one in found for card in one.cards if card.ours]
    return _fortnight_from(begun, history)


def _fortnight_from(begun: list[datetime], history: Sequence[Revision]) -> date | None:
    if not begun:
        return None
    return (max([min(begun), *(revision.at for revision in history[-1:])]) + OBSERVED).date()
