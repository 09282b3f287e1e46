"""Rules for the keywords that have no lattice of their own, each for one schema of the receiver that holds it."""

from bot.contract.limits import CONDITION_LENGTH
from bot.contract.schema.encoded import is_any_bytes, is_base64, says_base64
from bot.contract.schema.members import Members
from bot.contract.schema.nodes import Node, Schema
from bot.contract.schema.taking import Taking


class Conditions:
    """What can be said of a receiver's conditions from the facts alone."""

    def __init__(self, members: Members, receiver: Taking) -> None:
        self.a, self.f, self.receiver = members.a, members.f, receiver
        self.elsewhere = members.elsewhere
        self.open_names = members.undecided or (members.is_map and not members.is_shut)

    def holds(self, part: Node, keyword: str) -> bool:
        """The condition holds for all that the sender sends."""
        content = part.fields[keyword]
        match keyword:
            case "propertyNames":
                return "object" not in self.f.types or self._names_fit(part)
            case "dependentRequired":
                return "object" not in self.f.types or self._dependent_required(content)
            case "unevaluatedProperties":
                return content is True or "object" not in self.f.types or self._all_evaluated(part)
            case "unevaluatedItems":
                return content is True or "array" not in self.f.types
            case "contentMediaType" | "contentEncoding":
                is_same = keyword == "contentEncoding" and is_base64(content) and says_base64(self.f)
                return is_same or is_any_bytes(keyword, content) or "string" not in self.f.types
        return False

    def _names(self) -> list[str]:
        return sorted(self.f.properties.keys() | self.elsewhere.keys())

    def _names_fit(self, part: Node) -> bool:
        """Every name that may be there is tried as a value."""
        if self.open_names or self.f.pattern_properties:
            return False
        return all(self.receiver.takes((part.child("propertyNames"),), name) is True for name in self._names())

    def _dependent_required(self, content: object) -> bool:
        if not isinstance(content, dict):
            return False
        return all(
            isinstance(names, list) and (self.is_absent(trigger) or set(map(str, names)) <= self._comes_with(trigger))
            for trigger, names in content.items()
        )

    def _comes_with(self, trigger: str) -> set[str]:
        """The names that are there whenever the trigger is."""
        found = {trigger, *self.f.required}
        for part in self.f.parts if "dependentRequired" in self.f.other else ():
            said = part.fields.get("dependentRequired")
            names = said.get(trigger) if isinstance(said, dict) else None
            found.update(map(str, names if isinstance(names, list) else ()))
        return found

    def is_absent(self, name: str) -> bool:
        """The sender never sends the property."""
        if name in self.f.properties:
            return self.a.facts(self.f.properties[name]).never
        return name not in self.elsewhere and not self.open_names and not self.f.pattern_properties

    def _all_evaluated(self, part: Node) -> bool:
        """Every name that may be there is named by the very schema that allows no other."""
        named = part.fields.get("properties")
        if self.open_names or self.f.pattern_properties or not isinstance(named, dict):
            return False
        return all(name in named or self.is_absent(name) for name in self._names())

    def containing(self, part: Node) -> list[Schema] | None:
        """The slots that must all be of `contains`, so that there are enough; `None` where that proves nothing."""
        least = part.fields.get("minContains", 1)
        if "array" not in self.f.types:
            return []
        if "maxContains" in part.fields or not isinstance(least, int):
            return None
        if least == 0:
            return []
        items = int(self.f.limits.get("minItems", 0))
        if items < least or least > CONDITION_LENGTH:
            return None
        return [self.f.slot(i) for i in range(least)]

    def dependent_schemas(self, part: Node) -> list[Node] | None:
        """The schemas that must hold because their trigger may be there."""
        content = part.fields["dependentSchemas"]
        if "object" not in self.f.types:
            return []
        if not isinstance(content, dict):
            return None
        return [part.child("dependentSchemas", t) for t in sorted(content) if not self.is_absent(t)]
