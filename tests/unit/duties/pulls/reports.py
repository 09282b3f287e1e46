"""Findings as the engine words them, for the tests of what is made of them."""

from hashlib import sha256

from bot.contract import (
    Cause,
    Description,
    Evidence,
    Examples,
    Finding,
    Operation,
    Place,
    Report,
    Side,
    Unread,
    Witness,
)
from bot.contract.replacing import replace
from tests.unit.duties.pulls.scene import PATH

CREATE = Operation("post", "/v1/payments", Side.REQUEST)
READ = Operation("get", "/v1/payments/{payment_id}", Side.RESPONSE)


def finding(rule: str, **changes: object) -> Finding:
    """A proven break of the request of `POST /v1/payments`, with these differences."""
    base = Finding(
        rule=rule,
        aliases=(),
        cls=Cause.BREAKING,
        tags=frozenset(),
        evidence=Evidence.PROVEN,
        side=Side.REQUEST,
        sentence="`currency` must be sent now; a request without it is refused.",
        fix="Keep `currency` optional and say what stands in for it.",
        old=Place(PATH, "/components/schemas/PaymentCreate", 210),
        new=Place(PATH, "/components/schemas/PaymentCreate/required", 211),
        operations=(CREATE,),
        operations_total=1,
        witness=None,
        fingerprint=sha256(rule.encode()).hexdigest(),
    )
    return replace(base, **changes)


WITNESS = Witness(
    kind="request",
    method="post",
    path="/v1/payments",
    status=None,
    media_type="application/json",
    value={"amount": 1250, "method": {"type": "card", "token": "tok_visa_4242"}},
    request_line="POST /v1/payments",
    why_valid_before="`currency` could be left out",
    why_invalid_now="`currency` is missing",
)
REQUIRED = finding("request-property-became-required", witness=WITNESS)
ENUM = finding(
    "response-enum-value-removed",
    cls=Cause.BREAKING,
    evidence=Evidence.STRUCTURAL,
    side=Side.RESPONSE,
    sentence="`status` is `pending_action` where it was `requires_action`.",
    fix="Keep sending `requires_action`.",
    operations=(READ, CREATE),
    operations_total=5,
    new=Place(PATH, "/components/schemas/PaymentStatus/enum/1", 180),
)
UNPROVEN = finding("request-pattern-changed", evidence=Evidence.UNPROVEN, sentence="`token` has another pattern.")
RISKY = finding(
    "response-enum-value-added", cls=Cause.RISKY, evidence=Evidence.STRUCTURAL, sentence="`status` may be `x`."
)
ADDED = finding("operation-added", cls=Cause.SAFE, evidence=Evidence.STRUCTURAL, sentence="`GET /v1/refunds` is new.")
BREAKS = Report("1", (REQUIRED, ENUM), ())
ADDITIVE = Report("1", (ADDED,), ())
UNREAD = Report("1", (), (Unread(PATH, "/components/schemas/Money", 77, "`if` is not compared yet.", (CREATE,)),))
UNREADABLE = Report(
    "1", (), (Unread(PATH, "", 12, "I could not read it: a mapping value is not allowed here."),), readable=False
)
NO_DESCRIPTION = Description(False, UNREADABLE.unread, None, None, None, None, (), Examples(0, 0))
"""What the engine says of a file in which it finds no description."""


def report(*findings: Finding) -> Report:
    """A report of these."""
    return Report("1", findings, ())
