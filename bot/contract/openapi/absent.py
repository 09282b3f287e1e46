"""What stands for a description that is not there: the other version of it, without operations."""

import json

from bot.contract.openapi.reading import read
from bot.contract.options import Source
from bot.contract.replacing import replace


def without_operations(source: Source) -> Source:
    """The same description with no paths and no webhooks, so that a comparison shows all of them as gone or as new.

    What cannot be read is given back as it is.
    """
    value = read(source.data).value
    if not isinstance(value, dict):
        return source
    left = {key: part for key, part in value.items() if key not in ("paths", "webhooks")}
    return replace(source, data=json.dumps({**left, "paths": {}}).encode())
