"""The addresses things have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Links:
    """Where this GitHub is reached."""

    web: str

    @property
    def api(self) -> str:
        """The base of the REST API, placed as on Enterprise Server."""
        return f"{self.web}/api/v3"

    @property
    def graphql(self) -> str:
        """The GraphQL end point."""
        return f"{self.web}/api/graphql"
