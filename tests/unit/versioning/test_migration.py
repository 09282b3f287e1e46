"""The guide for callers who move, as they will read it."""

from pathlib import Path

from bot.contract.report import Cause, Evidence, Finding, Operation, Side, Witness
from bot.versioning import guide_path, migration_guide

GET = Operation("get", "/payments/{payment_id}", Side.RESPONSE)
POST = Operation("post", "/payments", Side.REQUEST)


def finding(
    sentence: str,
    cls: Cause,
    *operations: Operation,
    rule: str = "some-rule",
    total: int | None = None,
    values: tuple[str | None, str | None] = (None, None),
    witness: Witness | None = None,
) -> Finding:
    return Finding(
        rule=rule,
        aliases=(),
        cls=cls,
        tags=frozenset(),
        evidence=Evidence.STRUCTURAL,
        side=Side.NONE,
        sentence=sentence,
        fix="",
        old=None,
        new=None,
        operations=operations,
        operations_total=len(operations) if total is None else total,
        witness=witness,
        fingerprint=sentence,
        old_value=values[0],
        new_value=values[1],
    )


REQUEST = Witness(
    "request", "POST", "/payments", None, "application/json", {"amount": 1250}, None, "it fits", "`currency` is missing"
)
RESPONSE = Witness(
    "response",
    "GET",
    "/payments/{payment_id}",
    "200",
    "application/json",
    "```",
    "GET /payments/pay_1",
    "",
    "not in the description",
)
FINDINGS = (
    finding("Requests without `currency` are refused.", Cause.BREAKING, POST, witness=REQUEST),
    finding("Answers may hold a new status.", Cause.RISKY, GET),
    finding(
        "`Payment.amount` is gone from answers; @eve <b>.",
        Cause.BREAKING,
        GET,
        POST,
        total=5,
        values=("integer", "a`b"),
        witness=RESPONSE,
    ),
    finding("`GET /refunds/{refund_id}` is new.", Cause.SAFE, rule="operation-added"),
    finding("`x` reads better.", Cause.DOC),
    finding("`y` was rewritten.", Cause.SAFE, rule="schema-restructured"),
)


def test_the_guide_reads_as_its_example() -> None:
    expected = (Path(__file__).parent / "guide.md").read_text(encoding="utf-8")
    moved = (("https://a.example/v1", "https://a.example/v2"),)
    assert migration_guide("payments", "v1", "v2", FINDINGS, moved=moved) == expected


def test_without_a_break_the_guide_says_so() -> None:
    assert migration_guide("payments", "v1", "v2", ()) == (
        "# Moving from payments v1 to v2\n\n"
        "`v1` stays as it is; nobody has to move today. No call that works today stops working in `v2`.\n"
    )


def test_a_long_list_of_additions_is_cut_with_its_count() -> None:
    many = [finding(f"`GET /{at}` is new.", Cause.SAFE, rule="operation-added") for at in range(25)]
    guide = migration_guide("payments", "v1", "v2", many)
    assert guide.endswith("- `GET /19` is new.\n- and 5 more\n")


def test_only_the_first_addresses_are_named() -> None:
    moved = [(f"/v1/{at}", f"/v2/{at}") for at in range(7)]
    guide = migration_guide("payments", "v1", "v2", (), moved=moved)
    assert guide.endswith("- `/v1/4` becomes `/v2/4`\n- and 2 more in the same way\n")


def test_each_step_from_version_to_version_has_its_guide() -> None:
    assert guide_path("payments", "v1", "v2") == "docs/migrations/payments-v1-to-v2.md"
