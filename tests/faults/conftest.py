"""Fixtures of the fault tests."""

from tests.stores import fresh_url, kind_of_store

__all__ = ["fresh_url", "kind_of_store"]
