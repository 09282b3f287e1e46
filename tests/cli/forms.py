"""What every form of a report is asked to tell."""

from tests.cli.place import Place
from tests.unit.contract.describing import api, ref

EVIL = "x`y\x1b[31m<script>alert(1)</script>\u202e|*_%0A::error::@kim #7 \"'&\r\n]]>"
"""Everything that some form could mistake for its own."""

FORMS = ("text", "json", "markdown", "sarif", "github", "junit", "html")


def several(place: Place) -> tuple[str, str]:
    """A break with a witness on many operations, a risk, an addition, a broken promise, and a part not judged."""
    old = api(None, Amount={"type": "object", "properties": {EVIL: {"type": "string", "maxLength": 5}}})
    new = api(None, Amount={"type": "object", "properties": {EVIL: {"type": "string", "maxLength": 3}}})
    for document in (old, new):
        body = {"content": {"application/json": {"schema": ref("Amount")}}}
        for number in range(6):
            operation = {"requestBody": body, "responses": {"200": {"description": "ok"}}}
            document["paths"][f"/things/{number}"] = {"post": operation}
        document["paths"]["/old"] = {"get": {"deprecated": True, "responses": {}}}
    old["paths"]["/old"]["get"]["x-sunset"] = "2030-01-01"
    new["paths"]["/old"]["get"]["x-sunset"] = "2029-01-01"
    old["paths"]["/things/0"]["post"]["operationId"] = "before"
    new["paths"]["/things/0"]["post"]["operationId"] = f"after {EVIL}"
    new["paths"]["/added"] = {"get": {"responses": {"200": {"description": "ok"}}}}
    new["components"]["schemas"]["Amount"]["madeUp"] = EVIL
    place.write("old.json", old)
    place.write("new.json", new)
    return "old.json", "new.json"
