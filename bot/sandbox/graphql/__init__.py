"""The GraphQL end point: GitHub's schema, pruned, answered from the same state as REST."""

from bot.sandbox.graphql.endpoint import routes

__all__ = ["routes"]
