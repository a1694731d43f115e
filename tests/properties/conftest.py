"""Fixtures of the property tests."""

from tests.stores import fresh_url

__all__ = ["fresh_url"]
