"""Under which number the ledger is written: what card or journal hold already keeps theirs, news get the next one."""

from dataclasses import replace

from bot.duties.case import Case
from bot.lifecycle import ledger as ledgers
from bot.lifecycle.ledger import Ledger


def numbered(case: Case) -> Ledger:
    """The ledger as it is to be signed.

    A look that does not see our own write yet comes to the very same text, and it is not written twice.
    """
    remembered = ledgers.read(case.look.remembered or "", place=case.place, secrets=case.look.secrets)
    for known in filter(None, (remembered, case.written)):
        if known.entries == case.ledger.entries:
            return known
    return replace(case.ledger, sequence=case.ledger.sequence + 1)
