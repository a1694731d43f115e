"""Fixtures of the tests of states."""

from tests.stores import fresh_url as fresh_url
from tests.stores import kind_of_store as kind_of_store
