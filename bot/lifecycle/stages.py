"""The stages in order: which comes after which, which label is whose, which of two is stricter."""

from dataclasses import dataclass

from bot.config.ladder import StageRule


@dataclass(frozen=True, slots=True)
class Ladder:
    """The stages of a configuration, first to last; never empty."""

    rules: tuple[StageRule, ...]

    @property
    def first(self) -> StageRule:
        """Where every API begins."""
        return self.rules[0]

    @property
    def labels(self) -> tuple[str, ...]:
        """All stage labels in order."""
        return tuple(rule.label for rule in self.rules)

    def labelled(self, label: str) -> StageRule | None:
        """The stage whose label this is; GitHub compares labels without regard to case."""
        return next((rule for rule in self.rules if rule.label.lower() == label.lower()), None)

    def named(self, name: str) -> StageRule | None:
        """The stage of that name."""
        return next((rule for rule in self.rules if rule.name == name), None)

    def after(self, name: str) -> StageRule | None:
        """The next stage; None after the last one."""
        place = self.place(name)
        return self.rules[place + 1] if place + 1 < len(self.rules) else None

    def place(self, name: str) -> int:
        """How far along a stage is, from 0. Raises KeyError for a name that is no stage's."""
        for place, rule in enumerate(self.rules):
            if rule.name == name:
                return place
        raise KeyError(name)

    def stricter(self, *names: str | None) -> StageRule:
        """The furthest of those stages; the first stage where none is given or known."""
        places = [self.place(name) for name in names if name and self.named(name)]
        return self.rules[max(places, default=0)]
