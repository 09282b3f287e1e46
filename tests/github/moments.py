"""Moments that tests are told at."""

from datetime import UTC, datetime

NOW = datetime(2026, 9, 2, 10, 0, tzinfo=UTC)
