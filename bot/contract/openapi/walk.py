"""What every part of a comparison shares: the documents, the ledger, the schema judge, the operation at hand."""

from typing import Any

from msgspec import Struct, field

from bot.contract.limits import AGAIN, PART
from bot.contract.openapi.dialects import VALUE_KEYS
from bot.contract.openapi.document import Document
from bot.contract.openapi.ledger import Ledger, Spot
from bot.contract.openapi.objects import leftover
from bot.contract.openapi.rows import HTTP_ROWS, INVERTED
from bot.contract.openapi.schemas import SchemaJudge
from bot.contract.openapi.touched import Touched
from bot.contract.options import Options
from bot.contract.report import Operation, Side
from bot.contract.schema.nodes import Node
from bot.contract.steps import Steps


class Walk(Struct, frozen=True):
    """One comparison under way."""

    old: Document
    new: Document
    options: Options
    ledger: Ledger
    schemas: SchemaJudge
    touched: Touched
    met: set[tuple[Node, Node]] = field(default_factory=set)
    """Operations of callbacks within callbacks that were compared: each pair once, however many lead to it."""
    parts: set[tuple[str, Node, Node]] = field(default_factory=set)
    """Parts of operations that were met before, by what of them was compared."""

    def meet(self, what: str, old: Node, new: Node, parts: int) -> None:
        """Take steps for a part that is named by many, where it was met before: once for each that names it."""
        if (what, old, new) in self.parts:
            self.steps.take(AGAIN * PART * parts)
        self.parts.add((what, old, new))

    @property
    def steps(self) -> Steps:
        """Those of the whole comparison."""
        return self.ledger.steps

    @property
    def written_on_it(self) -> frozenset[str]:
        """Keywords that Swagger 2.0 writes on parameters and headers themselves; they are judged with the schema."""
        return VALUE_KEYS | {"collectionFormat"} if self.is_swagger else frozenset()

    @property
    def is_swagger(self) -> bool:
        """One of the two is Swagger 2.0."""
        return "2.0" in (self.old.dialect, self.new.dialect)


class Call(Struct, frozen=True):
    """The operation at hand. `outbound`: the server calls and the client answers (webhooks, callbacks).

    `level` counts the callbacks that it is within.
    """

    walk: Walk
    operation: Operation
    outbound: bool = False
    level: int = 0

    @property
    def subject(self) -> str:
        """The operation as people call it."""
        if self.outbound:
            return f"the {self.operation.path}"
        return f"`{self.operation.method} {self.operation.path}`"

    def spot(self, part: str, kind: str, side: Side, **more: Any) -> Spot:
        """A part of the operation; `side` is who sends it in an ordinary call."""
        if self.outbound and side is not Side.NONE:
            side = Side.RESPONSE if side is Side.REQUEST else Side.REQUEST
        self.walk.steps.take(PART)
        o = self.operation
        operation = Operation(o.method, o.path, side, o.stage_old, o.stage_new)
        return Spot(operation, self.subject, part, kind, side, outbound=self.outbound, **more)

    @property
    def whole(self) -> Spot:
        """The operation itself, on neither side."""
        return self.spot("", "operation", Side.NONE)

    def unchanged(self, old: Node, new: Node, *keys: str) -> bool:
        """Whether these members are the same in both versions, with everything they name: nothing to compare."""
        return self.walk.touched.members_untouched(old, new, *keys)

    def say(self, rule: str, spot: Spot, old: Node | None, new: Node | None, **more: Any) -> None:
        """Write down an HTTP row, as it is called for who sends what."""
        values = {k: more.pop(k) for k in ("name", "words", "site") if k in more}
        if self.outbound:
            rule = INVERTED.get(rule, rule)
            values["words"] = {"name": self.operation.path, **(values.get("words") or {})}
        self.walk.ledger.add(
            HTTP_ROWS[rule], spot, at_old=old, at_new=new, old=more.get("was"), new=more.get("now"), **values
        )

    def left_over(self, old: Node | None, new: Node | None, known: frozenset[str], side: Side = Side.NONE) -> None:
        """The law: what changed and has no row becomes unread."""
        for key in leftover(old, new, known):
            node = new if new is not None and key in new.fields else old
            assert node is not None
            self.unread(node.child(key), f"The change of `{key}` is not judged yet.", side, is_new=node is new)

    def unread(self, node: Node, what: str, side: Side = Side.NONE, *, is_new: bool = True) -> None:
        """Write down a part that cannot be judged."""
        self.walk.ledger.skip(node, what, self.spot("", "", side).operation, is_new=is_new)
