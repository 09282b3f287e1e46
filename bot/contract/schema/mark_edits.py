"""Marks that exclude no value by themselves: `default`, `xml`, `discriminator`, `x-extensible-enum`."""

from bot.contract.schema.discriminators import discriminator_edits
from bot.contract.schema.drafts import Draft, value
from bot.contract.schema.edits import CHANGED, NARROWED, WIDENED
from bot.contract.schema.tags import is_tag


def marks(draft: Draft) -> None:
    """What became of each mark."""
    old, new = draft.old, draft.new
    if old.default != new.default:
        draft.edit("default", CHANGED, old=value(old.default), new=value(new.default))
    if old.xml != new.xml:
        draft.edit("xml", CHANGED, old=value(old.xml), new=value(new.xml))
    is_chosen = any(is_tag(node) for schema in draft.schemas for node in schema)
    if old.discriminator != new.discriminator and not is_chosen:  # else it is told where the union stands
        draft.edits.extend(discriminator_edits(old, new))
    if old.extensible != new.extensible:
        o, n = old.extensible or {}, new.extensible or {}
        if gone := [v for k, v in sorted(o.items()) if k not in n]:
            draft.edit("x-extensible-enum", NARROWED, old=gone)
        elif come := [v for k, v in sorted(n.items()) if k not in o]:
            draft.edit("x-extensible-enum", WIDENED, new=come)
